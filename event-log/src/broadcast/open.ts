/** Opens what carries a broadcast between the processes that share a log; nothing where the log belongs to one process. */
import type { Broadcast, BroadcastOptions } from './port.ts'

export type { Broadcast } from './port.ts'

/** Usable at once: brokers are looked for beside everything else. */
export async function openBroadcast(
  logUrl: string,
  options: BroadcastOptions,
): Promise<Broadcast | undefined> {
  if (!logUrl.startsWith('kafka:')) return undefined
  const { readAddress } = await import('../kafka/address.ts')
  const { openKafkaBroadcast } = await import('../kafka/broadcast.ts')
  return openKafkaBroadcast({ ...options, address: readAddress(logUrl) })
}
