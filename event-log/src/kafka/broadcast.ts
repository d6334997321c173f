/** A broadcast over a small topic of its own, kept for minutes: told without waiting, heard by everybody from the oldest that is there. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Admin, Kafka, Producer } from 'kafkajs'
import { createOutbox } from '../broadcast/outbox.ts'
import type { Broadcast, BroadcastOptions } from '../broadcast/port.ts'
import type { KafkaAddress } from './address.ts'
import { createConnection } from './connection.ts'
import { createDriver } from './driver.ts'
import { ensureTopic } from './topic.ts'

const KEPT_MS = 10 * 60 * 1000
const AGAIN_MS = 1_000
const WAIT_MS = 2_000
const PULL_BYTES = 1024 * 1024
const WAITING = { mostValues: 2_000, mostBytes: 8 * 1024 * 1024 }
const ACKS_LEADER = 1

export function openKafkaBroadcast(options: BroadcastOptions & { address: KafkaAddress }): Broadcast {
  const { name, hear, onDropped, onTrouble } = options
  const topic = `${options.address.topic}.${name}`
  const address = { ...options.address, topic, partitions: 1, retainMs: KEPT_MS }
  const kafka = createDriver(address, ({ name: what }) => onTrouble(new Error(what)))
  const stopping = new AbortController()
  const { signal } = stopping
  const outbox = createOutbox({ ...WAITING, onDropped })
  let wake = (): void => undefined
  const untilWoken = (): Promise<void> => new Promise((resolve) => (wake = resolve))
  const running = (async () => {
    const admin = await opened(kafka, address, signal, onTrouble)
    if (!admin) return
    const sending = send(kafka, topic, outbox, untilWoken, options, signal)
    await Promise.all([sending, hear && listen(kafka, admin, topic, hear, onTrouble, signal)])
    await admin.disconnect().catch(onTrouble)
  })()
  return {
    tell(value) {
      outbox.put(value)
      wake()
    },
    async close() {
      stopping.abort()
      wake()
      await running
    },
  }
}

/** Once the topic is there; nothing when it is closed before. */
async function opened(
  kafka: Kafka,
  address: KafkaAddress,
  signal: AbortSignal,
  onTrouble: BroadcastOptions['onTrouble'],
): Promise<Admin | undefined> {
  for (; !signal.aborted; await pause(signal)) {
    const admin = kafka.admin()
    try {
      await admin.connect()
      await ensureTopic(admin, address)
      return admin
    } catch (error) {
      onTrouble(error)
      await admin.disconnect().catch(() => undefined)
    }
  }
  return undefined
}

async function send(
  kafka: Kafka,
  topic: string,
  outbox: ReturnType<typeof createOutbox>,
  untilWoken: () => Promise<void>,
  { onDropped, onTrouble }: BroadcastOptions,
  signal: AbortSignal,
): Promise<void> {
  const producer = kafka.producer({ allowAutoTopicCreation: false, retry: { retries: 2 } })
  let isConnected = false
  while (!signal.aborted) {
    const values = outbox.take()
    if (values.length === 0) await untilWoken()
    else
      try {
        if (!isConnected) await producer.connect()
        isConnected = true
        await ship(producer, topic, values)
      } catch (error) {
        onTrouble(error)
        onDropped(values.length)
      }
  }
  await producer.disconnect().catch(onTrouble)
}

const ship = (producer: Producer, topic: string, values: readonly Uint8Array[]): Promise<unknown> =>
  producer.send({
    topic,
    acks: ACKS_LEADER,
    messages: values.map((value) => ({ partition: 0, value: Buffer.from(value) })),
  })

async function listen(
  kafka: Kafka,
  admin: Admin,
  topic: string,
  hear: (value: Uint8Array) => void,
  onTrouble: BroadcastOptions['onTrouble'],
  signal: AbortSignal,
): Promise<void> {
  const connection = createConnection(kafka, topic)
  let from: number | undefined
  while (!signal.aborted)
    try {
      from ??= await placeIn(admin, topic)
      const { records } = await connection.pull({ partition: 0, from, maxBytes: PULL_BYTES, waitMs: WAIT_MS })
      for (const { offset, value } of records) {
        from = offset + 1
        hear(value)
      }
    } catch (error) {
      // What was heard last may be gone by now, and then begins again at what is there.
      if (from !== undefined) from = await placeIn(admin, topic, from).catch(() => from)
      onTrouble(error)
      await pause(signal)
    }
  await connection.close()
}

/** Where to go on from `from`: there, or at the oldest value where that one is gone. */
async function placeIn(admin: Admin, topic: string, from = 0): Promise<number> {
  const [partition] = await admin.fetchTopicOffsets(topic)
  const [low, high] = [Number(partition?.low ?? 0), Number(partition?.high ?? 0)]
  return from < low || from > high ? low : from
}

const pause = (signal: AbortSignal): Promise<void> =>
  sleep(AGAIN_MS, undefined, { signal, ref: false }).catch(() => undefined)
