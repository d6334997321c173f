/** A fixed number of connections, each lent to one caller at a time; waiting callers are served in order. */

export interface Pool<Connection> {
  /** Lends a connection to `work`; one that saw a failure is closed and replaced, never lent again. */
  use<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result>
  /** Closes every connection once it comes back; callers still waiting are rejected. */
  close(): Promise<void>
}

export interface PoolOptions<Connection> {
  size: number
  open: () => Connection
  close: (connection: Connection) => Promise<void>
}

type Waiter<Connection> = { resolve: (connection: Connection) => void; reject: (error: Error) => void }

export function createPool<Connection>({ size, open, close }: PoolOptions<Connection>): Pool<Connection> {
  const idle = Array.from({ length: size }, open)
  const waiting: Waiter<Connection>[] = []
  const lent = new Set<Promise<unknown>>()
  let closed = false

  const borrow = (): Promise<Connection> => {
    if (closed) return Promise.reject(new Error('the connection pool is closed'))
    const connection = idle.pop()
    if (connection !== undefined) return Promise.resolve(connection)
    return new Promise((resolve, reject) => waiting.push({ resolve, reject }))
  }
  const giveBack = (connection: Connection): void => {
    const next = waiting.shift()
    if (next) next.resolve(connection)
    else idle.push(connection)
  }
  const run = async <Result>(work: (connection: Connection) => Promise<Result>): Promise<Result> => {
    const connection: Connection = await borrow()
    try {
      const result = await work(connection)
      giveBack(connection)
      return result
    } catch (error) {
      await close(connection)
      giveBack(open())
      throw error
    }
  }
  return {
    use(work) {
      const running = run(work)
      const settled: Promise<unknown> = Promise.allSettled([running]).then(() => lent.delete(settled))
      lent.add(settled)
      return running
    },
    async close() {
      closed = true
      for (const waiter of waiting.splice(0)) waiter.reject(new Error('the connection pool is closed'))
      await Promise.all(lent)
      await Promise.all(idle.splice(0).map(close))
    },
  }
}
