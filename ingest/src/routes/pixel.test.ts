/** One event in the address of an image, in all the ways in which people write one. */
import { afterEach, expect, test } from 'vitest'
import { type Door, openDoor, WRITE_KEY } from '../testing/door.ts'

let door: Door
afterEach(() => door.app.close())

// In base64 it has both of the characters that the two alphabets write in their own ways.
const event = { type: 'track', event: '下单~~~???', anonymousId: 'a', properties: { note: '>>>???~~~' } }
const json = JSON.stringify(event)
const base64 = Buffer.from(json).toString('base64')
const ask = (query: string) => door.app.inject(`/v1/pixel/track?writeKey=${WRITE_KEY}${query}`)

test('is read from base64 of either alphabet, whether or not it was escaped, and from JSON as it is', async () => {
  door = await openDoor()
  expect(base64).toMatch(/[+].*[/]|[/].*[+]/)
  const ways = [base64, encodeURIComponent(base64), Buffer.from(json).toString('base64url')]
  for (const data of [...ways, encodeURIComponent(json)]) {
    const answer = await ask(`&data=${data}`)
    expect([data, answer.statusCode, answer.headers['content-type']]).toEqual([data, 200, 'image/gif'])
  }
  expect(door.events()).toEqual([event, event, event, event])
})

test('that is missing, or no JSON, is told so', async () => {
  door = await openDoor()
  for (const query of ['', '&data=', '&data=a&data=b'])
    expect((await ask(query)).json()).toEqual({
      code: 'invalid_batch',
      message: 'data: expected the JSON of one event, in base64',
    })
  expect((await ask('&data=%7Boops')).json()).toMatchObject({ code: 'unreadable_json' })
  expect(door.events()).toEqual([])
})
