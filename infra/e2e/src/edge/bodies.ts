/** Bodies that nobody honest sends, each with one good event where the rest can still be read. */
import { gzipSync } from 'node:zlib'

export interface HostileBody {
  bytes: Buffer
  headers: Record<string, string>
  /** Whether the good event inside must be kept: the frame around it is sound. */
  keeps: boolean
}

/** A whole number below `below`. */
export type Draw = (below: number) => number

const good = (id: string): string =>
  JSON.stringify({ type: 'track', event: 'Kept', anonymousId: 'edge', messageId: id })
const batch = (...events: string[]): Buffer => Buffer.from(`{"batch":[${events.join(',')}]}`)
const event = (properties: string): string =>
  `{"type":"track","event":"Odd","anonymousId":"edge","properties":${properties}}`

const gzipped = { 'content-encoding': 'gzip' }
const beside =
  (text: (draw: Draw) => string) =>
  (id: string, draw: Draw): HostileBody => ({ bytes: batch(text(draw), good(id)), headers: {}, keeps: true })
const broken =
  (bytes: (whole: Buffer, draw: Draw) => Buffer, headers: Record<string, string> = {}) =>
  (id: string, draw: Draw): HostileBody => ({ bytes: bytes(batch(good(id)), draw), headers, keeps: false })

/** One way to be hostile a name. */
const WAYS: Record<string, (id: string, draw: Draw) => HostileBody> = {
  'JSON cut short': broken((whole, draw) => whole.subarray(0, draw(whole.length))),
  'one byte changed': broken((whole, draw) => {
    whole[draw(12)] = draw(256)
    return whole
  }),
  'gzip cut short': broken((whole, draw) => {
    const packed = gzipSync(whole)
    return packed.subarray(0, 1 + draw(packed.length - 9))
  }, gzipped),
  'no gzip at all': broken((whole) => whole, gzipped),
  'a frame of the wrong type': broken((_whole, draw) =>
    Buffer.from(['[]', '1', 'null', '"x"', '{"batch":{}}', '{"batch":1}', '{}', ''][draw(8)] ?? ''),
  ),
  'an event of the wrong type': beside((draw) => ['null', '1', '[]', '"x"', 'true', '{}'][draw(6)] ?? '{}'),
  'ids and names of the wrong type': beside(
    (draw) => `{"type":${draw(9)},"event":[${draw(9)}],"anonymousId":{}}`,
  ),
  'bytes that are no UTF-8': (id) => ({
    bytes: Buffer.concat([
      Buffer.from(`{"batch":[{"type":"track","event":"Odd","anonymousId":"`),
      Buffer.from([0xc3, 0x28, 0xff, 0xfe, 0xed, 0xa0, 0x80]),
      Buffer.from(`"},${good(id)}]}`),
    ]),
    headers: { 'content-type': 'application/json; charset=utf-16' },
    keeps: true,
  }),
  'nesting without end': beside(() => event('{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000))),
  'lists in lists': beside(() => event(`{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`)),
  __proto__: beside(() =>
    event('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
  ),
  'ten thousand keys': beside(() =>
    event(`{${Array.from({ length: 10_000 }, (_, n) => `"k${n}":${n}`).join()}}`),
  ),
  'a text of a megabyte': beside(() => event(`{"a":"${'x'.repeat(1_000_000)}"}`)),
  'the same key again and again': beside(() =>
    event(`{${Array.from({ length: 200 }, (_, n) => `"a":${n}`).join()}}`),
  ),
  'numbers that are none': beside(() => event('{"a":1e999,"b":-0,"c":123456789012345678901234567890}')),
}
const NAMES = Object.keys(WAYS)
/** These are large, so they are drawn seldom. */
const SELDOM = new Set(['nesting without end', 'lists in lists', 'ten thousand keys', 'a text of a megabyte'])

export function hostileBody(id: string, draw: Draw): HostileBody & { way: string } {
  const way = NAMES[draw(NAMES.length)] ?? 'JSON cut short'
  if (SELDOM.has(way) && draw(20) > 0) return hostileBody(id, draw)
  return { way, ...(WAYS[way] as (typeof WAYS)[string])(id, draw) }
}
