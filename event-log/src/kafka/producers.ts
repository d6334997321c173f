/** Several producers, each with its own partitions: within one, a single request is under way, so nothing overtakes. */
import type { Kafka, Message, Producer } from 'kafkajs'
import type { KafkaAddress } from './address.ts'
import { CODECS } from './driver.ts'
import { type Addressed, createSender, type Sender, type WriteBatch } from './sender.ts'

export interface Producers {
  send(record: Addressed): Promise<number>
  close(): Promise<void>
}

const MOST_PRODUCERS = 4
/** Clients give up sooner or later; they are told before they do. */
const SENDING = { maxBatchBytes: 4 * 1024 * 1024, patienceMs: 5_000 }
const ACKS_ALL = -1

export async function startProducers(
  kafka: Kafka,
  address: KafkaAddress,
  partitions: number,
): Promise<Producers> {
  const count = Math.min(MOST_PRODUCERS, partitions)
  const producers = Array.from({ length: count }, () => createProducer(kafka))
  await Promise.all(producers.map((producer) => producer.connect()))
  const senders = producers.map((producer) => createSender(writerOf(producer, address), SENDING))
  return {
    send: (record) => (senders[record.partition % count] as Sender).send(record),
    close: async () => void (await Promise.all(producers.map((producer) => producer.disconnect()))),
  }
}

/** The partition is decided before, so the library's own choice only has to repeat it. */
const createProducer = (kafka: Kafka): Producer =>
  kafka.producer({
    allowAutoTopicCreation: false,
    maxInFlightRequests: 1,
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 5 },
    createPartitioner:
      () =>
      ({ message }) =>
        message.partition ?? 0,
  })

const writerOf =
  (producer: Producer, { topic, compression }: KafkaAddress): WriteBatch =>
  async (records) => {
    const messages = records.map(messageOf)
    const sent = await producer.send({ topic, acks: ACKS_ALL, compression: CODECS[compression], messages })
    return new Map(sent.map(({ partition, baseOffset }) => [partition, Number(baseOffset)]))
  }

const messageOf = ({ partition, key, value, events }: Addressed): Message => ({
  partition,
  key,
  value: Buffer.from(value.buffer, value.byteOffset, value.byteLength),
  headers: { events: String(events) },
})
