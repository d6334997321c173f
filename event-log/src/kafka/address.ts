/** Reads `kafka://HOST:PORT[,HOST:PORT…]/TOPIC?partitions=8&replicas=3&compression=lz4&retainHours=168&sessionSeconds=6`. */
import { wholeNumber } from '../whole-number.ts'

/** Where the topic is, and how it is made when it is not there yet. */
export interface KafkaAddress {
  brokers: string[]
  topic: string
  partitions: number
  /** Copies of each record; as many as there are brokers, three at most, when it is not given. */
  replicas: number | undefined
  compression: Compression
  retainMs: number
  /** How long the group waits for a member that says nothing before others take its partitions. */
  sessionMs: number
}

export const COMPRESSIONS = ['lz4', 'gzip', 'none'] as const
export type Compression = (typeof COMPRESSIONS)[number]

const HOUR_MS = 60 * 60 * 1000
/** Longer than duplicates are looked for, so that whoever comes back within a week finds everything. */
const RETAIN_HOURS = 8 * 24
/** The least that brokers allow by default: a killed processor's partitions rest for so long. */
const SESSION_SECONDS = 6

/** Throws with what was expected, naming the part that is wrong. */
export function readAddress(url: string): KafkaAddress {
  const [, hosts = '', topic = '', query] = /^kafka:\/\/([^/?]*)\/?([^?]*)\??(.*)$/.exec(url) ?? []
  const brokers = hosts.split(',').map((host) => host.trim())
  if (!brokers.every((host) => /^[^:\s]+:\d+$/.test(host)))
    throw new Error('expected kafka://HOST:PORT[,HOST:PORT…]/TOPIC')
  if (!/^[a-zA-Z0-9._-]{1,200}$/.test(topic))
    throw new Error('expected a topic after the brokers, of letters, digits, ".", "_" and "-"')
  const given = new URLSearchParams(query)
  return {
    brokers,
    topic,
    partitions: wholeNumber(given, 'partitions', 1, 1_024) ?? 8,
    replicas: wholeNumber(given, 'replicas', 1, 9),
    compression: compressionIn(given.get('compression') ?? 'lz4'),
    sessionMs: (wholeNumber(given, 'sessionSeconds', 1, 300) ?? SESSION_SECONDS) * 1_000,
    retainMs: (wholeNumber(given, 'retainHours', 1, 24 * 366) ?? RETAIN_HOURS) * HOUR_MS,
  }
}

function compressionIn(text: string): Compression {
  const known = COMPRESSIONS.find((one) => one === text)
  if (known) return known
  throw new Error(`compression: expected ${COMPRESSIONS.join(', ')}, not ${JSON.stringify(text)}`)
}
