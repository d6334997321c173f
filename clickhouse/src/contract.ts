/** The promises every store keeps, run against each adapter by its own `*.contract.ts`. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { StoreError } from './errors.ts'
import { MIGRATIONS_FOLDER, migrate, readMigrations } from './migrate.ts'
import { bind, integer, sql, statement } from './sql.ts'
import type { Block, Store } from './store.ts'
import {
  COMPUTED_COLUMNS,
  type EventRow,
  eventBlock,
  eventColumns,
  eventLines,
  EVENT_TYPES,
} from './tables/events.ts'

export function storeContract(adapter: string, open: () => Promise<Store>): void {
  describe(`${adapter} store`, () => {
    let store: Store
    let applied: string[][]
    beforeAll(async () => {
      store = await open()
      // Two processes that start at once.
      applied = await Promise.all([migrate(store), migrate(store)])
    })
    afterAll(() => store.close())

    const count = async (project: string): Promise<number> => {
      const counted = sql`SELECT count() AS n FROM events WHERE project = ${bind('String', project)}`
      const { rows } = await store.query<{ n: string }>(statement(counted))
      return Number(rows[0]?.n)
    }

    const everything = async (project: string): Promise<unknown[]> => {
      const all = sql`SELECT * EXCEPT project, person_id FROM events
        WHERE project = ${bind('String', project)} ORDER BY log_offset`
      return (await store.query(statement(all))).rows
    }

    test('migrating twice, or at once from two sides, changes nothing', async () => {
      const all = (await readMigrations(MIGRATIONS_FOLDER)).map(({ name }) => name)
      // One that may be done twice, both may have done.
      expect([...new Set(applied.flat())].toSorted()).toEqual(all)
      expect(await migrate(store)).toEqual([])
    })

    test('a setting that the engine does not know is done without where the migration says so, and nowhere else', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'firefly-migrations-'))
      const about = (number: number, more: string): Promise<void> =>
        writeFile(
          join(folder, `${number}-made-up.sql`),
          `-- Why.${more}\nALTER TABLE quarantine_replays MODIFY SETTING made_up = 1;\n`,
        )
      try {
        await about(9001, '\n-- where the engine knows how')
        expect(await migrate(store, { folder })).toEqual(['9001-made-up.sql'])
        await about(9002, '')
        await expect(migrate(store, { folder })).rejects.toMatchObject({ code: 115 })
      } finally {
        await rm(folder, { recursive: true })
      }
    }, 30_000)

    test('every table remembers the names of its blocks, so that a replay is stored once', async () => {
      const { rows } = await store.query<{ name: string }>(
        statement(sql`SELECT name FROM system.tables
          WHERE database = currentDatabase() AND engine LIKE '%MergeTree' AND name != 'migrations'
            AND position(create_table_query, 'deduplication_window') = 0`),
      )
      expect(rows).toEqual([])
    })

    test('the table has exactly the columns its description tells', async () => {
      const { rows } = await store.query<{ name: string; type: string; default_kind: string }>(
        statement(sql`SELECT name, type, default_kind FROM system.columns
          WHERE database = currentDatabase() AND table = ${bind('String', 'events')} ORDER BY position`),
      )
      const stored = rows.filter((row) => row.default_kind === '')
      expect(stored.map(({ name }) => name)).toEqual([...eventColumns])
      expect(Object.fromEntries(stored.map(({ name, type }) => [name, type]))).toEqual(EVENT_TYPES)
      expect(rows.filter((row) => row.default_kind !== '').map((row) => row.name)).toEqual([
        ...COMPUTED_COLUMNS,
      ])
    })

    test('merged blocks give all their properties back, whole and one by one', async () => {
      const project = 'merged'
      const all = [{ a: '1', 'b c': '“2”', '': '3' }, {}, { z: '' }, { a: '4', 萤: '火' }]
      for (const [at, properties] of all.entries())
        await store.insert(block([row(project, { properties, log_offset: at })], `merged-${at}`))
      const asked = sql`SELECT properties, properties['a'] AS a FROM events WHERE project = ${bind('String', project)} ORDER BY log_offset`
      const before = (await store.query<{ properties: Record<string, string>; a: string }>(statement(asked)))
        .rows
      expect(before.map(({ properties }) => properties)).toEqual(all)
      await store.command('OPTIMIZE TABLE events FINAL')
      expect((await store.query(statement(asked))).rows).toEqual(before)
    }, 60_000)

    test('a store that is this process’s alone counts what it writes of a table, and no other promises anything', async () => {
      const counts = (): (number | undefined)[] => [
        store.writesOf(['events']),
        store.writesOf(['identities']),
      ]
      const [events, identities] = counts()
      await store.insert(block([row('counted')], 'counted-1'))
      const after = counts()
      if (adapter !== 'chdb') return expect([events, identities, ...after]).toEqual(Array(4).fill(undefined))
      expect(after).toEqual([(events ?? Number.NaN) + 1, identities])
      await store.command('OPTIMIZE TABLE identities')
      expect(counts()).toEqual(after.map((count) => (count ?? Number.NaN) + 1))
    })

    test('every value comes back as it went in', async () => {
      const odd = {
        plain: 'a',
        quote: `'"\\`,
        line: 'a\nb\tc',
        han: '萤火虫 🪲',
        $dollar: '1',
        '': 'empty key',
      }
      await store.insert(block([row('whole', { properties: odd, title: `it's "here"\n` })], 'whole-1'))
      const { rows } = await store.query<Record<string, unknown>>(
        statement(sql`SELECT properties, title, time, distinct_id, person_id = xxHash64('u1') AS hashed
          FROM events WHERE project = ${bind('String', 'whole')}`),
      )
      expect(rows).toEqual([
        {
          properties: odd,
          title: `it's "here"\n`,
          time: '2026-01-31 12:00:00.123',
          distinct_id: 'u1',
          hashed: 1,
        },
      ])
    })

    test('rows sent as one block of columns are stored as they are line by line', async () => {
      const drawn = fc.sample(fc.array(anyRow, { minLength: 1, maxLength: 200 }), 8)
      for (const [round, rows] of drawn.entries()) {
        const of = (way: string): EventRow[] =>
          rows.map((one, at) => ({ ...one, project: `${way} ${round}`, log_offset: at }))
        await store.insert({ ...named(`native-${round}`), native: eventBlock(of('native')) })
        await store.insert({ ...named(`lines-${round}`), lines: eventLines(of('lines')) })
        const native = await everything(`native ${round}`)
        expect(native).toHaveLength(rows.length)
        expect(native).toEqual(await everything(`lines ${round}`))
      }
    })

    test('the same token stores a block once, and does not swallow the next block', async () => {
      const first = block([row('token'), row('token', { message_id: 'm2' })], 'token-1')
      await store.insert(first)
      await store.insert(first)
      await store.insert(block([row('token', { message_id: 'm3' })], 'token-2'))
      expect(await count('token')).toBe(3)
    })

    test('a block that spans hundreds of months is stored whole', async () => {
      const months = Array.from({ length: 400 }, (_, month) =>
        row('months', { message_id: `m${month}`, time: Date.UTC(1990, month, 1) }),
      )
      await store.insert(block(months, 'months-1'))
      expect(await count('months')).toBe(400)
    })

    test('a parameter is a value, whatever it holds', async () => {
      const evil = `x' OR 1=1 --\\`
      await store.insert(block([row(evil)], 'evil-1'))
      expect(await count(evil)).toBe(1)
      expect(await count(`' OR ''='`)).toBe(0)
    })

    test('text that is much comes as the bytes it is, with its parameters and under its limits', async () => {
      const select = statement(
        sql`SELECT toFloat64(number), repeat(${bind('String', 'é"\n')}, number) FROM numbers(300)`,
      )
      const bytes = Buffer.from(await store.read(select))
      const last = Buffer.from('é"\n'.repeat(299))
      expect(bytes.subarray(-last.length)).toEqual(last)
      expect(bytes.readDoubleLE(0)).toBe(0)
      expect(bytes[8]).toBe(0)
      expect(bytes.readDoubleLE(9)).toBe(1)
      const endless = statement(sql`SELECT sum(number) FROM numbers(1000000000000)`)
      await expect(store.read(endless, { maxRowsToRead: 1_000 })).rejects.toBeInstanceOf(StoreError)
      await expect(store.read(statement(sql`SELECT nothing FROM events`))).rejects.toBeInstanceOf(StoreError)
      expect(await store.read(select)).toHaveLength(bytes.length)
    })

    test('a scan streams every row whole, however many there are', async () => {
      let [rows, sum] = [0, 0n]
      await store.scan(sql`SELECT number, number * 2 FROM numbers(${integer(300_000)})`, 2, (numbers) => {
        expect(numbers.length % 2).toBe(0)
        for (let at = 0; at < numbers.length; at += 2) {
          if ((numbers[at] ?? 0n) * 2n !== numbers[at + 1]) throw new Error(`row ${rows} is torn`)
          rows++
          sum += numbers[at] ?? 0n
        }
      })
      expect([rows, sum]).toEqual([300_000, (300_000n * 299_999n) / 2n])
    })

    test('a query over its time limit is cut off as a timeout', async () => {
      const slow = statement(sql`SELECT sum(cityHash64(number)) AS n FROM numbers_mt(100000000000)`)
      await expect(store.query(slow, { maxSeconds: 1, maxRowsToRead: 0 })).rejects.toMatchObject({
        trouble: 'timeout',
      })
    })

    test('a query that nobody waits for any more is stopped in the engine, while all others go on', async () => {
      // Far longer than the test may take, were it not stopped.
      const endless = statement(sql`SELECT sum(cityHash64(number)) AS n FROM numbers_mt(100000000000000)`)
      const limits = { maxSeconds: 600, maxRowsToRead: 0 }
      const gone = new AbortController()
      // As many as there are readers, so that nobody could be asked to stop them by way of those.
      const running = Array.from({ length: 3 }, () =>
        store.query(endless, limits, gone.signal).then(
          () => 'answered',
          (error: StoreError) => error.trouble,
        ),
      )
      await store.ready()
      gone.abort()
      expect(await Promise.all(running)).toEqual(['cancelled', 'cancelled', 'cancelled'])
      const { rows } = await store.query<{ n: string }>(
        statement(sql`SELECT count() AS n FROM system.processes WHERE position(query, '1000000000000') > 0
          AND position(query, 'processes') = 0`),
      )
      expect(rows).toEqual([{ n: '0' }])
    })

    test('a query whose asker had gone before is not begun', async () => {
      const never = store.query(statement(sql`SELECT sleep(3)`), {}, AbortSignal.abort())
      await expect(never).rejects.toMatchObject({ trouble: 'cancelled' })
    })

    test('a query over its row or memory limit says which', async () => {
      const many = statement(sql`SELECT sum(number) AS n FROM numbers(10000000)`)
      await expect(store.query(many, { maxRowsToRead: 1_000 })).rejects.toMatchObject({ trouble: 'rows' })
      const large = statement(sql`SELECT length(groupArray(toString(number))) AS n FROM numbers(10000000)`)
      await expect(store.query(large, { maxMemoryBytes: 20_000_000 })).rejects.toMatchObject({
        trouble: 'memory',
      })
    })

    test('a limit of one query does not stay for the next', async () => {
      const sum = statement(sql`SELECT sum(number) AS n FROM numbers(2000000)`)
      await expect(store.query(sum, { maxRowsToRead: 10 })).rejects.toThrow(StoreError)
      expect((await store.query<{ n: string }>(sum)).rows[0]?.n).toBe('1999999000000')
    })

    test('what a failed query had begun to answer never reaches the next answer', async () => {
      const failing = statement(sql`SELECT throwIf(number = 9) AS n FROM numbers(10)`)
      for (let round = 0; round < 4; round++) {
        await expect(store.query(failing)).rejects.toMatchObject({ code: 395 })
        expect((await store.query(statement(sql`SELECT 5 AS n`))).rows).toEqual([{ n: 5 }])
      }
    })

    test('rows that cannot be read are refused, and stored not even in part', async () => {
      const broken: Block = { ...named('broken-1'), lines: Buffer.from('["broken", 1, {}]\n') }
      await expect(store.insert(broken)).rejects.toMatchObject({ trouble: 'refused' })
      expect(await count('broken')).toBe(0)
    })

    test('a short question does not wait behind a long one', async () => {
      const order: string[] = []
      const long = store.query(statement(sql`SELECT sleep(1.5) AS n`)).then(() => order.push('long'))
      await store.query(statement(sql`SELECT 1 AS n`)).then(() => order.push('short'))
      await long
      expect(order).toEqual(['short', 'long'])
    })
  })
}

const named = (token: string) => ({ table: 'events', columns: eventColumns, token })
const block = (rows: EventRow[], token: string): Block => ({ ...named(token), native: eventBlock(rows) })

/** Few different texts, so that dictionaries repeat; now and then one that is long, or not ASCII, or half a character. */
const anyText = fc.oneof(
  fc.constantFrom('', 'a', 'purchase', '萤火虫', '\n\n', '"\\\'', '\u0000'),
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.integer({ min: 0, max: 400 }).map((number) => `value ${number}`),
  fc.integer({ min: 100, max: 20_000 }).map((length) => '\n\n'.repeat(length)),
)
const anyRow: fc.Arbitrary<EventRow> = fc
  .tuple(
    fc.array(anyText, { minLength: eventColumns.length, maxLength: eventColumns.length }),
    fc.dictionary(anyText, anyText, { maxKeys: 40 }),
    fc.record({
      time: fc.integer({ min: Date.UTC(1900, 0, 1), max: Date.UTC(2261, 11, 31) }),
      received_at: fc.integer({ min: 0, max: 4e12 }),
      is_clamped: fc.integer({ min: 0, max: 1 }),
      is_bot: fc.integer({ min: 0, max: 1 }),
      log_partition: fc.integer({ min: 0, max: 65_535 }),
      place: fc.integer({ min: 0, max: 65_535 }),
    }),
  )
  .map(([texts, properties, numbers]) => ({
    ...(Object.fromEntries(eventColumns.map((column, at) => [column, texts[at]])) as unknown as EventRow),
    ...numbers,
    log_offset: 0,
    properties,
  }))

function row(project: string, change: Partial<EventRow> = {}): EventRow {
  const empty = Object.fromEntries(eventColumns.map((column) => [column, ''])) as unknown as EventRow
  const numbers = { received_at: NOON, is_clamped: 0, is_bot: 0, log_partition: 0, log_offset: 0, place: 0 }
  return {
    ...empty,
    ...numbers,
    project,
    time: NOON,
    user_id: 'u1',
    message_id: 'm1',
    properties: {},
    ...change,
  }
}
const NOON = Date.UTC(2026, 0, 31, 12, 0, 0, 123)
