/** Whether a broker can run here: a JVM of 17 or newer and Kafka's jars; installs what is missing when we are root. */
import { spawnSync } from 'node:child_process'
import { type Jars, jarsOf } from './jars.ts'

export type Availability = { java: string; jars: Jars } | { missing: string }

const OLDEST_JAVA = 17

/** Looks, installs what may be installed, and tells what is still missing. Takes a minute the first time. */
export function findKafka(say: (line: string) => void): Availability {
  if (javaVersion() < OLDEST_JAVA) installPackage('openjdk-17-jre-headless', say)
  if (javaVersion() < OLDEST_JAVA) return { missing: `no Java ${OLDEST_JAVA} or newer on the PATH` }
  const fetched = jarsOf(say)
  if (fetched.ok) return { java: 'java', jars: fetched.jars }
  if (!has('mvn')) installPackage('maven', say)
  if (!has('mvn')) return { missing: 'no Maven on the PATH to fetch the jars of Apache Kafka with' }
  const again = jarsOf(say)
  return again.ok ? { java: 'java', jars: again.jars } : { missing: again.why }
}

/** The major version of `java`, 0 without one. */
function javaVersion(): number {
  const { stderr } = spawnSync('java', ['-version'], { encoding: 'utf8' })
  return Number(/version "(\d+)/.exec(stderr ?? '')?.[1] ?? 0)
}

const has = (command: string): boolean => spawnSync(command, ['--version']).status === 0

function installPackage(name: string, say: (line: string) => void): void {
  if (process.getuid?.() !== 0 || !has('apt-get')) return
  say(`Installing ${name} for the Kafka tests …`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync('apt-get', ['update', '-qq'], { env })
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], { env })
}
