/** What a PostHog request carries, in whichever of its forms: the events, whose they are, and when they were sent. */
import { Refusal } from '../../errors.ts'
import { type Bag, bagOf, isObject, textIn } from '../object.ts'
import { parseJson, type Payload, readPayload, readText } from '../payload.ts'

export interface PostHogBody {
  events: readonly unknown[]
  /** The project's token, wherever it was found. */
  token: string | undefined
  /** When it says it was sent. */
  said: string | undefined
  /** The sender says that it moves history. */
  isHistory: boolean
}

export interface PostHogRequest {
  query: Bag
  body: Uint8Array
  encoding: string | undefined
  maxBytes: number
}

/** What should be JSON. Throws a `Refusal` where there is none. */
export async function openBody({ query, body, encoding, maxBytes }: PostHogRequest): Promise<Uint8Array> {
  const inQuery = textIn(query['data'])
  return body.length === 0 && inQuery !== undefined
    ? readText(inQuery, maxBytes)
    : jsonOf(await readPayload(body, encoding, maxBytes), maxBytes)
}

/** Throws a `Refusal` when no event can be found in it. */
export const parseBody = (json: Uint8Array, query: Bag): PostHogBody => frameOf(parseJson(json), query)

async function jsonOf(payload: Payload, maxBytes: number): Promise<Uint8Array> {
  if ('json' in payload) return payload.json
  const data = payload.form.get('data')
  if (data === undefined)
    throw new Refusal('invalid_batch', 'expected the events in the field data of the form')
  return readText(data, maxBytes)
}

/** A batch, a list, or one event. */
function frameOf(json: unknown, query: Bag): PostHogBody {
  const frame = bagOf(json)
  const events = Array.isArray(json) ? json : Array.isArray(frame['batch']) ? frame['batch'] : [json]
  return {
    events,
    token: tokenIn(frame) ?? tokenIn(query) ?? events.map(tokenOfEvent).find((token) => token !== undefined),
    said: textIn(frame['sent_at']),
    isHistory: frame['historical_migration'] === true,
  }
}

export const tokenIn = (bag: Bag): string | undefined =>
  textIn(bag['api_key']) ?? textIn(bag['token']) ?? textIn(bag['$token'])

export const tokenOfEvent = (event: unknown): string | undefined =>
  isObject(event) ? (tokenIn(event) ?? tokenIn(bagOf(event['properties']))) : undefined

/** `sent_at` of a batch, in Unix milliseconds by the client's clock; older libraries put their milliseconds into the address as `_`. */
export function sentAtIn(said: string | undefined, query: Bag): number | undefined {
  const time = Date.parse(said ?? '')
  if (!Number.isNaN(time)) return time
  const stamp = Number(query['_'])
  return Number.isSafeInteger(stamp) && stamp > 0 ? stamp : undefined
}
