/** Ours over a Kafka broker on this machine, acknowledged by it (`acks=-1`) before it is answered. */
import { rmSync } from 'node:fs'
import { findKafka } from '@firefly/kafka/availability'
import { startCluster } from '@firefly/kafka/cluster'
import { benchFolder, serveFirefly } from './serve-firefly.ts'

const kafka = findKafka((line) => console.error(line))
if ('missing' in kafka) throw new Error(kafka.missing)
const folder = benchFolder()
const cluster = await startCluster({ kafka, folder })
await serveFirefly({
  logUrl: `kafka://${cluster.addresses}/bench?partitions=4`,
  async clear() {
    await cluster.stop()
    rmSync(folder, { recursive: true, force: true })
  },
})
