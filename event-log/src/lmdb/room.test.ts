import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { afterAll, expect, test } from 'vitest'
import { giveBack, openRoom } from './room.ts'
import { startShell } from './shell.ts'

const folder = mkdtempSync(`${tmpdir()}/firefly room `)
const file = `${folder}/a  file with $(blanks)`
const room = openRoom(folder)
afterAll(() => {
  room.close()
  rmSync(folder, { recursive: true })
})
const BLOCK = 512
const taken = (): number => statSync(file).blocks * BLOCK

test.skipIf(process.platform !== 'linux')(
  'room is taken and given back, and the size stays what it was',
  async () => {
    writeFileSync(file, 'abc')
    await room.take(file, 1_000_000)
    expect(taken()).toBeGreaterThanOrEqual(1_000_000)
    expect(statSync(file).size).toBe(3)
    await giveBack(file)
    expect(taken()).toBeLessThan(10_000)
  },
)

test.skipIf(process.platform !== 'linux')(
  'room that is not there is refused, and asked for again later',
  async () => {
    await expect(room.take(file, 2 ** 52)).rejects.toThrow(
      /^the disk of .* has no room for 4503599627370496 bytes more$/,
    )
    await room.take(file, 4_096)
  },
)

test('a shell that ends tells whoever waits, and whoever asks later', async () => {
  const shell = startShell('read -r line; exit 3', folder)
  await expect(shell.ask('one\n')).rejects.toThrow('the shell has ended')
  expect(shell.isAlive).toBe(false)
  await expect(shell.ask('two\n')).rejects.toThrow('the shell has ended')
})

test('answers come in the order of what was asked', async () => {
  const shell = startShell('while read -r line; do echo "$line!"; done', folder)
  expect(await Promise.all(['1\n', '2\n', '3\n'].map(shell.ask))).toEqual(['1!', '2!', '3!'])
  shell.end()
})
