/**
 * Bodies of SDKs that do not say what they send: gzip, JSON, a form of either kind, or base64 of either; found out by looking.
 * Everything is capped, each layer opened once, and base64 only ever shrinks.
 */
import { Refusal } from '../errors.ts'
import { textOf, unreadable } from '../intake/decode.ts'
import { decompress } from '../intake/decompress.ts'
import { type Form, readForm } from './form.ts'
import { isMultipart, readMultipart } from './multipart.ts'

/** A body as far as it can be told apart without knowing the dialect: JSON, or the fields of a form. */
export type Payload = { json: unknown } | { form: Form }

/** `encoding` is the request's Content-Encoding. Throws a `Refusal`. */
export async function readPayload(
  body: Uint8Array,
  encoding: string | undefined,
  maxBytes: number,
): Promise<Payload> {
  const outer = await decompress(body, encoding, maxBytes)
  // A proxy may have said gzip around what the SDK had packed already.
  const text = textOf(encoding ? await decompress(outer, undefined, maxBytes) : outer).trim()
  if (isForm(text)) return { form: readForm(text) }
  if (isMultipart(text)) return { form: readMultipart(text) }
  return { json: await readText(text, maxBytes) }
}

/** JSON, or base64 of JSON or of gzip of JSON. */
export async function readText(text: string, maxBytes: number): Promise<unknown> {
  if (text === '') throw new Refusal('unreadable_json', 'expected a body, found none')
  if (looksLikeJson(text)) return parse(text)
  const bytes = fromBase64(text)
  return parse(textOf(await decompress(bytes, undefined, maxBytes)))
}

/** Where a form was built without escaping, its `+` was read as a space. */
export const fromBase64 = (text: string): Buffer => Buffer.from(text.replaceAll(' ', '+'), 'base64')

export const looksLikeJson = (text: string): boolean => /^\s*[[{"]/.test(text)

/** `name=value`, as opposed to base64, which has `=` at its end alone. */
const isForm = (text: string): boolean => /^[\w$.-]+=[^=]/.test(text)

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw unreadable(error, undefined)
  }
}
