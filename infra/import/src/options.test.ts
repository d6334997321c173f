/** The command line, and where the secret key comes from. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { readOptions } from './options.ts'
import { findSecretKey } from './secret-key.ts'

const data = mkdtempSync(join(tmpdir(), 'firefly-import-options-'))
const host = (environment: NodeJS.ProcessEnv): string => readOptions(['f'], environment).options.host

test('the address comes from the settings of the server, unless it listens everywhere', () => {
  expect(host({})).toBe('http://127.0.0.1:7070')
  expect(host({ FIREFLY_HOST: '10.0.0.5', FIREFLY_PORT: '8080' })).toBe('http://10.0.0.5:8080')
  expect(host({ FIREFLY_HOST: '0.0.0.0' })).toBe('http://127.0.0.1:7070')
  expect(host({ FIREFLY_HOST: '::1' })).toBe('http://[::1]:7070')
  expect(readOptions(['f', '--host', 'https://a.example/'], {}).options.host).toBe('https://a.example')
})

test('lists are split, and several files are taken', () => {
  const { files, options } = readOptions(['a.csv', 'b.csv', '--property', 'x, y', '--number', 'x'], {})
  expect(files).toEqual(['a.csv', 'b.csv'])
  expect(options).toMatchObject({
    property: ['x', 'y'],
    number: ['x'],
    type: 'track',
    timezone: 'UTC',
    maxErrors: 1_000,
  })
})

test('what cannot work together or cannot be understood is refused with the reason', () => {
  vi.spyOn(process, 'exit').mockImplementation((code) => {
    throw new Error(`exit ${code}`)
  })
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const refusal = (...args: string[]): string => {
    said.mockClear()
    expect(() => readOptions(['file', ...args], {})).toThrow('exit 1')
    return said.mock.calls.map(([text]) => text).join('')
  }
  expect(refusal('--time-base', '2020-01-01')).toContain('only of use together')
  expect(refusal('--time-base', 'noon', '--time-offset-seconds', 's')).toContain(
    'expected a date and time such as',
  )
  expect(refusal('--time', 't', '--time-base', '2020-01-01')).toContain('cannot be used with')
  expect(refusal('--event', 'e', '--event-name', 'E')).toContain('cannot be used with')
  expect(refusal('--host', 'nowhere')).toContain('expected an address such as')
  expect(refusal('--timezone', 'Mars/Base')).toContain('expected an IANA time zone')
  expect(refusal('--type', 'click')).toContain('Allowed choices are track')
  expect(refusal('other', '--state', 's')).toContain('--state is for one file')
  vi.restoreAllMocks()
})

test('the secret key is the one given, else of the environment, else of the data folder', async () => {
  const environment = { FIREFLY_SECRET_KEY: 'from environment' }
  expect(await findSecretKey('given', data, environment)).toBe('given')
  expect(await findSecretKey(undefined, data, environment)).toBe('from environment')
  await expect(findSecretKey(undefined, data, {})).rejects.toThrow(
    /give --key, set FIREFLY_SECRET_KEY, or run where .*keys\.json is/,
  )
  writeFileSync(join(data, 'keys.json'), '{"writeKey":"w"}')
  await expect(findSecretKey(undefined, data, {})).rejects.toThrow(/has no "secretKey"/)
  writeFileSync(join(data, 'keys.json'), '{"secretKey":"kept"}')
  expect(await findSecretKey(undefined, data, {})).toBe('kept')
})
