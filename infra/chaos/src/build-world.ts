/** Starts a world in an empty folder: everything in one process, or each role on its own over Kafka. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type StoreProcess, startStoreProcess } from '@firefly/clickhouse-server/process'
import type { Availability } from '@firefly/kafka/availability'
import { startCluster } from '@firefly/kafka/cluster'
import { leaveNoOrphan } from '@firefly/kafka/orphans'
import { freePorts } from '@firefly/kafka/ports'
import { createMember, type Member } from './member.ts'
import { layCable } from './network.ts'
import { membersOf, type Status, type StoreMember, type World } from './world.ts'

const KEYS = { writeKey: 'chaos-write-key-0123456789', secretKey: 'chaos-secret-key-0123456789' }
type Kafka = Exclude<Availability, { missing: string }>

interface Disks {
  logFolder?: string
  storeFolder?: string
}

/** `logFolder` and `storeFolder` may lie on disks of their own. */
export async function buildStandalone(folder: string, disks: Disks = {}): Promise<World> {
  const world = await layOutStandalone(folder, disks)
  await world.ingest.start()
  return world
}

/** The same, not started. */
export async function layOutStandalone(
  folder: string,
  { logFolder = join(folder, 'log'), storeFolder = join(folder, 'store') }: Disks = {},
): Promise<World> {
  const [port = 0] = await freePorts(1)
  const member = memberOf('standalone', port, folder, {
    // Small segments, so that each of them has to find room on the disk soon.
    FIREFLY_LOG_URL: `lmdb:${logFolder}?segmentMegabytes=4`,
    FIREFLY_CLICKHOUSE_URL: `chdb:${storeFolder}`,
  })
  return {
    mode: 'standalone',
    folder,
    ...KEYS,
    ingest: member,
    processors: member,
    logUrl: `lmdb:${logFolder}`,
    status: () => statusOf(member),
    close: () => endAll([member]),
    async readStore() {
      const store = await startStoreProcess(storeFolder)
      return { url: store.url, close: () => store.stop() }
    },
  }
}

export async function buildKafka(folder: string, kafka: Kafka, brokers = 1): Promise<World> {
  const cluster = await startCluster({ kafka, folder: join(folder, 'kafka'), brokers })
  const [storePort = 0, ...ports] = await freePorts(4)
  const store = await storeMember(join(folder, 'store'), storePort)
  const cable = await layCable(storePort)
  const logUrl = `kafka://${cluster.addresses}/events?partitions=4&sessionSeconds=2`
  const member = (name: string, roles: string, at: number): Member =>
    memberOf(name, ports[at] ?? 0, folder, {
      FIREFLY_ROLES: roles,
      FIREFLY_LOG_URL: logUrl,
      FIREFLY_CLICKHOUSE_URL: `http://127.0.0.1:${cable.port}`,
    })
  const world: World = {
    mode: 'kafka',
    folder,
    ...KEYS,
    ingest: member('ingest', 'ingest', 0),
    processors: member('processors', 'processors,query', 1),
    spare: member('spare', 'processors,query', 2),
    store,
    cluster,
    cable,
    logUrl,
    status: () => statusOf(world.ingest),
    async close() {
      await endAll(membersOf(world))
      await cluster.stop()
      await cable.close()
      await store.kill('SIGTERM')
    },
    async readStore() {
      await store.start()
      return { url: store.url, close: () => store.kill('SIGTERM') }
    },
  }
  await Promise.all([world.ingest.start(), world.processors.start()])
  return world
}

function memberOf(name: string, port: number, folder: string, settings: Record<string, string>): Member {
  const data = join(folder, name)
  mkdirSync(data, { recursive: true })
  return createMember({
    name,
    port,
    logFile: join(folder, `${name}.log`),
    settings: {
      FIREFLY_DATA: data,
      FIREFLY_WRITE_KEY: KEYS.writeKey,
      FIREFLY_SECRET_KEY: KEYS.secretKey,
      ...settings,
    },
  })
}

async function storeMember(data: string, port: number): Promise<StoreMember> {
  const startOne = async (): Promise<StoreProcess> => {
    const started = await startStoreProcess(data, port)
    leaveNoOrphan(started.process)
    return started
  }
  let running = await startOne()
  return {
    url: running.url,
    kill: (signal = 'SIGKILL') => running.stop(signal),
    async start() {
      running = await startOne()
    },
  }
}

async function endAll(members: readonly Member[]): Promise<void> {
  await Promise.all(members.filter(({ isRunning }) => isRunning).map((member) => member.end('SIGTERM')))
}

async function statusOf(member: Member): Promise<Status> {
  const answer = await fetch(`${member.url}/v1/status`, {
    headers: { authorization: `Bearer ${KEYS.secretKey}` },
    signal: AbortSignal.timeout(5_000),
  })
  if (!answer.ok) throw new Error(`the status was answered with ${answer.status}`)
  return (await answer.json()) as Status
}
