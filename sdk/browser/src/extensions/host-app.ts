/** A page inside an app, or opened by a mini-program, is part of it: the same device, user and session. */
import type { Extension, ExtensionHost } from '@firefly/core/extension'
import { type HandedIdentity, handedOver, withoutHandOver } from '@firefly/core/hand-over'
import { idOf } from '@firefly/core/identity'
import { objectIn } from '@firefly/core/json'
import { all } from '../lifecycle.ts'
import { attempt } from '../state.ts'

/** What an app gives its web views as `window.FireflyBridge`; see docs/sdk/h5-in-apps.md. */
export interface FireflyBridge {
  /** `{ anonymousId, userId?, sessionId? }`, as an object or as its JSON (Android and HarmonyOS can only give text). */
  identity: () => string | HandedIdentity
  /** Takes a batch (the body of `POST /v1/batch`) into the app's own durable queue; anything but true and `"true"` is a no. */
  send?: (batch: string) => unknown
}

type Scope = Window & { FireflyBridge?: Partial<FireflyBridge> }

/** A bridge that does not answer must not hold events back for ever. */
const BRIDGE_MS = 5_000

/** Belongs before the extensions that capture. Does nothing on a page that no app and no mini-program has opened. */
export const hostApp = (): Extension => ({
  name: 'host-app',
  setup(host) {
    const bridge = (window as Scope).FireflyBridge
    const adopt = (): void => {
      const identity = bridge && identityFrom(bridge)
      if (identity) host.adopt(identity)
    }
    if (bridge) adopt()
    else takeFromAddress(host)
    const undo = bridge?.send
      ? host.carry((body, _request, send) => through(bridge, body, send))
      : () => undefined
    // Someone may have signed in or out in the app meanwhile.
    return all(host.onReturn(adopt), undo)
  },
})

function identityFrom(bridge: Partial<FireflyBridge>): HandedIdentity | undefined {
  const given = bridge.identity?.()
  const { anonymousId, userId, sessionId } = typeof given === 'string' ? objectIn(given) : Object(given)
  const device = idOf(anonymousId)
  return device ? { anonymousId: device, userId: idOf(userId), sessionId: idOf(sessionId) } : undefined
}

/** The address is cleaned, so that whoever gets it from this visitor is a visitor of their own. */
function takeFromAddress(host: ExtensionHost): void {
  const identity = handedOver(location.href, host.now())
  if (identity) host.adopt(identity)
  const clean = withoutHandOver(location.href)
  if (clean !== location.href) attempt(() => history.replaceState(history.state, '', clean))
}

/** To the app; over the network where the app does not take it. */
async function through(
  bridge: Partial<FireflyBridge>,
  body: string,
  send: (body: string) => Promise<{ status: number }>,
): Promise<{ status: number }> {
  const late = new Promise((resolve) => setTimeout(resolve, BRIDGE_MS))
  const taken = await Promise.race([late, ask(bridge, body)])
  return taken === true || taken === 'true' ? { status: 200 } : send(body)
}

/** Undefined as well when the bridge throws or its promise rejects. */
async function ask(bridge: Partial<FireflyBridge>, body: string): Promise<unknown> {
  try {
    // Called on the bridge: Android's methods know their object by it.
    return await bridge.send?.(body)
  } catch {
    return undefined
  }
}
