// When something was changed last: what is newer than its stamp is built again.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Unix milliseconds of the last change of a file, or of anything in a folder; a file that went changes its folder. */
function newest(path) {
  const own = statSync(path)
  if (!own.isDirectory()) return own.mtimeMs
  return Math.max(own.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))))
}

/** Whether the stamp was written after the last change of all these; those that are not there do not count. */
export const isNewerThan = (stamp, paths) =>
  existsSync(stamp) && statSync(stamp).mtimeMs > Math.max(...paths.filter(existsSync).map(newest))

/** Folders of all packages that are compiled. */
export const compiledIn = (root) =>
  JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8')).references.map(({ path }) => join(root, path))

/** Beside the `src` of packages that are bundled. */
export const BUNDLED_WITH = [
  'index.html',
  'public',
  'migrations',
  'rollup.config.js',
  'vite.config.ts',
  'bundle.mjs',
]
