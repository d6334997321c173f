/** The port: all that this flavour needs of a mini-program's host. Each host's own API becomes it in `hosts/`. */
import type { Context } from '@firefly/core/context'
import type { OnceState } from '@firefly/core/once/state'
import type { Answer } from '@firefly/core/platform'

export type HostName = 'wechat' | 'alipay' | 'baidu' | 'douyin' | 'qq' | 'kuaishou' | 'jd'

/** How the mini-program was opened, or came back to the front. */
export interface Launch {
  path?: string | undefined
  query: Record<string, unknown>
  /** The host's own number or name of the way in: a scan, a chat, a search … */
  scene?: string | undefined
  /** The mini-program or official account it was opened from. */
  from?: string | undefined
}

export interface Host {
  readonly name: HostName
  /** Kept on the device; answers at once. */
  readonly storage: OnceState
  /** Of unsent events, where a value of the storage may not be as large as they are by default. */
  readonly bounds?: { maxQueueBytes: number }
  /** The device and the app around it; a host that does not tell leaves a field out. */
  surroundings: () => Context
  /** How it was opened, in the host's own words. */
  launch: () => unknown
  /** Those words in ours. */
  launched: (raw: unknown) => Launch
  /** Status 0, or a promise that is rejected, is a network error. */
  request: (url: string, body: string, request: { timeoutMs: number }) => Promise<Answer>
  /** The kind of network there is (`wifi`, `5g` …), now and whenever it changes; `none` when there is none. */
  onNetwork: (run: (type: string) => void) => void
  /** The mini-program came to the front, or left it. */
  onShow: (run: (raw: unknown) => void) => void
  onHide: (run: () => void) => void
  /** Unguessable bytes, where the host has any. */
  random?: (count: number) => Promise<Uint8Array>
}
