/** The event types of the wire, and the name under which each is stored. */

export const EVENT_TYPES = ['track', 'page', 'screen', 'identify', 'group', 'alias'] as const
export type EventType = (typeof EVENT_TYPES)[number]

export const PLATFORMS = [
  'web',
  'h5',
  'wechat',
  'alipay',
  'baidu',
  'douyin',
  'qq',
  'kuaishou',
  'jd',
  'android',
  'ios',
  'harmony',
  'server',
] as const
export type Platform = (typeof PLATFORMS)[number]

const STORED: Record<Exclude<EventType, 'track'>, string> = {
  page: '$pageview',
  screen: '$screen',
  identify: '$identify',
  group: '$group',
  alias: '$alias',
}

/** The stored name of an event: `track` keeps its own, every other type has a reserved one. */
export const storedName = (type: EventType, event: string | undefined): string =>
  type === 'track' ? (event ?? '') : STORED[type]
