/** What an app can rely on: calls before the storage is read, events beyond its end, screens, installs and updates. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Firefly, init, type ReactNativeOptions } from './init.ts'
import { trackScreens } from './navigation.ts'
import { createPhone, type Phone } from './testing/phone.ts'

let phone: Phone
let firefly: Firefly
beforeEach(() => {
  vi.useFakeTimers()
  use(createPhone())
})
afterEach(() => {
  firefly.stop()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

function use(next: Phone): void {
  phone = next
  vi.stubGlobal('fetch', next.fetch)
}
function start(more: Partial<ReactNativeOptions> = {}): Firefly {
  const { native, storage, network } = phone
  const app = { name: 'Bank', version: '1.0.0' }
  firefly = init({ writeKey: 'key', host: 'https://c.example', native, storage, network, app, ...more })
  return firefly
}
const settle = () => vi.advanceTimersByTimeAsync(5_000)

test('what is tracked before the storage has been read arrives, in order, under one device', async () => {
  start({ life: false })
  firefly.track('first')
  firefly.identify('u')
  firefly.track('second')
  await settle()
  expect(phone.names).toEqual(['first', 'identify', 'second'])
  expect(new Set(phone.received.map(({ anonymousId }) => anonymousId)).size).toBe(1)
  expect(phone.contexts[0]).toMatchObject({
    platform: 'android',
    os: { name: 'Android', version: '14' },
    device: { manufacturer: 'HUAWEI', model: 'P70' },
    app: { name: 'Bank', version: '1.0.0' },
  })
})

test('the device is the same at the next start', async () => {
  await start().ready
  const before = firefly.anonymousId()
  await settle()
  firefly.stop()
  use(createPhone(phone.kept))
  await start().ready
  expect(firefly.anonymousId()).toBe(before)
})

test('installs, updates, starts and ends are told once each', async () => {
  start()
  await settle()
  phone.become('inactive')
  phone.become('background')
  phone.become('active')
  await settle()
  firefly.stop()
  const first = phone.names
  use(createPhone(phone.kept))
  start({ app: { name: 'Bank', version: '1.1.0' } })
  await settle()
  expect(first).toEqual(['$app_installed', '$app_start', '$app_end', '$app_start'])
  expect(phone.names).toEqual(['$app_updated', '$app_start'])
  expect(phone.received[0]?.properties).toEqual({ $version: '1.1.0', $previous_version: '1.0.0' })
})

test('what was tracked without a network arrives at the next start, and as soon as the network is back', async () => {
  phone.status = 0
  start({ life: false })
  for (let n = 0; n < 50; n++) firefly.track(`kept ${n}`)
  await vi.advanceTimersByTimeAsync(500)
  firefly.stop()
  use(createPhone(phone.kept))
  phone.status = 0
  start({ life: false })
  firefly.track('now')
  await settle()
  phone.connect(false)
  phone.status = 200
  phone.connect(true)
  await settle()
  expect(new Set(phone.names)).toEqual(new Set([...Array.from({ length: 50 }, (_, n) => `kept ${n}`), 'now']))
  expect(phone.names).toHaveLength(51)
})

test('what was tracked in the moment the app goes to the back outlives its end', async () => {
  phone.status = 0
  await start({ life: false }).ready
  firefly.track('last')
  phone.become('background')
  vi.clearAllTimers()
  await Promise.resolve()
  use(createPhone(phone.kept))
  start({ life: false })
  await settle()
  // Sent once more by the next start, since nobody answered the first: the collector keeps one of an id.
  expect(new Set(phone.names)).toEqual(new Set(['last']))
  expect(new Set(phone.received.map(({ messageId }) => messageId)).size).toBe(1)
})

test('a storage that fails loses nothing while the app lives, and is told', async () => {
  const failing = async (): Promise<never> => {
    throw new Error('no room')
  }
  const storage = { getItem: failing, setItem: failing, removeItem: failing, getAllKeys: failing }
  const onError = vi.fn()
  start({ life: false, storage, onError })
  firefly.track('still')
  await settle()
  expect(phone.names).toContain('still')
  expect(onError).toHaveBeenCalledWith(expect.objectContaining({ kind: 'failed', where: 'storage' }))
})

test('each screen that comes to the front is told once', async () => {
  let route = { name: 'Home' }
  const listeners = new Set<() => void>()
  const go = (name: string) => {
    route = { name }
    listeners.forEach((run) => run())
  }
  start({ life: false })
  trackScreens(firefly, {
    getCurrentRoute: () => route,
    addListener(_event, run) {
      listeners.add(run)
      return () => void listeners.delete(run)
    },
  })
  go('Home')
  go('Pay')
  await settle()
  expect(phone.received.map(({ type, properties }) => [type, properties?.['name']])).toEqual([
    ['screen', 'Home'],
    ['screen', 'Pay'],
  ])
})

test.each([null, undefined, {}, { native: {} }, { native: { AppState: {} } }])(
  'with options it cannot start with it says so on the console, and nothing is thrown or rejected: %o',
  async (options) => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue()
    const firefly = init(options as never)
    firefly.track('A')
    await firefly.ready
    await firefly.flush()
    expect(warn).toHaveBeenCalledExactlyOnceWith('[firefly]', 'not started', expect.any(TypeError))
    warn.mockRestore()
  },
)
