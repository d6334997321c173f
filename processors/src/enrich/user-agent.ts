/** What a user agent tells of browser, system and device. */
import type { EventRow } from '@firefly/clickhouse/tables/events'
import { UAParser } from 'ua-parser-js'
import { isBot } from './bots.ts'
import { remember } from './lru.ts'
import { SUPER_APPS } from './super-apps.ts'

export type Agent = Pick<
  EventRow,
  'browser' | 'browser_version' | 'os' | 'os_version' | 'device_type' | 'brand' | 'model' | 'is_bot'
>

const LONGEST = 1_024

/** Reads user agents; answers for the last `cacheSize` different ones are remembered. Unknown parts are empty. */
export function createUserAgentReader(cacheSize: number): (userAgent: string) => Agent {
  const read = remember(cacheSize, readUserAgent)
  return (userAgent) => read(userAgent.slice(0, LONGEST))
}

export function readUserAgent(userAgent: string): Agent {
  const { browser, os, device } = new UAParser(userAgent).getResult()
  const shown = superApp(userAgent) ?? { name: browser.name ?? '', version: browser.version ?? '' }
  const bot = isBot(userAgent)
  return {
    browser: shown.name,
    browser_version: shown.version,
    ...systemOf(userAgent, os.name ?? '', os.version ?? ''),
    device_type: bot ? 'bot' : deviceType(device.type, os.name),
    brand: device.vendor ?? '',
    model: device.model ?? '',
    is_bot: bot ? 1 : 0,
  }
}

function superApp(userAgent: string): { name: string; version: string } | undefined {
  for (const { name, mark } of SUPER_APPS) {
    const found = mark.exec(userAgent)
    if (found) return { name, version: found[1] ?? '' }
  }
  return undefined
}

/** OpenHarmony calls itself that, and HarmonyOS 4 and before say Android as well. */
function systemOf(userAgent: string, name: string, version: string): Pick<Agent, 'os' | 'os_version'> {
  const harmony = /(?:Open)?Harmony(?:OS)?[ /]?([\d.]+)?/i.exec(userAgent)
  return harmony ? { os: 'HarmonyOS', os_version: harmony[1] ?? '' } : { os: name, os_version: version }
}

const DESKTOPS = /^(Windows|Mac OS|Linux|Ubuntu|Debian|Fedora|Chromium OS|Chrome OS|UOS|Kylin|FreeBSD)/

/** The parser names phones and tablets; a desktop is what runs a desktop's system. */
function deviceType(type: string | undefined, os: string | undefined): string {
  if (type === 'smarttv') return 'tv'
  if (type) return type
  return os && DESKTOPS.test(os) ? 'desktop' : ''
}
