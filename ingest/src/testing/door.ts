/** For tests: the collecting side over a log in memory, and what it let through, as a processor would find it. */
import { createMemoryLog } from '@firefly/event-log/memory'
import type { AppendOutcome, EventLog } from '@firefly/event-log/port'
import { decodeRecord, type RecordHeader } from '@firefly/protocol/record'
import { fastify, type FastifyInstance } from 'fastify'
import { createIngest, type IngestOptions } from '../app.ts'
import type { IngestEvent } from '../telemetry.ts'
import type { Bag } from '../dialects/object.ts'

export const WRITE_KEY = 'write-key-1'
export const SECRET_KEY = 'secret-key-1'
export const READ_KEY = 'read-key-1'
export const NOW = Date.UTC(2026, 10, 23, 9)

export interface Kept {
  header: RecordHeader
  body: Bag
  /** The events of the body, refused ones included. */
  events: Bag[]
}

export interface Door {
  app: FastifyInstance
  kept: Kept[]
  told: IngestEvent[]
  /** Every event kept so far, refused ones left out. */
  events: () => Bag[]
}

/** `append` stands in for a log that takes nothing; `more` changes the options. */
export async function openDoor(
  more: Partial<IngestOptions> & { append?: () => AppendOutcome } = {},
): Promise<Door> {
  const { append, ...options } = more
  const memory = createMemoryLog()
  const [kept, told]: [Kept[], IngestEvent[]] = [[], []]
  const log: EventLog = {
    ...memory,
    append: async (record) => {
      if (append) return append()
      kept.push(open(record.value))
      return memory.append(record)
    },
  }
  const app = fastify({ forceCloseConnections: true })
  const keys = { find: (token: string) => GRANTS.get(token) }
  await app.register(
    createIngest({
      log,
      keys,
      clock: () => NOW,
      onEvent: (event) => told.push(event),
      // A test tells of the door and not of how busy its machine is.
      maxDelayMs: 0,
      ...options,
    }),
  )
  return { app, kept, told, events: () => kept.flatMap(accepted) }
}

const GRANTS = new Map([
  [WRITE_KEY, { project: 'p', kind: 'write' as const, key: 'test', maySee: 5 }],
  [SECRET_KEY, { project: 'p', kind: 'secret' as const, key: 'test', maySee: 5 }],
  [READ_KEY, { project: 'p', kind: 'read' as const, key: 'test', maySee: 5 }],
])

const accepted = ({ events, header }: Kept): Bag[] =>
  events.filter((_, index) => !header.rejected?.includes(index))

function open(value: Uint8Array): Kept {
  const record = decodeRecord(value)
  if (!record.ok) throw new Error(record.detail)
  const body = JSON.parse(Buffer.from(record.body).toString('utf8')) as Bag
  const { shape, type } = record.header
  const events =
    shape === 'batch' ? (body['batch'] as Bag[]) : shape === 'list' ? (body as unknown as Bag[]) : [body]
  return { header: record.header, body, events: type ? events.map((event) => ({ ...event, type })) : events }
}
