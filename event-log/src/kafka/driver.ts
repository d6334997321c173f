/** The client library, and the one door of it that is not public: its own connection to the brokers. */
import kafkajs, { type CompressionTypes, type Kafka, type logLevel } from 'kafkajs'
import { compressFrame, decompressFrame } from 'lz4-napi'
import type { OnLogEvent } from '../port.ts'
import type { Compression, KafkaAddress } from './address.ts'

/** The library's connection to a cluster, of which this much is used. */
export interface Brokers {
  connect(): Promise<void>
  addTargetTopic(topic: string): Promise<void>
  refreshMetadata(): Promise<void>
  /** Partitions by the id of the broker that leads them. */
  findLeaderForPartitions(topic: string, partitions: number[]): Record<string, number[]>
  findBroker(which: { nodeId: string }): Promise<Broker>
  findGroupCoordinator(which: { groupId: string }): Promise<Broker>
  disconnect(): Promise<void>
}
interface Broker {
  offsetCommit(request: CommitRequest): Promise<unknown>
  fetch(request: FetchRequest): Promise<{ responses: { partitions: FetchedPartition[] }[] }>
}
interface FetchRequest {
  maxWaitTime: number
  minBytes: number
  maxBytes: number
  topics: { topic: string; partitions: { partition: number; fetchOffset: string; maxBytes: number }[] }[]
}
interface CommitRequest {
  groupId: string
  groupGenerationId: number
  memberId: string
  topics: { topic: string; partitions: { partition: number; offset: string; metadata: string }[] }[]
}
export interface FetchedPartition {
  highWatermark: string
  messages: FetchedMessage[]
}
export interface FetchedMessage {
  offset: string
  timestamp: string
  value: Buffer | null
  headers: Record<string, Buffer | undefined>
}

export const CODECS: Record<Compression, CompressionTypes> = {
  none: kafkajs.CompressionTypes.None,
  gzip: kafkajs.CompressionTypes.GZIP,
  lz4: kafkajs.CompressionTypes.LZ4,
}

kafkajs.CompressionCodecs[kafkajs.CompressionTypes.LZ4] = () => ({
  compress: (encoder: { buffer: Buffer }) => compressFrame(encoder.buffer),
  decompress: (bytes: Buffer) => decompressFrame(bytes),
})

const SILENT: logLevel = kafkajs.logLevel.ERROR

/** Every request is limited in time; what the library would print becomes an event. */
export function createDriver({ brokers }: KafkaAddress, onEvent: OnLogEvent): Kafka {
  return new kafkajs.Kafka({
    clientId: 'firefly',
    brokers,
    connectionTimeout: 3_000,
    requestTimeout: 10_000,
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 8 },
    logLevel: SILENT,
    logCreator:
      () =>
      ({ log }) =>
        onEvent({ name: 'connection_lost', detail: log.message }),
  })
}

/**
 * The library's consumer pushes batches at its own pace, forgets our note when an offset is out of range, and takes a
 * commit for done when it is not running. Its cluster can do better, but is behind a symbol; the version is pinned,
 * and the contract suite holds this to work.
 */
export function connectionOf(kafka: Kafka): Brokers {
  const symbol = Object.getOwnPropertySymbols(kafka).find(
    ({ description }) => description === 'private:Kafka:createCluster',
  )
  if (symbol === undefined) throw new Error('this version of kafkajs has no createCluster')
  const create = (kafka as unknown as Record<symbol, (options: object) => Brokers>)[symbol]
  if (!create) throw new Error('this version of kafkajs has no createCluster')
  return create({ metadataMaxAge: 60_000, allowAutoTopicCreation: false })
}
