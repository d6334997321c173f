/** Sensors' wire: every way of sending arrives, is answered as its SDKs expect, and is cut off rather than lost. */
import { afterEach, describe, expect, test } from 'vitest'
import { type Door, NOW, openDoor, SECRET_KEY, WRITE_KEY } from '../../testing/door.ts'
import { base64, dataForm, gzipForm, listForm, makeKeyPair, secretForm } from '../../testing/sensors-wire.ts'
import { javaHash } from './crc.ts'

let door: Door
afterEach(() => door.app.close())

const event = (more: object = {}): Record<string, unknown> => ({
  type: 'track',
  event: 'BuyGoods',
  time: NOW - 5_000,
  distinct_id: 'cookie-1',
  anonymous_id: 'cookie-1',
  lib: { $lib: 'js', $lib_version: '1.26.9' },
  properties: {
    price: 9.5,
    $url: 'https://shop.example/a?utm_source=wx',
    $title: '商品',
    $screen_width: 390,
  },
  _track_id: 123456789,
  ...more,
})
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const PARTS = 'multipart/form-data; boundary=----WebKitFormBoundaryx1'
/** The fields of a form as a browser writes a `FormData`. */
const multipart = (form: string): string =>
  [...new URLSearchParams(form)]
    .map(
      ([name, value]) =>
        `------WebKitFormBoundaryx1\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    )
    .join('') + '------WebKitFormBoundaryx1--\r\n'
const AT = `?project=${WRITE_KEY}`
const post = (url: string, payload: string, headers: Record<string, string> = FORM) =>
  door.app.inject({ method: 'POST', url, headers, payload })

describe('every way of sending arrives', () => {
  test('an image: one event in the address, answered by a dot', async () => {
    door = await openDoor()
    const answer = await door.app.inject({ method: 'GET', url: `/sa.gif${AT}&${dataForm(event())}` })
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'image/gif'])
    expect(answer.rawPayload.subarray(0, 6).toString()).toBe('GIF89a')
    expect(door.events()).toEqual([
      {
        type: 'track',
        event: 'BuyGoods',
        messageId: expect.stringMatching(/^sensors-/),
        anonymousId: 'cookie-1',
        timestamp: new Date(NOW - 5_000).toISOString(),
        context: {
          page: { url: 'https://shop.example/a?utm_source=wx', title: '商品' },
          library: { name: 'sensors-js', version: '1.26.9' },
        },
        properties: { price: 9.5, $screen_width: 390, $source_event: 'BuyGoods' },
      },
    ])
  })

  for (const [name, url, payload, headers] of [
    ['ajax', `/sa.gif${AT}`, dataForm(event()), FORM],
    ['a beacon', `/sa.gif${AT}`, dataForm(event()), { 'content-type': 'text/plain;charset=UTF-8' }],
    ['a beacon of a FormData', `/sa.gif${AT}`, multipart(dataForm(event())), { 'content-type': PARTS }],
    ['a list from a mini-program', `/sa${AT}`, listForm([event()]), FORM],
    ['gzip in base64 from an app', `/sa${AT}`, gzipForm([event()]), FORM],
    ['a token beside another project', `/sa?project=shop&token=${WRITE_KEY}`, dataForm(event()), FORM],
    ['a token in the event alone', '/sa', dataForm(event({ token: WRITE_KEY, project: 'shop' })), FORM],
    ['plain JSON', `/sa/${AT}`, JSON.stringify([event()]), { 'content-type': 'application/json' }],
    ['base64 whose + was not escaped', `/sa${AT}`, `data=${base64(event({ event: 'a>>>?>?' }))}`, FORM],
  ] as const)
    test(`${name}, answered by 200 and nothing`, async () => {
      door = await openDoor()
      const answer = await post(url, payload, headers)
      expect([answer.statusCode, answer.body]).toEqual([200, ''])
      expect(door.events()).toHaveLength(1)
    })

  test('encrypted by SM2 and SM4, with the time of sending outside', async () => {
    const [keys, other] = [makeKeyPair(), makeKeyPair()]
    door = await openDoor({ sensorsKeys: new Map([['1', keys.privateKey]]) })
    const sent = secretForm([event(), event({ _track_id: 2 })], keys, { flush_time: NOW + 60_000 })
    expect((await post(`/sa${AT}`, sent)).statusCode).toBe(200)
    expect(door.events()).toHaveLength(2)
    // The device was a minute ahead of us.
    expect(door.events()[0]).toMatchObject({ timestamp: new Date(NOW - 65_000).toISOString() })
    const refused = [
      await post(`/sa${AT}`, secretForm([event()], other)),
      await post(`/sa${AT}`, secretForm([event()], keys, { pkv: 7 })),
      await post(`/sa${AT}`, secretForm([event()], keys, { payloads: ['AAAA'] })),
    ]
    expect(refused.map((answer) => [answer.statusCode, answer.json<{ message: string }>().message])).toEqual([
      [400, expect.stringMatching(/^ekey/)],
      [415, expect.stringMatching(/^pkv/)],
      [400, expect.stringMatching(/^payloads/)],
    ])
  })

  test('the debug address answers {}, keeps nothing on a dry run, and says what was wrong', async () => {
    door = await openDoor()
    const dry = await post(`/debug${AT}`, dataForm(event()), { ...FORM, 'dry-run': 'true' })
    expect([dry.statusCode, dry.json(), door.events()]).toEqual([200, {}, []])
    expect(door.told).toContainEqual({ name: 'events_dry_run', project: 'p', dialect: 'sensors', events: 1 })
    const wet = await post(`/debug${AT}`, dataForm(event()), { ...FORM, 'dry-run': 'false' })
    expect([wet.statusCode, wet.json(), door.events().length]).toEqual([200, {}, 1])
    const bad = await post(`/debug${AT}`, dataForm(event({ event: '' })))
    expect([bad.statusCode, bad.json()]).toMatchObject([400, { rejected: [{ index: 0 }] }])
  })
})

describe('what is refused', () => {
  test('an unknown project, and data that was changed on its way', async () => {
    door = await openDoor()
    expect((await post('/sa?project=nobody', 'data=!')).statusCode).toBe(401)
    const changed = await post(`/sa${AT}`, dataForm(event()).replace(/crc%3D-?\d+/, 'crc%3D1'))
    expect([changed.statusCode, changed.json<{ message: string }>().message]).toEqual([
      400,
      expect.stringMatching(/^crc/),
    ])
    expect((await post(`/sa${AT}`, 'nothing=here')).json()).toMatchObject({ code: 'invalid_batch' })
    expect(door.kept).toEqual([])
  })

  test('a list with some bad events keeps the good', async () => {
    door = await openDoor()
    const list = [event(), 7, event({ type: 'unheard_of' }), event({ _track_id: 2 })]
    expect((await post(`/sa${AT}`, listForm(list))).statusCode).toBe(200)
    expect(door.events()).toHaveLength(2)
    expect(door.told).toContainEqual(
      expect.objectContaining({ name: 'events_rejected', dialect: 'sensors', events: 2 }),
    )
  })

  test('what the log does not take is not answered at all, since any answer would count as delivered', async () => {
    door = await openDoor({ append: () => ({ outcome: 'overloaded', retryAfterMs: 1 }) })
    const address = await door.app.listen({ host: '127.0.0.1', port: 0 })
    const sending = fetch(`${address}/sa${AT}`, { method: 'POST', body: dataForm(event()), headers: FORM })
    await expect(sending).rejects.toThrow(/fetch failed/)
    expect(door.told).toContainEqual(
      expect.objectContaining({ name: 'request_refused', dialect: 'sensors', code: 'overloaded' }),
    )
  })
})

test('the checksum is Java’s', () => {
  expect(['', 'hello', 'BB', 'polygenelubricants'].map(javaHash)).toEqual([0, 99162322, 2112, -2147483648])
})

test('the secret key sends as well', async () => {
  door = await openDoor()
  expect((await post(`/sa?token=${SECRET_KEY}`, dataForm(event()))).statusCode).toBe(200)
})
