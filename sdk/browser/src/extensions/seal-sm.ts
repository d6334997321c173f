/** SM2, SM4-CBC and HMAC-SM3 (GB/T 32918, 32907, 32905), where the rules ask for these. Heavy: meant to be loaded when the page has time. */
import { sm2, sm3, sm4 } from 'sm-crypto-v2'
import { toBase64 } from './base64.ts'
import type { Sealer } from './sealed.ts'

/** `publicKey`: the collector's SM2 key, 130 hex digits (04…) or 66. Throws where it is none. */
export function sealSm(publicKey: string): Sealer {
  const key = crypto.getRandomValues(new Uint8Array(48))
  const [cipher, mac] = [key.subarray(0, 16), key.subarray(16)]
  return {
    scheme: 'sm',
    key: toBase64(fromHex(sm2.doEncrypt(key, publicKey, 1))),
    seal(plain) {
      const iv = crypto.getRandomValues(new Uint8Array(16))
      const data = sm4.encrypt(plain, cipher, { mode: 'cbc', iv, output: 'array' })
      const sealed = new Uint8Array(iv.length + data.length)
      sealed.set(iv)
      sealed.set(data, iv.length)
      return toBase64(sealed, fromHex(sm3(sealed, { key: mac, mode: 'hmac' })))
    },
  }
}

const fromHex = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
