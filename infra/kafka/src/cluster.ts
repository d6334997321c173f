/** A cluster of one broker or several on random free ports, in a data folder of its own. */
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Availability } from './availability.ts'
import { type Broker, createBroker } from './broker.ts'
import { freePorts } from './ports.ts'
import type { Node } from './properties.ts'

export interface Cluster {
  /** `host:port` of each broker, as `kafka://` URLs want them. */
  readonly addresses: string
  readonly brokers: readonly Broker[]
  stop(): Promise<void>
}

export interface ClusterOptions {
  /** Found by `findKafka`. */
  kafka: Exclude<Availability, { missing: string }>
  folder: string
  brokers?: number
}

/** What a folder remembers, so that a second start finds the same cluster on the same ports. */
interface Plan {
  clusterId: string
  nodes: Node[]
}

/** Resolves once every broker takes connections. */
export async function startCluster({ kafka, folder, brokers = 1 }: ClusterOptions): Promise<Cluster> {
  const { clusterId, nodes } = await planIn(resolve(folder), brokers)
  const all = nodes.map((node) => createBroker({ ...kafka, node, all: nodes, clusterId }))
  const stop = async (): Promise<void> => void (await Promise.all(all.map((broker) => broker.stop())))
  try {
    await Promise.all(all.map((broker) => broker.start()))
  } catch (error) {
    await stop()
    throw error
  }
  return { addresses: nodes.map(({ port }) => `127.0.0.1:${port}`).join(), brokers: all, stop }
}

async function planIn(folder: string, brokers: number): Promise<Plan> {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'cluster.json')
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Plan
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const ports = await freePorts(brokers * 2)
  const nodes = Array.from({ length: brokers }, (_, at): Node => {
    const [port = 0, controllerPort = 0] = ports.slice(at * 2)
    return { id: at + 1, port, controllerPort, dataFolder: join(folder, `broker-${at + 1}`) }
  })
  const plan = { clusterId: randomBytes(16).toString('base64url'), nodes }
  writeFileSync(file, `${JSON.stringify(plan, null, 2)}\n`)
  return plan
}
