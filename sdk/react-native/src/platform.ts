/** A React Native app as a platform for the core. */
import type { Context } from '@firefly/core/context'
import { mirrored } from '@firefly/core/mirror'
import { shelfIn } from '@firefly/core/shelf'
import type { Answer, Platform, State } from '@firefly/core/platform'
import type { NetworkLike, ReactNativeLike, StorageLike } from './device.ts'
import { storeOf } from './storage.ts'

declare const console: { warn: (...message: unknown[]) => void }
declare function setTimeout(run: () => void, ms: number): unknown
declare function clearTimeout(timer: unknown): void
declare const Intl: {
  DateTimeFormat: () => { resolvedOptions: () => { timeZone?: string; locale?: string } }
}
declare class AbortController {
  signal: unknown
  abort(): void
}
declare function fetch(
  url: string,
  options: { method: string; headers: Record<string, string>; body: string; signal: unknown },
): Promise<{ status: number; headers: { get: (name: string) => string | null }; text: () => Promise<string> }>
declare const crypto: { getRandomValues?: (bytes: Uint8Array) => Uint8Array } | undefined

const LIBRARY = { name: 'firefly-react-native', version: '0.1.0' }

export interface PlatformNeeds {
  native: ReactNativeLike
  storage: StorageLike
  network: NetworkLike | undefined
  app: AppInfo
  /** Begins every key in the storage. */
  prefix: string
  state: State
  spillway: State
}

/** What the app says of itself. */
export interface AppInfo {
  name?: string
  version?: string
}

export function reactNativePlatform(needs: PlatformNeeds): Platform {
  const { native, storage, network, prefix, state, spillway } = needs
  const leaving = new Set<(gone: boolean) => void>()
  const returning = new Set<(gone: boolean) => void>()
  watchApp(native, leaving, returning)
  return {
    context: contextOf(needs),
    place: watchNetwork(network, returning),
    now: Date.now,
    random,
    after(ms, run) {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    },
    state,
    shelf: mirrored(() => storeOf(storage, `${prefix}queue/`), shelfIn(spillway)),
    // An app runs once: whatever lies there was left by a start before.
    ownership: { claim: () => () => undefined },
    send,
    onLeave: (run) => listen(leaving, run),
    onReturn: (run) => listen(returning, run),
    refusesTracking: false,
    warn,
  }
}

// oxlint-disable-next-line eslint/no-console -- the developer's own console is where a wrong option has to show.
export const warn: Platform['warn'] = (...message) => console.warn('[firefly]', ...message)

function listen<Run>(runs: Set<Run>, run: Run): () => void {
  runs.add(run)
  return () => void runs.delete(run)
}

/** iOS is `inactive` on the way to the back and during a call: the app may be ended from there, and may come back. */
function watchApp(
  { AppState }: ReactNativeLike,
  leaving: Set<(gone: boolean) => void>,
  returning: Set<(gone: boolean) => void>,
): void {
  let active = AppState.currentState !== 'background'
  AppState.addEventListener('change', (state) => {
    const before = active
    active = state === 'active'
    if (before && !active) leaving.forEach((run) => run(false))
    if (!before && active) returning.forEach((run) => run(false))
  })
}

function watchNetwork(
  network: NetworkLike | undefined,
  returning: Set<(gone: boolean) => void>,
): () => Context | undefined {
  let place: Context | undefined
  let connected = true
  network?.addEventListener(({ isConnected, type = 'unknown' }) => {
    place = { network: { type } }
    if (isConnected && !connected) returning.forEach((run) => run(false))
    connected = isConnected !== false
  })
  return () => place
}

const PLATFORMS = { android: 'android', ios: 'ios', harmony: 'harmony' } as const

function contextOf({ native: { Platform, Dimensions }, app }: PlatformNeeds): Context {
  const { OS, Version, constants = {} } = Platform
  const { Brand, Model, systemName, osVersion, Release } = constants as Record<string, string | undefined>
  const size = Dimensions?.get('window')
  const { timeZone, locale } = Intl.DateTimeFormat().resolvedOptions()
  return {
    library: LIBRARY,
    platform: PLATFORMS[OS as keyof typeof PLATFORMS],
    os: {
      name: systemName ?? (OS === 'android' ? 'Android' : OS),
      version: Release ?? osVersion ?? String(Version ?? ''),
    },
    device: { manufacturer: Brand ?? (OS === 'ios' ? 'Apple' : undefined), model: Model },
    app: { ...app },
    screen: { width: size?.width, height: size?.height },
    locale,
    timezone: timeZone,
  }
}

/** Hermes has no `crypto` unless the app adds it; ids are then unique enough and guessable. */
function random(count: number): Uint8Array {
  const bytes = new Uint8Array(count)
  if (typeof crypto === 'object' && crypto.getRandomValues) return crypto.getRandomValues(bytes)
  return bytes.map(() => Math.floor(Math.random() * 256))
}

const send: Platform['send'] = async (url, body, { timeoutMs }): Promise<Answer> => {
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), timeoutMs)
  try {
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(url, { method: 'POST', headers, body, signal: abort.signal })
    return {
      status: answer.status,
      retryAfter: answer.headers.get('retry-after'),
      body: await answer.text(),
    }
  } catch {
    return { status: 0 }
  } finally {
    clearTimeout(timer)
  }
}
