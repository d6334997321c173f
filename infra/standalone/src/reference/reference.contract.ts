/** Every address that is served is described, what is described is served, and the typed client has a call for it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { createClient } from '@firefly/client/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readStandaloneConfig } from '../config.ts'
import { type Standalone, startStandalone } from '../standalone.ts'

const data = mkdtempSync(`${tmpdir()}/firefly-reference-`)
let running: Standalone
let described: string[]
beforeAll(async () => {
  const config = readStandaloneConfig({ FIREFLY_PORT: '0', FIREFLY_DATA: data, FIREFLY_LOG_LEVEL: 'silent' })
  running = await startStandalone(config)
  const { paths } = (await (await fetch(`${running.url}/v1/openapi.json`)).json()) as {
    paths: Record<string, object>
  }
  described = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
})
afterAll(async () => {
  await running.lifecycle.stop()
  rmSync(data, { recursive: true, force: true })
})

/** What says of itself how it is called: pages, and the description. */
const NOT_CALLS = /^GET \/v1\/(docs|openapi\.json)/
/** Names that others' SDKs use for an address of ours (docs/dialects). */
const OTHER_NAMES = / \/v1\/(\w|import\/|pixel\/\w+|projects\/\{writeKey\}\/settings)$/
/** As it is described: a slash at its end makes it no other address. */
const templated = (route: string): string => route.replaceAll(/:(\w+)/g, '{$1}').replace(/(?<=\w)\/$/, '')

test('whatever is served is described, and whatever is described is served', () => {
  const served = running.served
    .map(templated)
    .filter((route) => !route.startsWith('HEAD ') && !route.startsWith('OPTIONS '))
  const ours = served.filter((route) => / \/(v1\/|metrics)/.test(route) && !NOT_CALLS.test(route))
  expect(described.filter((one) => !served.includes(one))).toEqual([])
  // An address that only refuses other methods is described by those it takes.
  const paths = new Set(described.map((one) => one.split(' ')[1]))
  const unknown = ours.filter((one) => !OTHER_NAMES.test(one) && !paths.has(one.split(' ')[1] ?? ''))
  expect(unknown).toEqual([])
})

/** Sent by SDKs and importers, asked by machines that watch, or another way to call what there is a call for. */
const NOT_FOR_CLIENTS =
  / \/(v1\/(batch|track|page|screen|identify|group|alias|import|health|ready|users|users\/\{\w+\}\/export)|metrics)$/

test('the typed client has a call for each', async () => {
  const called = new Set<string>()
  const fetch = async (address: URL | string | Request, init?: RequestInit): Promise<Response> => {
    const { pathname } = new URL(address instanceof Request ? address.url : address)
    called.add(`${init?.method ?? 'GET'} ${pathname.replaceAll(/\bID\b/g, '*')}`)
    return Response.json({ next: null, persons: [] })
  }
  const client = createClient({ url: 'http://127.0.0.1', key: 'x', fetch })
  // Whatever is there to be called, with the name of an id where one belongs.
  await callAll(client)
  await callAll(client.administration.keys('ID'))
  const missing = described
    .filter((one) => !NOT_FOR_CLIENTS.test(one))
    .filter((one) => !called.has(one.replaceAll(/\{\w+\}/g, '*')))
  expect(missing).toEqual([])
})

async function callAll(calls: object): Promise<void> {
  for (const call of Object.values(calls) as unknown[])
    if (typeof call === 'object' && call !== null) await callAll(call)
    else if (typeof call === 'function') await ended((call as (...given: unknown[]) => unknown)('ID', 'csv'))
}

/** A stream is read to its end. */
async function ended(made: unknown): Promise<void> {
  if (typeof made !== 'object' || made === null) return
  const outcome = Symbol.asyncIterator in made ? (made as AsyncGenerator).next() : Promise.resolve(made)
  await outcome.catch(() => undefined)
}
