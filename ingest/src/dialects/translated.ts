/** From another SDK's events to native ones: judged one by one, written once, and put into the log as one batch. */
import { MAX_EVENT_BYTES } from '@firefly/protocol/limits'
import type { Context, Event } from '@firefly/protocol/wire'
import type { Rejection } from '@firefly/protocol/verdicts'
import type { JudgedBatch } from '../intake/batch.ts'
import { judge } from '../intake/judge.ts'

/** An event on the native wire, as a dialect makes it; judged like any other afterwards. */
export type NativeEvent = { [Field in keyof Event]?: Event[Field] | undefined } & { context?: Context }

/** What became of one event of a dialect. `index` is its place in what was sent. */
export interface Translation {
  index: number
  /** Usually one; several where an event says several things at once. A thing that is no event is kept to be judged. */
  events: readonly unknown[]
}

export interface Written {
  /** The accepted alone: the refused are not in the record, so its header names none. */
  batch: JudgedBatch
  rejected: Rejection[]
  /** The refused, in the order of `rejected`. */
  refused: unknown[]
  /** `{ sentAt?, batch: […] }` holding the accepted events alone. */
  bytes: Uint8Array
}

/** Judges by the native rules; whatever is refused is left out and named by its place in what was sent. */
export function write(translations: readonly Translation[], sentAt?: number): Written {
  const [events, texts, rejected] = [[] as unknown[], [] as string[], [] as Rejection[]]
  const refused: unknown[] = []
  for (const { index, events: several } of translations)
    for (const event of several) {
      const text = JSON.stringify(event)
      const rejection = judge(event, index, { measure: false }) ?? tooLarge(text, index)
      if (rejection) {
        rejected.push(rejection)
        refused.push(event)
      } else {
        events.push(event)
        texts.push(text)
      }
    }
  const sent = sentAt === undefined ? '' : `"sentAt":${JSON.stringify(new Date(sentAt))},`
  const bytes = Buffer.from(`{${sent}"batch":[${texts.join(',')}]}`)
  return {
    batch: { events, accepted: events.length, rejected: [], shape: 'batch' },
    rejected,
    refused,
    bytes,
  }
}

function tooLarge(text: string, index: number): Rejection | undefined {
  const bytes = Buffer.byteLength(text)
  if (bytes <= MAX_EVENT_BYTES) return undefined
  return { index, code: 'event_too_large', message: `${bytes} bytes, expected at most ${MAX_EVENT_BYTES}` }
}
