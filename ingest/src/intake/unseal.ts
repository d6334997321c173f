/**
 * Opens a body that an SDK has encrypted: `{ writeKey, sealed: { scheme, keyId, key, data } }`; docs/sdk/encryption.md has the wire.
 * Each page makes one content key, sends it under our public key, and everything else under it.
 */
import { Refusal } from '../errors.ts'
import { type ContentKey, openAes, openSm, unwrapAes, unwrapSm } from './ciphers.ts'
import { type Decoded, textOf, unreadable } from './decode.ts'
import { decompress } from './decompress.ts'

/** Private keys by id: 64 hex digits for SM2, PKCS #8 in base64 for RSA. Several at once while one replaces another. */
export type SealKeys = { get: (keyId: string) => string | undefined }

interface Sealed {
  scheme: string
  keyId: string
  key: string
  data: string
}

const SCHEMES = new Map([
  ['sm', { unwrap: unwrapSm, open: openSm }],
  ['aes', { unwrap: unwrapAes, open: openAes }],
])
/** A page sends the same wrapped key with each batch, and opening one costs a millisecond or more. */
const MOST_KEPT_KEYS = 1_000
const RETRY_SECONDS = 60

/** Answers what is no envelope as it came. Throws a `Refusal` when a layer does not open. */
export function createUnseal(keys: SealKeys): (sent: Decoded, maxBytes: number) => Promise<Decoded> {
  const kept = new Map<string, ContentKey>()

  const contentKeyOf = ({ scheme, keyId, key }: Sealed): ContentKey => {
    const id = JSON.stringify([scheme, keyId, key])
    const privateKey = keys.get(keyId)
    // Also for keys already opened: one that was taken away opens nothing any longer.
    if (!privateKey)
      throw new Refusal('unavailable', `sealed.keyId: no private key ${keyId.slice(0, 40)} is set here`, {
        // Keys reach all processes in time: until then the events are safer where they are.
        retryAfter: RETRY_SECONDS,
      })
    const known = kept.get(id)
    if (known) return known
    const opened = SCHEMES.get(scheme)?.unwrap(Buffer.from(key, 'base64'), privateKey)
    if (!opened) throw new Refusal('corrupt_encoding', 'sealed.key: does not open with the private key')
    if (kept.size >= MOST_KEPT_KEYS) kept.delete(kept.keys().next().value ?? '')
    kept.set(id, opened)
    return opened
  }

  return async (sent, maxBytes) => {
    const envelope = sealedIn(sent.value)
    if (!envelope) return sent
    const scheme = SCHEMES.get(envelope.scheme)
    if (!scheme) throw new Refusal('unsupported_encoding', 'sealed.scheme: expected sm or aes')
    const plain = scheme.open(Buffer.from(envelope.data, 'base64'), contentKeyOf(envelope))
    if (!plain) throw new Refusal('corrupt_encoding', 'sealed.data: does not open with the key it came with')
    const bytes = await decompress(plain, undefined, maxBytes)
    try {
      return { bytes, value: JSON.parse(textOf(bytes)) }
    } catch (error) {
      throw unreadable(error, undefined)
    }
  }
}

/** Whether it may be an envelope; a batch, which most bodies are, never is. */
export const isSealed = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'sealed' in value

function sealedIn(value: unknown): Sealed | undefined {
  const { sealed } = Object(value) as { sealed?: Partial<Sealed> }
  if (typeof sealed !== 'object' || !sealed || Array.isArray((value as { batch?: unknown }).batch))
    return undefined
  for (const field of ['scheme', 'keyId', 'key', 'data'] as const)
    if (typeof sealed[field] !== 'string')
      throw new Refusal('invalid_batch', 'the envelope cannot be understood', {
        issues: [{ path: `sealed.${field}`, message: 'expected a text' }],
      })
  return sealed as Sealed
}
