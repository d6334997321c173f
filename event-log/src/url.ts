/** What a log's URL says: `lmdb:./data/log?partitions=4`, `kafka://HOST:PORT/TOPIC`, or `memory:`. Pure: nothing is opened. */
import { resolve } from 'node:path'
import { type KafkaAddress, readAddress } from './kafka/address.ts'
import { wholeNumber } from './whole-number.ts'

export type LogUrl =
  | { kind: 'kafka'; address: KafkaAddress }
  | { kind: 'lmdb'; path: string; partitions: number; segmentMegabytes: number | undefined }
  | { kind: 'memory'; partitions: number }

/** Throws with what was expected when the URL names no log. */
export function readLogUrl(url: string): LogUrl {
  if (url.startsWith('kafka:')) return { kind: 'kafka', address: readAddress(url) }
  const [, scheme, path = '', query] = /^(\w+):([^?]*)\??(.*)$/.exec(url) ?? []
  const given = new URLSearchParams(query)
  const partitions = wholeNumber(given, 'partitions', 1, 1_024) ?? 1
  const segmentMegabytes = wholeNumber(given, 'segmentMegabytes', 1, 4_096)
  if (scheme === 'lmdb') return { kind: 'lmdb', path: resolve(path), partitions, segmentMegabytes }
  if (scheme === 'memory') return { kind: 'memory', partitions }
  throw new Error('expected lmdb:PATH?partitions=N&segmentMegabytes=N, kafka://HOST:PORT/TOPIC or memory:')
}
