/** Ours as several processes on one port, one a core, over a Kafka broker on this machine that acknowledges (`acks=-1`) before they answer. */
import { rmSync } from 'node:fs'
import { cpus } from 'node:os'
import { launch } from '@firefly/e2e/launch'
import { findKafka } from '@firefly/kafka/availability'
import { startCluster } from '@firefly/kafka/cluster'
import { treeCost } from './process-tree.ts'
import { reportTo } from './report.ts'
import { benchFolder } from './serve-firefly.ts'

const kafka = findKafka((line) => console.error(line))
if ('missing' in kafka) throw new Error(kafka.missing)
const [broker, data] = [benchFolder(), benchFolder()]
const cluster = await startCluster({ kafka, folder: broker })
const crew = await launch(data, {
  FIREFLY_ROLES: 'ingest',
  FIREFLY_WORKERS: String(cpus().length),
  FIREFLY_WRITE_KEY: 'bench-key',
  FIREFLY_SECRET_KEY: 'bench-secret-key',
  FIREFLY_LOG_URL: `kafka://${cluster.addresses}/bench?partitions=4`,
})
process.once('SIGTERM', () => void stop())
reportTo(Number(new URL(crew.url).port), () => treeCost(crew.process.pid ?? 0))

async function stop(): Promise<void> {
  await crew.stop('SIGTERM')
  await cluster.stop()
  for (const folder of [broker, data]) rmSync(folder, { recursive: true, force: true })
  process.exit(0)
}
