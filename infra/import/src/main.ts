/** `npm run import -- FILE`: history into Firefly. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readOptions } from './options.ts'
import { createReporter } from './progress.ts'
import { openSource } from './read.ts'
import { runImport, type Summary } from './run.ts'
import { identify, readState, writeState } from './state.ts'

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
    target: { host: options.host.replace(/\/$/, ''), key: options.key ?? (await secretKey()) },
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

async function secretKey(): Promise<string> {
  const given = process.env['FIREFLY_SECRET_KEY']
  if (given) return given
  const keys = await readFile(join(data, 'keys.json'), 'utf8').catch(() => {
    throw new Error(
      `no secret key: give --key, set FIREFLY_SECRET_KEY, or run where ${join(data, 'keys.json')} is`,
    )
  })
  return (JSON.parse(keys) as { secretKey: string }).secretKey
}

function describe({ read, skipped, sent, accepted, rejected }: Summary): string {
  const count = (n: number): string => n.toLocaleString('en')
  const wrong = [...rejected].map(([reason, rows]) => `\n  ${count(rows)} refused: ${reason}`)
  return `${count(read)} rows read, ${count(skipped)} acknowledged before, ${count(sent)} sent, ${count(accepted)} accepted${wrong.join('')}`
}
