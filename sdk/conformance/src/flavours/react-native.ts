/** The React Native flavour: bundled as Metro would, in an engine without `crypto`, over AsyncStorage and the modules of a phone. */
import { createRequire } from 'node:module'
import { setImmediate as turn } from 'node:timers/promises'
import type { Script } from 'node:vm'
import { buildSync } from 'esbuild'
import type { Device, Flavour } from '../device.ts'
import { createPhone } from './phone.ts'
import { APP_LACKS } from './lacks.ts'
import { asScript, type Clock, createRealm, type Realm } from './realm.ts'

const SPEED = 20
let script: Script | undefined

/** What the published modules become in an app; made once. */
function bundled(): Script {
  const entry = createRequire(import.meta.url).resolve('@firefly/react-native')
  const { outputFiles } = buildSync({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'cjs',
    target: 'es2018',
  })
  return asScript(outputFiles[0]?.text ?? '', 'sdk')
}

export const reactNative: Flavour = {
  name: 'react-native',
  platform: 'android',
  lacks: APP_LACKS,
  speed: SPEED,
  open: () => Promise.resolve(openPhone()),
}

function openPhone(): Device {
  const clock: Clock = { ahead: 0, speed: SPEED }
  const phone = createPhone()
  let app: Realm | undefined
  const running = (): Realm => app as Realm

  return {
    async start(options, storage) {
      app = createRealm(clock)
      app.give('phone', phone.open(app, storage === 'full'))
      app.run('var { fetch, AbortController, ...modules } = phone')
      app.run((script ??= bundled()))
      app.give('options', options)
      app.run('var firefly = sdk.init({ ...options, ...modules, life: false })')
      await app.run('firefly.ready')
    },
    call: async (verb, args, times) => void (await running().call('firefly', verb, args, times)),
    network: async (isThere) => phone.connect(isThere),
    background: async () => phone.become('background'),
    foreground: async () => phone.become('active'),
    async close() {
      phone.become('inactive')
      phone.become('background')
      // The system lets an app finish what it was told before it ends it.
      await turn()
      running().end()
    },
    crash: async () => running().end(),
    pass: async (ms) => void (clock.ahead += ms),
    kept: async () => phone.kept(),
    dispose: async () => app?.end(),
  }
}
