/** What a page loads: the script that sites load, and the smallest there is, as a site's bundler makes it. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'

const DIST = fileURLToPath(new URL('../../../browser/dist/', import.meta.url))
const SCRIPT = `${DIST}firefly.js`

/** Undefined where it has been. */
export const whyNotBuilt = (): string | undefined =>
  existsSync(SCRIPT) ? undefined : `${SCRIPT} has not been built (pnpm run build)`

export const wholeScript = (): string => readFileSync(SCRIPT, 'utf8')

const CORE = `import { startCore } from './core.js'
  window.firefly = { init: (options) => Object.assign(window.firefly, startCore(options)) }`

let core: string | undefined
export const coreScript = (): string =>
  (core ??=
    buildSync({
      stdin: { contents: CORE, resolveDir: DIST },
      bundle: true,
      write: false,
    }).outputFiles[0]?.text ?? '')
