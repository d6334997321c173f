/** What is rolled up beside the events, counted anew from them: where the two differ, questions would be answered wrongly. */
import { bind, integer, type Sql, sql, statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'

export interface Difference {
  rollup: 'event_counts' | 'arrivals' | 'catalogue_events' | 'people_days' | 'sealed_people' | 'sealed_visits'
  project: string
  /** Empty is any event at all. */
  event: string
  /** Such as 2026-01, in UTC. */
  month: string
  /** Events, people, or sessions, as the events themselves say and as they are rolled up. */
  stored: number
  rolledUp: number
}

const MOST_NAMED = 100
/** As long as the engine takes over all that was ever stored. */
const LIMITS = { maxSeconds: 3_600, maxMemoryBytes: 8 * 1024 ** 3, maxRowsToRead: 1e12 }

/** At most a hundred, by project, event and month. Events that are being stored meanwhile may be seen in one and not in the other. */
export async function recount(store: Store): Promise<Difference[]> {
  const all: Difference[] = []
  for (const select of [
    countsSql,
    arrivalsSql,
    catalogueSql,
    peopleSql,
    sealedSql('utc', 0),
    sealedSql('east8', 8),
    visitsSql,
  ])
    all.push(...(await store.query<Difference>(statement(select), LIMITS)).rows)
  return all.slice(0, MOST_NAMED)
}

const monthOf = (time: Sql): Sql => sql`toUInt16(toYear(${time}) * 12 + toMonth(${time}) - 1)`
const named: Sql = sql`concat(toString(intDiv(month, 12)), '-', leftPad(toString(month % 12 + 1), 2, '0')) AS month`

/** Events by name and month, beside what `rolled` says of them: it gives project, event, month and a count. */
const comparedSql = (rollup: Sql, time: Sql, rolled: Sql, event = sql`event`): Sql => sql`
SELECT ${rollup} AS rollup, project, event, ${named}, toFloat64(sum(own)) AS stored, toFloat64(sum(rolled)) AS rolledUp
FROM (
  SELECT project, ${event} AS event, ${monthOf(time)} AS month, toInt64(count()) AS own, toInt64(0) AS rolled
  FROM events GROUP BY project, event, month
  UNION ALL
  ${rolled}
)
GROUP BY project, event, month
HAVING stored != rolledUp
ORDER BY project, event, month
LIMIT ${integer(MOST_NAMED)}`

const countsSql: Sql = comparedSql(
  sql`'event_counts'`,
  sql`time`,
  sql`SELECT project, event, ${monthOf(sql`fromUnixTimestamp64Milli(toInt64(quarter) * 900000)`)} AS month, toInt64(0), sum(events)
  FROM event_counts GROUP BY project, event, month`,
)

const arrivalsSql: Sql = comparedSql(
  sql`'arrivals'`,
  sql`time`,
  sql`SELECT project, '', ${monthOf(sql`fromUnixTimestamp64Milli(toInt64(hour) * 3600000)`)} AS month, toInt64(0), sum(events)
  FROM arrivals GROUP BY project, month`,
  sql`''`,
)

/** The catalogue knows days that a Date can hold; whatever lies beyond stands on the first or the last of them. */
const catalogueSql: Sql = comparedSql(
  sql`'catalogue_events'`,
  sql`least(greatest(time, toDateTime64('1970-01-01 00:00:00', 3, 'UTC')), toDateTime64('2149-06-06 00:00:00', 3, 'UTC'))`,
  sql`SELECT project, event, ${monthOf(sql`day`)} AS month, toInt64(0), sum(catalogue_events.count)
  FROM catalogue_events GROUP BY project, event, month`,
)

/** People whose days or moments differ count on both sides; so do those who are on one side alone. A moment that is there twice is one. */
const peopleSql: Sql = sql`
SELECT 'people_days' AS rollup, project, event, ${named}, toFloat64(countIf(own != 0)) AS stored, toFloat64(countIf(rolled != 0)) AS rolledUp
FROM (
  SELECT project, event, month, person_id, is_anonymous, groupBitOr(own_days) AS own, groupBitOr(rolled_days) AS rolled,
    ${inOrder(sql`own_at`)} != ${inOrder(sql`rolled_at`)} AS isOther
  FROM (
    SELECT project, if(whole, '', event) AS event, ${monthOf(sql`time`)} AS month, person_id, is_anonymous,
      ${bothCalendars()} AS own_days, toUInt64(0) AS rolled_days, if(whole, [], [${ofMonth()}]) AS own_at, emptyArrayUInt32() AS rolled_at
    FROM events ARRAY JOIN [0, 1] AS whole
    UNION ALL
    SELECT project, event, month, person_id, is_anonymous, toUInt64(0), bitOr(bitShiftLeft(toUInt64(utc), 32), toUInt64(east8)), emptyArrayUInt32(), at
    FROM people_days
  )
  GROUP BY project, event, month, person_id, is_anonymous
  HAVING own != rolled OR isOther
)
GROUP BY project, event, month
ORDER BY project, event, month
LIMIT ${integer(MOST_NAMED)}`

function inOrder(moments: Sql): Sql {
  return sql`arrayDistinct(arraySort(groupArrayArray(${moments})))`
}

/** Milliseconds since the month began. */
function ofMonth(): Sql {
  return sql`toUInt32((toDayOfMonth(time) - 1) * 86400000 + positiveModulo(toUnixTimestamp64Milli(time), 86400000))`
}

/** The day in UTC in the upper half of a number, that of +08:00 in the lower one. */
function bothCalendars(): Sql {
  const day = sql`toUInt64(toDayOfMonth(time) - 1)`
  return sql`bitOr(bitShiftLeft(toUInt64(1), ${day} + 32), bitShiftLeft(toUInt64(1), ${day} + (toHour(time) >= 16)))`
}

/** How many numbers each sealed day that holds has, against those of the ids of its events; the days of a month that differ together. */
function sealedSql(calendar: 'utc' | 'east8', hours: number): Sql {
  const dayOf = (milliseconds: Sql): Sql =>
    sql`toInt32(floor((${milliseconds} + ${integer(hours * 3_600_000)}) / 86400000))`
  const holds = sql`SELECT project, ${dayOf(sql`toInt64(quarter) * 900000`)} AS day, sum(arrived) AS arrived FROM event_counts GROUP BY project, day`
  const whole = sql`calendar = ${bind('String', calendar)} AND (project, numbering) IN (${numberings()}) AND (project, day, arrived) IN (${holds})`
  const ownId = sql`if(is_anonymous, bitNot(person_id), person_id) AS own_id`
  return sql`
SELECT 'sealed_people' AS rollup, project, event, ${named}, toFloat64(sum(own)) AS stored, toFloat64(sum(kept)) AS rolledUp
FROM (
  SELECT project, event, ${monthOf(sql`toDate32(day)`)} AS month, sum(own_people) AS own, sum(sealed_numbers) AS kept
  FROM (
    SELECT project, event, day, toInt64(uniqExact(number)) AS own_people, toInt64(0) AS sealed_numbers
    FROM (
      SELECT project, if(whole, '', event) AS event, ${dayOf(sql`toUnixTimestamp64Milli(time)`)} AS day, ${ownId}
      FROM events ARRAY JOIN [0, 1] AS whole
      WHERE (project, day) IN (SELECT project, day FROM sealed_people WHERE ${whole} AND event = '')
    ) AS done
    ANY LEFT JOIN (
      SELECT project, ${ownId}, min(number) AS number FROM id_numbers WHERE (project, numbering) IN (${numberings()}) GROUP BY project, own_id
    ) AS numbered USING (project, own_id)
    GROUP BY project, event, day
    UNION ALL
    SELECT project, event, day, toInt64(0), toInt64(groupBitmapMerge(people))
    FROM sealed_people WHERE ${whole} GROUP BY project, event, day
  )
  GROUP BY project, event, day
  HAVING own != kept
)
GROUP BY project, event, month
ORDER BY project, event, month
LIMIT ${integer(MOST_NAMED)}`
}

/** The numbering that questions about each project go by. */
function numberings(): Sql {
  return sql`SELECT project, max(numbering) FROM (
      SELECT project, numbering FROM settled_numbers UNION ALL SELECT DISTINCT project, toUInt32(1) FROM sealed_people
    ) GROUP BY project`
}

/** How many sessions with a name each sealed day that holds has, against those of its events. */
const visitsSql: Sql = sql`
SELECT 'sealed_visits' AS rollup, project, '' AS event, ${named}, toFloat64(sum(own)) AS stored, toFloat64(sum(kept)) AS rolledUp
FROM (
  SELECT project, ${monthOf(sql`toDate32(day)`)} AS month, sum(own_sessions) AS own, sum(sealed_sessions) AS kept
  FROM (
    SELECT project, toInt32(toDate32(time)) AS day, toInt64(uniqExact(session_id)) AS own_sessions, toInt64(0) AS sealed_sessions
    FROM events
    WHERE session_id != '' AND (project, day) IN (SELECT project, day FROM (${wholeVisits()}))
    GROUP BY project, day
    UNION ALL
    SELECT project, day, toInt64(0), toInt64(uniqExact(session))
    FROM sealed_visits WHERE session != 0 AND (project, day, seal) IN (${wholeVisits()})
    GROUP BY project, day
  )
  GROUP BY project, day
  HAVING own != kept
)
GROUP BY project, month
ORDER BY project, month
LIMIT ${integer(MOST_NAMED)}`

/** The seal of each day that holds. */
function wholeVisits(): Sql {
  return sql`SELECT project, day, max(seal) AS seal FROM visit_seals
    WHERE (project, day, arrived) IN (SELECT project, toInt32(floor(hour / 24)) AS day, sum(arrived) AS arrived FROM arrivals GROUP BY project, day)
    GROUP BY project, day`
}
