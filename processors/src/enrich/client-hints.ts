/** User agent client hints: what newer browsers say of themselves beside a user agent that they froze. */
import type { ClientHints } from '@firefly/protocol/client-hints'
import type { DeviceType } from './device.ts'
import type { Agent } from './user-agent.ts'

type Brand = NonNullable<ClientHints['fullVersionList']>[number]

const SYSTEMS: Readonly<Record<string, string>> = { macOS: 'Mac OS', 'Chrome OS': 'Chromium OS' }
const BROWSERS: Readonly<Record<string, string>> = { Chrome: 'Google Chrome', Edge: 'Microsoft Edge' }

/** Corrects what a frozen user agent gets wrong: system and its version, model, kind of device, exact browser version. */
export function withHints(agent: Agent, hints: ClientHints): Agent {
  const platform = textOf(hints.platform)
  const system = platform ? systemOf(platform, textOf(hints.platformVersion), agent) : agent
  return {
    ...agent,
    os: system.os,
    os_version: system.os_version,
    model: textOf(hints.model) || agent.model,
    device_type: deviceTypeOf(agent, system.os, hints.mobile),
    browser_version: exactVersion(agent, hints.fullVersionList) || agent.browser_version,
  }
}

/** A phone or tablet that asks for the desktop's page names a desktop's system in its user agent, not in its hints. */
function deviceTypeOf({ device_type }: Agent, os: string, mobile: unknown): DeviceType {
  if (device_type !== 'desktop' || os !== 'Android') return device_type
  return mobile === true ? 'mobile' : 'tablet'
}

function systemOf(platform: string, version: string, agent: Agent): Pick<Agent, 'os' | 'os_version'> {
  const os = SYSTEMS[platform] ?? platform
  if (agent.os === 'HarmonyOS' && os === 'Android') return agent
  if (os === 'Windows') return { os, os_version: windowsVersion(version) || agent.os_version }
  return { os, os_version: version || (os === agent.os ? agent.os_version : '') }
}

/** Windows counts its hints anew: from 13 it is Windows 11, from 1 Windows 10, and 0 an older one. */
function windowsVersion(version: string): string {
  const major = Number.parseInt(version, 10)
  if (!(major >= 1)) return ''
  return major >= 13 ? '11' : '10'
}

function exactVersion({ browser }: Agent, brands: unknown): string {
  if (!Array.isArray(brands)) return ''
  const name = BROWSERS[browser] ?? browser
  return textOf((brands as (Partial<Brand> | null)[]).find((one) => one?.brand === name)?.version)
}

/** Hints are what a client says, so any field may be anything. */
const textOf = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 128) : '')
