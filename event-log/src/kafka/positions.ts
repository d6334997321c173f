/** Where each group has come to, as the brokers keep it: the offset, and the note as its metadata. */
import type { Admin } from 'kafkajs'
import type { Position } from '../port.ts'
import { whileSettling } from './settling.ts'

export interface Positions {
  /** Every partition's position; `{ offset: 0, note: '' }` where the group never committed. */
  read(group: string): Promise<Map<number, Position>>
  /** Where each partition begins and ends. */
  ends(): Promise<Map<number, { low: number; head: number }>>
}

export const groupIdOf = (topic: string, group: string): string => `${topic}.${group}`

export const createPositions = (admin: Admin, topic: string): Positions => ({
  async read(group) {
    const found = await whileSettling(() =>
      admin.fetchOffsets({ groupId: groupIdOf(topic, group), topics: [topic] }),
    )
    const partitions = found.find((one) => one.topic === topic)?.partitions ?? []
    return new Map(
      partitions.map(({ partition, offset, metadata }) => [
        partition,
        Number(offset) < 0 ? { offset: 0, note: '' } : { offset: Number(offset), note: metadata ?? '' },
      ]),
    )
  },
  async ends() {
    const found = await whileSettling(() => admin.fetchTopicOffsets(topic))
    return new Map(
      found.map(({ partition, low, high }) => [partition, { low: Number(low), head: Number(high) }]),
    )
  },
})
