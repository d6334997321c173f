/** Connections that hold on to a server without using it: slow ones, silent ones. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

export interface Holders {
  /** How many are connected now. */
  open: () => number
  /** How often the server has cut one of them. */
  cut: () => number
  release: () => void
}

export interface Holding {
  /** What each says at first, and the byte it adds now and then, so that what it says never ends. Default: nothing. */
  drip?: { first: string; everyMs: number }
  /** A connection that was cut is made again, so that their number stays. */
  again?: boolean
}

/** The head of a request whose last line never ends. */
export const SLOW_HEAD = 'POST /v1/batch HTTP/1.1\r\nhost: edge\r\nx-slow: '
const AT_ONCE = 250
const AGAIN_MS = 100

/** Resolves once `count` connections were tried. */
export async function hold(
  origin: string,
  count: number,
  { drip, again = false }: Holding = {},
): Promise<Holders> {
  const { hostname, port } = new URL(origin)
  const sockets = new Set<Socket>()
  let [cuts, isOver] = [0, false]
  const open = (): Socket => {
    const socket = connect({ host: hostname, port: Number(port) })
    sockets.add(socket)
    if (drip) socket.write(drip.first)
    socket.on('error', () => undefined)
    // What the server says before it cuts is of no interest, and unread it would keep the connection.
    socket.resume()
    socket.once('close', () => {
      sockets.delete(socket)
      if (isOver) return
      cuts++
      if (again) setTimeout(() => isOver || open(), AGAIN_MS).unref()
    })
    return socket
  }
  for (let left = count; left > 0; left -= AT_ONCE)
    await Promise.allSettled(Array.from({ length: Math.min(AT_ONCE, left) }, () => once(open(), 'connect')))
  const say = (): void => {
    for (const socket of sockets) if (socket.writable) socket.write('a')
  }
  const timer = drip && setInterval(say, drip.everyMs)
  return {
    open: () => sockets.size,
    cut: () => cuts,
    release() {
      isOver = true
      clearInterval(timer)
      for (const socket of sockets) socket.destroy()
    },
  }
}
