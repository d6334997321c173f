/** One folder for everything that the tests of a run put aside, removed when they are over: stores and logs take gigabytes. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What the system calls the place for temporary files; those who start processes hand it on. */
const VARIABLE = 'TMPDIR'

export default function setup(): () => void {
  const before = process.env[VARIABLE]
  // A short name: paths of sockets may have about a hundred letters.
  const folder = mkdtempSync(join(tmpdir(), 'firefly-'))
  // PostgreSQL runs as another user.
  chmodSync(folder, 0o755)
  process.env[VARIABLE] = folder
  return () => {
    if (before === undefined) delete process.env[VARIABLE]
    else process.env[VARIABLE] = before
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}
