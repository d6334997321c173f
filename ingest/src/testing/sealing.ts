/** For tests: bodies as an SDK encrypts them, written from docs/sdk/encryption.md with nothing of the SDK's. */
import {
  constants,
  createCipheriv,
  createHmac,
  generateKeyPairSync,
  publicEncrypt,
  randomBytes,
} from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { sm2 } from 'sm-crypto-v2'

/** Both texts as the settings and the SDK have them. */
export interface KeyPair {
  scheme: 'sm' | 'aes'
  publicKey: string
  privateKey: string
}

export const smKeys = (): KeyPair => ({ scheme: 'sm', ...sm2.generateKeyPairHex() })

export function aesKeys(): KeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
  return {
    scheme: 'aes',
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  }
}

export interface Envelope {
  scheme: string
  keyId: string
  key: string
  data: string
}

export function seal(body: unknown, { scheme, publicKey }: KeyPair, keyId: string, zip = true): Envelope {
  const text = Buffer.from(JSON.stringify(body))
  const plain = zip ? gzipSync(text) : text
  const sealed = scheme === 'sm' ? sealSm(plain, publicKey) : sealAes(plain, publicKey)
  return { scheme, keyId, ...sealed }
}

function sealSm(plain: Buffer, publicKey: string): Pick<Envelope, 'key' | 'data'> {
  const key = randomBytes(48)
  const iv = randomBytes(16)
  const cipher = createCipheriv('sm4-cbc', key.subarray(0, 16), iv)
  const sealed = Buffer.concat([iv, cipher.update(plain), cipher.final()])
  const mac = createHmac('sm3', key.subarray(16)).update(sealed).digest()
  return {
    key: Buffer.from(sm2.doEncrypt(key, publicKey, 1), 'hex').toString('base64'),
    data: Buffer.concat([sealed, mac]).toString('base64'),
  }
}

function sealAes(plain: Buffer, publicKey: string): Pick<Envelope, 'key' | 'data'> {
  const key = randomBytes(32)
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  const sealed = Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
  const pem = { key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' } as const
  const wrapped = publicEncrypt(
    { ...pem, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' },
    key,
  )
  return { key: wrapped.toString('base64'), data: sealed.toString('base64') }
}
