/** Encrypted bodies: they arrive as what they were, under keys that change, and nothing that was tampered with does. */
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { type Door, openDoor, WRITE_KEY } from '../testing/door.ts'
import { aesKeys, type Envelope, type KeyPair, seal, smKeys } from '../testing/sealing.ts'

let door: Door
afterEach(() => door.app.close())

const EVENT = {
  type: 'track',
  event: 'Ordered',
  messageId: 'm-1',
  anonymousId: 'd',
  properties: { total: 5 },
}
const BODY = { writeKey: WRITE_KEY, sentAt: '2026-11-23T09:00:00.000Z', batch: [EVENT] }
const send = (sealed: unknown, more: object = { writeKey: WRITE_KEY }) =>
  door.app.inject({
    method: 'POST',
    url: '/v1/batch',
    headers: { 'content-type': 'text/plain' },
    payload: JSON.stringify({ ...more, sealed }),
  })
const codeOf = ({ payload }: { payload: string }): unknown => (JSON.parse(payload) as { code?: unknown }).code

describe.each([
  ['SM2 and SM4', smKeys()],
  ['RSA and AES', aesKeys()],
] as [string, KeyPair][])('%s', (_name, keys) => {
  const ring = new Map([['k1', keys.privateKey]])

  test.each([true, false])('an encrypted batch is kept as what it was (gzip inside: %s)', async (zip) => {
    door = await openDoor({ sealKeys: ring })
    const answer = await send(seal(BODY, keys, 'k1', zip))
    expect(answer.json()).toEqual({ accepted: 1, rejected: [] })
    expect(door.events()).toEqual([EVENT])
  })

  test('keys are replaced while pages still use the old one, and one taken away opens nothing any longer', async () => {
    const next = keys.scheme === 'sm' ? smKeys() : aesKeys()
    const changing = new Map(ring)
    door = await openDoor({ sealKeys: changing })
    const old = seal(BODY, keys, 'k1')
    expect((await send(old)).statusCode).toBe(200)
    changing.set('k2', next.privateKey)
    expect((await send(old)).statusCode).toBe(200)
    expect((await send(seal(BODY, next, 'k2'))).statusCode).toBe(200)
    changing.delete('k1')
    const refused = await send(old)
    // 503, for the page must keep its events until somebody has set the key.
    expect([refused.statusCode, codeOf(refused), refused.headers['retry-after']]).toEqual([
      503,
      'unavailable',
      '60',
    ])
    expect(refused.payload).toContain('k1')
  })

  test('what was changed on the way, cut short, or meant for another key is refused', async () => {
    door = await openDoor({ sealKeys: ring })
    const envelope = seal(BODY, keys, 'k1')
    const other = seal(BODY, keys.scheme === 'sm' ? smKeys() : aesKeys(), 'k1')
    const flipped = (text: string, at: number): string => {
      const bytes = Buffer.from(text, 'base64')
      bytes[at] = (bytes[at] ?? 0) ^ 1
      return bytes.toString('base64')
    }
    const size = Buffer.from(envelope.data, 'base64').length
    const bad: Envelope[] = [
      ...[0, 20, size - 40, size - 1].map((at) => ({ ...envelope, data: flipped(envelope.data, at) })),
      { ...envelope, data: '' },
      { ...envelope, data: envelope.data.slice(0, 40) },
      { ...envelope, key: flipped(envelope.key, 40) },
      { ...envelope, key: '' },
      { ...envelope, key: other.key },
      other,
    ]
    for (const each of bad) {
      const answer = await send(each)
      expect([answer.statusCode, codeOf(answer)]).toEqual([400, 'corrupt_encoding'])
    }
    expect(door.kept).toEqual([])
  })
})

const KEYS = smKeys()
const RING = new Map([['k1', KEYS.privateKey]])

test('the key of the project is asked for outside of the envelope, before anything is opened', async () => {
  door = await openDoor({ sealKeys: RING })
  expect((await send(seal(BODY, KEYS, 'k1'), {})).statusCode).toBe(401)
  expect((await send('anything', { writeKey: 'nobody' })).statusCode).toBe(401)
})

test('an envelope that is none is named field by field, and an unknown scheme by what was expected', async () => {
  door = await openDoor({ sealKeys: RING })
  const answer = await send({ scheme: 'sm', keyId: 1 })
  expect(answer.statusCode).toBe(400)
  expect(answer.json()).toMatchObject({ issues: [{ path: 'sealed.keyId' }] })
  const unknown = await send({ ...seal(BODY, KEYS, 'k1'), scheme: 'rot13' })
  expect([unknown.statusCode, unknown.payload]).toEqual([415, expect.stringContaining('sm or aes')])
})

test('inside there are the same verdicts and the same caps', async () => {
  door = await openDoor({ sealKeys: RING })
  const mixed = await send(seal({ batch: [EVENT, { type: 'track' }] }, KEYS, 'k1'))
  expect(mixed.json()).toMatchObject({ accepted: 1, rejected: [{ index: 1 }] })
  const bomb = seal({ batch: [], bomb: gzipSync('x').toString() + ' '.repeat(64 * 1024 * 1024) }, KEYS, 'k1')
  const answer = await send(bomb)
  expect([answer.statusCode, codeOf(answer)]).toEqual([413, 'payload_too_large'])
})

test('without keys of ours plain bodies go on as ever', async () => {
  door = await openDoor()
  const answer = await door.app.inject({ method: 'POST', url: '/v1/batch', payload: BODY })
  expect(answer.statusCode).toBe(200)
})
