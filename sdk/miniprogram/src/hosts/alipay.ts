/** Alipay's mini-programs: the same ideas under other names. */
import type { Host, Launch } from '../host.ts'
import { attempt } from '../attempt.ts'
import {
  launchOf,
  networkOf,
  OS_NAMES,
  type RawAccount,
  type RawLaunch,
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
  getNetworkType?: (options: { success: (result: { networkType?: string }) => void }) => unknown
  onNetworkStatusChange?: (run: (result: { isConnected?: boolean; networkType?: string }) => void) => void
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

export const host = (api: AlipayLike = my): Host => ({
  name: 'alipay',
  storage: {
    get(key) {
      const value = attempt(() => api.getStorageSync({ key }).data)
      return typeof value === 'string' && value ? value : undefined
    },
    set(key, value) {
      const done = attempt(() => api.setStorageSync({ key, data: value }) || { success: true })
      // It does not throw when there is no room.
      return !!done && !done.error && done.success !== false
    },
    remove: (key) => void attempt(() => api.removeStorageSync({ key })),
    keys: () => attempt(() => api.getStorageInfoSync().keys) || [],
  },
  system: () =>
    surroundingsOf(
      attempt(() => api.getSystemInfoSync?.()) || {},
      attempt(() => api.getAccountInfoSync?.().miniProgram) || {},
      OS_NAMES,
    ),
  launch: () => launched(attempt(() => api.getLaunchOptionsSync?.())),
  request: (url, body, timeout) =>
    new Promise((resolve) => {
      const answer = ({ status = 0, data, headers = {} }: Answered = {}): void =>
        resolve({
          status,
          body: typeof data === 'string' ? data : JSON.stringify(data || {}),
          retryAfter: headers['Retry-After'] || headers['retry-after'] || null,
        })
      const done = attempt(() => {
        api.request({
          url,
          method: 'POST',
          data: body,
          headers: { 'content-type': 'application/json' },
          timeout,
          dataType: 'text',
          success: answer,
          // An answer that is no success comes here, with its status; without one it is a network error.
          fail: answer,
        })
        return true
      })
      if (!done) answer()
    }),
  onNetwork(run) {
    api.getNetworkType?.({ success: ({ networkType }) => run(networkOf(networkType)) })
    api.onNetworkStatusChange?.(({ isConnected, networkType }) =>
      run(isConnected === false ? '' : networkOf(networkType)),
    )
  },
  onShow: (run) => api.onAppShow?.((launch) => run(launched(launch))),
  onHide: (run) => api.onAppHide?.(run),
})

const launched = (raw: AlipayLaunch | undefined): Launch =>
  launchOf(raw && { ...raw, query: typeof raw.query === 'string' ? parse(raw.query) : raw.query || {} })

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
