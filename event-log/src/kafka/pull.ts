/** Reads one partition from any offset, over a connection of its own: a long wait here keeps nobody else waiting. */
import type { Kafka } from 'kafkajs'
import type { LogRecord } from '../port.ts'
import { createReader, type FetchedMessage, type FetchedPartition, type Reader } from './driver.ts'

export interface Pulled {
  records: LogRecord[]
  /** First offset that is not there yet. */
  head: number
}

export interface Puller {
  /** Records from `from`, waiting up to `waitMs` for the first. Rejects on any trouble; the next call tries again. */
  pull(request: { partition: number; from: number; maxBytes: number; waitMs: number }): Promise<Pulled>
  close(): Promise<void>
}

export function createPuller(kafka: Kafka, topic: string): Puller {
  let connected: Promise<Reader> | undefined
  const connect = async (): Promise<Reader> => {
    const reader = createReader(kafka)
    await reader.connect()
    await reader.addTargetTopic(topic)
    return reader
  }
  const start = async (): Promise<Reader> => {
    connected ??= connect()
    try {
      return await connected
    } catch (error) {
      connected = undefined
      throw error
    }
  }
  return {
    async pull({ partition, from, maxBytes, waitMs }) {
      const reader = await start()
      try {
        const broker = await leaderOf(reader, topic, partition)
        const wanted = { partition, fetchOffset: String(from), maxBytes }
        const { responses } = await broker.fetch({
          maxWaitTime: waitMs,
          minBytes: 1,
          maxBytes,
          topics: [{ topic, partitions: [wanted] }],
        })
        return pulledFrom(responses[0]?.partitions[0], from)
      } catch (error) {
        // The leader may have moved, or its broker be gone.
        await reader.refreshMetadata().catch(() => undefined)
        throw error
      }
    },
    close: async () => {
      const reader = await connected?.catch(() => undefined)
      await reader?.disconnect()
    },
  }
}

async function leaderOf(reader: Reader, topic: string, partition: number) {
  const [nodeId] = Object.keys(reader.findLeaderForPartitions(topic, [partition]))
  if (nodeId === undefined) throw new Error(`partition ${partition} of ${topic} has no leader`)
  return reader.findBroker({ nodeId })
}

/** Brokers answer with whole compressed batches, which may begin before the offset wanted. */
function pulledFrom(answer: FetchedPartition | undefined, from: number): Pulled {
  if (!answer) return { records: [], head: from }
  const records = answer.messages.map(recordOf).filter(({ offset }) => offset >= from)
  return { records, head: Number(answer.highWatermark) }
}

const recordOf = ({ offset, timestamp, value, headers }: FetchedMessage): LogRecord => ({
  offset: Number(offset),
  value: value ?? Buffer.alloc(0),
  events: Number(headers['events']?.toString() ?? 0),
  appendedAt: Number(timestamp),
})
