/** For tests: filters of any kind, nested at will, over given properties and values. */
import type { Condition, Filter, Operator } from '@firefly/protocol/query'
import fc from 'fast-check'

export function anyFilter(properties: readonly string[], values: readonly string[]): fc.Arbitrary<Filter> {
  const property = fc.constantFrom(...properties)
  const scalar = fc.oneof(fc.constantFrom(...values), fc.constantFrom(7, 12.5, -3, 100, 20, 0), fc.boolean())
  const on = (
    operators: readonly Operator[],
    value: fc.Arbitrary<Condition['value']>,
  ): fc.Arbitrary<Filter> =>
    fc.record({ property, operator: fc.constantFrom(...operators), value }) as fc.Arbitrary<Filter>
  const condition = fc.oneof(
    on(
      ['eq', 'neq', 'gt', 'gte', 'lt', 'lte', 'contains', 'not_contains', 'starts_with', 'ends_with'],
      scalar,
    ),
    on(['eq', 'neq', 'in', 'not_in'], fc.array(scalar, { maxLength: 4 })),
    on(['between'], fc.tuple(scalar, scalar) as never),
    on(['matches'], fc.constantFrom('^[a-z]+$', '5', '(?i)abc', '.', '', '^.$', '[0-9]{2,}', 'É')),
    on(['is_set', 'is_not_set'], fc.constant(undefined)),
  )
  return fc.letrec<{ filter: Filter }>((tie) => ({
    filter: fc.oneof(
      { maxDepth: 3 },
      condition,
      fc.record({ all: fc.array(tie('filter'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ any: fc.array(tie('filter'), { minLength: 1, maxLength: 3 }) }),
    ) as fc.Arbitrary<Filter>,
  })).filter
}
