/** Which ids an event is about: whose it is, and whom else it names. */

/** As it was sent, by whomever. */
export interface NamesIds {
  type?: unknown
  event?: unknown
  userId?: unknown
  anonymousId?: unknown
  previousId?: unknown
  properties?: unknown
}

/** Takes a link between two ids back; stands beside `$alias`, which is a type of its own. */
export const UNLINK = '$unlink'

export function idsIn(event: NamesIds): string[] {
  const { userId, anonymousId, previousId, properties } = event
  const isAboutTwo = event.type === 'alias' || event.event === UNLINK
  const named = isAboutTwo
    ? (properties as { previousId?: unknown } | null | undefined)?.previousId
    : undefined
  return [userId || anonymousId, previousId, named].filter(
    (id): id is string => typeof id === 'string' && id !== '',
  )
}
