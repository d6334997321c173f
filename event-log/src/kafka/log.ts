/** The log on Apache Kafka: acknowledged by a majority of brokers before we acknowledge, shared by the members of a group. */
import { createInFlight, type InFlightOptions } from '../in-flight.ts'
import { partitionOf } from '../partitioning.ts'
import type { AppendOutcome, EventLog, NewRecord, Subscription } from '../port.ts'
import type { KafkaAddress } from './address.ts'
import { createDriver } from './driver.ts'
import { lagOf } from './lag.ts'
import { joinGroup } from './membership.ts'
import { createPositions } from './positions.ts'
import { startProducers } from './producers.ts'
import { createConnection } from './connection.ts'
import { ensureTopic, keptFor } from './topic.ts'

export interface KafkaOptions extends InFlightOptions {
  address: KafkaAddress
}

/** Makes the topic when it is missing; rejects when no broker answers. */
export async function openKafkaLog({ address, ...options }: KafkaOptions): Promise<EventLog> {
  const { topic } = address
  const { onEvent } = options
  const kafka = createDriver(address, onEvent)
  const admin = kafka.admin()
  await admin.connect()
  const partitions = await ensureTopic(admin, address)
  const positions = createPositions(admin, topic)
  const producers = await startProducers(kafka, address, partitions)
  const looking = createConnection(kafka, topic)
  const inFlight = createInFlight(options)
  const subscriptions = new Set<Subscription>()
  const write = async (record: NewRecord): Promise<AppendOutcome> => {
    const partition = partitionOf(record.key, partitions)
    const { key, value, events } = record
    return {
      outcome: 'appended',
      partition,
      offset: await producers.send({ key, value, events, partition }),
    }
  }
  return {
    append: (record) => inFlight.run(record, write),
    async subscribe(group, worker) {
      const subscription = await joinGroup({ kafka, address, group, positions, onEvent }, worker)
      subscriptions.add(subscription)
      return subscription
    },
    lag: (group) => lagOf(group, positions, looking),
    async positions(group) {
      const read = await positions.read(group)
      return Array.from({ length: partitions }, (_, id) => read.get(id) ?? { offset: 0, note: '' })
    },
    // Brokers rewrite nothing: what a topic holds is gone when its retention says so, and not before.
    redact: async () => ({ records: 0, remainsUntil: Date.now() + (await keptFor(admin, topic)) }),
    async ready() {
      if (inFlight.closed) throw new Error('the log is closed')
      await admin.fetchTopicMetadata({ topics: [topic] })
    },
    async close() {
      await inFlight.close()
      await Promise.allSettled([...subscriptions].map((subscription) => subscription.stop()))
      await Promise.allSettled([producers.close(), looking.close(), admin.disconnect()])
    },
  }
}
