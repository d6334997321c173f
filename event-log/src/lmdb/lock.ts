/** One process per log: a name the system itself gives back when its holder dies, however it dies. */
import { createHash } from 'node:crypto'
import { realpath } from 'node:fs/promises'
import { createServer } from 'node:net'

/**
 * Takes the lock of `folder` and gives the function that lets it go; rejects when another process holds it.
 * On Linux it is an abstract socket; elsewhere there is no such name, and the store's own lock has to do.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  if (process.platform !== 'linux') return async () => undefined
  const id = createHash('sha256')
    .update(await realpath(folder))
    .digest('hex')
    .slice(0, 32)
  const server = createServer().unref()
  await new Promise<void>((resolve, reject) => {
    server.once('error', () =>
      reject(new Error(`the log in ${folder} is in use by another process; stop that one first`)),
    )
    server.listen(`\0firefly-log-${id}`, resolve)
  })
  return () => new Promise((resolve) => server.close(() => resolve()))
}
