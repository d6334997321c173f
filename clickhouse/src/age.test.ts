/** A server that cannot answer any question is told apart before it is asked one. */
import { expect, test } from 'vitest'
import { refuseOld } from './age.ts'
import { StoreError } from './errors.ts'

const failing = (code: number | undefined) => ({
  command: () => Promise.reject(new StoreError('fault', code, 'Unknown setting')),
})

test('a server that does not know a setting of ours is told to be too old', async () => {
  await expect(refuseOld(failing(115))).rejects.toThrow('expected version 24.12 or newer')
})

test('whatever else is wrong with it stays as it is', async () => {
  await expect(refuseOld(failing(516))).rejects.toMatchObject({ name: 'StoreError', code: 516 })
  await expect(refuseOld(failing(undefined))).rejects.toMatchObject({ name: 'StoreError' })
  await refuseOld({ command: () => Promise.resolve() })
})
