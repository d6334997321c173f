import { cornerOf } from '@firefly/core/corner'
import { describe, expect, test } from 'vitest'
import { type WebStorage, webState } from './state.ts'
import { openStore } from './store.ts'

/** As browsers have it: what is stored is a property of its own, what it can do is not. */
function storage(most = Number.POSITIVE_INFINITY): WebStorage {
  const verbs: WebStorage & ThisType<Record<string, string>> = {
    getItem(key) {
      return Object.hasOwn(this, key) ? (this[key] ?? null) : null
    },
    setItem(key, value) {
      if (value.length > most) throw new DOMException('full', 'QuotaExceededError')
      this[key] = value
    },
    removeItem(key) {
      delete this[key]
    },
  }
  return Object.create(verbs) as WebStorage
}

const forbidden = new Proxy({} as WebStorage, {
  get() {
    throw new DOMException('no', 'SecurityError')
  },
  ownKeys() {
    throw new DOMException('no', 'SecurityError')
  },
})

describe('small values', () => {
  test('share a storage with others without seeing them', () => {
    const shared = storage()
    shared.setItem('host', 'mine')
    const [one, other] = [cornerOf(webState(shared), 'a/'), cornerOf(webState(shared), 'b/')]
    one.set('key', '1')
    other.set('key', '2')
    expect([one.get('key'), one.keys(), shared.getItem('host')]).toEqual(['1', ['key'], 'mine'])
    one.remove('key')
    expect([one.keys(), other.keys()]).toEqual([[], ['key']])
  })

  test('say so when they cannot be kept', () => {
    const state = cornerOf(webState(storage(5)), 'a/')
    expect([state.set('short', '12345'), state.set('long', '123456')]).toEqual([true, false])
  })

  test('are absent where the browser forbids storage, without a word', () => {
    const state = cornerOf(webState(forbidden), 'a/')
    expect([state.set('key', '1'), state.get('key'), state.keys()]).toEqual([false, undefined, []])
    expect(() => state.remove('key')).not.toThrow()
  })

  test('live in memory where there is no storage at all', () => {
    const state = cornerOf(webState(undefined), 'a/')
    expect([state.set('key', '1'), state.get('key'), state.keys()]).toEqual([true, '1', ['key']])
  })
})

describe('the store', () => {
  test('falls back where there is no database, or none may be opened', async () => {
    const fallback = cornerOf(webState(storage()), 'queue/')
    expect(await openStore({}, 'name', fallback)).toBe(fallback)
    const refused = {
      open: () => {
        throw new DOMException('no', 'SecurityError')
      },
    } as unknown as IDBFactory
    expect(await openStore({ indexedDB: refused }, 'name', fallback)).toBe(fallback)
  })

  test('falls back when opening fails later', async () => {
    const fallback = cornerOf(webState(storage()), 'queue/')
    const request = Object.assign(new EventTarget(), {
      error: new Error('private window'),
      result: undefined,
    })
    setImmediate(() => request.dispatchEvent(new Event('error')))
    const failing = { open: () => request } as unknown as IDBFactory
    expect(await openStore({ indexedDB: failing }, 'name', fallback)).toBe(fallback)
  })
})
