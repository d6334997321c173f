/** A fake of WeChat's API, and of the five that took it over; typed by what the flavour uses of it. */
import type { host } from '@firefly/miniprogram/wechat'
import type { Visit } from './handset.ts'
import type { HostQuirks } from './quirks.ts'

export type Wx = NonNullable<Parameters<typeof host>[0]>

const DEVICE = { brand: 'HUAWEI', model: 'Mate 60', system: 'Android 12', platform: 'android' }
const APP = { version: '8.0.50', language: 'zh_CN' }
const WINDOW = { screenWidth: 412, screenHeight: 915 }
const LAUNCH = { path: 'pages/home/home', query: {}, scene: 1001 }
const typeOf = (isConnected: boolean): string => (isConnected ? 'wifi' : 'none')

export function wxApi(visit: Visit, { hasRandom, tellsApart }: HostQuirks): Wx {
  return {
    getStorageSync: (key) => visit.read(key) ?? '',
    setStorageSync(key, value) {
      if (!visit.write(key, value)) throw new Error('setStorageSync:fail exceed storage max size')
    },
    removeStorageSync: visit.remove,
    getStorageInfoSync: () => ({ keys: visit.keys() }),
    request: ({ url, data, timeout, success, fail }) =>
      visit.post(url, data, timeout, (response) => {
        if (!response) return fail({ errMsg: 'request:fail' })
        const { status, body, headers } = response
        success({ statusCode: status, data: body, header: headers, errMsg: 'request:ok' } as object)
      }),
    getSystemInfoSync: () => ({ ...DEVICE, ...APP, ...WINDOW }),
    ...(tellsApart && {
      getDeviceInfo: () => DEVICE,
      getAppBaseInfo: () => APP,
      getWindowInfo: () => WINDOW,
    }),
    getAccountInfoSync: () => ({ miniProgram: { appId: 'wx123', version: '2.1.0' } }),
    getLaunchOptionsSync: () => LAUNCH,
    getNetworkType: ({ success }) => visit.soon(() => success({ networkType: typeOf(visit.isConnected()) })),
    onNetworkStatusChange: (run) =>
      visit.onNetwork((isConnected) => run({ isConnected, networkType: typeOf(isConnected) })),
    onAppShow: (run) => visit.onShow(() => run(LAUNCH)),
    onAppHide: visit.onHide,
    ...(hasRandom && {
      getRandomValues: ({ length, success }) =>
        visit.soon(() => success({ randomValues: crypto.getRandomValues(new Uint8Array(length)).buffer })),
    }),
  }
}
