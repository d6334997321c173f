/** `npm run bench:pipeline`: what the engine takes, what the processors make of it, and what is left from HTTP to a query. */
import { measureDisk } from './disk.ts'
import { measureInserts } from './inserts.ts'
import { options } from './options.ts'
import { measureParts } from './parts.ts'
import { measurePeople } from './people.ts'
import { measureProcessors, readyRows } from './processors-alone.ts'
import { measureRawInserts } from './raw-insert.ts'
import { reportOf } from './report.ts'
import { measureWhole } from './whole.ts'

/** Measures what was asked for, or everything. */
async function measured<Result>(
  part: string,
  what: string,
  measure: () => Promise<Result>,
): Promise<Result | undefined> {
  if (options.only && !options.only.includes(part)) return undefined
  console.error(`measuring: ${what} …`)
  return measure()
}

console.log(
  reportOf({
    parts: await measured('parts', 'the parts of making a block', measureParts),
    inserts: await measured('inserts', 'what an insert costs', measureInserts),
    alone: await measured('alone', 'processors alone', () => measureProcessors(options.events)),
    raw: await measured('raw', 'raw inserts, format by format', () =>
      measureRawInserts(readyRows(40_000), options.rounds),
    ),
    disk: await measured('disk', 'bytes on disk', () => measureDisk(options.file)),
    people: await measured('people', 'who is whom', measurePeople),
    whole: await measured('whole', 'HTTP to queryable, freshness, drain', () => measureWhole(options)),
  }),
)
