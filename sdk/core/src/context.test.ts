import type { Context as WireContext } from '@firefly/protocol/wire'
import { expectTypeOf, test } from 'vitest'
import type { Context } from './context.ts'

/** The fields that are named. */
type Known<Of> = keyof { [Key in keyof Of as string extends Key ? never : Key]: true }

test('the context an SDK may send is the one the collector takes', () => {
  expectTypeOf<Context>().toExtend<WireContext>()
  expectTypeOf<WireContext>().toExtend<Context>()
  expectTypeOf<Known<WireContext>>().toEqualTypeOf<Known<Context>>()
})
