/** Every worked example of the documents, asked as it stands there: the answer is the one that stands there too. */
import { readFileSync } from 'node:fs'
import type { QueryInput } from '@firefly/protocol/query'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { EXAMPLES } from './openapi/examples.ts'
import { type Corpus, type Happening, openCorpus } from './testing/corpus.ts'

let corpus: Corpus
beforeAll(async () => {
  corpus = await openCorpus()
})
afterAll(() => corpus.close())

const VIEW = '$pageview'
const ORDER = 'Order Completed'
const DAY = 86_400_000
const january = (day: number): number => Date.UTC(2026, 0, day, 12)

/** `minutes` may have fractions. */
const at = (person: string, event: string, time: number, more: Partial<Happening> = {}): Happening => ({
  event,
  person,
  time,
  ...more,
})
const worth = (total: string): Partial<Happening> => ({ properties: { total } })
const page = (pathname: string, session = ''): Partial<Happening> => ({ session, columns: { pathname } })
const minutes = (person: string, events: readonly (string | undefined)[], step = 1): Happening[] =>
  events.flatMap((event, nth) => (event ? [at(person, event, january(10) + nth * step * 60_000)] : []))
const days = (person: string, events: Record<number, string>): Happening[] =>
  Object.entries(events).map(([day, event]) => at(person, event, january(Number(day))))

/** What the people of each page did. */
const STORIES: Record<keyof typeof EXAMPLES, Happening[]> = {
  trend: [
    at('Ada', VIEW, january(10)),
    at('Ada', VIEW, january(10) + 60_000),
    at('Ada', ORDER, january(10), worth('30')),
    at('Ben', VIEW, january(10)),
    ...days('Ada', { 12: VIEW }),
    ...days('Ben', { 12: VIEW }),
    at('Ben', ORDER, january(12), worth('12.5')),
  ],
  funnel: [
    ...minutes('Ada', [VIEW, 'Product Added', VIEW, ORDER], 10),
    ...minutes('Ben', [VIEW, 'Support Called', 'Product Added'], 10),
  ],
  retention: [
    ...days('Ada', { 1: 'Signed Up', 2: ORDER, 4: ORDER }),
    ...days('Ben', { 1: 'Signed Up', 3: ORDER }),
    ...days('Cem', { 2: 'Signed Up', 3: ORDER }),
  ],
  lifecycle: [...days('Ada', { 10: VIEW, 11: VIEW, 13: VIEW }), ...days('Ben', { 9: VIEW, 13: VIEW })],
  stickiness: [
    ...days('Ada', { 10: VIEW, 11: VIEW, 12: VIEW }),
    at('Ada', VIEW, january(10) + 60_000),
    ...days('Ben', { 11: VIEW }),
  ],
  path: [
    at('Ada', VIEW, january(10), page('/shoes', 'first')),
    at('Ada', VIEW, january(10) + 60_000, page('/shoes/', 'first')),
    at('Ada', VIEW, january(10) + 120_000, page('/cart', 'first')),
    at('Ada', ORDER, january(10) + 180_000, { session: 'first' }),
    at('Ada', VIEW, january(10), page('/shoes', 'second')),
    at('Ada', VIEW, january(10) + 60_000, page('/cart', 'second')),
  ],
  realtime: [
    at('Ada', VIEW, january(10) + 28 * 60_000, { columns: { pathname: '/shoes', platform: 'web' } }),
    at('Ada', VIEW, january(10) + 30 * 60_000, { columns: { pathname: '/shoes', platform: 'web' } }),
    at('Ben', ORDER, january(10) + 30 * 60_000, { columns: { platform: 'web' } }),
  ],
  interval: [
    [0, 'Product Added'],
    [10, 'Product Added'],
    [15, ORDER],
    [50, 'Product Added'],
    [70, ORDER],
  ].map(([second, event]) => at('Ada', String(event), january(10) + Number(second) * 1_000)),
  distribution: [...days('Ada', { 3: ORDER, 4: ORDER, 5: ORDER }), ...days('Ben', { 3: ORDER })],
  session: [
    at('Ada', VIEW, january(10), page('/shoes')),
    at('Ada', VIEW, january(10) + 60_000, page('/cart')),
    at('Ben', VIEW, january(10), page('/shoes')),
  ],
  attribution: [
    at('Ada', VIEW, january(10), { columns: { utm_campaign: 'spring' } }),
    at('Ada', VIEW, january(17), { columns: { utm_campaign: 'sale' } }),
    at('Ada', VIEW, january(17), { columns: { utm_campaign: 'sale' } }),
    at('Ada', ORDER, january(17), worth('100')),
  ],
  ltv: [
    at('Ada', ORDER, january(10), worth('30')),
    at('Ben', VIEW, january(11)),
    at('Ben', ORDER, Date.UTC(2026, 2, 5), worth('50')),
  ],
  correlation: [
    ...['Ada', 'Ben'].flatMap((who) => minutes(who, ['Product Added', 'Price Viewed', ORDER])),
    ...minutes('Cem', ['Product Added', ORDER]),
    ...minutes('Dan', ['Product Added']),
    ...minutes('Eve', ['Product Added', 'Support Called']),
  ],
  anomaly: Object.entries({ 10: 4, 11: 5, 12: 6, 13: 5, 14: 30 }).flatMap(([day, views]) =>
    Array.from({ length: views }, () => at('Ada', VIEW, january(Number(day)))),
  ),
  explain: [
    ...Array.from({ length: 7 }, (_, at_) => (at_ < 4 ? 'Bern' : 'Basel')).map((city) =>
      at('Ada', ORDER, january(11), { properties: { city } }),
    ),
    ...['Bern', 'Basel', 'Basel', 'Basel', 'Basel'].map((city) =>
      at('Ada', ORDER, january(12), { properties: { city } }),
    ),
  ],
  rfm: [
    at('Ada', ORDER, Date.UTC(2026, 1, 1) - 9 * DAY, worth('30')),
    at('Ada', ORDER, Date.UTC(2026, 1, 1) - DAY, worth('50')),
    at('Ben', ORDER, Date.UTC(2026, 1, 1) - 10 * DAY, worth('10')),
  ],
}

/** When it is asked, where that matters. */
const ASKED: Partial<Record<keyof typeof EXAMPLES, number>> = {
  // At midnight before the 5th in Shanghai.
  retention: Date.UTC(2026, 0, 6),
  realtime: january(10) + 30 * 60_000 + 20_000,
}

function examplesOf(kind: string): object[] {
  const text = readFileSync(new URL(`../../docs/analyses/${kind}.md`, import.meta.url), 'utf8')
  return [...text.matchAll(/```json\n(.*?)```/gs)].map(([, json = '']) => JSON.parse(json) as object)
}

for (const [kind, story] of Object.entries(STORIES))
  test(`the example of ${kind}`, async () => {
    const [question, answer] = examplesOf(kind)
    const asked = ASKED[kind as 'retention']
    const result = await corpus.ask(await corpus.put(story), question as QueryInput, asked)
    expect(rounded(result)).toEqual(answer)
  })

/** Shares of a credit do not always add up to the last bit. */
const rounded = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_, one: unknown) =>
    typeof one === 'number' ? Math.round(one * 1e9) / 1e9 : one,
  )
