/** Connections that hold on to a server without using it: slow ones, silent ones. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

export interface Holders {
  /** How many are still connected. */
  open: () => number
  release: () => void
}

const AT_ONCE = 250

/** Connects `count` times; with `drip` each sends another byte of a header that never ends, now and then. */
export async function hold(origin: string, count: number, drip?: { everyMs: number }): Promise<Holders> {
  const { hostname, port } = new URL(origin)
  const sockets: Socket[] = []
  while (sockets.length < count) {
    const some = Array.from({ length: Math.min(AT_ONCE, count - sockets.length) }, () =>
      connect({ host: hostname, port: Number(port) }),
    )
    for (const socket of some) socket.on('error', () => undefined)
    await Promise.allSettled(some.map((socket) => once(socket, 'connect')))
    sockets.push(...some)
  }
  const write = (text: string): void => {
    for (const socket of sockets) if (socket.writable) socket.write(text)
  }
  if (drip) write('POST /v1/batch HTTP/1.1\r\nhost: edge\r\nx-slow: ')
  const timer = drip && setInterval(() => write('a'), drip.everyMs)
  return {
    open: () => sockets.filter(({ destroyed }) => !destroyed).length,
    release() {
      clearInterval(timer)
      for (const socket of sockets) socket.destroy()
    },
  }
}
