/** The mini-program flavour on each of its hosts: the file that is copied into a mini-program, over a fake of the host's API. */
import { readFileSync } from 'node:fs'
import { setImmediate as turn } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Script } from 'node:vm'
import type { Device, Flavour } from '../device.ts'
import { alipayApi } from './hosts/alipay.ts'
import { createHandset, type Handset } from './hosts/handset.ts'
import { type HostQuirks, HOSTS } from './hosts/quirks.ts'
import { wxApi } from './hosts/wx.ts'
import { APP_LACKS } from './lacks.ts'
import { asScript, type Clock, createRealm, type Realm } from './realm.ts'

const SPEED = 20
const DIST = fileURLToPath(new URL('../../../miniprogram/dist/', import.meta.url))
const scripts = new Map<string, Script>()

/** `.es5` is for base libraries before 2018. */
function scriptOf(name: string, ending: '' | '.es5'): Script {
  const file = `firefly-${name}${ending}.js`
  const script = scripts.get(file) ?? asScript(readFileSync(DIST + file, 'utf8'), 'sdk')
  scripts.set(file, script)
  return script
}

const flavourOf = (name: string, quirks: HostQuirks, ending: '' | '.es5' = ''): Flavour => ({
  name: `miniprogram on ${name}${ending}`,
  platform: name,
  lacks: APP_LACKS,
  speed: SPEED,
  open: () => Promise.resolve(openMiniprogram(scriptOf(name, ending), quirks, ending === '.es5')),
})

export const miniprograms: readonly Flavour[] = [
  ...Object.entries(HOSTS).map(([name, quirks]) => flavourOf(name, quirks)),
  flavourOf('wechat', HOSTS.wechat, '.es5'),
]

/** What the host calls on the program's own functions is tested in sdk/miniprogram; here they are only there. */
const REGISTRATION = 'var App = (o) => o, Page = (o) => o, Component = (o) => o'
const OFF = '{ starts: false, pageViews: false, taps: false }'

/** What engines of 2015 have not. */
const OLD = `delete Object.entries; delete Object.values; delete Object.fromEntries
  delete Array.prototype.includes; delete Promise.prototype.finally`

function openMiniprogram(script: Script, quirks: HostQuirks, isOld: boolean): Device {
  const clock: Clock = { ahead: 0, speed: SPEED }
  const handset: Handset = createHandset(quirks, SPEED)
  let program: Realm | undefined
  const running = (): Realm => program as Realm

  return {
    async start(options, storage) {
      program = createRealm(clock)
      const visit = handset.begin(program, storage === 'full')
      program.give(quirks.global, quirks.global === 'my' ? alipayApi(visit) : wxApi(visit, quirks))
      program.run(REGISTRATION)
      if (isOld) program.run(OLD)
      program.run(script)
      program.give('options', options)
      program.run(`var firefly = sdk.init(Object.assign({}, options, ${OFF}))`)
    },
    call: async (verb, args, times) => void (await running().call('firefly', verb, args, times)),
    network: async (isThere) => handset.connect(isThere),
    background: async () => handset.hide(),
    foreground: async () => handset.show(),
    async close() {
      handset.hide()
      // The host lets it finish what it was told before it ends it.
      await turn()
      running().end()
    },
    crash: async () => running().end(),
    pass: async (ms) => void (clock.ahead += ms),
    kept: async () => handset.kept(),
    dispose: async () => program?.end(),
  }
}
