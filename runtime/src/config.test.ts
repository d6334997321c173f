/** Settings: what is wrong is told at once, what is absent has its default. */
import { expect, test } from 'vitest'
import { z } from 'zod'
import { ConfigError, key, port, readConfig } from './config.ts'

const schema = z.object({ FIREFLY_PORT: port.default(7070), FIREFLY_WRITE_KEY: key.optional() })

test('an unset or empty variable takes its default', () => {
  expect(readConfig(schema, {})).toEqual({ FIREFLY_PORT: 7070 })
  expect(readConfig(schema, { FIREFLY_PORT: '' })).toEqual({ FIREFLY_PORT: 7070 })
})

test('all bad values are named in one message', () => {
  const read = (): unknown => readConfig(schema, { FIREFLY_PORT: 'http', FIREFLY_WRITE_KEY: 'a b' })
  expect(read).toThrow(ConfigError)
  expect(read).toThrow(/FIREFLY_PORT: expected a port[^]*FIREFLY_WRITE_KEY: expected 8 to 128/)
})

test('variables of others are left alone', () => {
  expect(readConfig(schema, { PATH: '/bin', FIREFLY_PORT: '0' })).toEqual({ FIREFLY_PORT: 0 })
})
