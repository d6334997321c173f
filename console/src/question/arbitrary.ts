/** Random parts of questions, for property tests. */
import * as fc from 'fast-check'
import { type FilterDraft, OPERATORS } from './filters.ts'
import { withSource, type Whose } from './whose.ts'
import { addDays, PRESETS, type Range } from './range.ts'
import type { EventDraft, Frame, Scope } from './scope.ts'

export const anyText: fc.Arbitrary<string> = fc.string({ unit: 'grapheme', maxLength: 12 })

export const anyWhose: fc.Arbitrary<Whose> = fc
  .record({
    source: fc.constantFrom('event', 'user', 'group'),
    groupType: fc.oneof(anyText, fc.constantFrom('company', '@', ':')),
    asOf: fc.constantFrom('now', 'event'),
  })
  .map((whose) => withSource(whose, whose.source))

export const anyFilter: fc.Arbitrary<FilterDraft> = fc.record({
  property: anyText,
  whose: anyWhose,
  operator: fc.constantFrom(...OPERATORS),
  values: fc.array(anyText, { maxLength: 3 }),
})

export const anyRange: fc.Arbitrary<Range> = fc.oneof(
  fc.constantFrom(...PRESETS),
  fc.tuple(fc.integer({ min: 0, max: 4_000 }), fc.integer({ min: 0, max: 400 })).map(([start, length]) => ({
    from: addDays('2020-01-01', start),
    to: addDays('2020-01-01', start + length),
  })),
)

export const anyZone: fc.Arbitrary<string> = fc.constantFrom('UTC', 'Asia/Shanghai', 'America/New_York')

export const anyEvent: fc.Arbitrary<EventDraft> = fc.record({
  event: anyText,
  filters: fc.array(anyFilter, { maxLength: 2 }),
})

export const anyFrame: fc.Arbitrary<Frame> = fc.record({
  range: anyRange,
  zone: anyZone,
  filters: fc.array(anyFilter, { maxLength: 2 }),
})

export const anyScope: fc.Arbitrary<Scope> = fc
  .tuple(
    anyFrame,
    fc.record({
      breakdown: fc.constantFrom('', '$browser', 'a&b=c#d'),
      whose: anyWhose,
      groups: fc.constant(10),
    }),
  )
  .map(([frame, by]) => ({ ...frame, ...by }))
