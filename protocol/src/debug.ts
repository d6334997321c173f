/** ingest → query-api → console: what became of each event of a device that is being debugged, the moment it is known. */
import type { Violation } from './plan/violations.ts'
import type { RejectCode, RequestCode, UnwantedReason } from './verdicts.ts'

/** `watch`: events are shown and stored; `dry-run`: they are shown, answered like any other, and not stored. */
export const DEBUG_MARKS = ['watch', 'dry-run'] as const
export type DebugMark = (typeof DEBUG_MARKS)[number]

/** `refused` is a whole request, of which no event could be read or none may come. */
export type DebugVerdict = 'accepted' | 'rejected' | 'unwanted' | 'refused'

/** One event as it was sent, values of any type; of a refused request only what is known. */
export interface DebugEvent {
  /** Its own, so that whoever connects again knows what was shown before. */
  id: string
  verdict: DebugVerdict
  /** It was judged and not stored. */
  dryRun: boolean
  /** Why it was not accepted, in a word and in a sentence, and the field that is wrong, where it is one. */
  code?: RejectCode | UnwantedReason | RequestCode
  message?: string
  field?: string
  /** Its place in what was sent, of a rejected one. */
  index?: number
  /** Whose wire it came in. */
  dialect: string
  /** ISO instant at which ingest read it. */
  receivedAt: string
  /** The name under which it is stored; empty where there is none. */
  event: string
  messageId: string
  distinctId: string
  platform: string
  /** As the device said it. */
  timestamp: string
  /** Traits and properties; long values are cut, and those that the store does not keep are masked. */
  properties: Record<string, unknown>
  /** Where it departs from the tracking plan. */
  violations: readonly Violation[]
}

/** Who watches: sees the events of one project, and values up to a level. */
export interface DebugReader {
  project: string
  maySee: number
}

/** A source of what became of debugged events; begins with the last few. `subscribe` returns its own undo. */
export interface DebugFeed {
  subscribe(reader: DebugReader, listener: (event: DebugEvent) => void): () => void
}

export const NO_DEBUG_FEED: DebugFeed = { subscribe: () => () => undefined }
