/** What a measured server tells whoever started it: its port, and on asking what it has cost so far. */
import { readFileSync } from 'node:fs'

export interface Cost {
  /** User and system time of the whole process. */
  cpuSeconds: number
  rssBytes: number
  /** The same without files that are mapped, which the system takes back when it likes (the log); all of it where that is not known. */
  heldBytes: number
}

function anonymousBytes(): number | undefined {
  if (process.platform !== 'linux') return undefined
  const kilobytes = /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024
}

export function reportTo(port: number): void {
  process.send?.({ port })
  process.on('message', () => {
    const { user, system } = process.cpuUsage()
    const rssBytes = process.memoryUsage.rss()
    const cost: Cost = {
      cpuSeconds: (user + system) / 1e6,
      rssBytes,
      heldBytes: anonymousBytes() ?? rssBytes,
    }
    process.send?.({ cost })
  })
}
