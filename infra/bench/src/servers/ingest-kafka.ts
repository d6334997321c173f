/** Ours over a Kafka broker on this machine, acknowledged by it (`acks=-1`) before it is answered. */
import { mkdtempSync, rmSync } from 'node:fs'
import { openEventLog } from '@firefly/event-log/open'
import { findKafka } from '@firefly/kafka/availability'
import { startCluster } from '@firefly/kafka/cluster'
import { serveIngest } from './serve-ingest.ts'

const kafka = findKafka((line) => console.error(line))
if ('missing' in kafka) throw new Error(kafka.missing)
const folder = mkdtempSync(`${process.env['FIREFLY_BENCH_FOLDER'] ?? '.'}/bench-kafka-`)
const cluster = await startCluster({ kafka, folder })
process.once('SIGTERM', () => void clear())
await serveIngest(await openEventLog(`kafka://${cluster.addresses}/bench?partitions=4`))

async function clear(): Promise<void> {
  await cluster.stop()
  rmSync(folder, { recursive: true, force: true })
  process.exit(0)
}
