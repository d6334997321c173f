/** Events in buckets, as SQL: the boundaries were counted in the question's calendar, so any zone and any clock change is right. */
import { bind, integer, join, type Sql, sql } from '@firefly/clickhouse/sql'
import type { Bucket } from './buckets.ts'

type Starts = readonly Pick<Bucket, 'start'>[]

const MOMENT: Sql = sql`toUnixTimestamp64Milli(time)`
/** More runs than this are told apart by a search in a list of all starts, which costs more an event than a few divisions. */
const MOST_RUNS = 4

/** Of an instant in Unix milliseconds, the second it lies in; before 1970 too, where whole divisions round up. */
export const secondOf = (milliseconds: Sql): Sql => sql`toInt64(floor(${milliseconds} / 1000))`

/** The start of an event's bucket in Unix seconds; what lies before the first belongs to it. */
export function bucketStart(buckets: Starts): Sql {
  const runs = evenRuns(buckets)
  if (runs.length > MOST_RUNS || buckets.length === 0)
    return sql`roundDown(${secondOf(MOMENT)}, ${secondsOf(buckets)})`
  return chosen(runs, (run) => sql`${whole(run.start / 1000)} + ${whole(run.step / 1000)} * ${placeIn(run)}`)
}

/** The number of an event's bucket, from 1; 0 before the first. What lies behind the last belongs to it. */
export function bucketNumber(buckets: Starts): Sql {
  const runs = evenRuns(buckets)
  const isBefore = sql`${MOMENT} < ${whole(buckets[0]?.start ?? 0)}`
  if (runs.length > MOST_RUNS || buckets.length === 0) {
    const numbers = bind(
      'Array(UInt64)',
      buckets.map((_, index) => index + 1),
    )
    const start = sql`roundDown(${secondOf(MOMENT)}, ${secondsOf(buckets)})`
    return sql`if(${isBefore}, 0, transform(${start}, ${secondsOf(buckets)}, ${numbers}, 0))`
  }
  const number = chosen(runs, (run) => sql`${whole(run.first + 1)} + ${placeIn(run)}`)
  return sql`toUInt64(if(${isBefore}, 0, ${number}))`
}

/** Neighbouring buckets as long as each other, in milliseconds; in most questions all of them are. */
interface Run {
  start: number
  step: number
  length: number
  /** The place of its first bucket among all, from 0. */
  first: number
}

function evenRuns(buckets: Starts): Run[] {
  const runs: Run[] = []
  buckets.forEach(({ start }, at) => {
    const run = runs.at(-1)
    const next = buckets[at + 1]?.start
    // The last bucket of all is as long as whoever is behind it.
    const step = next === undefined ? (run?.step ?? 1000) : next - start
    if (run && run.step === step) run.length++
    else runs.push({ start, step, length: 1, first: at })
  })
  return runs
}

/** What holds in the run an event belongs to; before the first it is that of the first. */
function chosen(runs: readonly Run[], of: (run: Run) => Sql): Sql {
  const [first, ...later] = runs.map((run) => ({ run, value: of(run) }))
  const otherwise = first?.value ?? sql`0`
  if (later.length === 0) return otherwise
  const cases = later.toReversed().map(({ run, value }) => sql`${MOMENT} >= ${whole(run.start)}, ${value}`)
  return sql`multiIf(${join(cases, ', ')}, ${otherwise})`
}

/** How many whole steps an event lies behind the run's begin, kept inside the run. */
const placeIn = ({ start, step, length }: Run): Sql =>
  length === 1
    ? sql`toInt64(0)`
    : sql`greatest(0, least(${whole(length - 1)}, intDiv(${MOMENT} - ${whole(start)}, ${whole(step)})))`

/** Written out: each number that is bound is a function more to be planned. */
const whole = integer
const secondsOf = (buckets: Starts): Sql =>
  bind(
    'Array(Int64)',
    buckets.map(({ start }) => start / 1000),
  )
