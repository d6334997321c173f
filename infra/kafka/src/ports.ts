/** Ports that nobody uses now, so that a process can come back where its clients expect it. */
import { randomInt } from 'node:crypto'
import { createServer, type Server } from 'node:net'

/** Below those that systems give by themselves to whoever connects, who could have one while its process is away. */
const [LOWEST, ABOVE] = [12_000, 32_000]

/** All are held until all are known, so that no two are the same. Rejects when not even a hundred tries find one. */
export async function freePorts(count: number): Promise<number[]> {
  const held: { port: number; server: Server }[] = []
  try {
    for (let tries = 0; held.length < count; tries++) {
      if (tries > 100 * count) throw new Error(`no free port between ${LOWEST} and ${ABOVE}`)
      const port = randomInt(LOWEST, ABOVE)
      const server = await listening(port)
      if (server) held.push({ port, server })
    }
    return held.map(({ port }) => port)
  } finally {
    await Promise.all(held.map(({ server }) => new Promise((done) => server.close(done))))
  }
}

/** Nothing where the port cannot be had. */
const listening = (port: number): Promise<Server | undefined> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(undefined))
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
