/**
 * Bodies of SDKs that do not say what they send: gzip, JSON, a form of either kind, or base64 of either; found out by looking.
 * Everything is capped, each layer opened once, and base64 only ever shrinks.
 */
import { Refusal } from '../errors.ts'
import { textOf, unreadable } from '../intake/decode.ts'
import { decompress } from '../intake/decompress.ts'
import { type Form, readForm } from './form.ts'
import { isMultipart, readMultipart } from './multipart.ts'

/** A body as far as it can be told apart without knowing the dialect: what should be JSON, or the fields of a form. */
export type Payload = { json: Uint8Array } | { form: Form }

/** `encoding` is the request's Content-Encoding. Throws a `Refusal`. */
export async function readPayload(
  body: Uint8Array,
  encoding: string | undefined,
  maxBytes: number,
): Promise<Payload> {
  const outer = await decompress(body, encoding, maxBytes)
  // A proxy may have said gzip around what the SDK had packed already.
  const bytes = encoding ? await decompress(outer, undefined, maxBytes) : outer
  if (OPENING.includes(bytes[0] ?? 0)) return { json: bytes }
  const text = textOf(bytes).trim()
  if (isForm(text)) return { form: readForm(text) }
  if (isMultipart(text)) return { form: readMultipart(text) }
  return { json: await readText(text, maxBytes) }
}

/** Begins the JSON of an object, of a list and of a text. */
const OPENING = Buffer.from('{["')

/** JSON, or base64 of JSON or of gzip of JSON: the bytes of the JSON. */
export async function readText(text: string, maxBytes: number): Promise<Uint8Array> {
  if (text === '') throw new Refusal('unreadable_json', 'expected a body, found none')
  if (looksLikeJson(text)) return Buffer.from(text)
  return decompress(fromBase64(text), undefined, maxBytes)
}

/** Where a form was built without escaping, its `+` was read as a space. */
export const fromBase64 = (text: string): Buffer => Buffer.from(text.replaceAll(' ', '+'), 'base64')

export const looksLikeJson = (text: string): boolean => /^\s*[[{"]/.test(text)

/** `name=value`, as opposed to base64, which has `=` at its end alone. */
const isForm = (text: string): boolean => /^[\w$.-]+=[^=]/.test(text)

/** Throws a `Refusal` that says what was wrong. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(textOf(bytes).trim())
  } catch (error) {
    throw unreadable(error, undefined)
  }
}
