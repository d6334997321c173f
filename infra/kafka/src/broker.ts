/** One broker process: formatted once, started, stopped cleanly or killed, and started again on the same data. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Jars } from './jars.ts'
import { leaveNoOrphan } from './orphans.ts'
import { type Node, propertiesOf } from './properties.ts'

export interface Broker {
  readonly node: Node
  /** Resolves once clients can connect; rejects with the end of its log when it dies first. */
  start(): Promise<void>
  /** SIGTERM, and SIGKILL when it takes longer than `patienceMs`. */
  stop(patienceMs?: number): Promise<void>
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>
  /** SIGSTOP and SIGCONT: a broker that hangs without closing anything. */
  freeze(): void
  thaw(): void
}

export interface BrokerOptions {
  java: string
  jars: Jars
  node: Node
  all: readonly Node[]
  clusterId: string
}

const HEAP = ['-Xms256m', '-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xshare:auto']
const START_MS = 90_000

export function createBroker(options: BrokerOptions): Broker {
  const { node, all } = options
  const config = join(node.dataFolder, 'server.properties')
  const logFile = join(node.dataFolder, 'broker.log')
  let child: ChildProcess | undefined
  const format = (): void => {
    if (existsSync(config)) return
    mkdirSync(node.dataFolder, { recursive: true })
    writeFileSync(config, propertiesOf(node, all))
    run(options, ['kafka.tools.StorageTool', 'format', `--cluster-id=${options.clusterId}`, '-c', config])
  }
  const end = async (signal: NodeJS.Signals, patienceMs: number): Promise<void> => {
    const dying = child
    child = undefined
    if (!dying || dying.exitCode !== null || dying.signalCode !== null) return
    const gone = once(dying, 'exit')
    dying.kill(signal)
    const timer = setTimeout(() => dying.kill('SIGKILL'), patienceMs)
    await gone
    clearTimeout(timer)
  }
  return {
    node,
    async start() {
      format()
      child = spawn(options.java, javaArguments(options, ['kafka.Kafka', config]), {
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      leaveNoOrphan(child)
      const log = createWriteStream(logFile, { flags: 'a' })
      child.stdout?.pipe(log)
      child.stderr?.pipe(log)
      await reachable(node.port, child, logFile)
    },
    stop: (patienceMs = 20_000) => end('SIGTERM', patienceMs),
    kill: () => end('SIGKILL', 0),
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
  }
}

const javaArguments = ({ jars }: BrokerOptions, command: readonly string[]): string[] => [
  ...HEAP,
  `-Dlog4j2.configurationFile=${LOGGING}`,
  '-cp',
  jars.classPath,
  ...command,
]
const LOGGING = new URL('../log4j2.properties', import.meta.url).pathname

function run(options: BrokerOptions, command: readonly string[]): void {
  const done = spawnSync(options.java, javaArguments(options, command), { encoding: 'utf8' })
  if (done.status !== 0) throw new Error(`Kafka's ${command[0]} failed: ${done.stderr || done.stdout}`)
}

async function reachable(port: number, child: ChildProcess, logFile: string): Promise<void> {
  for (const started = Date.now(); Date.now() - started < START_MS; await sleep(100)) {
    if (child.exitCode !== null || child.signalCode !== null) break
    if (await answers(port)) return
  }
  const log = readFileSync(logFile, 'utf8').trim().split('\n').slice(-8).join('\n')
  throw new Error(`the broker did not come up:\n${log}`)
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => (socket.destroy(), resolve(true)))
    socket.once('error', () => resolve(false))
  })
