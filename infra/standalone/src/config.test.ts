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
  const here = import.meta.filename
  expect(() => readStandaloneConfig({ FIREFLY_TLS_CERT: here })).toThrow(/FIREFLY_TLS_KEY/)
  expect(readStandaloneConfig({ FIREFLY_TLS_CERT: here, FIREFLY_TLS_KEY: here }).tls).toEqual({
    cert: here,
    key: here,
  })
})

test('several processes share a port only where a broker keeps what they collect', () => {
  const settings = {
    FIREFLY_WORKERS: '3',
    FIREFLY_ROLES: 'ingest',
    FIREFLY_LOG_URL: 'kafka://127.0.0.1:9092/t',
  }
  expect(readStandaloneConfig(settings)).toMatchObject({ workers: 3, maxConnections: 6_667 })
  for (const less of [{ FIREFLY_LOG_URL: 'lmdb:here' }, { FIREFLY_ROLES: 'ingest,query' }])
    expect(() => readStandaloneConfig({ ...settings, ...less })).toThrow(
      /FIREFLY_WORKERS.*FIREFLY_ROLES=ingest/,
    )
})

test('every wrong setting is named at once', () => {
  const wrong = {
    FIREFLY_PORT: 'x',
    FIREFLY_HOST: 'not a host',
    FIREFLY_LOG_URL: 'kafka://here',
    FIREFLY_CLICKHOUSE_URL: 'mysql://here',
    FIREFLY_METADATA_URL: 'mysql://here',
    FIREFLY_PRIVACY_KEY: 'short',
    FIREFLY_ROLES: 'cook',
    FIREFLY_WORKERS: '0',
    FIREFLY_TRUST_PROXY: '1',
    FIREFLY_TLS_CERT: '/nowhere.pem',
    FIREFLY_MAX_CONNECTIONS: '0',
    FIREFLY_STEPS: '/nowhere.mjs',
    FIREFLY_GEO_MMDB: '/nowhere.mmdb',
    FIREFLY_TIMEZONE: 'Mars',
    FIREFLY_LOG_LEVEL: 'loud',
  }
  const named = new RegExp(Object.keys(wrong).join('[^]*'))
  expect(() => readStandaloneConfig(wrong)).toThrow(named)
})
