/** The topic: made by us with stated partitions, copies, retention and limits; one that exists stays as it is. */
import { setTimeout as sleep } from 'node:timers/promises'
import kafkajs, { type Admin } from 'kafkajs'
import type { KafkaAddress } from './address.ts'
import { isNotThereYet } from './refusals.ts'

const MIB = 1024 * 1024
/** Larger than any record ingest can make, so that no accepted batch is ever too large to append. */
const LARGEST_RECORD = 32 * MIB
const MOST_REPLICAS = 3
/** As brokers have it; what is kept shorter than a segment is open would be kept for as long as that. */
const SEGMENT_MS = 7 * 24 * 60 * 60 * 1000
const LEADERS_MS = 30_000
const LOOK_MS = 100

/** Resolves with the number of partitions, which an existing topic decides itself. */
export async function ensureTopic(admin: Admin, address: KafkaAddress): Promise<number> {
  const { topic } = address
  if (!(await admin.listTopics()).includes(topic)) await create(admin, address)
  for (const until = Date.now() + LEADERS_MS; ; await sleep(LOOK_MS)) {
    const found = await partitionsWithLeaders(admin, topic)
    if (found !== undefined) return found
    if (Date.now() > until)
      throw new Error(`the partitions of ${topic} have no leaders after ${LEADERS_MS} ms`)
  }
}

/** Milliseconds for which the topic's records are certainly kept no longer: a segment goes whole, once its last record may. */
export async function keptFor(admin: Admin, topic: string): Promise<number> {
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [
      { type: kafkajs.ConfigResourceTypes.TOPIC, name: topic, configNames: ['retention.ms', 'segment.ms'] },
    ],
  })
  const values = resources[0]?.configEntries.map(({ configValue }) => Number(configValue)) ?? []
  // -1 stands for ever.
  return values.some((value) => value < 0) ? Number.MAX_SAFE_INTEGER / 2 : values.reduce((a, b) => a + b, 0)
}

/** A broker may not have heard yet of what another one has just made. */
async function partitionsWithLeaders(admin: Admin, topic: string): Promise<number | undefined> {
  try {
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] })
    const partitions = topics[0]?.partitions ?? []
    return partitions.length > 0 && partitions.every(({ leader }) => leader >= 0)
      ? partitions.length
      : undefined
  } catch (error) {
    if (isNotThereYet(error)) return undefined
    throw error
  }
}

async function create(admin: Admin, address: KafkaAddress): Promise<void> {
  const { brokers } = await admin.describeCluster()
  const replicas = address.replicas ?? Math.min(MOST_REPLICAS, brokers.length)
  const entries: Record<string, string | number> = {
    'cleanup.policy': 'delete',
    'retention.ms': address.retainMs,
    'segment.bytes': 256 * MIB,
    'segment.ms': Math.min(SEGMENT_MS, address.retainMs),
    'max.message.bytes': LARGEST_RECORD,
    // The broker keeps what the producer compressed, so that it never has to unpack it.
    'compression.type': 'producer',
    'message.timestamp.type': 'LogAppendTime',
    // A write is acknowledged by a majority, so that the loss of one broker loses nothing.
    'min.insync.replicas': Math.max(1, replicas - 1),
    'unclean.leader.election.enable': 'false',
  }
  const configEntries = Object.entries(entries).map(([name, value]) => ({ name, value: String(value) }))
  const { topic, partitions: numPartitions } = address
  await admin.createTopics({
    waitForLeaders: false,
    topics: [{ topic, numPartitions, replicationFactor: replicas, configEntries }],
  })
}
