/** Cases that people know from other products, in our words: small logs, one question each, and the number everybody expects. */
import type { QueryInput } from '@firefly/protocol/query'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Corpus, openCorpus } from './testing/corpus.ts'
import { ATTEMPTS } from './testing/known/attempts.ts'
import { FUNNELS } from './testing/known/funnels.ts'
import { PATHS } from './testing/known/paths.ts'
import { RETURNS } from './testing/known/returns.ts'
import { TRENDS } from './testing/known/trends.ts'
import { VISITS } from './testing/known/visits.ts'

let corpus: Corpus
beforeAll(async () => {
  corpus = await openCorpus()
})
afterAll(() => corpus.close())

for (const [subject, cases] of Object.entries({
  ...FUNNELS,
  ...ATTEMPTS,
  ...TRENDS,
  ...RETURNS,
  ...PATHS,
  ...VISITS,
}))
  describe(subject, () => {
    for (const { name, log, ask, expects, now } of cases)
      test(name, async () => {
        // Of every second project people go by several ids that were joined, also in the middle of what they do.
        for (let time = 0; time < 2; time++)
          expect(await corpus.ask(await corpus.put(log), ask as QueryInput, now)).toMatchObject(expects)
      })
  })
