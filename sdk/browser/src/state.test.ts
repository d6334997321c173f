import { describe, expect, test } from 'vitest'
import { readable, stateIn, type WebStorage } from './state.ts'
import { shelfIn } from '@firefly/core/shelf'
import { openStore } from './store.ts'

/** As browsers have it: what is stored is a property of its own, and there is room for so much of it. */
const storage = (most = Number.POSITIVE_INFINITY): WebStorage =>
  new Proxy<WebStorage>(
    {},
    {
      set(kept, key, value: string) {
        if (value.length > most) throw new DOMException('full', 'QuotaExceededError')
        return Reflect.set(kept, key, value)
      },
    },
  )

function forbidden(): never {
  throw new DOMException('no', 'SecurityError')
}

describe('small values', () => {
  test('share a storage with others without seeing them', () => {
    const shared = storage()
    shared['host'] = 'mine'
    const [one, other] = [stateIn(shared, 'a/'), stateIn(shared, 'b/')]
    one.set('key', '1')
    other.set('key', '2')
    expect([one.get('key'), one.keys(), shared['host']]).toEqual(['1', ['key'], 'mine'])
    one.remove('key')
    expect([one.keys(), other.keys()]).toEqual([[], ['key']])
  })

  test('say so when they cannot be kept', () => {
    const state = stateIn(storage(5), 'a/')
    expect([state.set('short', '12345'), state.set('long', '123456')]).toEqual([true, false])
  })

  test.each([
    ['forbids storage', forbidden],
    ['has none', () => null as unknown as Storage],
    ['cannot read it any more', () => new Proxy({} as Storage, { ownKeys: forbidden })],
  ])('live in memory where the browser %s', (_why, open) => {
    const state = stateIn(readable(open), 'a/')
    expect([state.set('key', '1'), state.get('key'), state.keys()]).toEqual([true, '1', ['key']])
  })
})

describe('the store', () => {
  test('falls back where there is no database, or none may be opened', async () => {
    const fallback = shelfIn(stateIn(storage(), 'queue/'))
    expect(await openStore({}, 'name', fallback)).toBe(fallback)
    const refused = {
      open: () => {
        throw new DOMException('no', 'SecurityError')
      },
    } as unknown as IDBFactory
    expect(await openStore({ indexedDB: refused }, 'name', fallback)).toBe(fallback)
  })

  test('falls back when opening fails later', async () => {
    const fallback = shelfIn(stateIn(storage(), 'queue/'))
    const request = Object.assign(new EventTarget(), {
      error: new Error('private window'),
      result: undefined,
    })
    setImmediate(() => request.dispatchEvent(new Event('error')))
    const failing = { open: () => request } as unknown as IDBFactory
    expect(await openStore({ indexedDB: failing }, 'name', fallback)).toBe(fallback)
  })
})
