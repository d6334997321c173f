/**
 * Sensors' events under SM2 and SM4 (GB/T 32918, GB/T 32907): the SM4 key under our public SM2 key, each event under that SM4 key.
 * `{ pkv, ekey: b64(SM2 C1C3C2), flush_time, payloads: [b64(IV16 ‖ SM4-CBC(gzip(event)))] }`
 */
import { createDecipheriv } from 'node:crypto'
import { sm2 } from 'sm-crypto-v2'
import { Refusal } from '../../errors.ts'
import { textOf, unreadable } from '../../intake/decode.ts'
import { decompress } from '../../intake/decompress.ts'
import { type Bag, isObject, textIn } from '../object.ts'

/** Private SM2 keys as 64 hex digits, by the version that SDKs name as `pkv`. */
export type SecretKeys = ReadonlyMap<string, string>

export const isEnvelope = (value: unknown): value is Bag =>
  isObject(value) && 'ekey' in value && Array.isArray(value['payloads'])

const IV_BYTES = 16
const KEY_BYTES = 16
/** C1 without its leading 04, C3, and a C2 as long as the key. */
const SEALED_KEY_BYTES = 64 + 32 + KEY_BYTES
const MOST_PAYLOADS = 5_000

/** The events inside, in order. Throws a `Refusal` when a layer does not open. */
export async function openEnvelope(envelope: Bag, keys: SecretKeys, maxBytes: number): Promise<unknown[]> {
  const version = textIn(envelope['pkv']) ?? ''
  const privateKey = keys.get(version)
  if (!privateKey)
    throw new Refusal('unsupported_encoding', `pkv: no private key of version ${version.slice(0, 20)} is set`)
  const key = openKey(textIn(envelope['ekey']) ?? '', privateKey)
  const payloads = envelope['payloads'] as unknown[]
  if (payloads.length > MOST_PAYLOADS)
    throw new Refusal('too_many_events', `${payloads.length} events, expected at most ${MOST_PAYLOADS}`)
  const events: unknown[] = []
  let left = maxBytes
  for (const payload of payloads) {
    const bytes = await decompress(decipher(textIn(payload) ?? '', key), undefined, left)
    left -= bytes.length
    events.push(...listOf(parse(bytes)))
  }
  return events
}

function openKey(sealed: string, privateKey: string): Buffer {
  const bytes = Buffer.from(sealed, 'base64')
  const bare = bytes.length === SEALED_KEY_BYTES + 1 ? bytes.subarray(1) : bytes
  const key = bare.length === SEALED_KEY_BYTES ? unseal(bare, privateKey) : undefined
  if (key?.length !== KEY_BYTES)
    throw new Refusal('corrupt_encoding', 'ekey: does not open with the private key')
  return key
}

/** Mode 1 is the order C1C3C2. The library answers nothing when C3 does not match. */
function unseal(bytes: Buffer, privateKey: string): Buffer | undefined {
  try {
    return Buffer.from(sm2.doDecrypt(bytes.toString('hex'), privateKey, 1, { output: 'array' }))
  } catch {
    return undefined
  }
}

function decipher(payload: string, key: Buffer): Buffer {
  const bytes = Buffer.from(payload, 'base64')
  try {
    const opener = createDecipheriv('sm4-cbc', key, bytes.subarray(0, IV_BYTES))
    return Buffer.concat([opener.update(bytes.subarray(IV_BYTES)), opener.final()])
  } catch {
    throw new Refusal('corrupt_encoding', 'payloads: do not open with the key they came with')
  }
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(textOf(bytes))
  } catch (error) {
    throw unreadable(error, undefined)
  }
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value])
