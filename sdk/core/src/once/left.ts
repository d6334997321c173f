/** What is kept of unsent events by a program that runs once, and what builds of before have left. */
import { objectIn } from '../json.ts'
import type { OnceState } from './state.ts'

/** As the whole tracker keeps them, whose builds for mini-programs had the own context of an event behind, and of all the base. */
type KeptRow = [id: unknown, text: string, base?: string, own?: string]

/** Builds of before have kept events under many keys; their names begin with when they were made. */
export const KEPT = '0'

/** All that waits as one text. */
export const keepIn = (unsent: OnceState, texts: string[]): boolean =>
  unsent.set(KEPT, texts[0] ? JSON.stringify(texts.map((text) => ['', text])) : '')

/** Oldest first. */
export function leftIn(unsent: OnceState): string[] {
  const texts: string[] = []
  // oxlint-disable-next-line no-array-sort, require-array-sort-compare -- as text, and engines of 2020 sort in place.
  for (const key of unsent.keys().sort())
    for (const [, text, , own] of Object.values(objectIn(unsent.get(key))) as KeptRow[])
      texts.push(own ? `${text.slice(0, -1)},"context":${own}}` : text)
  return texts
}
