/** What the collector has seen and kept, and what was wrong with it by the words of the protocol. */
import { batchSchema, eventSchema } from '@firefly/protocol/wire'

/** One event as it came, with its batch's context under its own. */
export interface Received {
  type: string
  event?: string
  messageId: string
  anonymousId?: string
  userId?: string
  previousId?: string
  groupId?: string
  timestamp: string
  properties?: Record<string, unknown>
  traits?: Record<string, unknown>
  context: Record<string, unknown>
}

/** One batch: when it came, on our clock. */
export interface Attempt {
  at: number
  events: readonly Received[]
}

export interface Ledger {
  attempts: Attempt[]
  /** Every event that was kept, copies included. */
  kept: Received[]
  /** What the protocol does not allow, in words. */
  faults: string[]
}

export const openLedger = (): Ledger => ({ attempts: [], kept: [], faults: [] })

/** The events of a body; what is wrong with it goes into the ledger. */
export function readBatch(ledger: Ledger, body: string): Received[] {
  const wire = batchSchema.safeParse(JSON.parse(body))
  if (!wire.success) {
    ledger.faults.push(`a batch: ${wire.error.message}`)
    return []
  }
  const { batch, context, sentAt, writeKey } = wire.data
  if (!sentAt || !writeKey) ledger.faults.push('a batch without sentAt or writeKey')
  for (const event of batch) {
    const { error } = eventSchema.safeParse(event)
    if (error) ledger.faults.push(`an event: ${error.message}`)
  }
  return (batch as Received[]).map((event) => ({ ...event, context: { ...context, ...event.context } }))
}

export const nameOf = ({ type, event }: Pick<Received, 'type' | 'event'>): string => event ?? type
