/** Fakes of what each host offers, as far as the flavour uses it, on a device that outlives the mini-program. */
import type { AlipayLike } from '../hosts/alipay.ts'
import type { RawLaunch } from '../hosts/raw.ts'
import type { WxLike } from '../hosts/wx-like.ts'
import type { Collector } from './collector.ts'

/** What the person and the network do. */
export interface Device {
  storage: Map<string, string>
  launch: RawLaunch
  show: (launch?: RawLaunch) => void
  hide: () => void
  network: (type: string) => void
}

type Told = { isConnected?: boolean; networkType?: string }

interface Wired extends Device {
  onShow: (run: (launch: RawLaunch) => void) => void
  onHide: (run: () => void) => void
  onNetwork: (run: (told: Told) => void) => void
}

function createDevice(storage: Map<string, string>): Wired {
  const shows: ((launch: RawLaunch) => void)[] = []
  const hides: (() => void)[] = []
  const networks: ((told: Told) => void)[] = []
  const device: Wired = {
    storage,
    launch: { path: 'pages/home/home', query: {}, scene: 1001 },
    show: (launch = device.launch) => shows.forEach((run) => run(launch)),
    hide: () => hides.forEach((run) => run()),
    network: (type) => networks.forEach((run) => run({ isConnected: type !== 'none', networkType: type })),
    onShow: (run) => void shows.push(run),
    onHide: (run) => void hides.push(run),
    onNetwork: (run) => void networks.push(run),
  }
  return device
}

const SYSTEM = {
  brand: 'HUAWEI',
  model: 'Mate 60',
  system: 'Android 12',
  platform: 'android',
  version: '8.0.50',
  language: 'zh_CN',
  screenWidth: 412,
  screenHeight: 915,
}
const ACCOUNT = { miniProgram: { appId: 'wx123', version: '2.1.0' } }

/** `kept`: the storage of a device that was used before. */
export function wxDevice(
  collector: Collector,
  kept = new Map<string, string>(),
): { device: Device; api: WxLike } {
  const device = createDevice(kept)
  return {
    device,
    api: {
      getStorageSync: (key) => device.storage.get(key) ?? '',
      setStorageSync(key, value) {
        if (value.length > 1_048_576) throw new Error('setStorageSync:fail entry size limit reached')
        device.storage.set(key, value)
      },
      removeStorageSync: (key) => void device.storage.delete(key),
      getStorageInfoSync: () => ({ keys: [...device.storage.keys()] }),
      request({ data, success, fail }) {
        void Promise.resolve().then(() => {
          if (collector.status === 0) return fail({ errMsg: 'request:fail' })
          const { status, body } = collector.take(data)
          return success({ statusCode: status, data: body, header: {} })
        })
      },
      getSystemInfoSync: () => SYSTEM,
      getAccountInfoSync: () => ACCOUNT,
      getLaunchOptionsSync: () => device.launch,
      getNetworkType: ({ success }) => success({ networkType: 'wifi' }),
      onNetworkStatusChange: device.onNetwork,
      onAppShow: device.onShow,
      onAppHide: device.onHide,
    },
  }
}

export function alipayDevice(
  collector: Collector,
  kept = new Map<string, string>(),
): { device: Device; api: AlipayLike } {
  const device = createDevice(kept)
  return {
    device,
    api: {
      getStorageSync: ({ key }) => ({ data: device.storage.get(key) ?? null }),
      setStorageSync({ key, data }) {
        if (data.length > 204_800) return { success: false, error: 14 }
        device.storage.set(key, data)
        return { success: true }
      },
      removeStorageSync: ({ key }) => void device.storage.delete(key),
      getStorageInfoSync: () => ({ keys: [...device.storage.keys()] }),
      request({ data, success, fail }) {
        void Promise.resolve().then(() => {
          if (collector.status === 0) return fail({ status: 0 })
          const { status, body } = collector.take(data)
          return status < 300 ? success({ status, data: body, headers: {} }) : fail({ status })
        })
      },
      getSystemInfoSync: () => ({ ...SYSTEM, system: '12', platform: 'Android' }),
      getLaunchOptionsSync: () => ({ ...device.launch, query: 'utm_source=life' }),
      getAccountInfoSync: () => ACCOUNT,
      getNetworkType: ({ success }) => success({ networkType: 'WIFI' }),
      onNetworkStatusChange: device.onNetwork,
      onAppShow: device.onShow,
      onAppHide: device.onHide,
    },
  }
}
