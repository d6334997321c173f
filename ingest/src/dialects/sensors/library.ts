/** Which of Sensors' libraries wrote an event, and on what platform that one runs. */
import type { Platform } from '@firefly/protocol/names'
import type { Context } from '@firefly/protocol/wire'
import { type Bag, bagOf, textIn } from '../object.ts'

const PLATFORMS: ReadonlyMap<string, Platform> = new Map([
  ['android', 'android'],
  ['ios', 'ios'],
  ['harmony', 'harmony'],
  ['harmonyos', 'harmony'],
  ['miniprogram', 'wechat'],
  ['minigame', 'wechat'],
  ['alipaymini', 'alipay'],
  ['baidumini', 'baidu'],
  ['bytedancemini', 'douyin'],
  ['qqmini', 'qq'],
  ['kuaishoumini', 'kuaishou'],
  ['jdmini', 'jd'],
])

const SERVERS = /^(?:java|python|php|ruby|golang|go|node|csharp|c|c\+\+|net|logagent|importer)(?:$|[-_ ])/i

/** In `lib`, and in the properties besides. */
const nameOf = (event: Bag, properties: Bag): string | undefined =>
  textIn(bagOf(event['lib'])['$lib']) ?? textIn(properties['$lib'])

export function libraryOf(event: Bag, properties: Bag): Context['library'] {
  const name = nameOf(event, properties)?.toLowerCase()
  return {
    name: name ? `sensors-${name}` : 'sensors',
    version: textIn(bagOf(event['lib'])['$lib_version']) ?? textIn(properties['$lib_version']),
  }
}

/** `undefined` for browsers, where the user agent says more. */
export function platformOf(event: Bag, properties: Bag): Platform | undefined {
  const name = nameOf(event, properties)?.toLowerCase() ?? ''
  return PLATFORMS.get(name) ?? (SERVERS.test(name) ? 'server' : undefined)
}
