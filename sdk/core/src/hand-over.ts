/** Hands an identity from one place to another in an address: a mini-program opens a web page, an app a browser. */
import { idOf } from './identity.ts'

/** Who acts, as the host of a page knows it. */
export interface HandedIdentity {
  anonymousId: string
  userId?: string | undefined
  sessionId?: string | undefined
}

/** The parameter of the address, in its query or behind its hash. */
export const HAND_OVER_PARAMETER = '_ff'
/** An address that is shared or kept must not make strangers one person: it says who opens it for two minutes. */
export const HAND_OVER_MS = 2 * 60_000

const FOUND = /([?&#])_ff=([^&#]*)(&?)/

/** `url` with the identity in its query. */
export function handOver(
  url: string,
  { anonymousId, userId, sessionId }: HandedIdentity,
  now: number,
): string {
  const value = [now, anonymousId, userId, sessionId].map((part) => encodeURIComponent(part ?? '')).join()
  const [address = '', ...hash] = withoutHandOver(url).split('#')
  const joint = address.includes('?') ? '&' : '?'
  return [`${address}${joint}${HAND_OVER_PARAMETER}=${value}`, ...hash].join('#')
}

/** The identity in an address; undefined when there is none, or it is too old, or not ours. */
export function handedOver(url: string, now: number): HandedIdentity | undefined {
  const [at, anonymousId, userId, sessionId] = partsOf(FOUND.exec(url)?.[2] ?? '')
  const fresh = Math.abs(now - Number(at)) <= HAND_OVER_MS
  const device = idOf(anonymousId)
  return fresh && device
    ? { anonymousId: device, userId: idOf(userId), sessionId: idOf(sessionId) }
    : undefined
}

/** The address as it may be shared. */
export const withoutHandOver = (url: string): string =>
  url.replace(FOUND, (_all, before: string, _value, after: string) =>
    after ? before : before === '#' ? '#' : '',
  )

/** Some hosts encode an address once more on its way: the commas tell. */
function partsOf(value: string): string[] {
  try {
    const text = value.includes(',') ? value : decodeURIComponent(value)
    return text.split(',').map(decodeURIComponent)
  } catch {
    return []
  }
}
