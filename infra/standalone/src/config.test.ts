/** Settings that cannot be used stop the start, and say which and why. */
import { expect, test } from 'vitest'
import { readStandaloneConfig } from './config.ts'

test('nothing has to be set', () => {
  expect(readStandaloneConfig({})).toMatchObject({ port: 7070, host: '127.0.0.1', tls: undefined })
})

test('a proxy is named by its address or network; a number of hops would let anybody name any address', () => {
  const proxies = (list: string) => readStandaloneConfig({ FIREFLY_TRUST_PROXY: list }).trustProxy
  expect(proxies('10.0.0.0/8, 127.0.0.1,fd00::/8')).toEqual(['10.0.0.0/8', '127.0.0.1', 'fd00::/8'])
  for (const wrong of ['1', 'true', '10.0.0.0/33', 'proxy.example'])
    expect(() => proxies(wrong)).toThrow(/FIREFLY_TRUST_PROXY.*expected addresses or networks/)
})

test('half a certificate is none', () => {
  expect(() => readStandaloneConfig({ FIREFLY_TLS_CERT: 'cert.pem' })).toThrow(/FIREFLY_TLS_KEY/)
  expect(readStandaloneConfig({ FIREFLY_TLS_CERT: 'c', FIREFLY_TLS_KEY: 'k' }).tls).toEqual({
    cert: 'c',
    key: 'k',
  })
})

test('every wrong setting is named at once', () => {
  const wrong = { FIREFLY_PORT: 'x', FIREFLY_MAX_CONNECTIONS: '0', FIREFLY_ROLES: 'cook' }
  expect(() => readStandaloneConfig(wrong)).toThrow(
    /FIREFLY_PORT[^]*FIREFLY_ROLES[^]*FIREFLY_MAX_CONNECTIONS/,
  )
})
