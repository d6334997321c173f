/** A real PostgreSQL of the test's own, in a folder of its own, reached through a socket there; or why there is none. */
import { spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Cluster {
  url: string
  /** Ends at once, as a crash would, and comes back with `start`. */
  crash(): void
  start(): void
  stop(): void
}

const DEBIAN = '/usr/lib/postgresql'
const LIMIT_MS = 60_000

/** Installs Debian's package when that is allowed and needed. */
export function findPostgres(): { bin: string } | { missing: string } {
  const bin = binaries()
  if (bin) return { bin }
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0)
    return { missing: 'no PostgreSQL is installed, and it may not be installed from here' }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync('apt-get', ['update', '-qq'], { env })
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'postgresql'], { env })
  const installed = binaries()
  return installed ? { bin: installed } : { missing: 'PostgreSQL could not be installed' }
}

function binaries(): string | undefined {
  const versions = spawnSync('ls', [DEBIAN], { encoding: 'utf8' }).status === 0 ? readdirSync(DEBIAN) : []
  const newest = versions.toSorted((one, other) => Number(other) - Number(one))[0]
  if (newest) return join(DEBIAN, newest, 'bin')
  const onPath = spawnSync('pg_config', ['--bindir'], { encoding: 'utf8' })
  return onPath.status === 0 ? onPath.stdout.trim() : undefined
}

/** PostgreSQL refuses to run as root, so root starts it as whom Debian made for it, or as nobody. */
export function startPostgres(bin: string): Cluster {
  const folder = mkdtempSync(`${tmpdir()}/firefly-postgres-`)
  const data = join(folder, 'data')
  const user = userOf()
  if (user) chownSync(folder, user.uid, user.gid)
  const run = (program: string, ...args: string[]): void => {
    const done = spawnSync(join(bin, program), args, {
      ...user,
      cwd: folder,
      encoding: 'utf8',
      timeout: LIMIT_MS,
    })
    if (done.status !== 0) throw new Error(`${program} failed: ${done.stderr}${done.stdout}`)
  }
  const options = `-k ${folder} -c listen_addresses= -c fsync=off -c max_connections=40`
  const start = (): void =>
    run('pg_ctl', '-D', data, '-l', join(folder, 'server.log'), '-o', options, '-w', 'start')
  run('initdb', '-D', data, '-U', 'firefly', '-A', 'trust', '-E', 'UTF8', '--no-sync')
  start()
  return {
    url: `postgres://firefly@localhost/postgres?host=${encodeURIComponent(folder)}`,
    start,
    crash: () => run('pg_ctl', '-D', data, '-m', 'immediate', '-w', 'stop'),
    stop() {
      if (existsSync(join(data, 'postmaster.pid'))) run('pg_ctl', '-D', data, '-m', 'immediate', '-w', 'stop')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function userOf(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const idOf = (name: string, flag: string): number =>
    Number(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout.trim() || Number.NaN)
  const name = Number.isNaN(idOf('postgres', '-u')) ? 'nobody' : 'postgres'
  return { uid: idOf(name, '-u'), gid: idOf(name, '-g') }
}
