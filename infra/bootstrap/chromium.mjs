// Finds a Chromium for the browser tests; installs the system's package when it is missing and we are root.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { say } from './tools.mjs'

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** The path of a browser, or why there is none. */
export function findChromium() {
  const found = process.env.FIREFLY_CHROMIUM ?? PLACES.find(existsSync)
  if (found) return { path: found }
  if (process.getuid?.() !== 0) return { missing: 'no Chromium found, and only root may install one' }
  if (spawnSync('apt-get', ['--version']).status !== 0)
    return { missing: 'no Chromium found, and no apt-get to install one' }
  say('Installing Chromium for the browser tests …')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  // An installation that was cut off must be finished before another (`--configure`) and done again (`--reinstall`).
  spawnSync('dpkg', ['--configure', '-a'], { env })
  spawnSync('apt-get', ['update', '-qq'], { env })
  const options = ['-y', '-qq', '--reinstall', '--no-install-recommends']
  const done = spawnSync('apt-get', ['install', ...options, 'chromium'], { env })
  const path = PLACES.find(existsSync)
  if (done.status === 0 && path) return { path }
  return { missing: `apt-get could not install chromium: ${String(done.stderr).trim().split('\n').at(-1)}` }
}
