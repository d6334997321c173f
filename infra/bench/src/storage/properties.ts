/** In which type properties are kept: text, a map or the engine's JSON; what filling costs, what three questions about one property take. */
import { StoreError } from '@firefly/clickhouse/errors'
import type { Store } from '@firefly/clickhouse/store'
import { costOf } from '../pipeline/cost.ts'
import { bytesOf, type Fastest, fastestOf } from './table-of.ts'

export interface OfProperties {
  type: string
  /** Different names over all events; each event has eight of them. */
  names: number
  /** Processor seconds for a million rows, read from the same file of text. */
  filling: number
  bytesARow: number
  questions: Fastest[]
  /** What the engine said where it could not keep them so. */
  failed?: string
}

const inJson = (name: string): string => `toString(properties.\`${name}\`)`
const TYPES: Readonly<Record<string, { column: string; read: (name: string) => string }>> = {
  'String (JSON text)': { column: 'String', read: (name) => `JSONExtractString(properties, '${name}')` },
  'Map(LowCardinality(String), String)': {
    column: 'Map(LowCardinality(String), String) CODEC(ZSTD(1))',
    read: (name) => `properties['${name}']`,
  },
  JSON: { column: 'JSON', read: inJson },
  'JSON(max_dynamic_paths = 64)': { column: 'JSON(max_dynamic_paths = 64)', read: inJson },
}
const DIFFERENT_NAMES = [50, 2_000]
const NAMES_AN_EVENT = 8

export async function measureProperties(store: Store, folder: string, rows: number): Promise<OfProperties[]> {
  const measured: OfProperties[] = []
  for (const names of DIFFERENT_NAMES) {
    const file = `${folder}/properties-${names}.json`
    await store.command(writeSql(file, rows, names))
    for (const [type, { column, read }] of Object.entries(TYPES)) {
      await store.command(`CREATE TABLE p (event LowCardinality(String), time DateTime64(3, 'UTC'), properties ${column})
        ENGINE = MergeTree ORDER BY (event, time)`)
      measured.push({ type, names, ...(await measureType(store, rows, file, read('name-7'))) })
      await store.command('DROP TABLE p SYNC')
    }
  }
  return measured
}

async function measureType(
  store: Store,
  rows: number,
  file: string,
  property: string,
): Promise<Omit<OfProperties, 'type' | 'names'>> {
  try {
    const fill = await costOf(() => store.command(fillSql(file)))
    await store.command('OPTIMIZE TABLE p FINAL')
    const questions = await fastestOf(store, questionsAbout(property))
    return {
      filling: (fill.cpuSeconds / rows) * 1e6,
      bytesARow: (await bytesOf(store, 'p')) / rows,
      questions,
    }
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    const failed = error.message.slice(-80)
    return { filling: Number.NaN, bytesARow: Number.NaN, questions: [], failed }
  }
}

const questionsAbout = (property: string): Record<string, string> => ({
  'filter by it': `SELECT toDate(time) AS day, count() FROM p WHERE event = 'event-1' AND ${property} = '17' GROUP BY day`,
  'break down by it': `SELECT ${property} AS value, count() AS events FROM p WHERE event = 'event-1' GROUP BY value ORDER BY events DESC LIMIT 25`,
  'sum it': `SELECT sum(toFloat64OrZero(${property})) FROM p`,
})

/** Names in turn, so that an event has neighbours of its name and all are equally frequent; one of the asked name in each 50 or 2,000. */
const writeSql = (file: string, rows: number, names: number): string => `
INSERT INTO FUNCTION file('${file}', 'LineAsString', 'line String')
SELECT concat('{"event":"event-', toString(number % 20), '","time":', toString(1767571200 + intDiv(number, 40)), ',"properties":{',
  arrayStringConcat(arrayMap(n -> concat('"name-', toString((number * ${NAMES_AN_EVENT} + n) % ${names}), '":"', toString(sipHash64(number, n) % 100), '"'),
    range(${NAMES_AN_EVENT})), ','), '}}')
FROM numbers(${rows})`

const fillSql = (file: string): string =>
  `INSERT INTO p FROM INFILE '${file}' SETTINGS async_insert = 0, input_format_parallel_parsing = 0,
  input_format_json_read_objects_as_strings = 1 FORMAT JSONEachRow`
