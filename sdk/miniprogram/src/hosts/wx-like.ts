/** Six of the seven hosts have taken over WeChat's API; what they leave out is left out here as well. */
import type { Answer } from '@firefly/core/platform'
import type { Host, HostName, Launch } from '../host.ts'
import { attempt } from '../attempt.ts'
import {
  launchOf,
  networkOf,
  type RawAccount,
  type RawLaunch,
  type RawSystem,
  surroundingsOf,
} from './raw.ts'

interface Outcome {
  fail: (error?: unknown) => void
}

/** What we use of `wx` and its kin. */
export interface WxLike {
  getStorageSync: (key: string) => unknown
  setStorageSync: (key: string, value: string) => void
  removeStorageSync: (key: string) => void
  getStorageInfoSync: () => { keys: string[] }
  request: (
    options: Outcome & {
      url: string
      method: 'POST'
      data: string
      header: Record<string, string>
      timeout: number
      dataType: string
      success: (result: Answered) => void
    },
  ) => unknown
  getSystemInfoSync?: () => RawSystem
  getDeviceInfo?: () => RawSystem
  getAppBaseInfo?: () => RawSystem
  getWindowInfo?: () => RawSystem
  getAccountInfoSync?: () => { miniProgram?: RawAccount }
  getLaunchOptionsSync?: () => RawLaunch
  getNetworkType?: (options: { success: (result: { networkType?: string }) => void }) => unknown
  onNetworkStatusChange?: (run: (result: { isConnected?: boolean; networkType?: string }) => void) => void
  onAppShow?: (run: (launch: RawLaunch) => void) => void
  onAppHide?: (run: () => void) => void
  getRandomValues?: (
    options: Outcome & { length: number; success: (result: { randomValues: ArrayBuffer }) => void },
  ) => unknown
}

/** Asks the host; undefined where it has not what is asked for, or refuses. */
type Ask = <Name extends keyof WxLike>(
  name: Name,
  ...given: Parameters<NonNullable<WxLike[Name]>>
) => ReturnType<NonNullable<WxLike[Name]>> | undefined

type Verb = (...given: unknown[]) => never

/** `osNames`: see `OS_NAMES`. */
export const wxLike = (hostName: HostName, api: WxLike, osNames?: Record<string, string>): Host => {
  const ask: Ask = (name, ...given) => attempt(() => (api as Record<keyof WxLike, Verb>)[name](...given))
  return {
    name: hostName,
    storage: {
      get: (key) => {
        const value = ask('getStorageSync', key)
        return typeof value === 'string' && value ? value : undefined
      },
      // What is too large throws.
      set: (key, value) => attempt(() => (api.setStorageSync(key, value), true)) || false,
      remove: (key) => ask('removeStorageSync', key),
      keys: () => ask('getStorageInfoSync')?.keys || [],
    },
    // Newer WeChat tells in three answers what was one; each is asked for where it is.
    system: () =>
      surroundingsOf(
        {
          ...(!api.getDeviceInfo && ask('getSystemInfoSync')),
          ...ask('getDeviceInfo'),
          ...ask('getAppBaseInfo'),
          ...ask('getWindowInfo'),
        },
        ask('getAccountInfoSync')?.miniProgram || {},
        osNames,
      ),
    launch: (): Launch => launchOf(ask('getLaunchOptionsSync')),
    request: (url, body, timeout) =>
      new Promise((resolve) => {
        const fail = (): void => resolve({ status: 0 })
        const done = attempt(() => {
          api.request({
            url,
            method: 'POST',
            data: body,
            header: { 'content-type': 'application/json' },
            timeout,
            // Anything but `json` is left as the text it is.
            dataType: 'string',
            success: (result: Answered) => resolve(answerOf(result)),
            fail,
          })
          return true
        })
        if (!done) fail()
      }),
    onNetwork(run) {
      ask('getNetworkType', { success: ({ networkType }) => run(networkOf(networkType)) })
      ask('onNetworkStatusChange', ({ isConnected, networkType }) =>
        run(isConnected === false ? '' : networkOf(networkType)),
      )
    },
    onShow: (run) => ask('onAppShow', (launch) => run(launchOf(launch))),
    onHide: (run) => ask('onAppHide', run),
    ...(api.getRandomValues && {
      random: (length) =>
        new Promise((resolve, reject) => {
          ask('getRandomValues', {
            length,
            success: ({ randomValues }) => resolve(new Uint8Array(randomValues)),
            fail: reject,
          })
        }),
    }),
  }
}

interface Answered {
  statusCode?: number
  data?: unknown
  header?: Record<string, string>
}

const answerOf = ({ statusCode = 0, data, header = {} }: Answered): Answer => ({
  status: statusCode,
  body: typeof data === 'string' ? data : JSON.stringify(data || {}),
  retryAfter: header['Retry-After'] || header['retry-after'] || null,
})
