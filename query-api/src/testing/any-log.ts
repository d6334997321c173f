/** For tests: logs of anything, of few people and few values, so that much of it meets. */
import fc from 'fast-check'
import type { Happening } from './corpus.ts'

export const VALUES = [
  '',
  '7',
  '12.5',
  '12.50',
  '-3',
  '1e2',
  'inf',
  'nan',
  '0x10',
  ' 5',
  'abc',
  'ABC',
  'true',
  'É中',
]
export const PROPERTIES = [
  'price',
  'shop',
  'nobody has it',
  '$hour',
  '$weekday',
  '$event',
  '$platform',
  '$is_bot',
]

export interface LogBounds {
  /** Unix milliseconds. */
  from: number
  to: number
  maxLength: number
  people?: readonly string[]
  events?: readonly string[]
}

export const anyLog = (bounds: LogBounds): fc.Arbitrary<Happening[]> =>
  fc.array(
    fc.record({
      event: fc.constantFrom(...(bounds.events ?? ['a', 'b', '$pageview'])),
      person: fc.constantFrom(...(bounds.people ?? ['p', 'q', 'r'])),
      session: fc.constantFrom('', 's', 't'),
      time: fc.integer({ min: bounds.from, max: bounds.to }),
      properties: fc.record({
        price: fc.constantFrom(...VALUES),
        shop: fc.constantFrom('', 'x', '7', 'true'),
      }),
      columns: fc.record({ platform: fc.constantFrom('web', 'h5', ''), is_bot: fc.constantFrom(0, 1) }),
    }),
    { maxLength: bounds.maxLength },
  )
