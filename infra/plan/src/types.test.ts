/** The generated types, held by the real compiler beside the SDK: what the plan allows compiles, what it does not does not. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { planSchema } from '@firefly/protocol/plan'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { typesOf } from './types.ts'

const plan = planSchema.parse({
  properties: { currency: { values: ['CNY', 'EUR'] } },
  events: {
    'Order Completed': {
      description: 'Paid. */ export const escaped = 1 /*',
      properties: {
        total: { type: 'number', required: true, description: 'With tax' },
        items: { type: 'list' },
        'delivered at': { type: 'date' },
        phone: { status: 'blocked' },
      },
    },
    'Old "name"': { status: 'deprecated' },
    Gone: { status: 'blocked' },
  },
})
const HEAD = `import type { Tracker } from '@firefly/core/tracker'
import type { TrackedEvents } from './events.ts'
declare const tracker: Tracker<TrackedEvents>
`
const ALLOWED = [
  "tracker.track('Order Completed', { total: 5 })",
  "tracker.track('Order Completed', { total: 5, currency: 'EUR', items: [1], 'delivered at': new Date() })",
  'tracker.track(\'Old "name"\')',
]
const FORBIDDEN = [
  "tracker.track('Order Completd', { total: 5 })",
  "tracker.track('Order Completed')",
  "tracker.track('Order Completed', { total: '5' })",
  "tracker.track('Order Completed', { total: 5, currency: 'USD' })",
  "tracker.track('Order Completed', { total: 5, phone: '138' })",
  "tracker.track('Gone')",
]

/** Beside the sources, so that the SDK is found as an application would find it. */
let folder: string
beforeAll(() => {
  const beside = fileURLToPath(new URL('../.compiled', import.meta.url))
  mkdirSync(beside, { recursive: true })
  folder = mkdtempSync(`${beside}/types-`)
  writeFileSync(`${folder}/events.ts`, typesOf(plan))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function compile(name: string, lines: readonly string[]): string {
  writeFileSync(`${folder}/${name}.ts`, HEAD + lines.join('\n'))
  const options = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    types: [],
  }
  const compilerOptions = {
    ...options,
    target: 'es2023',
    module: 'nodenext',
    moduleResolution: 'nodenext',
    customConditions: ['source'],
  }
  writeFileSync(`${folder}/${name}.json`, JSON.stringify({ compilerOptions, files: [`${name}.ts`] }))
  const tsc = fileURLToPath(import.meta.resolve('typescript/package.json')).replace('package.json', 'bin/tsc')
  const project = `${folder}/${name}.json`
  return spawnSync(process.execPath, [tsc, '-p', project, '--pretty', 'false'], { encoding: 'utf8' }).stdout
}

test('what the plan allows compiles with the SDK', () => {
  expect(compile('allowed', ALLOWED)).toBe('')
}, 120_000)

test('each thing that it does not allow is an error of the compiler, on its own line', () => {
  const errors = compile('forbidden', FORBIDDEN)
  const lines = [...errors.matchAll(/forbidden\.ts\((\d+),/g)].map(([, line]) => Number(line))
  const first = HEAD.split('\n').length
  expect([...new Set(lines)]).toEqual(FORBIDDEN.map((_, at) => first + at))
}, 120_000)
