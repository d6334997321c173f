/** What a host decides, with a default for all but the key and the address. */
import type { BeforeSend } from './event.ts'
import type { Extension } from './extension.ts'
import type { Hooks } from './report.ts'

export interface Address {
  /** The project's write key. */
  writeKey: string
  /** Origin of the collector, `https://collect.example.com`, or of a first-party proxy. */
  host: string
}

export interface TrackerOptions extends Address, Hooks, Partial<Tuning> {
  /** `required`: nothing is stored or sent before `optIn`; until then events wait in memory. Default `given`. */
  consent?: 'given' | 'required' | undefined
  /** Take the browser's Global Privacy Control for an opt-out, unless the user has opted in here. Default false. */
  honourPrivacyControl?: boolean | undefined
  beforeSend?: BeforeSend | undefined
  extensions?: readonly Extension[] | undefined
}

export interface Tuning {
  /** Where batches are posted on the host. Default `/v1/batch`. */
  path: string
  /** Send as soon as so many events wait. Default 50. */
  flushAt: number
  /** Send so long after an event, in milliseconds. Default 2,000. */
  flushInterval: number
  /** Most bytes of one request. Default 60,000: what outlives a page is 64 KiB in all. */
  maxBatchBytes: number
  /** Give a request up after so many milliseconds. Default 10,000. */
  requestTimeout: number
  /** Most events kept while they cannot be sent; then the oldest go. Default 10,000, in mini-programs 1,000. */
  maxQueueEvents: number
  /** Most bytes kept while they cannot be sent. Default 5,000,000, in mini-programs 800,000 (Alipay 150,000). */
  maxQueueBytes: number
}

/** Options come from pages without types as well; what is wrong with them is said by `faultOf`. */
export type Destination = Address & Pick<Hooks, 'debug'> & Partial<Tuning>

/** Where batches are posted; debugging is in the address, since a header would make browsers ask before every request. */
export const addressOf = ({
  host,
  path = '/v1/batch',
  debug,
}: Omit<Destination, 'host'> & { host: unknown }): string =>
  String(host).replace(/\/+$/, '') + path + (debug ? `?debug=${debug}` : '')

/** What is wrong with the options, in words for a developer; undefined when they will do. */
export function faultOf(options: Address): string | undefined {
  if (!options.writeKey) return 'writeKey: expected a key'
  if (!/^https?:\/\/[^/]/.test(options.host)) return 'host: expected https://'
  return undefined
}
