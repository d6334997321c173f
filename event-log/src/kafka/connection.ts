/** Pulls and commits over a connection of its own: a long wait here keeps nobody else waiting. */
import type { Kafka } from 'kafkajs'
import type { LogRecord, Position } from '../port.ts'
import { type Brokers, connectionOf, type FetchedMessage, type FetchedPartition } from './driver.ts'

export interface Pulled {
  records: LogRecord[]
  /** First offset that is not there yet. */
  head: number
}

/** Who commits: brokers refuse a member of a generation that has passed. */
export interface Member {
  groupId: string
  memberId: string
  generationId: number
}

export interface Connection {
  /** Records from `from`, waiting up to `waitMs` for the first. Rejects on any trouble; the next call tries again. */
  pull(request: { partition: number; from: number; maxBytes: number; waitMs: number }): Promise<Pulled>
  /** Resolves once the brokers have it; rejects when they have not or may not. */
  commit(member: Member, partition: number, position: Position): Promise<void>
  close(): Promise<void>
}

export function createConnection(kafka: Kafka, topic: string): Connection {
  let connected: Promise<Brokers> | undefined
  const connect = async (): Promise<Brokers> => {
    const brokers = connectionOf(kafka)
    await brokers.connect()
    await brokers.addTargetTopic(topic)
    return brokers
  }
  const start = async (): Promise<Brokers> => {
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
      const brokers = await start()
      try {
        const broker = await leaderOf(brokers, topic, partition)
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
        await brokers.refreshMetadata().catch(() => undefined)
        throw error
      }
    },
    async commit({ groupId, memberId, generationId }, partition, { offset, note }) {
      const brokers = await start()
      const coordinator = await brokers.findGroupCoordinator({ groupId })
      const wanted = { partition, offset: String(offset), metadata: note }
      const topics = [{ topic, partitions: [wanted] }]
      await coordinator.offsetCommit({ groupId, groupGenerationId: generationId, memberId, topics })
    },
    close: async () => {
      const brokers = await connected?.catch(() => undefined)
      await brokers?.disconnect()
    },
  }
}

async function leaderOf(brokers: Brokers, topic: string, partition: number) {
  const [nodeId] = Object.keys(brokers.findLeaderForPartitions(topic, [partition]))
  if (nodeId === undefined) throw new Error(`partition ${partition} of ${topic} has no leader`)
  return brokers.findBroker({ nodeId })
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
