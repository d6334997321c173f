/** The port: all that the core needs of a host, whether a browser, a mini-program, an app or a server. */
import type { Context } from '@firefly/protocol/wire'

/** Small values kept between visits, read and written at once; keys are plain names. */
export interface State {
  get(key: string): string | undefined
  /** False when it could not be kept (full, or forbidden). */
  set(key: string, value: string): boolean
  remove(key: string): void
  keys(): string[]
}

/** Where unsent events wait between visits. Every promise may reject; the events then stay in memory. */
export interface Store {
  get(key: string): Promise<string | undefined>
  /** Durable against a crash of the page when it resolves. */
  set(key: string, value: string): Promise<void>
  remove(key: string): Promise<void>
  keys(): Promise<string[]>
}

/** Says which of several pages that share a store may touch the events of one owner. */
export interface Ownership {
  /** Takes `owner` for as long as the page lives; the answer lets go. Undefined when a living page has it. */
  claim(owner: string): Promise<(() => void) | undefined>
}

/** What became of a request. Status 0 is a network error or a request that ran out of time. */
export interface Answer {
  status: number
  /** The `Retry-After` header as it came. */
  retryAfter?: string | undefined
  body?: string | undefined
}

export interface Platform {
  /** Constant for this start of the page or app; sent once a batch. */
  readonly context: Context
  /** Where the user is: page, campaign. Asked for every event, so it returns the same object until something changed. */
  place(): Context | undefined
  /** Unix milliseconds. */
  now(): number
  /** Unguessable bytes. */
  random(count: number): Uint8Array
  /** Runs once after `ms` milliseconds; the answer cancels. */
  after(ms: number, run: () => void): () => void
  readonly state: State
  openStore(): Promise<Store>
  readonly ownership: Ownership
  /** Sends one body within `timeoutMs`; `leaving` asks for a request that outlives the page. Never rejects. */
  send(url: string, body: string, request: { timeoutMs: number; leaving: boolean }): Promise<Answer>
  /** `run` is told when the user leaves; `gone` when nothing may come after. The answer stops listening. */
  onLeave(run: (gone: boolean) => void): () => void
  /** `run` is told when the user is back, after having `left` for good (a page out of the back-forward cache), or the network is. */
  onReturn(run: (left: boolean) => void): () => void
  /** The user's own signal against tracking (Global Privacy Control). */
  readonly refusesTracking: boolean
  /** Shows a developer what went wrong; only in debug mode and for wrong options. */
  warn(message: string, detail?: unknown): void
}
