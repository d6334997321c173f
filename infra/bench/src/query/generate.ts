/** Makes events inside the engine, the same ones every time: few people do much, names are unequally frequent, time has a rhythm. */
import type { Store } from '@firefly/clickhouse/store'

export const PROJECT = 'bench'
/** A project of its own for what comes in while questions are asked. */
export const LIVE_PROJECT = 'bench-live'
/** The generated days; UTC. */
export const FIRST_DAY = '2026-01-01'
export const DAYS = 30

const EVENTS_A_SESSION = 8
const EVENTS_A_PERSON = 40
/** Rows of one statement; the engine cuts them into blocks itself. */
const ROWS_A_STATEMENT = 5_000_000

/** Names and how many of 1,000 events have them; the first three are half of all. */
const NAMES: readonly [string, number][] = [
  ['$pageview', 340],
  ['Product Viewed', 110],
  ['Product Added', 50],
  ['$click', 190],
  ['$screen', 90],
  ['Search', 70],
  ['Checkout Started', 30],
  ['Order Completed', 20],
  ...Array.from({ length: 20 }, (_, n): [string, number] => [`Feature ${n + 1} Used`, 5]),
]
const PLATFORMS = ['web', 'h5', 'wechat', 'android', 'ios']
const CITIES = ['Shanghai', 'Beijing', 'Shenzhen', 'Chengdu', 'Wuhan', 'Xian', 'Hangzhou', 'Nanjing']

export const peopleOf = (events: number): number => Math.max(1, Math.round(events / EVENTS_A_PERSON))

/** Stores events `from` up to `to` of a log of `total`. */
export async function generate(store: Store, from: number, to: number, total: number): Promise<void> {
  for (let at = from; at < to; at += ROWS_A_STATEMENT)
    await store.command(insertSql(at, Math.min(ROWS_A_STATEMENT, to - at), total))
  if (to > from) for (const names of [eventNames, propertyNames]) await store.command(names)
}

/** The names alone, which come with each block: questions about others would be refused. What they count nobody asks for here. */
const eventNames = `
INSERT INTO catalogue_events (project, event, day, count, first_seen, last_seen)
SELECT '${PROJECT}', arrayJoin([${NAMES.map(([name]) => `'${name}'`).join(', ')}]) AS event, toDate('${FIRST_DAY}') AS day,
  1 AS count, toDateTime64('${FIRST_DAY}', 3, 'UTC') AS first_seen, first_seen AS last_seen`
const propertyNames = `
INSERT INTO catalogue_properties (project, event, property, day, count, first_seen, last_seen)
SELECT '${PROJECT}', '${NAMES[0]?.[0]}', arrayJoin(['price', 'category', 'plan', 'position', 'list']) AS property, toDate('${FIRST_DAY}') AS day,
  1 AS count, toDateTime64('${FIRST_DAY}', 3, 'UTC') AS first_seen, first_seen AS last_seen`

/**
 * Joins a share of the people with their devices, as `identify` does. Two in five have always been signed in, two never were; the device of one in
 * five is another's, who is signed in: these two are one person, whom plain SQL takes for two.
 */
export const joinPeople = (store: Store, total: number, share: number): Promise<void> =>
  store.command(`
INSERT INTO identities (project, kind, from_id, to_id, said_first, said_last)
SELECT '${PROJECT}', 'identify', concat('device-', toString(number)), concat('user-', toString(if(number % 5 = 2, number - 1, number))), at, at
FROM (
  SELECT number, tuple(toDateTime64('${FIRST_DAY}', 3, 'UTC'), toUInt16(0), toUInt64(number), toUInt32(0), '') AS at
  FROM numbers(${peopleOf(total)}) WHERE sipHash64('joined', number) % 1000 < ${Math.round(share * 1000)}
)`)

let told = 0

/** Stores so many events of this moment. */
export const insertNow = (store: Store, rows: number): Promise<void> =>
  insertLive(store, rows, 'now64(3)', '')

/** Stores the events that a second of traffic has, for each second from one moment up to another, in Unix milliseconds. */
export const insertBetween = (store: Store, from: number, to: number, rowsASecond: number): Promise<void> =>
  insertLive(
    store,
    Math.round(((to - from) / 1000) * rowsASecond),
    `fromUnixTimestamp64Milli(toInt64(${from} + intDiv((log_offset - ${told}) * 1000, ${rowsASecond})))`,
    ', max_insert_block_size = 1000000, min_insert_block_size_rows = 1000000',
  )

function insertLive(store: Store, rows: number, time: string, settings: string): Promise<void> {
  const first = told
  told += rows
  return store.command(`
INSERT INTO events (${COLUMNS})
SELECT * REPLACE ('${LIVE_PROJECT}' AS project, ${time} AS time, ${time} AS received_at)
FROM (${rowsSql(first, rows, 100_000_000)})
SETTINGS async_insert = 0${settings}`)
}

/** Takes out again what came in. The generated days are of other months. */
export async function removeLive(store: Store): Promise<void> {
  const { rows } = await store.query<{ month: number }>({
    sql: `SELECT DISTINCT toYYYYMM(time) AS month FROM events WHERE project = {project:String} AND time >= now() - INTERVAL 1 DAY`,
    params: { project: LIVE_PROJECT },
  })
  for (const { month } of rows) await store.command(`ALTER TABLE events DROP PARTITION ${month}`)
  for (const table of ['people_days', 'event_counts', 'arrivals'])
    await store.command(`DELETE FROM ${table} WHERE project = '${LIVE_PROJECT}'`)
}

const COLUMNS = `project, event, time, user_id, anonymous_id, message_id, session_id, received_at, platform, library,
  url, host, pathname, country, city, os, browser, device_type, language, properties, log_partition, log_offset`

const insertSql = (from: number, rows: number, total: number): string => `
INSERT INTO events (${COLUMNS})
${rowsSql(from, rows, total)}
SETTINGS max_insert_block_size = 1000000, min_insert_block_size_rows = 1000000, async_insert = 0`

/** The columns by their names, as a SELECT. */
function rowsSql(from: number, rows: number, total: number): string {
  return `
WITH
  intDiv(number, ${EVENTS_A_SESSION}) AS session,
  sipHash64('event', number) AS die, sipHash64('session', session) AS fate,
  toUInt64(${peopleOf(total)} * pow(fate / 18446744073709551616, 2)) AS who,
  ${chosen(NAMES, 'die % 1000')} AS name,
  toString(who) AS whoText,
  toDateTime64('${FIRST_DAY} 00:00:00', 3, 'UTC') AS zero,
  intDiv(fate, 4096) % ${DAYS} * 86400000 + toUInt64(86400000 * (1 - pow((intDiv(fate, 1048576) % 65537) / 65537, 2))) AS start,
  fromUnixTimestamp64Milli(toInt64(toUnixTimestamp64Milli(zero) + start % ${DAYS * 86_400_000 - 600_000} + (number % ${EVENTS_A_SESSION}) * 45000 + die % 40000)) AS moment
SELECT '${PROJECT}' AS project, name AS event, moment AS time, if(who % 5 < 2, concat('user-', whoText), '') AS user_id,
  concat('device-', whoText) AS anonymous_id, toString(number) AS message_id, toString(session) AS session_id, moment AS received_at,
  ${among(PLATFORMS, 'who')} AS platform, 'bench' AS library, concat('https://shop.example/p/', toString(die % 400)) AS url,
  'shop.example' AS host, concat('/p/', toString(die % 400)) AS pathname, 'CN' AS country, ${among(CITIES, 'intDiv(who, 7)')} AS city,
  if(who % 3 = 0, 'iOS', 'Android') AS os, if(who % 4 = 0, 'Safari', 'Chrome') AS browser, 'mobile' AS device_type, 'zh-CN' AS language,
  map('price', toString(die % 1999 / 10), 'category', concat('category-', toString(die % 30)),
    'plan', if(who % 10 = 0, 'premium', 'free'), 'position', toString(die % 50), 'list', 'recommended for you') AS properties,
  who % 8 AS log_partition, number AS log_offset
FROM numbers(${from}, ${rows})`
}

const among = (values: readonly string[], number: string): string =>
  `[${values.map((value) => `'${value}'`).join(', ')}][(${number}) % ${values.length} + 1]`

function chosen(names: readonly [string, number][], die: string): string {
  let below = 0
  const cases = names.slice(0, -1).map(([value, share]) => `${die} < ${(below += share)}, '${value}'`)
  return `multiIf(${cases.join(', ')}, '${names.at(-1)?.[0]}')`
}
