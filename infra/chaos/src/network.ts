/** A cable between two processes that can be cut, held, or bitten through in the middle of a message. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface Cable {
  readonly port: number
  /** Ends every connection and refuses new ones until `heal`. */
  cut(): void
  /** Lets so many bytes more through towards the server, then resets the connection. */
  bite(afterBytes: number): void
  /** Nothing passes either way, and nobody is told. */
  hold(): void
  heal(): void
  close(): Promise<void>
}

export async function layCable(targetPort: number): Promise<Cable> {
  const pairs = new Set<[Socket, Socket]>()
  let state: 'whole' | 'cut' | 'held' = 'whole'
  let bytesLeft = Number.POSITIVE_INFINITY
  const end = ([near, far]: [Socket, Socket]): void => {
    near.destroy()
    far.destroy()
  }
  const pass = (pair: [Socket, Socket], bytes: Buffer): void => {
    const [, far] = pair
    if (bytes.length < bytesLeft) {
      bytesLeft -= bytes.length
      return void far.write(bytes)
    }
    far.write(bytes.subarray(0, bytesLeft), () => end(pair))
    bytesLeft = Number.POSITIVE_INFINITY
  }
  const join = (near: Socket): void => {
    if (state === 'cut') return void near.resetAndDestroy()
    const far = connect(targetPort, '127.0.0.1')
    const pair: [Socket, Socket] = [near, far]
    pairs.add(pair)
    near.on('data', (bytes) => pass(pair, bytes))
    far.on('data', (bytes) => near.write(bytes))
    for (const side of pair)
      side
        .on('error', () => end(pair))
        .on('close', () => {
          pairs.delete(pair)
          end(pair)
        })
    if (state === 'held') for (const side of pair) side.pause()
  }
  const server = createServer(join)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      state = 'cut'
      for (const [near, far] of pairs) {
        near.resetAndDestroy()
        far.resetAndDestroy()
      }
    },
    bite(afterBytes) {
      bytesLeft = afterBytes
    },
    hold() {
      state = 'held'
      for (const pair of pairs) for (const side of pair) side.pause()
    },
    heal() {
      state = 'whole'
      bytesLeft = Number.POSITIVE_INFINITY
      for (const pair of pairs) for (const side of pair) side.resume()
    },
    close() {
      for (const pair of pairs) end(pair)
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
