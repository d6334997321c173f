/** For tests: requests as Sensors' SDKs make them, written from the description of their wire; no code of theirs is used. */
import { createCipheriv, randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { sm2 } from 'sm-crypto-v2'
import { javaHash } from '../dialects/sensors/crc.ts'

export const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64')

/** `data=…&ext=crc%3D…`, as an address or a form has it. */
export function dataForm(event: unknown): string {
  const text = base64(event)
  return `data=${encodeURIComponent(text)}&ext=${encodeURIComponent(`crc=${javaHash(text)}`)}`
}

export const listForm = (events: unknown[]): string => `data_list=${encodeURIComponent(base64(events))}`

export function gzipForm(events: unknown[]): string {
  const text = gzipSync(JSON.stringify(events)).toString('base64')
  return `crc=${javaHash(text)}&gzip=1&data_list=${encodeURIComponent(text)}`
}

export interface KeyPair {
  publicKey: string
  privateKey: string
}

export const makeKeyPair = (): KeyPair => sm2.generateKeyPairHex()

/** `{ pkv, ekey, flush_time, payloads }` as a form with `gzip=9`. */
export function secretForm(
  events: unknown[],
  { publicKey }: Pick<KeyPair, 'publicKey'>,
  more: object = {},
): string {
  const key = randomBytes(16)
  const ekey = Buffer.from(sm2.doEncrypt(key, publicKey, 1), 'hex').toString('base64')
  const payloads = events.map((event) => sealed(gzipSync(JSON.stringify(event)), key))
  return `gzip=9&data=${encodeURIComponent(JSON.stringify({ pkv: 1, ekey, payloads, ...more }))}`
}

function sealed(plain: Buffer, key: Buffer): string {
  const iv = randomBytes(16)
  const cipher = createCipheriv('sm4-cbc', key, iv)
  return Buffer.concat([iv, cipher.update(plain), cipher.final()]).toString('base64')
}
