/** RSA-OAEP and AES-256-GCM, with what browsers have built in. Only on pages over https, as browsers want it. */
import { fromBase64, toBase64 } from './base64.ts'
import type { Sealer } from './sealed.ts'

/** `publicKey`: the collector's RSA key, SPKI in base64. Rejects where it cannot be used. */
export async function sealAes(publicKey: string): Promise<Sealer> {
  const { subtle } = crypto
  const oaep = { name: 'RSA-OAEP', hash: 'SHA-256' }
  const theirs = await subtle.importKey('spki', fromBase64(publicKey), oaep, false, ['encrypt'])
  const raw = crypto.getRandomValues(new Uint8Array(32))
  const ours = await subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt'])
  return {
    scheme: 'aes',
    key: toBase64(new Uint8Array(await subtle.encrypt(oaep, theirs, raw))),
    async seal(plain) {
      const iv = crypto.getRandomValues(new Uint8Array(12))
      const data = await subtle.encrypt({ name: 'AES-GCM', iv }, ours, plain as BufferSource)
      return toBase64(iv, new Uint8Array(data))
    },
  }
}
