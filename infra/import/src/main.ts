/** `npm run import -- FILE`: history into Firefly. */
import { join } from 'node:path'
import { checkColumns } from './columns.ts'
import { readOptions } from './options.ts'
import { createReporter } from './progress.ts'
import { openSource } from './read.ts'
import { runImport } from './run.ts'
import { findSecretKey } from './secret-key.ts'
import { identify, readState, writeState } from './state.ts'
import { describe } from './summary.ts'

const NAMED_ERRORS = 20
const data = process.env['FIREFLY_DATA'] || './data'
const { files, options } = readOptions(process.argv.slice(2), process.env)

process.once('SIGINT', () => {
  console.error('\nInterrupted. Run the same command again: it goes on where it was.')
  process.exit(130)
})

try {
  for (const file of files) await importFile(file)
} catch (error) {
  console.error(`The import stopped: ${error instanceof Error ? error.message : String(error)}`)
  console.error('What was acknowledged is remembered: run the same command again, and it goes on there.')
  process.exitCode = 1
}

async function importFile(file: string): Promise<void> {
  const id = await identify(file)
  const path =
    options.state ?? join(data, 'imports', `${id}-${new URL(options.host).host.replaceAll(':', '-')}.json`)
  const reporter = createReporter(process.stderr)
  let named = 0
  const summary = await runImport({
    source: await openSource(file, checkColumns(options)),
    mapping: options,
    target: { host: options.host, key: await findSecretKey(options.key, data, process.env) },
    state: await readState(path, id),
    maxErrors: options.maxErrors,
    reporter,
    save: (state) => writeState(path, state),
    onError: (line, reason) => void (named++ < NAMED_ERRORS && reporter.note(`${file}:${line}: ${reason}`)),
  })
  console.log(`${file}: ${describe(summary)}`)
}
