/** A folder in which flavours are installed as npm would do it: packed, unpacked, with what a registry would bring beside them. */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../../../..', import.meta.url))
const OURS = join(ROOT, 'sdk/conformance')
/** What the browser flavour depends on. */
const OF_BROWSER = ['web-vitals', 'sm-crypto-v2']

export type FlavourName = 'browser' | 'miniprogram' | 'react-native' | 'node'

export interface Installed {
  folder: string
  /** Runs a program in the folder; answers what it prints, and throws with what it says when it fails. */
  run: (file: string, args: readonly string[], more?: Record<string, string>) => string
  remove: () => void
}

export interface Wanted {
  flavour: FlavourName
  /** A folder of `examples/` to be copied there first. */
  example?: string
  /** Packages of others that the example needs. */
  outside?: readonly string[]
}

export function install({ flavour, example, outside = [] }: Wanted): Installed {
  const folder = mkdtempSync(join(tmpdir(), 'firefly-installed-'))
  const run: Installed['run'] = (file, args, more = {}) =>
    execFileSync(file, args, {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, ...more },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  if (example) cpSync(join(ROOT, 'examples', example), folder, { recursive: true })
  const place = join(folder, 'node_modules/@firefly', flavour)
  mkdirSync(place, { recursive: true })
  run(process.execPath, [join(ROOT, 'sdk/pack.mjs'), flavour, join(folder, 'packed')])
  run('npm', ['pack', '--silent', '--pack-destination', folder, join(folder, 'packed')])
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? ''
  run('tar', ['-xzf', tarball, '-C', place, '--strip-components', '1'])
  rmSync(join(folder, 'packed'), { recursive: true })
  if (flavour === 'browser') link(join(ROOT, 'sdk/browser'), folder, OF_BROWSER)
  link(OURS, folder, outside)
  return { folder, run, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

function link(home: string, folder: string, packages: readonly string[]): void {
  for (const name of packages) {
    const place = join(folder, 'node_modules', name)
    mkdirSync(dirname(place), { recursive: true })
    symlinkSync(join(home, 'node_modules', name), place)
  }
}
