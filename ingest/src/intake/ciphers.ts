/** The two ways in which SDKs encrypt, undone. Every function answers undefined for what was changed on the way or meant for another key. */
import {
  constants,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  privateDecrypt,
  timingSafeEqual,
} from 'node:crypto'
import { sm2 } from 'sm-crypto-v2'

/** The bytes that a page made for itself. */
export type ContentKey = Buffer

const SM_CIPHER_BYTES = 16
/** An SM4 key and, behind it, one for HMAC-SM3: CBC alone does not tell when something was changed. */
const SM_KEY_BYTES = SM_CIPHER_BYTES + 32
const SM_IV_BYTES = 16
const SM_MAC_BYTES = 32
const AES_KEY_BYTES = 32
const AES_IV_BYTES = 12
const AES_TAG_BYTES = 16

/** SM2, C1C3C2 without its leading 04 (GB/T 32918). */
export const unwrapSm = (wrapped: Buffer, privateKey: string): ContentKey | undefined =>
  attempt(
    () => Buffer.from(sm2.doDecrypt(wrapped.toString('hex'), privateKey, 1, { output: 'array' })),
    SM_KEY_BYTES,
  )

/** RSA-OAEP with SHA-256; the private key is PKCS #8 in base64. */
export const unwrapAes = (wrapped: Buffer, privateKey: string): ContentKey | undefined =>
  attempt(() => {
    const key = createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' })
    return privateDecrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, wrapped)
  }, AES_KEY_BYTES)

/** `IV16 ‖ SM4-CBC ‖ HMAC-SM3 of both`. */
export function openSm(data: Buffer, key: ContentKey): Buffer | undefined {
  const end = data.length - SM_MAC_BYTES
  if (end <= SM_IV_BYTES) return undefined
  const mac = createHmac('sm3', key.subarray(SM_CIPHER_BYTES)).update(data.subarray(0, end)).digest()
  if (!timingSafeEqual(mac, data.subarray(end))) return undefined
  return attempt(() => {
    const iv = data.subarray(0, SM_IV_BYTES)
    const opener = createDecipheriv('sm4-cbc', key.subarray(0, SM_CIPHER_BYTES), iv)
    return Buffer.concat([opener.update(data.subarray(SM_IV_BYTES, end)), opener.final()])
  })
}

/** `IV12 ‖ AES-256-GCM ‖ tag16`. */
export function openAes(data: Buffer, key: ContentKey): Buffer | undefined {
  const end = data.length - AES_TAG_BYTES
  if (end <= AES_IV_BYTES) return undefined
  return attempt(() => {
    const options = { authTagLength: AES_TAG_BYTES }
    const opener = createDecipheriv('aes-256-gcm', key, data.subarray(0, AES_IV_BYTES), options)
    opener.setAuthTag(data.subarray(end))
    return Buffer.concat([opener.update(data.subarray(AES_IV_BYTES, end)), opener.final()])
  })
}

/** Libraries differ in how they say no; of the given length when one is. */
function attempt(run: () => Buffer, length?: number): Buffer | undefined {
  try {
    const bytes = run()
    return length === undefined || bytes.length === length ? bytes : undefined
  } catch {
    return undefined
  }
}
