/** Alipay's mini-programs: the same ideas under other names. */
import type { Host } from '../host.ts'
import { attempt } from '../attempt.ts'
import { withOsNames } from './os-names.ts'
import {
  launchOf,
  networkOf,
  type RawAccount,
  type RawLaunch,
  type RawNetwork,
  type RawSystem,
  surroundingsOf,
} from './raw.ts'

/** It hands the query over as a text where others hand an object. */
type AlipayLaunch = Omit<RawLaunch, 'query'> & { query?: Record<string, unknown> | string }

/** What we use of `my`. */
export interface AlipayLike {
  getStorageSync: (options: { key: string }) => { data?: unknown }
  setStorageSync: (options: { key: string; data: string }) => { success?: boolean; error?: unknown } | void
  removeStorageSync: (options: { key: string }) => unknown
  getStorageInfoSync: () => { keys: string[] }
  request: (options: {
    url: string
    method: 'POST'
    data: string
    headers: Record<string, string>
    timeout: number
    dataType: 'text'
    success: (result: Answered) => void
    fail: (error?: Answered) => void
  }) => unknown
  getSystemInfoSync?: () => RawSystem
  getLaunchOptionsSync?: () => AlipayLaunch
  getAccountInfoSync?: () => { miniProgram?: RawAccount }
  getNetworkType?: (options: { success: (result: RawNetwork) => void }) => unknown
  onNetworkStatusChange?: (run: (result: RawNetwork) => void) => void
  onAppShow?: (run: (launch: AlipayLaunch) => void) => void
  onAppHide?: (run: () => void) => void
}

/** A failure says `error` and, where the host tells it, what was answered. */
interface Answered {
  error?: number
  status?: number
  data?: unknown
  headers?: Record<string, string>
}

declare const my: AlipayLike

export const host = (api: AlipayLike = my): Host => withOsNames(hostOn(api))

const hostOn = (api: AlipayLike): Host => ({
  name: 'alipay',
  // It keeps no value of more than 200 KB, and a text within a text is longer.
  bounds: { maxQueueBytes: 150_000 },
  storage: {
    get: (key) => attempt(() => api.getStorageSync({ key }).data) as string,
    set(key, data) {
      const done = attempt<Done>(
        () =>
          (data ? api.setStorageSync({ key, data }) : api.removeStorageSync({ key })) || { success: true },
      )
      // It does not throw when there is no room.
      return !!done && !done.error && done.success !== false
    },
    keys: () => attempt(() => api.getStorageInfoSync().keys) || [],
  },
  surroundings: () =>
    surroundingsOf(
      attempt(() => api.getSystemInfoSync?.()) || {},
      attempt(() => api.getAccountInfoSync?.().miniProgram),
    ),
  launch: () => attempt(() => api.getLaunchOptionsSync?.()),
  launched(raw) {
    const { query, ...rest } = Object(raw) as AlipayLaunch
    return launchOf({ ...rest, query: typeof query === 'string' ? parse(query) : query })
  },
  request: (url, data, { timeoutMs }) =>
    new Promise((resolve) => {
      const answer = ({ status = 0, data, headers }: Answered = {}): void =>
        resolve({
          status,
          body: typeof data === 'string' ? data : JSON.stringify(data || {}),
          retryAfter: headers?.['Retry-After'] || headers?.['retry-after'],
        })
      api.request({
        url,
        method: 'POST',
        data,
        headers: { 'content-type': 'application/json' },
        timeout: timeoutMs,
        dataType: 'text',
        success: answer,
        // An answer that is no success comes here, with its status; without one it is a network error.
        fail: answer,
      })
    }),
  onNetwork(run) {
    const success = (network: RawNetwork): void => run(networkOf(network))
    api.getNetworkType?.({ success })
    api.onNetworkStatusChange?.(success)
  },
  onShow: (run) => api.onAppShow?.(run),
  onHide: (run) => api.onAppHide?.(run),
})

type Done = { success?: boolean; error?: unknown } | undefined

function parse(text: string): Record<string, string> {
  const values: Record<string, string> = {}
  for (const pair of text.split('&')) {
    const [name = '', value = ''] = pair.split('=')
    if (name) values[decode(name)] = decode(value)
  }
  return values
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
