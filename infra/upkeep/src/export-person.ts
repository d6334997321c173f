/** `npm run export-person -- <distinctId>`: all that is kept about one person, as lines of JSON, into a file or to the next program. */
import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { answered, type Target } from './ask.ts'
import { alone, run } from './asking.ts'
import { counted, type Tally } from './tally.ts'

const program = alone(
  'export-person',
  'Writes all that is kept about one person: ids, links, properties, events, and what was set aside; a line of JSON for each.',
  process.env,
)
  .argument('<distinctId>', 'any id of the person')
  .option('--out <file>', 'where to; a file that is there is not written over. Standard output when left out')
  .action(async (distinctId: string, { out, ...target }: Target & { out?: string }) => {
    const { body } = await answered('POST', '/v1/persons/export', target, { distinctId })
    if (!body) throw new Error('the answer has no body')
    const tally: Tally = { lines: 0, isWhole: false }
    const lines = Readable.fromWeb(body).setEncoding('utf8')
    // Who may read the file is its owner's affair; nobody else may at first.
    const sink = out === undefined ? process.stdout : createWriteStream(out, { flags: 'wx', mode: 0o600 })
    try {
      await pipeline(lines, counted(tally), sink, { end: out !== undefined })
      if (!tally.isWhole) throw new Error('the answer broke off: lines are missing; ask again')
    } catch (error) {
      const isOurs = out !== undefined && (error as NodeJS.ErrnoException).code !== 'EEXIST'
      if (isOurs) await rm(out, { force: true })
      throw error
    }
    console.error(`${tally.lines} lines${out === undefined ? '' : ` in ${out}`}.`)
  })

await run(program)
