/** The port: all that the core needs of a host, whether a browser, a mini-program, an app or a server. */
import type { Context } from './context.ts'

/** Small values kept between visits, read and written at once. */
export interface State {
  get: (key: string) => string | undefined
  /** False when it could not be kept (full, or forbidden). */
  set: (key: string, value: string) => boolean
  remove: (key: string) => void
  keys: () => string[]
}

/** All that most have to do with it. */
export type Values = Pick<State, 'get' | 'set' | 'remove'>

/** Texts by their keys. */
export type Kept = [key: string, text: string][]

/** Where unsent events are kept beyond the page. */
export interface Shelf {
  /**
   * Keeps a text, or removes what is there when it is empty. False when it could not be kept (full, or forbidden);
   * `onFailure` is told when that shows only later.
   */
  put: (key: string, text: string, onFailure: (error: unknown) => void) => boolean
  /** All that is kept, whoever has put it, in any order. */
  all: () => Kept | Promise<Kept>
  /** The page is going away: what is still on its way must be kept at once. */
  settle?: () => void
}

/** One that takes its time: what was put is kept once the promise resolves to true. */
export interface SlowShelf {
  put: (key: string, text: string) => boolean | Promise<boolean>
  all: () => Kept | Promise<Kept>
}

type Claimed = (() => void) | undefined

/** Says which of several pages that share a store may touch the events of one owner. */
export interface Ownership {
  /** Takes `owner` for as long as the page lives; the answer lets go. Undefined when a living page has it. */
  claim: (owner: string) => Claimed | Promise<Claimed>
}

/** What became of a request. Status 0 is a network error or a request that ran out of time. */
export interface Answer {
  status: number
  /** The `Retry-After` header as it came. */
  retryAfter?: string | null | undefined
  body?: string
}

export interface Platform {
  /** Constant for this start of the page or app; sent once a batch. */
  readonly context: Context
  /** More of it, that takes long to find out: asked once, when the first batch is sent rather than when the page starts. */
  late?: () => Context
  /** Where the user is. Asked for every event, so it returns the same object until something changed. */
  place: () => Context | undefined
  /** Unix milliseconds. */
  now: () => number
  /** Unguessable bytes, as many as asked for; what lies behind those may be given to others. */
  random: (count: number) => Uint8Array
  /** Runs once after `ms` milliseconds; the answer cancels. */
  after: (ms: number, run: () => void) => () => void
  /** Identity, session and what else is small. */
  readonly state: State
  readonly shelf: Shelf
  readonly ownership: Ownership
  /** Posts one body within `timeoutMs`; `leaving` asks for a request that outlives the page. Never rejects. */
  send: (url: string, body: string, request: { timeoutMs: number; leaving: boolean }) => Promise<Answer>
  /** `run` is told when the user leaves, and whether for good (`gone`). The answer stops listening. */
  onLeave: (run: (gone: boolean) => void) => () => void
  /** `run` is told when the user or the network is back, and whether the page had been `gone`. */
  onReturn: (run: (gone: boolean) => void) => () => void
  /** The user's own signal against tracking (Global Privacy Control). */
  readonly refusesTracking: boolean
  /** Shows a developer what is wrong: of the options always, of the rest in debug mode. */
  warn: (message: string, detail?: unknown) => void
}
