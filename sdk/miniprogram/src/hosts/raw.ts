/** What hosts tell of the device and of how they were opened, in the words they share. */
import type { Launch, System } from '../host.ts'

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

export interface RawLaunch {
  path?: string
  query?: Record<string, unknown>
  scene?: string | number
  referrerInfo?: { appId?: string }
}

const NAMES: Record<string, string> = {
  ios: 'iOS',
  android: 'Android',
  ohos: 'HarmonyOS',
  windows: 'Windows',
  mac: 'macOS',
}

export function osOf(raw: RawSystem): System {
  const { system = '', platform = '', version: hostVersion, ...rest } = raw
  const [, named = '', osVersion = ''] = /^\s*([A-Za-z ]*?)\s*([\d.]*)\s*$/.exec(system) || []
  const os = named || NAMES[platform.toLowerCase()] || platform
  const { brand, model, language, screenWidth, screenHeight } = rest
  return { brand, model, language, screenWidth, screenHeight, os, osVersion, hostVersion } as System
}

export function launchOf(raw: RawLaunch | undefined): Launch {
  const { path, query, scene, referrerInfo } = raw || {}
  return { path, query: query || {}, scene, from: referrerInfo?.appId } as Launch
}

/** `none` is no network; `unknown` is one. */
export const networkOf = (type = 'unknown'): string =>
  /^none|^notreachable/i.test(type) ? '' : type.toLowerCase()
