/** Membership of a consumer group: who holds which partition, and a worker for each one held here. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Consumer, Kafka } from 'kafkajs'
import type { KafkaAddress } from './address.ts'
import type { OnLogEvent, PartitionWorker, Subscription } from '../port.ts'
import { createHold, type Hold } from './hold.ts'
import { groupIdOf, type Positions } from './positions.ts'
import { type Connection, createConnection, type Member } from './connection.ts'

export interface MembershipOptions {
  kafka: Kafka
  address: KafkaAddress
  group: string
  positions: Positions
  onEvent: OnLogEvent
}

const RESTART_MS = 1_000

/** Resolves once the group has been joined for the first time. */
export async function joinGroup(options: MembershipOptions, worker: PartitionWorker): Promise<Subscription> {
  const { kafka, group, onEvent } = options
  const { topic, sessionMs } = options.address
  const holds = new Map<Hold, Promise<void>>()
  const outcome = settleable()
  const joined = settleable()
  let stopping = false
  let current = createConsumer()

  function createConsumer(): Consumer {
    const consumer = kafka.consumer({
      groupId: groupIdOf(topic, group),
      sessionTimeout: sessionMs,
      rebalanceTimeout: 30_000,
      heartbeatInterval: sessionMs / 4,
      maxWaitTimeInMs: 500,
      allowAutoTopicCreation: false,
      retry: { retries: 8, restartOnFailure: async () => !stopping },
    })
    const { GROUP_JOIN, REQUEST, CRASH } = consumer.events
    consumer.on(REQUEST, ({ payload }) => void (payload.apiName === 'JoinGroup' && loseAll()))
    consumer.on(GROUP_JOIN, ({ payload }) => {
      // The library only keeps the membership alive; workers pull for themselves.
      consumer.pause([{ topic }])
      const { groupId, memberId, memberAssignment } = payload
      // Told by our patch of the library; without it no commit could name what it was meant for.
      const { generationId } = payload as unknown as { generationId: number }
      hold({ groupId, memberId, generationId }, memberAssignment[topic] ?? [])
    })
    consumer.on(CRASH, ({ payload }) => {
      loseAll()
      onEvent({ name: 'connection_lost', detail: payload.error.message })
      if (!payload.restart && !stopping) void restart()
    })
    return consumer
  }

  function loseAll(): void {
    for (const one of holds.keys()) one.lose()
  }

  function hold(member: Member, ids: number[]): void {
    onEvent({ name: 'rebalanced', partitions: ids })
    const before = Promise.allSettled(holds.values())
    for (const id of ids) {
      const connection = createConnection(kafka, topic)
      const held = createHold({ ...options, id, member, connection })
      const ended = runWorker(held, connection, before)
      holds.set(held, watch(held, ended))
    }
    joined.resolve()
  }

  /** The worker of an earlier hold ends first, so that no two of this process are at one partition. */
  async function runWorker(held: Hold, connection: Connection, before: Promise<unknown>): Promise<void> {
    await before
    try {
      if (!held.signal.aborted) await worker(held.partition, held.signal)
    } finally {
      await connection.close()
    }
  }

  /** A worker that ends by itself has done its part; when all have, so has the subscription. */
  async function watch(held: Hold, ended: Promise<void>): Promise<void> {
    try {
      await ended
    } catch (error) {
      if (!held.signal.aborted) outcome.reject(error)
    }
    if (held.signal.aborted) return void holds.delete(held)
    held.release()
    if ([...holds.keys()].every(({ signal }) => signal.aborted)) outcome.resolve()
  }

  async function run(consumer: Consumer): Promise<void> {
    await consumer.connect()
    await consumer.subscribe({ topic, fromBeginning: true })
    await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: async () => undefined })
  }

  async function restart(): Promise<void> {
    await sleep(RESTART_MS)
    if (stopping) return
    current = createConsumer()
    await run(current).catch(restart)
  }

  async function stop(): Promise<void> {
    if (!stopping) {
      stopping = true
      for (const one of holds.keys()) one.release()
      await Promise.allSettled(holds.values())
      await current.disconnect()
      outcome.resolve()
    }
    return outcome.promise
  }

  await run(current)
  await joined.promise
  return { done: outcome.promise, stop }
}

interface Settleable {
  promise: Promise<void>
  resolve(): void
  reject(error: unknown): void
}

function settleable(): Settleable {
  let settle = {} as Pick<Settleable, 'resolve' | 'reject'>
  const promise = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject }
  })
  // A failure that nobody waits for yet must not end the process.
  promise.catch(() => undefined)
  return { promise, ...settle }
}
