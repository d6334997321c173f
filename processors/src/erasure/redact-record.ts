/** Takes the events of people who were erased out of a record of the log; all others keep their places, and so their names. */
import { idsIn, type NamesIds } from '@firefly/protocol/ids'
import { decodeRecord, encodeRecord, type RecordHeader } from '@firefly/protocol/record'

/** Whether a distinct id is one of somebody who was erased. */
export type IsErased = (project: string, distinctId: string) => boolean

type Named = NamesIds | null

/** The record without them, or undefined where it has nothing of them. A record that cannot be read stays as it is. */
export function redactRecord(value: Uint8Array, isErased: IsErased): Uint8Array | undefined {
  const decoded = decodeRecord(value)
  if (!decoded.ok) return undefined
  const { header, body } = decoded
  const json = parsed(body)
  const events = eventsIn(header, json)
  const places = events.flatMap((event, at) => (isOfErased(event, header.project, isErased) ? [at] : []))
  if (places.length === 0) return undefined
  const gone = new Set(places)
  const left = events.map((event, at) => (gone.has(at) ? null : event))
  const erased = [...(header.erased ?? []), ...places.filter((at) => !header.rejected?.includes(at))]
  const rest = left.some((event) => event !== null) ? header : withoutSender(header)
  return encodeRecord({ ...rest, erased }, Buffer.from(JSON.stringify(bodyOf(header, json, left))))
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.length).toString('utf8'))
  } catch {
    return undefined
  }
}

function eventsIn({ shape }: RecordHeader, json: unknown): Named[] {
  const list =
    shape === 'batch' ? (json as { batch?: unknown } | undefined)?.batch : shape === 'list' ? json : [json]
  return Array.isArray(list) ? (list as Named[]) : []
}

/** What surrounds a batch may be about the person as well, so nothing of it stays where no event does. */
function bodyOf({ shape }: RecordHeader, json: unknown, left: Named[]): unknown {
  if (shape === 'event') return left[0]
  if (shape === 'list') return left
  return left.some((event) => event !== null) ? { ...(json as object), batch: left } : { batch: left }
}

function withoutSender({ ip: _ip, userAgent: _userAgent, ...rest }: RecordHeader): RecordHeader {
  return rest
}

/** As the processors tell whose an event is. */
function isOfErased(event: Named, project: string, isErased: IsErased): boolean {
  if (typeof event !== 'object' || event === null) return false
  return idsIn(event).some((id) => isErased(project, id))
}
