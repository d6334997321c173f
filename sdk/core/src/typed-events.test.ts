import { expectTypeOf, test } from 'vitest'
import type { Track } from './typed-events.ts'
import type { Tracker } from './tracker.ts'

interface Plan {
  Ordered: { total: number; coupon?: string }
  'Signed Up': { plan?: 'free' | 'gold' }
}
declare const typed: Tracker<Plan>
declare const untyped: Tracker

/** Never run: what is promised here is promised by the compiler. */
const promises = (): void => {
  typed.track('Ordered', { total: 5 })
  typed.track('Ordered', { total: 5, coupon: 'MAY' }, { timestamp: new Date() })
  typed.track('Signed Up')
  // @ts-expect-error -- the plan has no such event.
  typed.track('Orderd', { total: 5 })
  // @ts-expect-error -- a required property is missing.
  typed.track('Ordered')
  // @ts-expect-error -- a property has another type.
  typed.track('Ordered', { total: '5' })
  // @ts-expect-error -- the plan has no such property.
  typed.track('Signed Up', { tier: 'gold' })
  untyped.track('Anything', { at: 'all' })
  untyped.track('Anything')
}

test('a tracking plan constrains the names and properties of track, and no plan allows all', () => {
  expectTypeOf(promises).toBeFunction()
  expectTypeOf<Tracker<Plan>['track']>().toEqualTypeOf<Track<Plan>>()
})
