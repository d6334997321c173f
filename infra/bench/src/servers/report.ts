/** What a measured server tells whoever started it: its port, and on asking what it has cost so far. */
export interface Cost {
  /** User and system time of the whole process. */
  cpuSeconds: number
  rssBytes: number
}

export function reportTo(port: number): void {
  process.send?.({ port })
  process.on('message', () => {
    const { user, system } = process.cpuUsage()
    const cost: Cost = { cpuSeconds: (user + system) / 1e6, rssBytes: process.memoryUsage.rss() }
    process.send?.({ cost })
  })
}
