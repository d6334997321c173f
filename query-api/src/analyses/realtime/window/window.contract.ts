/** Windows against the events themselves, on the real engine: whatever comes, in whatever order, is merged, joined, parted or erased, both say the same. */
import { linkBlock } from '@firefly/clickhouse/tables/identities'
import type { QueryInput } from '@firefly/protocol/query'
import type { RealtimeResult } from '@firefly/protocol/query/realtime'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerQuery } from '../../../answer.ts'
import { decisionBlock } from '../../../identity/decisions.ts'
import { parseQuery } from '../../../parse.ts'
import { type Corpus, type Happening, openCorpus } from '../../../testing/corpus.ts'
import { forget } from '../../../testing/forget.ts'
import { openWindows, type Windows } from './windows.ts'

let corpus: Corpus
beforeAll(async () => {
  corpus = await openCorpus({ oneIdEach: true })
})
afterAll(() => corpus.close())

const MINUTE = 60_000
const NOW = Date.UTC(2026, 0, 31, 23, 59, 20)
const LIMITS = { maxSeconds: 30, maxMemoryBytes: 2 ** 31, maxRowsToRead: 100_000_000 }

const user = fc.constantFrom('u', 'v', 'w')
/** A device by the name of a user is another id. */
const device = fc.constantFrom('d', 'e', 'u')
const happening = fc
  .record({
    event: fc.constantFrom('a', 'b', '$pageview'),
    // Also long ago, and of clocks that are ahead: in the next minutes, which are of another month, and on another day.
    time: fc.oneof(
      { weight: 8, arbitrary: fc.integer({ min: NOW - 20 * MINUTE, max: NOW + 3 * MINUTE }) },
      { weight: 1, arbitrary: fc.constantFrom(NOW - 86_400_000, NOW - 45 * MINUTE, NOW + 86_400_000) },
    ),
    ids: fc.oneof(
      user.map((user_id) => ({ user_id, anonymous_id: 'd' })),
      device.map((anonymous_id) => ({ user_id: '', anonymous_id })),
    ),
    platform: fc.constantFrom('web', 'h5', ''),
    pathname: fc.constantFrom('', '/', '/x', '/x/', 'y//'),
    log_partition: fc.nat(2),
  })
  .map(
    ({ event, time, ids, ...columns }): Happening => ({
      event,
      person: '',
      time,
      columns: { ...ids, ...columns },
    }),
  )

const storing = <What extends string>(what: What) =>
  fc.record({
    do: fc.constant(what),
    events: fc.array(happening, { minLength: 1, maxLength: 6 }),
    times: fc.constantFrom(1, 1, 2),
  })
const say = fc.record({
  do: fc.constantFrom(
    'identify' as const,
    'identify' as const,
    'alias' as const,
    'unlink' as const,
    'merge' as const,
    'part' as const,
  ),
  from: fc.oneof(device, user),
  to: user,
  time: fc.nat(9),
})
const act = fc.oneof(
  { weight: 8, arbitrary: storing('store') },
  { weight: 4, arbitrary: storing('store and merge parts') },
  { weight: 2, arbitrary: storing('store for another project') },
  { weight: 1, arbitrary: storing('store from a log that began anew') },
  { weight: 5, arbitrary: say },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('forget' as const), user }) },
)
type Act = typeof act extends fc.Arbitrary<infer One> ? One : never

test('a window says what the events say, whatever came since', async () => {
  let told = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(happening, { minLength: 5, maxLength: 20 }),
      fc.array(
        fc.tuple(
          fc.array(act, { minLength: 1, maxLength: 3 }),
          fc.integer({ min: 1, max: 33 }),
          fc.integer({ min: 1, max: 4 }),
        ),
        {
          minLength: 8,
          maxLength: 12,
        },
      ),
      async (events, chapters) => {
        const windows = openWindows({
          store: corpus.store,
          worthEvents: 0,
          watchedMs: 0,
          restMs: 0,
          cutFrom: -1e9,
        })
        const projects = [await corpus.put([]), await corpus.put([])]
        const [project = '', other = ''] = projects
        await storeIn(project, events)
        let now = NOW
        for (const [acts, minutes, limit] of chapters) {
          for (const one of acts) {
            if (one.do === 'wait') now += one.minutes * MINUTE
            else await perform(project, other, one)
          }
          for (const asked of projects) {
            const query: QueryInput = { kind: 'realtime', minutes, limit }
            const [byEvents] = await ask(asked, query, now, undefined)
            const [byWindow, wasTold] = await ask(asked, query, now, windows)
            expect(byWindow).toEqual(byEvents)
            if (wasTold) told++
            await windows.idle()
          }
        }
      },
    ),
    { numRuns: 2 },
  )
  // Most questions, of all but those for more minutes than there are, and those right after what makes a window begin anew.
  expect(told).toBeGreaterThan(10)
}, 300_000)

async function ask(
  project: string,
  query: QueryInput,
  now: number,
  windows: Windows | undefined,
): Promise<[RealtimeResult, boolean]> {
  let wasTold = false
  const watched: Windows | undefined = windows && {
    ...windows,
    async rowsOf(plan, of) {
      const rows = await windows.rowsOf(plan, of)
      wasTold = rows !== undefined
      return rows
    },
  }
  const options = { store: corpus.store, project, limits: LIMITS, timezone: 'UTC', now }
  const answer = await answerQuery(parseQuery(query), {
    ...options,
    windows: watched,
    rolledUp: windows !== undefined,
  })
  return [answer.result as RealtimeResult, wasTold]
}

let acts = 0
let offset = 0

const storeIn = (project: string, events: readonly Happening[], times = 1): Promise<void> =>
  corpus.add(
    project,
    events.map((one) => ({ ...one, columns: { ...one.columns, log_offset: ++offset } })),
    times,
  )

async function perform(project: string, other: string, one: Exclude<Act, { do: 'wait' }>): Promise<void> {
  const token = `${project} ${acts++}`
  switch (one.do) {
    case 'store and merge parts':
      await storeIn(project, one.events, one.times)
      return corpus.store.command('OPTIMIZE TABLE events FINAL')
    case 'forget':
      return forget(corpus.store, project, one.user)
    case 'merge':
    case 'part': {
      const kind = one.do === 'merge' ? ('merge' as const) : ('unlink' as const)
      const { from, to, time } = one
      return corpus.store.insert(
        decisionBlock([{ project, kind, from, to, time, by: '', reason: '', id: token }], token),
      )
    }
    case 'identify':
    case 'alias':
    case 'unlink': {
      const { from, to, time } = one
      const said = {
        project,
        kind: one.do,
        from,
        to,
        time,
        partition: 0,
        offset: acts,
        place: 0,
        messageId: token,
      }
      return corpus.store.insert(linkBlock([said], token))
    }
    case 'store for another project':
      return storeIn(other, one.events, one.times)
    case 'store from a log that began anew':
      return corpus.add(project, one.events, one.times)
    default:
      return storeIn(project, one.events, one.times)
  }
}
