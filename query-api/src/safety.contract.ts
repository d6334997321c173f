/** Hostile questions on the real engine: what another project holds changes no answer, and no statement fails. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { QueryInput } from '@firefly/protocol/query'
import { QueryError } from './errors.ts'
import { anyLog } from './testing/any-log.ts'
import { type Corpus, type Happening, openCorpus } from './testing/corpus.ts'
import { hostileQuestion } from './testing/hostile.ts'

let corpus: Corpus
beforeAll(async () => {
  corpus = await openCorpus()
})
afterAll(() => corpus.close())

const DAY = 86_400_000
const NOW = Date.UTC(2026, 0, 15)
const bounds = { from: NOW - 14 * DAY, to: NOW, maxLength: 120 }

test('answers are the same before and after another project has the same people do the same things', async () => {
  const [ours = [], foreign = []] = fc.sample(anyLog(bounds), { numRuns: 2, seed: 7 })
  const project = await corpus.put([...ours, ...someOfEach(ours)])
  const questions = fc.sample(hostileQuestion, { numRuns: 60, seed: 11 }) as QueryInput[]
  const answers = async (): Promise<unknown[]> => {
    const all: unknown[] = []
    for (const question of questions) all.push(await corpus.ask(project, question, NOW).catch(refusal))
    return all
  }
  const before = await answers()
  await corpus.put([...foreign, ...someOfEach(foreign), ...ours])
  expect(await answers()).toEqual(before)
  expect(before.filter((answer) => answer !== 'refused').length).toBeGreaterThan(40)
})

/** A refusal names what is wrong with the question; a statement that the engine cannot run is a fault. */
function refusal(error: unknown): string {
  if (error instanceof QueryError) return 'refused'
  throw error
}

/** Of the event that hostile questions know by name. */
const someOfEach = (events: readonly Happening[]): Happening[] =>
  events.slice(0, 40).map((one) => ({ ...one, event: 'a', time: one.time + 1_000 }))
