/** `npm run kafka`: a real broker for trying Firefly on Kafka; Ctrl-C stops it and keeps its data. */
import { Command, InvalidArgumentError } from 'commander'
import { findKafka } from './availability.ts'
import { startCluster } from './cluster.ts'

const { brokers, data } = new Command('npm run kafka --')
  .description('Starts Apache Kafka (KRaft) from its published jars on random free ports.')
  .option('--brokers <n>', 'how many brokers: 1, or 3 for a cluster that survives one', wholeNumber, 1)
  .option('--data <folder>', 'where it keeps its data', './data/kafka')
  .parse()
  .opts<{ brokers: number; data: string }>()

const kafka = findKafka((line) => console.error(line))
if ('missing' in kafka) {
  console.error(`Kafka cannot run here: ${kafka.missing}.`)
  process.exit(1)
}
const cluster = await startCluster({ kafka, folder: data, brokers })
console.log(`Kafka is running. Start Firefly on it with

  FIREFLY_LOG_URL='kafka://${cluster.addresses}/firefly?partitions=4' npm start

Ctrl-C stops it; its data stays in ${data}.`)
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void cluster.stop().then(() => process.exit(0)))

function wholeNumber(text: string): number {
  const number = Number(text)
  if (Number.isInteger(number) && number >= 1 && number <= 9) return number
  throw new InvalidArgumentError('expected a whole number from 1 to 9')
}
