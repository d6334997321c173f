/** For tests: paths, slow and obvious: each session is walked by itself. */
import type { PathQuery, PathResult } from '@firefly/protocol/query/path'
import { textIn } from '../../testing/filters.ts'
import { grouped } from '../../grouped.ts'
import type { Happening } from '../../testing/corpus.ts'
import { sessionsIn } from '../../testing/sessions.ts'
import { byBytes, isSelected, median, withoutSlash } from '../../testing/plain.ts'

export interface ModelPath {
  events: readonly Happening[]
  query: PathQuery
  zone: string
  /** Unix milliseconds, half-open. */
  from: number
  to: number
  gapMs: number
}

interface Moment {
  time: number
  name: string
}

export function modelPath({ events, query, zone, from, to, gapMs }: ModelPath): PathResult {
  const inside = events.filter(({ time }) => time >= from && time < to)
  const paths = sessionsIn(inside, query.sessionGap === undefined, gapMs).map((session) =>
    cut(merged(session.map((one) => ({ time: one.time, name: nodeOf(query, one, zone) }))), query),
  )
  const stands = paths.flatMap((path) =>
    path.map((here, at) => ({ step: at + 1, name: here.name, next: path[at + 1], time: here.time })),
  )
  const links = [
    ...grouped(
      stands.filter(({ next }) => next),
      ({ step, name, next }) => `${step}\n${name}\n${next?.name}`,
    ).values(),
  ]
    .map((same) => {
      const { step = 0, name = '', next } = same[0] ?? {}
      const seconds = same.map((one) => ((one.next?.time ?? 0) - one.time) / 1000)
      return { step, name, next: next?.name ?? '', count: same.length, medianSeconds: median(seconds) ?? 0 }
    })
    .toSorted(
      (a, b) => b.count - a.count || a.step - b.step || byBytes(a.name, b.name) || byBytes(a.next, b.next),
    )
    .slice(0, query.limit)
    .map(({ step, name, next, count, medianSeconds }) => ({
      source: `${step}_${name}`,
      target: `${step + 1}_${next}`,
      count,
      medianSeconds,
    }))
  const shown = new Set(links.flatMap(({ source, target }) => [source, target]))
  const nodes = [...grouped(stands, ({ step, name }) => `${step}_${name}`)]
    .filter(([id]) => shown.has(id))
    .map(([id, here]) => ({
      id,
      name: here[0]?.name ?? '',
      step: here[0]?.step ?? 0,
      count: here.length,
      exits: here.filter(({ next }) => !next).length,
    }))
    .toSorted((a, b) => a.step - b.step || b.count - a.count || byBytes(a.name, b.name))
  return { nodes, links }
}

function nodeOf(query: PathQuery, one: Happening, zone: string): string {
  const plain = nameOf(query.by, one, zone)
  const name =
    plain === '' ? '' : (query.groups?.find(({ pattern }) => new RegExp(pattern).test(plain))?.name ?? plain)
  const among = (names: readonly string[]): boolean => names.includes(one.event) || names.includes(name)
  const wanted =
    isSelected({ filters: query.filters }, one, zone) &&
    (!query.include || among(query.include)) &&
    !(query.exclude && among(query.exclude))
  return wanted ? name : ''
}

function nameOf(by: string, one: Happening, zone: string): string {
  const page = withoutSlash(one.columns?.pathname ?? '')
  if (by === '$pathname') return one.event === '$pageview' ? page : ''
  if (by !== 'event') return textIn(one, by, zone)
  if (one.event === '$pageview') return page || one.event
  return (one.event === '$screen' && one.properties?.['name']) || one.event
}

const merged = (moments: readonly Moment[]): Moment[] => {
  const shown = moments.filter(({ name }) => name !== '')
  return shown.filter(({ name }, at) => name !== shown[at - 1]?.name)
}

function cut(path: readonly Moment[], { start, end, steps }: PathQuery): Moment[] {
  const begin = start === undefined ? 0 : path.findIndex(({ name }) => name === start)
  if (begin < 0) return []
  const finish =
    end === undefined
      ? path.length - 1
      : path.findIndex(({ name }, at) => name === end && (start === undefined || at > begin))
  if (finish < 0) return []
  const whole = path.slice(begin, finish + 1)
  if (whole.length <= steps) return whole
  if (end === undefined) return whole.slice(0, steps)
  if (start === undefined) return whole.slice(-steps)
  const first = Math.floor(steps / 2)
  const last = steps - 1 - first
  return [
    ...whole.slice(0, first),
    { time: whole[first]?.time ?? 0, name: '…' },
    ...whole.slice(whole.length - last),
  ]
}
