/** A fake of Alipay's API: the same ideas under other names, an object for an argument, and no throwing. */
import type { host } from '@firefly/miniprogram/alipay'
import type { Visit } from './handset.ts'

export type My = NonNullable<Parameters<typeof host>[0]>

export function alipayApi(visit: Visit): My {
  return {
    getStorageSync: ({ key }) => ({ data: visit.read(key) ?? null, success: true }),
    setStorageSync: ({ key, data }) =>
      visit.write(key, data) ? { success: true } : { success: false, error: 14, errorMessage: 'too large' },
    removeStorageSync: ({ key }) => ({ success: (visit.remove(key), true) }),
    getStorageInfoSync: () => ({ keys: visit.keys() }),
    request: ({ url, data, timeout, success, fail }) =>
      visit.post(url, data, timeout, (response) => {
        if (!response) return fail({ error: 12, errorMessage: 'network error' } as object)
        const { status, body, headers } = response
        if (status < 300) return success({ status, data: body, headers })
        // What is no success is a failure here, whatever the server has said.
        return fail({ error: 19, errorMessage: 'http status error', status, data: body, headers } as object)
      }),
    getSystemInfoSync: () => ({ brand: 'HUAWEI', model: 'Mate 60', system: '12', platform: 'Android' }),
    getLaunchOptionsSync: () => ({ path: 'pages/home/home', query: '' }),
    getAccountInfoSync: () => ({ miniProgram: { appId: '2021', version: '2.1.0' } }),
    getNetworkType: ({ success }) =>
      visit.soon(() => success({ networkType: visit.isConnected() ? 'WIFI' : 'NOTREACHABLE' })),
    onNetworkStatusChange: (run) =>
      visit.onNetwork((isConnected) =>
        run({ isConnected, networkType: isConnected ? 'WIFI' : 'NOTREACHABLE' }),
      ),
    onAppShow: (run) => visit.onShow(() => run({ path: 'pages/home/home' })),
    onAppHide: visit.onHide,
  }
}
