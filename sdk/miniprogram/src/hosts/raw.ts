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
  /** Alipay hands a text over where others hand an object. */
  query?: Record<string, unknown> | string
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
  const launch: Launch = { query: typeof query === 'string' ? parse(query) : query || {} }
  if (path) launch.path = path
  if (scene !== undefined) launch.scene = scene
  if (referrerInfo?.appId) launch.from = referrerInfo.appId
  return launch
}

/** `none` is no network; `unknown` is one. */
export const networkOf = (type = 'unknown'): string =>
  /^none|^notreachable/i.test(type) ? '' : type.toLowerCase()

function parse(text: string): Record<string, string> {
  const values: Record<string, string> = {}
  for (const pair of text.split('&')) {
    const [name = '', value = ''] = pair.split('=')
    if (name) values[decode(name)] = decode(value)
  }
  return values
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
