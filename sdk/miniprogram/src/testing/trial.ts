/** A mini-program for each test of a file: on a device of its own, beside a collector. */
import { afterEach, beforeEach, vi } from 'vitest'
import type { Host, HostName } from '../host.ts'
import { host as alipay } from '../hosts/alipay.ts'
import { wxLike } from '../hosts/wx-like.ts'
import { type Firefly, init, type MiniprogramOptions } from '../init.ts'
import { type Collector, createCollector } from './collector.ts'
import { alipayDevice, type Device, wxDevice } from './devices.ts'
import { type Runtime, startRuntime } from './runtime.ts'

export interface Trial {
  collector: Collector
  runtime: Runtime
  /** Each host by its name, on a fake of its own API; `kept`: of a device that was used before. */
  hostOf: (name: HostName, kept?: Map<string, string>) => { device: Device; host: Host }
  /** Starts the SDK on a host. */
  start: (
    more?: Partial<MiniprogramOptions>,
    on?: HostName | Host,
    kept?: Map<string, string>,
  ) => { device: Device; firefly: Firefly }
  /** Lets everything happen that is due. */
  settle: () => Promise<unknown>
}

/** Called once a file. */
export function tryOut(): Trial {
  let firefly: Firefly | undefined
  const trial: Trial = {
    collector: createCollector(),
    runtime: undefined as unknown as Runtime,
    hostOf(name, kept) {
      if (name === 'alipay') {
        const { device, api } = alipayDevice(trial.collector, kept)
        return { device, host: alipay(api) }
      }
      const { device, api } = wxDevice(trial.collector, kept)
      return { device, host: wxLike(name, api) }
    },
    start(more = {}, on = 'wechat', kept) {
      const { device, host } =
        typeof on === 'string' ? trial.hostOf(on, kept) : { ...trial.hostOf('wechat'), host: on }
      firefly = init(host, { writeKey: 'key', host: 'https://collect.example', ...more })
      return { device, firefly }
    },
    settle: () => vi.advanceTimersByTimeAsync(5_000),
  }
  beforeEach(() => {
    vi.useFakeTimers()
    trial.collector = createCollector()
    trial.runtime = startRuntime()
  })
  afterEach(() => {
    firefly?.stop()
    trial.runtime.restore()
    vi.useRealTimers()
  })
  return trial
}
