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

/** What of the context of events a host knows; a field it does not tell is undefined. */
export function surroundingsOf(raw: RawSystem, account: RawAccount | undefined): Context {
  const { brand, model, system = '', platform, language, screenWidth, screenHeight } = raw
  const [, os, version] = /^ *(\D*?) *([\d.]*) *$/.exec(system) || []
  return {
    device: { manufacturer: brand, model, type: 'mobile' },
    os: { name: os || platform, version },
    app: { name: account?.appId, version: account?.version, hostVersion: raw.version },
    screen: { width: screenWidth, height: screenHeight },
    locale: language?.replace('_', '-'),
  }
}

export function launchOf(raw: unknown): Launch {
  const { path, query, scene, referrerInfo } = Object(raw) as RawLaunch
  return { path, query: query || {}, scene: scene && String(scene), from: referrerInfo?.appId } as Launch
}

export interface RawNetwork {
  isConnected?: boolean
  networkType?: string
}

/** `none` is no network; `unknown` is one. */
export const networkOf = ({ isConnected, networkType = 'unknown' }: RawNetwork): string =>
  isConnected === false || /^no(ne|treachable)/i.test(networkType) ? 'none' : networkType.toLowerCase()
