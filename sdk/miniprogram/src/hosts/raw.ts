/** What hosts tell of the device and of how they were opened, in the words they share. */
import type { Context } from '@firefly/core/context'
import type { Launch } from '../host.ts'

export interface RawSystem {
  brand?: string
  model?: string
  /** `iOS 17.2`, or the version alone. */
  system?: string
  /** `ios`, `android`, `devtools`, `ohos` … */
  platform?: string
  version?: string
  language?: string
  screenWidth?: number
  screenHeight?: number
}

/** The mini-program itself. */
export interface RawAccount {
  appId?: string
  version?: string
}

export interface RawLaunch {
  path?: string
  query?: Record<string, unknown>
  scene?: string | number
  referrerInfo?: { appId?: string }
}

/** Of hosts that tell a platform and a version where others tell both in one. */
export const OS_NAMES: Record<string, string> = {
  ios: 'iOS',
  android: 'Android',
  ohos: 'HarmonyOS',
  windows: 'Windows',
  mac: 'macOS',
}

/** What of the context of events a host knows; a field it does not tell is undefined. */
export function surroundingsOf(
  raw: RawSystem,
  { appId, version }: RawAccount,
  names: Record<string, string> = {},
): Context {
  const { brand, model, system = '', platform = '', language, screenWidth, screenHeight } = raw
  const [, os = '', osVersion] = /^(\D*?) *([\d.]*)$/.exec(system.trim()) || []
  return {
    device: { manufacturer: brand, model, type: 'mobile' },
    os: { name: os || names[platform.toLowerCase()] || platform, version: osVersion },
    app: { name: appId, version, hostVersion: raw.version },
    screen: { width: screenWidth, height: screenHeight },
    locale: language?.replace('_', '-'),
  }
}

export function launchOf(raw: RawLaunch | undefined): Launch {
  const { path, query, scene, referrerInfo } = raw || {}
  return { path, query: query || {}, scene, from: referrerInfo?.appId } as Launch
}

/** `none` is no network; `unknown` is one. */
export const networkOf = (type = 'unknown'): string =>
  /^none|^notreachable/i.test(type) ? '' : type.toLowerCase()
