/** Apache Kafka's published jars: fetched once by Maven from `pom.xml`, kept beside the installed packages. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A folder of jars, as the JVM's class path wants it. */
export interface Jars {
  classPath: string
}
export type Fetched = { ok: true; jars: Jars } | { ok: false; why: string }

const HERE = fileURLToPath(new URL('..', import.meta.url))
const MINUTE_MS = 60_000

export function jarsOf(say: (line: string) => void): Fetched {
  const pom = join(HERE, 'pom.xml')
  const version = createHash('sha256').update(readFileSync(pom)).digest('hex').slice(0, 12)
  const folder = join(HERE, 'node_modules', '.cache', `jars-${version}`)
  if (!existsSync(folder)) {
    const failed = fetchInto(folder, pom, say)
    if (failed !== undefined) return { ok: false, why: failed }
  }
  return { ok: true, jars: { classPath: join(folder, '*') } }
}

/** Into a folder of its own first, so that a broken download is never taken for a whole one. */
function fetchInto(folder: string, pom: string, say: (line: string) => void): string | undefined {
  say('Fetching Apache Kafka (once, about 45 MB) …')
  const partial = `${folder}.${process.pid}.partial`
  const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${partial}`, '-DincludeScope=runtime']
  const done = spawnSync('mvn', ['-q', '-B', '-f', pom, ...goal], {
    encoding: 'utf8',
    timeout: 5 * MINUTE_MS,
  })
  if (done.status !== 0) {
    rmSync(partial, { recursive: true, force: true })
    return `Maven could not fetch the jars: ${done.error?.message ?? lastLine(`${done.stdout}${done.stderr}`)}`
  }
  if (existsSync(folder)) rmSync(partial, { recursive: true, force: true })
  else renameSync(partial, folder)
  return undefined
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? ''
