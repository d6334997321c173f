/** `npm run import -- FILE`: history into Firefly. */
import { join } from 'node:path'
import { readOptions } from './options.ts'
import { createReporter } from './progress.ts'
import { openSource } from './read.ts'
import { runImport } from './run.ts'
import { findSecretKey } from './secret-key.ts'
import { identify, readState, writeState } from './state.ts'
import { describe } from './summary.ts'

const NAMED_ERRORS = 20
const data = process.env['FIREFLY_DATA'] ?? './data'
const { file, options } = readOptions(process.argv.slice(2), process.env)
let named = 0

try {
  const id = await identify(file)
  const path =
    options.state ?? join(data, 'imports', `${id}-${new URL(options.host).host.replace(':', '-')}.json`)
  const summary = await runImport({
    source: await openSource(file),
    mapping: options,
    target: {
      host: options.host.replace(/\/$/, ''),
      key: options.key ?? (await findSecretKey(data, process.env)),
    },
    state: await readState(path, id),
    maxErrors: options.maxErrors,
    reporter: createReporter(process.stderr),
    save: (state) => writeState(path, state),
    onError: (row, reason) => void (named++ < NAMED_ERRORS && console.error(`row ${row}: ${reason}`)),
  })
  console.log(describe(summary))
} catch (error) {
  console.error(`\nThe import stopped: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}
