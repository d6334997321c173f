/** Whoever reads such a file finds all of it, or none. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeOnce, writeWhole } from './whole-file.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'firefly-whole-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('it is written once, whoever comes later', async () => {
  const file = join(folder, 'deep', 'keys.json')
  expect([await writeOnce(file, 'first'), await writeOnce(file, 'second')]).toEqual([true, false])
  expect(readFileSync(file, 'utf8')).toBe('first')
  expect(readdirSync(join(folder, 'deep'))).toEqual(['keys.json'])
})

test('it is replaced whole, and only its owner reads it', async () => {
  const file = join(folder, 'known.json')
  for (const text of ['one', 'two', '']) await writeWhole(file, text)
  expect(readFileSync(file, 'utf8')).toBe('')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readdirSync(folder)).toEqual(['known.json'])
})
