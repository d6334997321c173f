/** For tests: sessions, slow and obvious: each one is measured by itself. */
import type { SessionResult } from '@firefly/protocol/query/session'
import { grouped } from '../../grouped.ts'
import type { Happening } from '../../testing/corpus.ts'
import { byBytes, median, withoutSlash } from '../../testing/plain.ts'
import { sessionsIn } from '../../testing/sessions.ts'

interface Session {
  person: string
  began: number
  seconds: number
  views: string[]
}

/** `starts` are the starts of the buckets in Unix milliseconds. */
export function modelSessions(
  events: readonly Happening[],
  starts: readonly number[],
  limit: number,
): Omit<SessionResult, 'buckets'> & { buckets: SessionResult['total'][] } {
  const sessions = sessionsIn(events, true, 30 * 60_000).map((own): Session => {
    const [began, ended] = [own[0]?.time ?? 0, own.at(-1)?.time ?? 0]
    const views = own.map(viewOf).filter((view) => view !== '')
    return { person: own[0]?.person ?? '', began, seconds: (ended - began) / 1000, views }
  })
  const pages = (by: (one: Session) => string): SessionResult['entryPages'] =>
    [...grouped(sessions, by)]
      .toSorted(([a, of], [b, others]) => others.length - of.length || byBytes(a, b))
      .slice(0, limit)
      .map(([name, of]) => ({ name: name || null, ...figures(of) }))
  return {
    total: figures(sessions),
    buckets: starts.map((start, at) =>
      figures(
        sessions.filter(
          ({ began }) => began >= start && began < (starts[at + 1] ?? Number.POSITIVE_INFINITY),
        ),
      ),
    ),
    entryPages: pages(({ views }) => views[0] ?? ''),
    exitPages: pages(({ views }) => views.at(-1) ?? ''),
  }
}

function viewOf({ event, columns, properties }: Happening): string {
  if (event === '$pageview') return withoutSlash(columns?.pathname ?? '') || event
  return event === '$screen' ? properties?.['name'] || event : ''
}

function figures(sessions: readonly Session[]): SessionResult['total'] {
  const mean = (of: readonly number[]): number =>
    of.length === 0 ? 0 : of.reduce((sum, one) => sum + one, 0) / of.length
  const seconds = sessions.map((one) => one.seconds)
  return {
    sessions: sessions.length,
    users: new Set(sessions.map(({ person }) => person)).size,
    averageSeconds: mean(seconds),
    medianSeconds: median(seconds) ?? 0,
    averageDepth: mean(sessions.map(({ views }) => views.length)),
    bounceRate: mean(sessions.map(({ views }) => (views.length <= 1 ? 1 : 0))),
  }
}
