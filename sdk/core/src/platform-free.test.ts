/** The core runs in browsers, mini-programs, apps and servers alike: it may name nothing that only one of them has. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** `screen` is not among them, for it is a verb of ours; the compiler, which knows no host at all here, finds that one. */
const HOSTS = (
  'window document navigator location history localStorage sessionStorage indexedDB fetch XMLHttpRequest Blob ' +
  'TextEncoder URL URLSearchParams AbortController crypto console setTimeout setInterval clearTimeout queueMicrotask ' +
  'structuredClone globalThis self wx my swan tt qq ks jd uni App Page getApp process Buffer require global'
).split(' ')
const FOLDER = new URL('.', import.meta.url)
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))

/** Code without comments and texts; a template's holes stay. */
const bare = (source: string): string =>
  source.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '').replace(/'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g, "''")

/** Names used as variables: not as a property, not as a key. */
const used = (code: string, name: string): boolean =>
  new RegExp(`(?<![.\\w$'])${name}(?![\\w$]*\\s*\\??:(?!:))\\b`).test(code)

test('the core has sources to look at', () => {
  expect(files.length).toBeGreaterThan(20)
})

test.each(files)('%s names no host', (name) => {
  const code = bare(readFileSync(new URL(name, FOLDER), 'utf8'))
  expect(HOSTS.filter((host) => used(code, host))).toEqual([])
})

test.each(files)('%s imports at run time only the core and the limits', (name) => {
  const source = readFileSync(new URL(name, FOLDER), 'utf8')
  const imports = [...source.matchAll(/^import (?!type\b)[^;]*?from '([^']+)'/gm)].map(
    ([, from]) => from ?? '',
  )
  expect(imports.filter((from) => !from.startsWith('./') && from !== '@firefly/protocol/limits')).toEqual([])
})

test('the look finds what it looks for', () => {
  expect(used(bare('const a = window.name'), 'window')).toBe(true)
  expect(used(bare('setTimeout(() => 1)'), 'setTimeout')).toBe(true)
  expect(used(bare("const a = 'window' // window"), 'window')).toBe(false)
  expect(used(bare('const a = { screen: 1 }; a.screen'), 'screen')).toBe(false)
})
