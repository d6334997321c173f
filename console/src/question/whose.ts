/** Whose a property is: the event's, its person's or their group's, and as of when. */

export interface Whose {
  source: 'event' | 'user' | 'group'
  /** Of a group: its kind, as `groupType` told it; empty for the one without. */
  groupType: string
  /** What is known of the person or group now, or what was when the event happened. */
  asOf: 'now' | 'event'
}

export const SOURCES = ['event', 'user', 'group'] as const satisfies readonly Whose['source'][]
export const TIMES = ['now', 'event'] as const satisfies readonly Whose['asOf'][]
export const OF_EVENT: Whose = { source: 'event', groupType: '', asOf: 'now' }

/** The same for another source, without what that one has not. */
export const withSource = ({ asOf, groupType }: Whose, source: Whose['source']): Whose => ({
  source,
  groupType: source === 'group' ? groupType : '',
  asOf: source === 'event' ? 'now' : asOf,
})

/** As a condition or a breakdown says it; nothing where it is the event's. */
export const toSource = ({ source, groupType, asOf }: Whose): Partial<Whose> => ({
  ...(source === 'event' ? {} : { source }),
  ...(source === 'group' && groupType ? { groupType } : {}),
  ...(source !== 'event' && asOf === 'event' ? { asOf } : {}),
})

/** `user`, `group`, `group:company`, each with an `@` behind the first word where it is as of the event; empty for the event's. */
export function writeWhose({ source, groupType, asOf }: Whose): string {
  if (source === 'event') return ''
  return `${source}${asOf === 'event' ? '@' : ''}${source === 'group' && groupType ? `:${groupType}` : ''}`
}

/** Reads any text; what says nothing is the event's. */
export function readWhose(text: string): Whose {
  const [, source, at, groupType = ''] = /^(user|group)(@?)(?::([^]*))?$/.exec(text) ?? []
  if (source !== 'user' && source !== 'group') return OF_EVENT
  return withSource({ source, groupType, asOf: at === '@' ? 'event' : 'now' }, source)
}

/** The event whose properties are those of people or of groups. */
export const toldBy = (source: Whose['source'], event: string): string =>
  ({ event, user: '$identify', group: '$group' })[source]
