/** The `server.properties` of one broker that is also a controller (KRaft, no ZooKeeper). */

export interface Node {
  id: number
  /** Where clients connect. */
  port: number
  controllerPort: number
  dataFolder: string
}

const DAYS = 24 * 60

/** `all` are the brokers of the cluster, this one included; each topic is kept by up to three of them. */
export function propertiesOf(node: Node, all: readonly Node[]): string {
  const replicas = Math.min(3, all.length)
  const properties: Record<string, string | number | boolean> = {
    'process.roles': 'broker,controller',
    'node.id': node.id,
    'controller.quorum.voters': all
      .map(({ id, controllerPort }) => `${id}@127.0.0.1:${controllerPort}`)
      .join(),
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    listeners: `PLAINTEXT://127.0.0.1:${node.port},CONTROLLER://127.0.0.1:${node.controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${node.port}`,
    'log.dirs': node.dataFolder,
    'auto.create.topics.enable': false,
    'default.replication.factor': replicas,
    'offsets.topic.replication.factor': replicas,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': replicas,
    'min.insync.replicas': Math.max(1, replicas - 1),
    // A group that was away for longer than this would begin again at the oldest record.
    'offsets.retention.minutes': 30 * DAYS,
    // A broker that was killed may register again only after its old session; ten seconds would be the usual wait.
    'broker.session.timeout.ms': 2_000,
    'broker.heartbeat.interval.ms': 500,
    'group.initial.rebalance.delay.ms': 0,
    'group.min.session.timeout.ms': 1_000,
    'socket.request.max.bytes': 128 * 1024 * 1024,
    'replica.fetch.max.bytes': 64 * 1024 * 1024,
  }
  return Object.entries(properties)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('')
}
