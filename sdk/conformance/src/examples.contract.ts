/** The examples that need no browser: each a copy with the packed SDK installed, run as its reader would. */
import { execFile } from 'node:child_process'
import { copyFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { buildSync } from 'esbuild'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { nameOf, type Received } from './collector/ledger.ts'
import { type Collector, openCollector } from './collector/server.ts'
import { alipayApi } from './flavours/hosts/alipay.ts'
import { createHandset } from './flavours/hosts/handset.ts'
import { HOSTS } from './flavours/hosts/quirks.ts'
import { wxApi } from './flavours/hosts/wx.ts'
import { createPhone } from './flavours/phone.ts'
import { createRealm, type Realm } from './flavours/realm.ts'
import { type Installed, install, ROOT } from './packages/installed.ts'
import { createPages, requireIn } from './packages/programs.ts'
import { bundleApp, type Pressable } from './packages/react-native-app.ts'
import { until } from './until.ts'

const SPEED = 20
const HOST = 'http://127.0.0.1:7070'

let collector: Collector
let installed: Installed | undefined
let realm: Realm
beforeEach(async () => {
  collector = await openCollector()
  realm = createRealm({ ahead: 0, speed: SPEED })
})
afterEach(async () => {
  realm.end()
  installed?.remove()
  installed = undefined
  await collector.close()
})

const arrived = (name: string): Received | undefined => collector.kept.find((event) => nameOf(event) === name)
const haveArrived = (...names: string[]): Promise<void> =>
  until(
    () => names.every(arrived),
    () => `arrived: ${collector.kept.map(nameOf).join(', ')}`,
  )

test('examples/node: an order of a user arrives, and the program ends by itself', async () => {
  installed = install({ flavour: 'node', example: 'node' })
  const env = { ...process.env, FIREFLY_HOST: collector.origin }
  await promisify(execFile)(process.execPath, ['order.js'], { cwd: installed.folder, env })
  expect(collector.kept.map(nameOf)).toEqual(['identify', 'Order Completed', '$increment'])
  expect(arrived('Order Completed')).toMatchObject({ userId: 'u-42', properties: { total: 129.5 } })
})

describe.each(['wechat', 'alipay'] as const)('examples/%s', (name) => {
  test('starts, shows its page, and tells of the tap and of the order', async () => {
    const handset = createHandset(HOSTS[name], SPEED).begin(realm, false)
    realm.give(HOSTS[name].global, name === 'alipay' ? alipayApi(handset) : wxApi(handset, HOSTS[name]))
    const { app, page } = createPages(realm)
    installed = install({ flavour: 'miniprogram', example: name })
    const { folder } = installed
    const file = `firefly-${name}.js`
    copyFileSync(join(folder, 'node_modules/@firefly/miniprogram', file), join(folder, file))
    const load = requireIn(realm, folder, (text) => text.replace(HOST, collector.origin))
    load('app.js')
    app('onLaunch', { path: 'pages/home/home' })
    load('pages/home/home.js')
    page('onLoad', {})
    page('onShow')
    page('onBuy', {
      type: 'tap',
      currentTarget: { id: 'buy', dataset: { name: 'Buy' } },
      detail: { x: 1, y: 2 },
    })
    await haveArrived('$app_start', 'page', '$click', 'Order Completed')
    expect(arrived('$click')?.properties).toMatchObject({ $selector: '#buy', $text: 'Buy' })
    expect(arrived('Order Completed')).toMatchObject({
      properties: { total: 129.5 },
      context: { platform: name },
    })
  })

  test('has every function that its markup names', () => {
    const folder = join(ROOT, 'examples', name)
    const markup = readFileSync(
      join(folder, `pages/home/home.${name === 'alipay' ? 'axml' : 'wxml'}`),
      'utf8',
    )
    const handlers = [...markup.matchAll(/(?:bindtap|onTap)="(\w+)"/g)].map((found) => found[1] ?? '')
    const page = readFileSync(join(folder, 'pages/home/home.js'), 'utf8')
    expect(handlers).toHaveLength(2)
    for (const handler of handlers) expect(page).toContain(`${handler}() {`)
  })
})

test('examples/taro: its tracking compiles with its plan, and arrives once it is bundled', async () => {
  installed = install({ flavour: 'miniprogram', example: 'taro' })
  const compiler = [
    '--noEmit',
    '--strict',
    '--module',
    'esnext',
    '--moduleResolution',
    'bundler',
    '--types',
    '',
  ]
  installed.run(join(ROOT, 'node_modules/.bin/tsc'), [...compiler, '--ignoreConfig', 'src/firefly.ts'])
  const { outputFiles } = buildSync({
    entryPoints: [join(installed.folder, 'src/firefly.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'program',
    target: 'es2018',
  })
  const handset = createHandset(HOSTS.wechat, SPEED).begin(realm, false)
  realm.give('wx', wxApi(handset, HOSTS.wechat))
  realm.run((outputFiles[0]?.text ?? '').replace(HOST, collector.origin))
  realm.run(`program.firefly.track('Order Completed', { total: 129.5 })`)
  await haveArrived('$app_start', 'Order Completed')
})

test('examples/react-native: the button of the app tells of an order', async () => {
  installed = install({ flavour: 'react-native', example: 'react-native', outside: ['react'] })
  const { fetch, AbortController, ...modules } = createPhone().open(realm, false)
  realm.give('fetch', fetch)
  realm.give('AbortController', AbortController)
  realm.give('modules', modules)
  realm.run((await bundleApp(installed.folder)).replace(HOST, collector.origin))
  const { button } = realm.run('app') as { button: Pressable }
  button.props.onPress()
  await haveArrived('$app_installed', '$app_start', 'Order Completed')
  expect(arrived('Order Completed')).toMatchObject({
    properties: { total: 129.5 },
    context: { app: { name: 'Shop' } },
  })
})
