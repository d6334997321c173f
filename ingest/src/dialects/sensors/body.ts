/** What a Sensors request carries: one event as `data` or several as `data_list`, in the address or in a form. */
import { Refusal } from '../../errors.ts'
import { type Bag, bagOf, isObject, textIn } from '../object.ts'
import { NO_FORM } from '../form.ts'
import { looksLikeJson, parseJson, type Payload, readPayload, readText } from '../payload.ts'
import { checkCrc } from './crc.ts'
import { isEnvelope, openEnvelope, type SecretKeys } from './secret.ts'

export interface SensorsRequest {
  query: Bag
  body: Uint8Array
  encoding: string | undefined
  maxBytes: number
  secretKeys: SecretKeys
}

/** What should be JSON. Throws a `Refusal` where there is none. */
export async function openBody({ query, body, encoding, maxBytes }: SensorsRequest): Promise<Uint8Array> {
  const payload = body.length > 0 ? await readPayload(body, encoding, maxBytes) : undefined
  return payload && 'json' in payload ? payload.json : jsonIn(fieldsOf(query, payload), maxBytes)
}

/** The events inside. Throws a `Refusal` when it is no JSON, or sealed and does not open. */
export const parseBody = (json: Uint8Array, request: Opening): Promise<unknown[]> =>
  opened(parseJson(json), request)

type Opening = Pick<SensorsRequest, 'secretKeys' | 'maxBytes'>

type Fields = Readonly<Record<string, string | undefined>>
const NAMES = ['data', 'data_list', 'crc', 'ext']

/** What the form says, over what the address says. */
function fieldsOf(query: Bag, payload: Payload | undefined): Fields {
  const form = payload && 'form' in payload ? payload.form : NO_FORM
  return Object.fromEntries(NAMES.map((name) => [name, form.get(name) ?? textIn(query[name])]))
}

/** The checksum is of the text as it was before it was escaped. */
async function jsonIn({ data, data_list, crc, ext }: Fields, maxBytes: number): Promise<Uint8Array> {
  const sent = data ?? data_list
  if (sent === undefined) throw new Refusal('invalid_batch', 'expected the events as data or data_list')
  const text = looksLikeJson(sent) ? sent : sent.replaceAll(' ', '+')
  checkCrc(text, crc ?? new URLSearchParams(ext).get('crc') ?? undefined)
  return readText(text, maxBytes)
}

async function opened(json: unknown, { secretKeys, maxBytes }: Opening): Promise<unknown[]> {
  const list = Array.isArray(json) ? json : [json]
  if (!list.some(isEnvelope)) return list
  const events: unknown[] = []
  for (const one of list)
    if (!isEnvelope(one)) events.push(one)
    else
      for (const event of await openEnvelope(one, secretKeys, maxBytes))
        events.push(isObject(event) ? { _flush_time: one['flush_time'], ...event } : event)
  return events
}

/** The project's token, for requests whose address names neither a token nor a project. */
export function tokenIn(events: readonly unknown[]): string | undefined {
  for (const event of events) {
    const { token, project } = bagOf(event)
    const found = textIn(token) ?? textIn(project)
    if (found !== undefined) return found
  }
  return undefined
}
