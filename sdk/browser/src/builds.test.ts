import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const HOME = fileURLToPath(new URL('..', import.meta.url))
const built = existsSync(`${HOME}dist/firefly.js`)
// oxlint-disable-next-line no-console -- a skip must say why.
if (!built)
  console.warn('SKIPPED: sizes of the built scripts: dist/firefly.js has not been built (pnpm run build)')

test.skipIf(!built)(
  'no script is over its budget, or in a syntax that its browsers lack',
  async () => {
    const { stdout } = await promisify(execFile)('npm', ['run', '--silent', 'check'], { cwd: HOME })
    expect(stdout).toContain('firefly.js')
  },
  120_000,
)
