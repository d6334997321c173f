/** For tests: ten thousand real requests (Elastic's example of an Apache log, Apache-2.0), read beside the project. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'

export interface RealRequest {
  path: string
  referrer: string
  userAgent: string
}

const FOLDER = fileURLToPath(new URL('../../../../shared/data/weblog-semicomplete/', import.meta.url))

/** What the publisher of the copy counted by himself. */
export interface Expected {
  requests: number
  distinct_user_agents: number
  distinct_referrer_hosts: number
  top5_referrer_hosts: [string, number][]
  requests_with_bot_word_in_user_agent: { count: number }
}

/** `undefined`, and a line that says so, when the log is not there. */
export function realRequests(): { requests: RealRequest[]; expected: Expected } | undefined {
  if (!existsSync(FOLDER)) {
    process.stderr.write(`NOT RUN: tests on real requests — there is no web log at ${FOLDER}\n`)
    return undefined
  }
  const lines = gunzipSync(readFileSync(`${FOLDER}requests.csv.gz`))
    .toString('utf8')
    .trim()
    .split(/\r?\n/)
  return {
    requests: lines.slice(1).map(requestOf),
    expected: JSON.parse(readFileSync(`${FOLDER}expected.json`, 'utf8')) as Expected,
  }
}

function requestOf(line: string): RealRequest {
  const cells = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  )
  return { path: cells[4] ?? '', referrer: cells[7] ?? '', userAgent: cells[8] ?? '' }
}
