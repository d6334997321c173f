import type { DebugEvent } from '@firefly/protocol/debug'
import { MASK, planSchema } from '@firefly/protocol/plan'
import type { ProjectSettings } from '@firefly/protocol/settings'
import { afterEach, describe, expect, test } from 'vitest'
import type { IngestOptions } from '../app.ts'
import { type Door, openDoor, SECRET_KEY, WRITE_KEY } from '../testing/door.ts'

let door: Door
afterEach(() => door.app.close())

const PLAN = planSchema.parse({
  events: { 'Order Completed': { properties: { total: { type: 'number', required: true } } } },
})

async function watched(
  more: Partial<IngestOptions> & Parameters<typeof openDoor>[0] = {},
): Promise<DebugEvent[]> {
  const shown: DebugEvent[] = []
  const debugging = {
    publish: (_project: string, events: readonly DebugEvent[]) => void shown.push(...events),
    planOf: () => PLAN,
    isKept: (_project: string, property: string) => property !== 'phone',
  }
  door = await openDoor({ debugging, ...more })
  return shown
}

const event = (more: object = {}): object => ({
  type: 'track',
  event: 'Order Completed',
  anonymousId: 'device-1',
  properties: { total: 12 },
  ...more,
})
const AUTH = { authorization: `Bearer ${WRITE_KEY}` }
const send = (batch: unknown, headers: Record<string, string> = {}, query = '', frame: object = {}) =>
  door.app.inject({
    method: 'POST',
    url: `/v1/batch${query}`,
    headers: { ...AUTH, 'content-type': 'application/json', ...headers },
    payload: JSON.stringify({ batch, ...frame }),
  })

describe('a device that is being debugged', () => {
  test('is marked by a header, by the address, or by its key; all others are not watched', async () => {
    const keys = {
      find: (token: string) => ({
        project: 'p',
        kind: 'write' as const,
        key: token,
        maySee: 5,
        ...(token === 'debugging' ? { debug: 'watch' as const } : {}),
      }),
    }
    const shown = await watched({ keys })
    for (const headers of [{}, { 'x-firefly-debug': 'false' }, { 'x-firefly-debug': '0' }])
      await send([event()], headers)
    expect(shown).toEqual([])
    await send([event()], { 'x-firefly-debug': 'true' })
    await send([event()], {}, '?debug=true')
    await send([event()], { authorization: 'Bearer debugging' })
    expect(shown.map(({ verdict, dryRun }) => [verdict, dryRun])).toEqual(
      Array.from({ length: 3 }, () => ['accepted', false]),
    )
    expect(door.events()).toHaveLength(6)
    expect(new Set(shown.map(({ id }) => id)).size).toBe(3)
  })

  test('sees the verdict on each of its events, with reason, place and field, and what the batch shares', async () => {
    const shown = await watched()
    const batch = [event(), { type: 'track', anonymousId: 'device-1' }, 7, event({ anonymousId: '' })]
    const answer = await send(batch, { 'x-firefly-debug': '1' }, '', { context: { platform: 'ios' } })
    expect(answer.json()).toMatchObject({ accepted: 1 })
    expect(shown.map(({ verdict, index, code, field }) => [verdict, index, code, field])).toEqual([
      ['accepted', undefined, undefined, undefined],
      ['rejected', 1, 'invalid_event', 'event'],
      ['rejected', 2, 'invalid_event', undefined],
      ['rejected', 3, 'missing_id', 'userId or anonymousId'],
    ])
    expect(shown[0]).toMatchObject({ event: 'Order Completed', distinctId: 'device-1', platform: 'ios' })
    expect(shown[0]?.properties).toEqual({ total: 12 })
  })

  test('sees where its events depart from the plan, also of those that were refused', async () => {
    const shown = await watched()
    const clash = event({ properties: { total: '12', color: 'red' } })
    await send([clash, event({ event: 'Ordr' }), event({ anonymousId: '' })], {}, '?debug=1')
    expect(shown.map(({ violations }) => violations.map(({ code, property }) => [code, property]))).toEqual([
      [
        ['wrong_type', 'total'],
        ['unplanned_property', 'color'],
      ],
      [
        ['unplanned_event', undefined],
        ['unplanned_property', 'total'],
      ],
      [],
    ])
    expect(shown[0]?.properties).toEqual({ total: '12', color: 'red' })
  })

  test('sees what its project did not want and why, but nothing of somebody who was erased', async () => {
    const settings = (): ProjectSettings => ({ block: { events: ['Noise'] } })
    const erasedIn = () => (id: string) => id === 'gone'
    const shown = await watched({ settings, erasedIn })
    await send([event({ event: 'Noise' }), event({ anonymousId: 'gone' }), event()], {}, '?debug=1')
    expect(shown.map(({ verdict, code, distinctId }) => [verdict, code, distinctId])).toEqual([
      ['unwanted', 'blocked_event', 'device-1'],
      ['unwanted', 'erased_person', ''],
      ['accepted', undefined, 'device-1'],
    ])
  })

  test('sees a request that was refused whole', async () => {
    const shown = await watched({ settings: () => ({ eventsPerMinute: 1 }) })
    const broken = { ...AUTH, 'content-type': 'application/json', 'x-firefly-debug': '1' }
    await door.app.inject({ method: 'POST', url: '/v1/batch', headers: broken, payload: '{' })
    await door.app.inject({ method: 'POST', url: '/v1/batch', headers: broken, payload: '{"batch":7}' })
    await send([event()], broken)
    expect((await send([event()], broken)).statusCode).toBe(429)
    expect(shown.map(({ verdict, code, field }) => [verdict, code, field])).toEqual([
      ['refused', 'unreadable_json', undefined],
      ['refused', 'invalid_batch', 'batch'],
      ['accepted', undefined, undefined],
      ['refused', 'quota_exceeded', undefined],
    ])
  })

  test('may send for show: answered like any other batch, not stored, not counted as accepted', async () => {
    const shown = await watched({ settings: () => ({ eventsPerMinute: 1 }) })
    const batch = [event(), event(), { type: 'track' }]
    const dry = await send(batch, { 'x-firefly-debug': 'dry-run' })
    expect([dry.statusCode, dry.json()]).toMatchObject([200, { accepted: 2, rejected: [{ index: 2 }] }])
    expect(shown.map(({ verdict, dryRun }) => [verdict, dryRun])).toEqual([
      ['accepted', true],
      ['accepted', true],
      ['rejected', true],
    ])
    expect(door.events()).toEqual([])
    expect(door.told).toEqual([{ name: 'events_dry_run', project: 'p', dialect: 'native', events: 3 }])
    // Nor does it use up what the project may send.
    expect((await send([event()])).statusCode).toBe(200)
  })

  test('is shown long values cut, and none that the store would not keep', async () => {
    const shown = await watched()
    const properties = { total: 1, phone: '13800138000', long: 'x'.repeat(5_000), list: [1, 2] }
    await send([event({ properties })], {}, '?debug=1')
    const [first] = shown
    expect(first?.properties).toEqual({ total: 1, phone: MASK, long: `${'x'.repeat(500)}…`, list: [1, 2] })
  })

  test('may speak the wire of others', async () => {
    const shown = await watched()
    const debugging = { 'x-firefly-debug': '1', 'content-type': 'application/json' }
    const posthog = {
      api_key: WRITE_KEY,
      batch: [
        { event: 'Order Completed', distinct_id: 'u', properties: { total: 'x' } },
        { event: 'No id', properties: {} },
      ],
    }
    await door.app.inject({
      method: 'POST',
      url: '/batch/',
      headers: debugging,
      payload: JSON.stringify(posthog),
    })
    const segment = {
      type: 'track',
      event: 'Signed Up',
      anonymousId: 'a',
      context: { library: { name: '@segment/x' } },
    }
    await send([segment], debugging)
    const data = Buffer.from(
      JSON.stringify({ type: 'track', event: 'Tap', distinct_id: 'd', time: 1, properties: {} }),
    ).toString('base64')
    const dry = { 'dry-run': 'true', 'content-type': 'application/x-www-form-urlencoded' }
    const url = `/debug?project=${WRITE_KEY}`
    const payload = new URLSearchParams({ data }).toString()
    expect((await door.app.inject({ method: 'POST', url, headers: dry, payload })).json()).toEqual({})
    expect(
      shown.map(({ dialect, verdict, event: name, dryRun }) => [dialect, verdict, name, dryRun]),
    ).toEqual([
      ['posthog', 'accepted', 'Order Completed', false],
      ['posthog', 'rejected', 'No id', false],
      ['segment', 'accepted', 'Signed Up', false],
      ['sensors', 'accepted', 'Tap', true],
    ])
    expect(shown[0]?.violations).toContainEqual({ code: 'wrong_type', property: 'total' })
  })

  test('may import history for show', async () => {
    const shown = await watched()
    const headers = { authorization: `Bearer ${SECRET_KEY}`, 'content-type': 'application/x-ndjson' }
    const payload = `${JSON.stringify(event())}\nnonsense\n`
    await door.app.inject({ method: 'POST', url: '/v1/import?debug=dry-run', headers, payload })
    expect(shown.map(({ verdict }) => verdict)).toEqual(['accepted', 'rejected'])
    expect(door.events()).toEqual([])
  })
})
