/**
 * The app's side of `window.FireflyBridge`, as docs/sdk/h5-in-apps.md asks for it: who is here, and a durable queue
 * that batches go into. Runs in the page, before its own scripts, as an app injects it.
 */
import type { HandedIdentity } from '@firefly/core/hand-over'

export interface HostOptions {
  identity: HandedIdentity
  /** `android` answers at once with text, as HarmonyOS does; `ios` with objects and promises. */
  kind: 'android' | 'ios'
  /** False for an app that only says who is here. */
  takesBatches?: boolean
  /** What the app says to a batch: it may have no room, throw, or never answer. */
  answer?: 'take' | 'refuse' | 'throw' | 'silence'
}

export interface HostedWindow {
  /** The batches the app has taken. */
  taken: string[]
  /** Who is here; a test changes it as a sign-in in the app would. */
  here: HandedIdentity
  FireflyBridge?: object
}

/** Self-contained, for it is sent to the page as text. */
export function installHost({ identity, kind, takesBatches = true, answer = 'take' }: HostOptions): void {
  const host = globalThis as unknown as HostedWindow
  host.taken = []
  host.here = identity
  const take = (batch: string): boolean => {
    if (answer === 'throw') throw new Error('the app has crashed')
    if (answer === 'take') host.taken.push(batch)
    return answer === 'take'
  }
  const android = {
    identity: () => JSON.stringify(host.here),
    send: (batch: string) => String(take(batch)),
  }
  const ios = {
    identity: () => host.here,
    send: (batch: string) =>
      answer === 'silence' ? new Promise(() => undefined) : Promise.resolve(batch).then(take),
  }
  const { send, ...rest } = kind === 'ios' ? ios : android
  host.FireflyBridge = takesBatches ? { ...rest, send } : rest
}
