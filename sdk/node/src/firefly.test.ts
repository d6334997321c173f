/** What a server's events can rely on: whose they are, that they arrive, and that nothing throws. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openFolder } from './folder.ts'
import { folderOwnership } from './ownership.ts'
import { createFirefly, type FireflyOptions } from './firefly.ts'
import { type Collector, startCollector } from './testing/collector.ts'

let collector: Collector
let folder: string
beforeEach(async () => {
  collector = await startCollector()
  folder = mkdtempSync(`${tmpdir()}/firefly-node-`)
})
afterEach(async () => {
  await collector.close()
  rmSync(folder, { recursive: true, force: true })
})

const open = (more: Partial<FireflyOptions> = {}) =>
  createFirefly({ writeKey: 'key', host: collector.origin, ...more })
const names = () => collector.received.map(({ event }) => event)

test('events of many users arrive, each with its own ids, in the order they were told', async () => {
  const firefly = open()
  firefly.track({ userId: 'u1', event: 'Order Completed', properties: { total: 12.5 } })
  firefly.identify({ userId: 7, anonymousId: 'a1', traits: { plan: 'gold' } })
  firefly.alias({ userId: 'u1', previousId: 'old' })
  firefly.group({ userId: 'u1', groupId: 'g', traits: { name: 'Bank' } })
  firefly.page({ anonymousId: 'a2', properties: { name: 'Home' } })
  firefly.increment({ userId: 'u1', properties: { visits: 1 } })
  firefly.unset({ userId: 'u1', names: ['plan'] })
  await firefly.close()
  expect(collector.received).toMatchObject([
    { type: 'track', userId: 'u1', event: 'Order Completed', properties: { total: 12.5 } },
    { type: 'identify', userId: '7', anonymousId: 'a1', traits: { plan: 'gold' } },
    { type: 'alias', userId: 'u1', previousId: 'old' },
    { type: 'group', userId: 'u1', groupId: 'g' },
    { type: 'page', anonymousId: 'a2' },
    { type: 'track', event: '$increment', properties: { visits: 1 } },
    { type: 'track', event: '$unset', properties: { plan: true } },
  ])
  expect(collector.requests[0]?.context).toMatchObject({ platform: 'server' })
})

test('many events travel together, in gzip', async () => {
  const firefly = open()
  for (let n = 0; n < 1_000; n++) firefly.track({ userId: `u${n}`, event: 'Tick', properties: { n } })
  await firefly.close()
  expect(new Set(collector.received.map(({ messageId }) => messageId)).size).toBe(1_000)
  expect(collector.requests.length).toBeLessThan(10)
  expect(collector.requests.every(({ encoding }) => encoding === 'gzip')).toBe(true)
})

test('what the collector cannot take now is sent again, under the same ids', async () => {
  collector.status = 503
  const firefly = open({ flushInterval: 1 })
  firefly.track({ userId: 'u', event: 'Kept', messageId: 'mine' })
  await expect.poll(() => collector.requests.length, { timeout: 10_000 }).toBeGreaterThan(0)
  collector.status = 200
  await expect.poll(names, { timeout: 30_000 }).toEqual(['Kept'])
  expect(collector.received[0]?.messageId).toBe('mine')
  await firefly.close()
})

test('the site’s own hook changes and vetoes events', async () => {
  const firefly = open({
    beforeSend(event) {
      if (event.event === 'Secret') return null
      event.properties = { ...event.properties, region: 'cn' }
      return undefined
    },
  })
  firefly.track({ userId: 'u', event: 'Secret' })
  firefly.track({ userId: 'u', event: 'Plain' })
  await firefly.close()
  expect(collector.received).toMatchObject([{ event: 'Plain', properties: { region: 'cn' } }])
})

test('bad input never throws, and is counted with its reason', async () => {
  const onEvent = vi.fn()
  const firefly = open({ onEvent })
  const cyclic: Record<string, unknown> = {}
  cyclic['self'] = cyclic
  firefly.track({ userId: '', event: 'Nobody' })
  firefly.track({ userId: 'u', event: 'Odd', properties: { cyclic, call: () => 1, kept: 1 } })
  firefly.track(undefined as never)
  firefly.track({ userId: 'u', event: '' })
  const throwing = {
    get price(): never {
      throw new Error('no')
    },
  }
  firefly.track({ userId: 'u', event: 'Getter', properties: throwing })
  await firefly.close()
  firefly.track({ userId: 'u', event: 'Too late' })
  expect(collector.received[0]).toMatchObject({ event: 'Odd', properties: { kept: 1 } })
  expect(onEvent).toHaveBeenCalledWith(expect.objectContaining({ kind: 'dropped', reason: 'invalid_id' }))
  expect(onEvent).toHaveBeenCalledWith(
    expect.objectContaining({ kind: 'trimmed', names: ['cyclic', 'call'] }),
  )
  expect(onEvent).toHaveBeenCalledWith(expect.objectContaining({ kind: 'dropped', reason: 'invalid_name' }))
  expect(onEvent).toHaveBeenCalledWith(expect.objectContaining({ kind: 'trimmed', names: ['price'] }))
  expect(names()).toContain('Getter')
  expect(names()).not.toContain('Too late')
})

test('what throws when it is read costs its own event alone, whichever verb it is handed to', async () => {
  const firefly = open()
  const fail = (): never => {
    throw new Error('no')
  }
  const gone = Proxy.revocable({}, {})
  gone.revoke()
  const verbs = Object.keys(firefly).filter((name) => !['flush', 'close'].includes(name))
  for (const hostile of [new Proxy({}, { get: fail, ownKeys: fail }), gone.proxy])
    for (const verb of verbs) firefly[verb as 'track'](hostile as never)
  firefly.track({ userId: 'u', event: 'Fine' })
  await firefly.flush()
  await firefly.close()
  expect(names()).toContain('Fine')
  expect(collector.received.find(({ event }) => event === '$dropped')).toMatchObject({
    properties: { unserialisable: 2 * verbs.length },
  })
})

describe('a program that ends', { timeout: 60_000 }, () => {
  const program = fileURLToPath(new URL('./testing/program.fixture.mjs', import.meta.url))
  const run = (end: 'fall off' | 'exit' | 'wait', kept: string | undefined = folder, count = 50) =>
    spawn(process.execPath, [program, JSON.stringify({ host: collector.origin, folder: kept, count, end })], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
  const all = Array.from({ length: 50 }, (_, n) => `e${n}`)

  test('by falling off its end has sent everything, even without a folder', async () => {
    await once(run('fall off', undefined), 'exit')
    expect(names()).toHaveLength(50)
    expect(new Set(names())).toEqual(new Set(all))
  })

  test('by process.exit leaves its events to the next start', async () => {
    collector.status = 503
    await once(run('exit'), 'exit')
    collector.status = 200
    const next = open({ folder })
    await expect.poll(() => names().length, { timeout: 30_000 }).toBe(50)
    await next.close()
    expect(names()).toHaveLength(50)
    expect(new Set(names())).toEqual(new Set(all))
  })

  test('by kill -9 while the collector is away loses nothing that was kept, and sends nothing twice', async () => {
    collector.status = 503
    const victim = run('wait')
    await once(victim.stdout, 'data')
    victim.kill('SIGKILL')
    await once(victim, 'exit')
    collector.status = 200
    const next = open({ folder })
    await expect.poll(() => names().length, { timeout: 30_000 }).toBe(50)
    await next.close()
    expect(new Set(names())).toEqual(new Set(all))
    await expect.poll(() => readdirSync(folder), { timeout: 10_000 }).toEqual([])
  })
})

test('half a file of a process that was killed is cleared away, that of a living one is not', async () => {
  const part = (owner: string): string => `${owner}~1000000000.json.part`
  const letGo = await folderOwnership(folder).claim('living')
  for (const owner of ['living', 'killed']) writeFileSync(`${folder}/${part(owner)}`, '[[')
  await openFolder(folder)
  expect(readdirSync(folder).filter((file) => file.endsWith('.part'))).toEqual([part('living')])
  letGo?.()
})

test('two processes that share a folder do not take each other’s events', async () => {
  collector.status = 503
  const first = open({ folder, flushInterval: 1 })
  for (let n = 0; n < 20; n++) first.track({ userId: 'u', event: `e${n}` })
  await expect
    .poll(() => readdirSync(folder).some((file) => file.endsWith('.json')), { timeout: 30_000 })
    .toBe(true)
  const second = open({ folder })
  second.track({ userId: 'u', event: 'second' })
  collector.status = 200
  await second.close()
  await expect.poll(() => names().length, { timeout: 30_000 }).toBe(21)
  await first.close()
  expect(new Set(names()).size).toBe(21)
})
