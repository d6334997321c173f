/** Six of the seven hosts have taken over WeChat's API; what they leave out is left out here as well. */
import type { Answer } from '@firefly/core/platform'
import type { Host, HostName } from '../host.ts'
import { attempt } from '../attempt.ts'
import {
  launchOf,
  networkOf,
  type RawAccount,
  type RawLaunch,
  type RawNetwork,
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
  getNetworkType?: (options: { success: (result: RawNetwork) => void }) => unknown
  onNetworkStatusChange?: (run: (result: RawNetwork) => void) => void
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

export const wxLike = (hostName: HostName, api: WxLike): Host => {
  const ask: Ask = (name, ...given) => attempt(() => (api as Record<keyof WxLike, Verb>)[name](...given))
  return {
    name: hostName,
    storage: {
      // Empty where there is nothing; what is there is a text of ours.
      get: (key) => ask('getStorageSync', key) as string,
      // What is too large throws.
      set: (key, value) =>
        !!attempt(() => (value ? api.setStorageSync(key, value) : api.removeStorageSync(key), true)),
      keys: () => ask('getStorageInfoSync')?.keys || [],
    },
    // Newer WeChat tells in three answers what was one; each is asked for where it is.
    surroundings: () =>
      surroundingsOf(
        {
          ...(!api.getDeviceInfo && ask('getSystemInfoSync')),
          ...ask('getDeviceInfo'),
          ...ask('getAppBaseInfo'),
          ...ask('getWindowInfo'),
        },
        ask('getAccountInfoSync')?.miniProgram,
      ),
    launch: () => ask('getLaunchOptionsSync'),
    launched: launchOf,
    request: (url, data, { timeoutMs }) =>
      new Promise((resolve, fail) => {
        api.request({
          url,
          method: 'POST',
          data,
          header: { 'content-type': 'application/json' },
          timeout: timeoutMs,
          // Anything but `json` is left as the text it is.
          dataType: 'string',
          success: (result: Answered) => resolve(answerOf(result)),
          fail,
        })
      }),
    onNetwork(run) {
      const success = (network: RawNetwork): void => run(networkOf(network))
      ask('getNetworkType', { success })
      ask('onNetworkStatusChange', success)
    },
    onShow: (run) => ask('onAppShow', run),
    onHide: (run) => ask('onAppHide', run),
    random: (length) =>
      new Promise((resolve, fail) => {
        ask('getRandomValues', {
          length,
          success: ({ randomValues }) => resolve(new Uint8Array(randomValues)),
          fail,
        })
      }),
  }
}

interface Answered {
  statusCode?: number
  data?: unknown
  header?: Record<string, string>
}

const answerOf = ({ statusCode = 0, data, header }: Answered): Answer => ({
  status: statusCode,
  body: typeof data === 'string' ? data : JSON.stringify(data || {}),
  retryAfter: header?.['Retry-After'] || header?.['retry-after'],
})
