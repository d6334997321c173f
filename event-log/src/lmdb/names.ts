/**
 * Folders of segments: `000000000007`, and `000000000007-2` once it was rewritten twice; `…-part` is not whole yet.
 * There is no dot in them, since LMDB's driver takes a name with one for a file.
 */
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

export const PART = '-part'
const NAME = /^(\d{12})(?:-(\d+))?$/

export const numberOf = (name: string): number => Number.parseInt(name, 10)
const generationOf = (name: string): number => Number(NAME.exec(name)?.[2] ?? 0)

/** The name of a segment after one more rewriting. */
export const rewritten = (name: string): string => `${name.slice(0, 12)}-${generationOf(name) + 1}`

/** The newest of each segment, in order; removes what a rewriting that was cut off has left behind. */
export async function wholeSegments(folder: string): Promise<string[]> {
  const newest = new Map<number, string>()
  const names = (await readdir(folder)).toSorted((a, b) => generationOf(a) - generationOf(b))
  for (const name of names) if (NAME.test(name)) newest.set(numberOf(name), name)
  const kept = new Set(newest.values())
  const left = names.filter((name) => !kept.has(name) && (NAME.test(name) || name.endsWith(PART)))
  await Promise.all(left.map((name) => rm(join(folder, name), { recursive: true, force: true })))
  return [...newest.values()].toSorted((a, b) => numberOf(a) - numberOf(b))
}
