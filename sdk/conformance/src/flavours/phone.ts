/** A phone that outlives its app: AsyncStorage, NetInfo, AppState, and a network that may be away. */
import type { ReactNativeOptions } from '@firefly/react-native'
import type { Realm } from './realm.ts'

type Modules = Pick<ReactNativeOptions, 'native' | 'storage' | 'network'>

export interface Phone {
  /** What the app finds; nothing is done for an app that has ended. */
  open: (app: Realm, isFull: boolean) => Modules & Record<'fetch' | 'AbortController', unknown>
  become: (state: 'active' | 'background' | 'inactive') => void
  connect: (isThere: boolean) => void
  kept: () => string
}

/** What Android's SQLite can read back of one value, in characters. */
const LARGEST_ROW = 2_000_000

const never = (): Promise<never> => new Promise(() => undefined)

export function createPhone(): Phone {
  const kept = new Map<string, string>()
  let states = new Set<(state: string) => void>()
  let networks = new Set<(state: { isConnected: boolean; type: string }) => void>()
  let connected = true

  /** Each answer takes a turn, as it comes from another thread. */
  const storageOf = (app: Realm, isFull: boolean): Modules['storage'] => {
    const ask = async <Result>(run: () => Result): Promise<Result> => {
      if (!app.isAlive) return never()
      const result = run()
      await Promise.resolve()
      return app.isAlive ? result : never()
    }
    return {
      getItem: (key) =>
        ask(() => {
          const value = kept.get(key) ?? null
          if (value && value.length > LARGEST_ROW) throw new Error('Row too big to fit into CursorWindow')
          return value
        }),
      setItem: (key, value) =>
        ask(() => {
          if (isFull) throw new Error('database or disk is full (code 13)')
          kept.set(key, value)
        }),
      removeItem: (key) => ask(() => void kept.delete(key)),
      getAllKeys: () => ask(() => [...kept.keys()]),
    }
  }
  const fetchOf = (app: Realm) => async (url: string, request: RequestInit) => {
    if (!connected) throw new TypeError('Network request failed')
    const asked = fetch(url, request).then(async (answer) => ({ answer, text: await answer.text() }))
    const [done] = await Promise.allSettled([asked])
    if (!app.isAlive) return never()
    if (done.status === 'rejected') throw new TypeError('Network request failed')
    const { answer, text } = done.value
    return { status: answer.status, headers: answer.headers, text: async () => text }
  }
  return {
    open(app, isFull) {
      states = new Set()
      networks = new Set()
      return {
        native: {
          AppState: { currentState: 'active', addEventListener: (_type, run) => listen(states, run) },
          Platform: {
            OS: 'android',
            Version: 34,
            constants: { Brand: 'HUAWEI', Model: 'P70', Release: '14' },
          },
          Dimensions: { get: () => ({ width: 412, height: 915 }) },
        },
        storage: storageOf(app, isFull),
        // Nobody tells an app that has ended.
        network: {
          addEventListener: (run) => listen(networks, (state) => app.isAlive && run(state)),
        },
        fetch: fetchOf(app),
        AbortController,
      }
    },
    become: (state) => states.forEach((run) => run(state)),
    connect(isThere) {
      connected = isThere
      networks.forEach((run) => run({ isConnected: isThere, type: isThere ? 'wifi' : 'none' }))
    },
    kept: () => [...kept.values()].join('\n'),
  }
}

function listen<Run>(runs: Set<Run>, run: Run): { remove: () => void } {
  runs.add(run)
  return { remove: () => void runs.delete(run) }
}
