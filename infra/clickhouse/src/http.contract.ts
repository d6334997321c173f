/** The store over HTTP keeps the promises of every store; against a real server too, when one is named. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { storeContract } from '@firefly/clickhouse/contract'
import { openStore } from '@firefly/clickhouse/open'
import { afterAll, test } from 'vitest'
import { startStoreProcess } from './process.ts'

const server = await startStoreProcess(mkdtempSync(`${tmpdir()}/firefly-clickhouse-`))
afterAll(() => server.stop())
storeContract('http (the engine behind our own server)', () => openStore(server.url))

const real = process.env['FIREFLY_TEST_CLICKHOUSE_URL']
if (real) storeContract('http (the server named by FIREFLY_TEST_CLICKHOUSE_URL)', () => openStore(real))
else {
  const why = 'FIREFLY_TEST_CLICKHOUSE_URL names no empty database of a ClickHouse server'
  process.stderr.write(`NOT RUN: http store against a real server — ${why}\n`)
  test.skip(`http store against a real server (${why})`, () => undefined)
}
