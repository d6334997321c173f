/** What a batch says has happened, in our words and in those of the SDKs beside ours. */
import { gunzipSync } from 'node:zlib'

interface Said {
  messageId?: string
  uuid?: string
  event?: string
  type?: string
}

/** Id and name of each event of a body; gzip is known by its first bytes, for not everybody says so. Empty for what is no batch. */
export function arrivalsIn(body: Buffer): [id: string, name: string][] {
  const plain = body[0] === 0x1f && body[1] === 0x8b ? gunzipSync(body) : body
  return eventsOf(plain.toString('utf8')).flatMap(({ messageId, uuid, event, type }) => {
    const [id, name] = [messageId ?? uuid, event ?? type]
    return id && name ? [[id, name] as [string, string]] : []
  })
}

function eventsOf(text: string): Said[] {
  try {
    const told = JSON.parse(text) as { batch?: Said[] } | Said[]
    return Array.isArray(told) ? told : (told.batch ?? [told as Said])
  } catch {
    return []
  }
}
