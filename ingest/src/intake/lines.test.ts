/** However a stream of lines comes, and however they are judged, each event is taken or named as if it had come alone. */
import { Readable } from 'node:stream'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { event, right } from '../testing/events.ts'
import { corrupted, spelled } from '../testing/spelled.ts'
import { type JudgedLines, judgeLines } from './batch.ts'
import { glanceAtLines } from './glance/lines.ts'
import { judge } from './judge.ts'
import { readLines } from './lines.ts'

const LIMITS = { maxEvents: 50_000, maxEventBytes: 64 * 1024 }

async function groupsOf(chunks: readonly Buffer[]): Promise<Buffer[]> {
  const groups: Buffer[] = []
  for await (const group of readLines(Readable.from(chunks), undefined)) groups.push(group)
  return groups
}

/** The slow and obvious way. */
function oneByOne(text: string): { accepted: unknown[]; rejected: number[] } {
  const [accepted, rejected] = [[] as unknown[], [] as number[]]
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  lines.forEach((line, index) => {
    const value = parsed(line)
    if (judge(value, index, { measure: true })) rejected.push(index)
    else accepted.push(value)
  })
  return { accepted, rejected }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function kept({ batch, bytes }: JudgedLines): unknown[] {
  const left = new Set(batch.rejected.map(({ index }) => index))
  return (JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown[]).filter((_, index) => !left.has(index))
}

const line = spelled(fc.oneof({ weight: 12, arbitrary: right.event }, event)).map((text) => text.trim())
const oneLine = line.map((text) => text.replaceAll('\n', ' '))
const ends = fc.constantFrom('\n', '\n', '\n', '\r\n', '\n\n', '\n \n', ' ')
const texts = fc
  .array(fc.tuple(fc.oneof({ weight: 9, arbitrary: oneLine }, line), ends), { minLength: 1, maxLength: 4 })
  .map((lines) => lines.map(([text, end]) => text + end).join(''))

test('lines are accepted and refused as each would be alone', { timeout: 60_000 }, () => {
  let taken = 0
  fc.assert(
    fc.property(corrupted(texts), (bytes) => {
      const { accepted, rejected } = oneByOne(bytes.toString('utf8'))
      if (accepted.length + rejected.length === 0) return
      if (glanceAtLines(bytes)) taken++
      const judged = judgeLines(bytes, LIMITS)
      expect(judged.lines).toBe(accepted.length + rejected.length)
      expect(judged.batch.accepted).toBe(accepted.length)
      expect(judged.batch.rejected.map(({ index }) => index)).toEqual(rejected)
      expect(kept(judged)).toEqual(accepted)
      expect(judged.batch.events()).toHaveLength(judged.lines)
    }),
    { numRuns: 1_000 },
  )
  expect(taken).toBeGreaterThan(20)
})

test('groups hold whole lines in order, wherever the stream was cut', async () => {
  const text = Array.from(
    { length: 4_000 },
    (_, n) => `{"line":${n},"text":"${'x'.repeat(n % 400)}"}\n`,
  ).join('')
  const bytes = Buffer.from(`\uFEFF${text}{"last":true}`)
  for (const size of [1_000, 65_536, 700_001, bytes.length]) {
    const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) =>
      bytes.subarray(n * size, (n + 1) * size),
    )
    const groups = await groupsOf(chunks)
    expect(groups.length).toBeGreaterThan(1)
    expect(Buffer.concat(groups).toString()).toBe(`${text}{"last":true}`)
    expect(groups.slice(0, -1).every((group) => group.at(-1) === 0x0a)).toBe(true)
    expect(Math.max(...groups.map((group) => group.length))).toBeLessThanOrEqual(512 * 1024)
  }
})

test('a line that is longer than any event may be ends the stream, after what came before it', async () => {
  const before = '{"a":1}\n'.repeat(60_000)
  const groups: Buffer[] = []
  const reading = (async (): Promise<void> => {
    for await (const group of readLines(
      Readable.from([Buffer.from(before + 'x'.repeat(600_000))]),
      undefined,
    ))
      groups.push(group)
  })()
  await expect(reading).rejects.toMatchObject({ code: 'payload_too_large' })
  expect(Buffer.concat(groups).toString()).toBe(before)
})
