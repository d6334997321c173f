/** What a measured server tells whoever started it: its port, and on asking what it has cost so far. */
import { anonymousBytes } from './process-tree.ts'

export interface Cost {
  /** User and system time of the whole process. */
  cpuSeconds: number
  rssBytes: number
  /** The same without files that are mapped, which the system takes back when it likes (the log); all of it where that is not known. */
  heldBytes: number
}

const ownAnonymousBytes = (): number | undefined =>
  process.platform === 'linux' ? anonymousBytes(process.pid) : undefined

function ownCost(): Cost {
  const { user, system } = process.cpuUsage()
  const rssBytes = process.memoryUsage.rss()
  return { cpuSeconds: (user + system) / 1e6, rssBytes, heldBytes: ownAnonymousBytes() ?? rssBytes }
}

/** `cost`: of whatever serves, when it is not this process. */
export function reportTo(port: number, cost: () => Cost = ownCost): void {
  process.send?.({ port })
  process.on('message', () => process.send?.({ cost: cost() }))
}
