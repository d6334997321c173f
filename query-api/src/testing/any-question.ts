/** For tests: the parts that random questions of several kinds share. */
import fc from 'fast-check'
import { anyFilter } from './any-filter.ts'
import { PROPERTIES, VALUES } from './any-log.ts'

export const optional = <Value>(of: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(of, { nil: undefined })

export const anyFilters = fc.array(anyFilter(PROPERTIES, VALUES), { maxLength: 1 })
export const anySelection = { event: optional(fc.constantFrom('a', 'b')), filters: anyFilters }
export const anyZone = fc.constantFrom('UTC', 'Asia/Kathmandu', 'America/New_York')
export const anyWeekStart = fc.constantFrom('monday' as const, 'sunday' as const)
/** The calendar of the models has no minutes in zones of odd offsets. */
export const anyPeriod = fc.constantFrom('hour' as const, 'day' as const, 'week' as const, 'month' as const)
