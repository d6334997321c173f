/** Each flavour as it is published: packed, unpacked somewhere else, and used as its users do. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FlavourName, type Installed, install, ROOT } from './packages/installed.ts'

/** What a program in TypeScript writes; the second call does not compile. */
const USES: Record<FlavourName, string> = {
  browser: `
    import { init } from '@firefly/browser'
    import { exposure } from '@firefly/browser/exposure'
    const firefly = init<Plan>({ writeKey: 'key', host: 'https://a.example', extensions: [exposure({ ratio: 1 })] })
    firefly.track('Ordered', { total: 1 })
    // @ts-expect-error -- the plan has no such event.
    firefly.track('Orderd', { total: 1 })`,
  miniprogram: `
    import { init } from '@firefly/miniprogram'
    import { host } from '@firefly/miniprogram/alipay'
    const firefly = init<Plan>(host(), { writeKey: 'key', host: 'https://a.example' })
    firefly.track('Ordered', { total: 1 })
    // @ts-expect-error -- the plan has no such event.
    firefly.track('Orderd', { total: 1 })`,
  'react-native': `
    import { init, type ReactNativeOptions } from '@firefly/react-native'
    import { trackScreens } from '@firefly/react-native/navigation'
    export const start = (options: ReactNativeOptions) => {
      const firefly = init<Plan>(options)
      firefly.track('Ordered', { total: 1 })
      // @ts-expect-error -- the plan has no such event.
      firefly.track('Orderd', { total: 1 })
      return trackScreens
    }`,
  node: `
    import { createFirefly } from '@firefly/node'
    const firefly = createFirefly<Plan>({ writeKey: 'key', host: 'https://a.example' })
    firefly.track({ userId: 'u', event: 'Ordered', properties: { total: 1 } })
    // @ts-expect-error -- the plan has no such event.
    firefly.track({ userId: 'u', event: 'Orderd', properties: { total: 1 } })`,
}

/** Only browsers have a DOM; the other flavours must not ask for its types. */
const optionsFor = (flavour: FlavourName): object => ({
  module: 'nodenext',
  target: 'es2022',
  lib: flavour === 'browser' ? ['es2022', 'dom', 'dom.iterable'] : ['es2022'],
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: false,
  noEmit: true,
})

describe.each<FlavourName>(['browser', 'miniprogram', 'react-native', 'node'])('@firefly/%s', (flavour) => {
  let installed: Installed
  let doors: string[]
  const write = (name: string, text: string): void => writeFileSync(join(installed.folder, name), text)

  beforeAll(() => {
    installed = install({ flavour })
    const place = join(installed.folder, 'node_modules/@firefly', flavour)
    const { exports } = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8')) as { exports: object }
    doors = Object.keys(exports)
      .filter((door) => !door.endsWith('.js'))
      .map((door) => `@firefly/${flavour}${door.slice(1)}`)
  })
  afterAll(() => installed.remove())

  test('opens every door to ES modules', () => {
    write('esm.mjs', doors.map((door) => `await import('${door}')\n`).join('') + `console.log('open')`)
    expect(installed.run(process.execPath, ['esm.mjs']).trim()).toBe('open')
  })

  test('opens every door to CommonJS', () => {
    write('cjs.cjs', doors.map((door) => `require('${door}')\n`).join('') + `console.log('open')`)
    expect(installed.run(process.execPath, ['cjs.cjs']).trim()).toBe('open')
  })

  test('says by its types what a tracking plan allows, in both kinds of module and with nothing else installed', () => {
    const code = `interface Plan { Ordered: { total: number } }${USES[flavour]}`
    for (const name of ['use.mts', 'use.cts']) write(name, code)
    write(
      'tsconfig.json',
      JSON.stringify({ compilerOptions: optionsFor(flavour), files: ['use.mts', 'use.cts'] }),
    )
    expect(installed.run(join(ROOT, 'node_modules/.bin/tsc'), ['-p', 'tsconfig.json'])).toBe('')
  })

  test('brings all that it uses of ours, and names exact versions of what it uses of others', () => {
    const place = join(installed.folder, 'node_modules/@firefly', flavour)
    const manifest = readFileSync(join(place, 'package.json'), 'utf8')
    expect(manifest).not.toMatch(/workspace:|catalog:/)
    const modules = readdirSync(place, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.js'),
    )
    const asking = modules.filter((name) =>
      /(?:from |import |require\()["']@firefly\//.test(readFileSync(join(place, name), 'utf8')),
    )
    expect(asking).toEqual([])
  })
})
