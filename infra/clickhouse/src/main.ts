/** `npm run clickhouse`: one store for several Firefly processes, without a ClickHouse server; for tests and trying out. */
import type { AddressInfo } from 'node:net'
import { Command } from 'commander'
import { openEngine } from './engine.ts'
import { createClickHouseServer } from './server.ts'

const { port, data } = new Command('npm run clickhouse --')
  .description("Serves ClickHouse's HTTP interface over the in-process engine.")
  .option('--port <port>', 'where to listen; 0 asks the system for a free port', '0')
  .option('--data <folder>', 'where it keeps its data', './data/clickhouse')
  .parse()
  .opts<{ port: string; data: string }>()

const engine = openEngine(data)
const server = createClickHouseServer(engine)
server.listen(Number(port), '127.0.0.1', () => {
  const address = server.address() as AddressInfo
  console.log(`Start Firefly with FIREFLY_CLICKHOUSE_URL=http://127.0.0.1:${address.port}; Ctrl-C stops it.`)
})
const stop = (): void => {
  server.close(() => void engine.close().then(() => process.exit(0)))
  server.closeIdleConnections()
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop)
