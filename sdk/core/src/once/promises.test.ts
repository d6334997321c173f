/** What the whole tracker promises, that of a program that runs once promises as well: the same tests, played again. */
import { afterAll, beforeAll } from 'vitest'
import { once, playWith, whole } from '../testing/makers.ts'

beforeAll(() => playWith(once))
afterAll(() => playWith(whole))

const SHARED = [
  'bad-input.property',
  'bad-input',
  'before-send',
  'consent',
  'courier',
  'extension',
  'registered',
  'user-properties',
  'verbs',
]
// The query makes them modules of their own: as they are, their tests belong to their own files.
for (const name of SHARED) await import(/* @vite-ignore */ `../${name}.test.ts?once`)
