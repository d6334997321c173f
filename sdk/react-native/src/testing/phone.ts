/** A phone that outlives its app: storage, network, and a person who opens and leaves the app. */
import type { NetworkLike, ReactNativeLike, StorageLike } from '../device.ts'

export interface Sent {
  type: string
  event?: string
  messageId: string
  properties?: Record<string, unknown>
  anonymousId: string
}

export interface Phone {
  native: ReactNativeLike
  storage: StorageLike
  network: NetworkLike
  kept: Map<string, string>
  /** What the app is told. */
  become: (state: 'active' | 'background' | 'inactive') => void
  connect: (isConnected: boolean) => void
  /** The collector's answer; 0 is no network. */
  status: number
  received: Sent[]
  contexts: Record<string, unknown>[]
  readonly names: string[]
  fetch: (url: string, request: { body: string }) => Promise<unknown>
}

export function createPhone(kept = new Map<string, string>()): Phone {
  const changes = new Set<(state: string) => void>()
  const networks = new Set<(state: { isConnected: boolean; type: string }) => void>()
  const phone: Phone = {
    kept,
    status: 200,
    received: [],
    contexts: [],
    get names() {
      return phone.received.map(({ event, type }) => event ?? type)
    },
    native: {
      AppState: {
        currentState: 'active',
        addEventListener(_type, run) {
          changes.add(run)
          return { remove: () => void changes.delete(run) }
        },
      },
      Platform: { OS: 'android', Version: 34, constants: { Brand: 'HUAWEI', Model: 'P70', Release: '14' } },
      Dimensions: { get: () => ({ width: 412, height: 915 }) },
    },
    storage: {
      getItem: async (key) => kept.get(key) ?? null,
      setItem: async (key, value) => void kept.set(key, value),
      removeItem: async (key) => void kept.delete(key),
      getAllKeys: async () => [...kept.keys()],
    },
    network: {
      addEventListener(run) {
        networks.add(run)
        return () => void networks.delete(run)
      },
    },
    become: (state) => changes.forEach((run) => run(state)),
    connect: (isConnected) => networks.forEach((run) => run({ isConnected, type: 'wifi' })),
    async fetch(_url, { body }) {
      if (phone.status === 0) throw new TypeError('Network request failed')
      const { batch, context } = JSON.parse(body) as { batch: Sent[]; context: Record<string, unknown> }
      if (phone.status === 200) {
        phone.received.push(...batch)
        phone.contexts.push(context)
      }
      const answer = JSON.stringify({ accepted: batch.length, rejected: [] })
      return { status: phone.status, headers: { get: () => null }, text: async () => answer }
    },
  }
  return phone
}
