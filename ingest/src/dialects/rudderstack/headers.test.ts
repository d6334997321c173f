/** What RudderStack's headers say holds for a batch that does not say it, whichever way the batch is read. */
import { afterEach, expect, test } from 'vitest'
import { type Door, openDoor, WRITE_KEY } from '../../testing/door.ts'

const TIME = '2026-01-31T10:00:00.000Z'
let door: Door
afterEach(() => door.app.close())

const send = async (batch: object[], headers: Record<string, string>): Promise<void> => {
  const { statusCode } = await door.app.inject({
    method: 'POST',
    url: '/v1/batch',
    headers: { authorization: `Bearer ${WRITE_KEY}`, 'content-type': 'application/json', ...headers },
    payload: JSON.stringify({ batch }),
  })
  expect(statusCode).toBe(200)
}

test('the device and the time of sending', async () => {
  door = await openDoor()
  const event = { type: 'track', event: 'e', userId: 'u', originalTimestamp: TIME }
  const said = { anonymousid: Buffer.from('device').toString('base64'), sentat: TIME }
  await send([event, { ...event, anonymousId: 'own' }], said)
  await send([event], {})
  expect(door.kept.map(({ body }) => body['sentAt'])).toEqual([TIME, undefined])
  expect(door.events().map(({ anonymousId, timestamp }) => [anonymousId, timestamp])).toEqual([
    ['device', TIME],
    ['own', TIME],
    [undefined, TIME],
  ])
  expect(door.told.map((event) => 'dialect' in event && event.dialect)).toEqual([
    'rudderstack',
    'rudderstack',
  ])
})
