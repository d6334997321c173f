/** Connections that are kept open and each send one request after the other, of which all have the same bytes. */
import { connect, type Socket } from 'node:net'
import { createAnswers } from './answers.ts'
import type { Load } from './load.ts'

export interface Requests {
  /** The number of the next request that should be sent; `undefined` while there is none. */
  next: () => number | undefined
  answered: (request: number, status: number) => void
  /** Its connection was closed before an answer; another one is opened. */
  lost: (request: number) => void
}

export interface Connections {
  /** There is something to send. */
  wake: () => void
  close: () => void
}

const AGAIN_MS = 10

/** Resolves when all are open, or were refused once. */
export async function keepOpen(load: Load, requests: Requests): Promise<Connections> {
  const bytes = bytesOf(load)
  const { hostname, port } = new URL(load.url)
  /** What each has under way. */
  const busy = new Map<Socket, number>()
  const idle = new Set<Socket>()
  let isClosed = false
  const give = (socket: Socket): boolean => {
    const request = requests.next()
    if (request === undefined) return (idle.add(socket), false)
    idle.delete(socket)
    busy.set(socket, request)
    return socket.write(bytes) || true
  }
  const answered = (socket: Socket, status: number): void => {
    const request = busy.get(socket)
    busy.delete(socket)
    if (request !== undefined) requests.answered(request, status)
    give(socket)
  }
  const ended = (socket: Socket): void => {
    const request = busy.get(socket)
    busy.delete(socket)
    idle.delete(socket)
    if (request !== undefined) requests.lost(request)
    if (!isClosed) setTimeout(() => void open(), AGAIN_MS)
  }
  const open = (): Promise<void> =>
    new Promise((resolve) => {
      const socket = connect(Number(port), hostname).setNoDelay(true)
      const answers = createAnswers((status) => answered(socket, status))
      socket.on('connect', () => resolve(void give(socket))).on('data', answers)
      socket.on('error', () => socket.destroy()).on('close', () => resolve(ended(socket)))
    })
  await Promise.all(Array.from({ length: load.connections }, open))
  return {
    wake() {
      for (const socket of idle) if (!give(socket)) return
    },
    close() {
      isClosed = true
      for (const socket of [...idle, ...busy.keys()]) socket.destroy()
    },
  }
}

function bytesOf({ url, headers, body }: Load): Buffer {
  const { host, pathname, search } = new URL(url)
  const length = String(Buffer.byteLength(body))
  const all = { 'content-type': 'application/json', ...headers, host, 'content-length': length }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`)
  const head = `POST ${pathname}${search} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`
  return Buffer.concat([Buffer.from(head), Buffer.from(body)])
}
