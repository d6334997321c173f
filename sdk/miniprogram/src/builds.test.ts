/** The files that are copied into mini-programs: their sizes and their syntax, as `npm run check` sees them. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const HOME = fileURLToPath(new URL('..', import.meta.url))
const built = existsSync(`${HOME}dist/firefly-wechat.js`)
// oxlint-disable-next-line no-console -- a skip must say why.
if (!built)
  console.warn(
    'SKIPPED: the files for mini-programs: dist/firefly-wechat.js has not been built (pnpm run build)',
  )

test.skipIf(!built)(
  'no file is over its budget, or in a syntax that its hosts lack',
  async () => {
    const { stdout } = await promisify(execFile)('npm', ['run', '--silent', 'check'], { cwd: HOME })
    expect(stdout).toContain('firefly-wechat.es5.js')
  },
  120_000,
)
