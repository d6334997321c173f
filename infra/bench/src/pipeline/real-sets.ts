/** Real event logs: three that lie beside the project, and whatever file of events is named. */
import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'

export interface RealSet {
  set: string
  events: Sent[]
}

/** What a client would have sent, without its id where that is still to be made. */
export interface Sent {
  event: object
  userAgent?: string
}

const DATA = fileURLToPath(new URL('../../../../../shared/data', import.meta.url))

interface Table {
  set: string
  file: string
  /** One line of the file as an event. */
  event: (cells: string[]) => object
  userAgent?: (cells: string[]) => string
}

const TABLES: readonly Table[] = [
  {
    set: 'moodle-edify',
    file: 'moodle-edify/events.csv.gz',
    event: ([, userId, timestamp, event, component, context, id, module, origin]) => ({
      type: 'track',
      event,
      userId,
      timestamp,
      properties: { component, context, id, module, origin },
    }),
  },
  {
    set: 'msnbc',
    file: 'msnbc/events-first-50000-users.csv.gz',
    event: ([userId, seq, page]) => ({
      type: 'page',
      userId,
      timestamp: new Date(Date.UTC(1999, 8, 28, 7) + Number(seq) * 1000).toISOString(),
      properties: { path: `/${page}` },
    }),
  },
  {
    set: 'weblog-semicomplete',
    file: 'weblog-semicomplete/requests.csv.gz',
    event: ([, anonymousId, timestamp, method, path, status, bytes, referrer]) => ({
      type: 'page',
      anonymousId,
      timestamp,
      properties: { url: `http://www.semicomplete.com${path}`, referrer, method, status, bytes },
    }),
    userAgent: (cells) => cells[8] ?? '',
  },
]

/** Empty, with a line that says so, where the data is not there. */
export function* setsBeside(): Generator<RealSet> {
  if (!existsSync(DATA))
    return console.error(`NOT RUN: bytes on disk — there is no folder of real event logs at ${DATA}`)
  for (const { set, file, event, userAgent } of TABLES) {
    const cells = linesOf(join(DATA, file)).slice(1).map(cellsOf)
    yield { set, events: cells.map((one) => ({ event: event(one), userAgent: userAgent?.(one) ?? '' })) }
  }
}

/** One event in JSON a line, as `/v1/import` takes them, plain or gzip. Throws with the number of a line that is none. */
export const setOf = (path: string): RealSet => ({
  set: basename(path),
  events: linesOf(path).map((line, at) => ({ event: parsed(line, at + 1) })),
})

function parsed(line: string, number: number): object {
  try {
    return JSON.parse(line) as object
  } catch {
    throw new Error(`line ${number}: expected an event in JSON, such as {"type":"track","event":"Paid",…}`)
  }
}

function linesOf(path: string): string[] {
  const bytes = readFileSync(path)
  const text = path.endsWith('.gz') ? gunzipSync(bytes) : bytes
  return text.toString('utf8').trim().split(/\r?\n/)
}

const cellsOf = (line: string): string[] =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  )
