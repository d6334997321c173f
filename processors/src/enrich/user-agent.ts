/** What a user agent, and the hints beside it, tell of browser, system and device. */
import type { EventRow } from '@firefly/clickhouse/tables/events'
import type { ClientHints } from '@firefly/protocol/client-hints'
import { UAParser } from 'ua-parser-js'
import { isBot } from './bots.ts'
import { withHints } from './client-hints.ts'
import { type DeviceType, deviceTypeOf, systemOf } from './device.ts'
import { remember } from './lru.ts'
import { superAppOf } from './super-apps.ts'

export type Agent = Pick<
  EventRow,
  'browser' | 'browser_version' | 'os' | 'os_version' | 'brand' | 'model'
> & { device_type: DeviceType; is_bot: 0 | 1 }

/** Never throws; what is not known is ''. */
export type UserAgentReader = (userAgent: string, hints?: ClientHints) => Agent

/** Nobody honest needs more, and the patterns take longer the longer the text is. */
const LONGEST = 1_024

/** Reads user agents; the answers for the `cacheSize` asked most recently are remembered. */
export function createUserAgentReader({ cacheSize }: { cacheSize: number }): UserAgentReader {
  const read = remember(cacheSize, readUserAgent)
  return (userAgent, hints) => {
    const agent = read(userAgent.slice(0, LONGEST))
    return hints ? withHints(agent, hints) : agent
  }
}

function readUserAgent(userAgent: string): Agent {
  const parser = new UAParser(userAgent)
  const [browser, os, device] = [parser.getBrowser(), parser.getOS(), parser.getDevice()]
  const shown = superAppOf(userAgent) ?? { name: browser.name ?? '', version: browser.version ?? '' }
  const system = systemOf(userAgent, os.name ?? '', os.version ?? '')
  const bot = isBot(userAgent)
  return {
    browser: shown.name,
    browser_version: shown.version,
    ...system,
    device_type: bot ? 'bot' : deviceTypeOf(userAgent, device.type, system.os),
    brand: device.vendor ?? '',
    model: HUAWEI.exec(userAgent)?.[1] ?? modelOf(device.model),
    is_bot: bot ? 1 : 0,
  }
}

/** Its models have a dash, behind which the parser stops where the build follows. */
const HUAWEI = /; ([A-Z]{3}-[A-Z]{2}\d{2}\w?) Build\/HUAWEI/

/** Chrome on Android says `K` instead of the model since it froze its user agent. */
const modelOf = (model: string | undefined): string => (model === undefined || model === 'K' ? '' : model)
