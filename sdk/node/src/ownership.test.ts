import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { folderOwnership } from './ownership.ts'

let folder: string
const children: ChildProcess[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'firefly-locks-'))
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill()
  rmSync(folder, { recursive: true, force: true })
})

/** The number of a process that is no more. */
async function deadPid(): Promise<number> {
  const child = fork(fileURLToPath(new URL('./testing/claimer.fixture.mjs', import.meta.url)), [folder])
  await once(child, 'message')
  child.kill('SIGKILL')
  await once(child, 'exit')
  return Number(child.pid)
}

test('of several processes that find one orphaned lock at once, one gets it', {
  timeout: 120_000,
}, async () => {
  const program = fileURLToPath(new URL('./testing/claimer.fixture.mjs', import.meta.url))
  const dead = await deadPid()
  children.push(...Array.from({ length: 3 }, () => fork(program, [folder])))
  await Promise.all(children.map((child) => once(child, 'message')))
  for (let round = 0; round < 25; round++) {
    const owner = `owner-${round}`
    writeFileSync(join(folder, `${owner}.lock`), String(dead))
    const answers = children.map((child) => once(child, 'message') as Promise<[{ got: boolean }]>)
    for (const child of children) child.send({ owner, at: Date.now() + 15 })
    const got = (await Promise.all(answers)).filter(([answer]) => answer.got)
    expect(got).toHaveLength(1)
  }
})

test('a lock with this process’s own number, which it does not hold, is left by one before it: containers restart', async () => {
  writeFileSync(join(folder, 'before.lock'), String(process.pid))
  const { claim } = folderOwnership(folder)
  const letGo = await claim('before')
  expect(letGo).toBeTypeOf('function')
  expect(await claim('before')).toBe(undefined)
  letGo?.()
  expect(readdirSync(folder)).toEqual([])
})

test('a lock of another machine is its own for as long as it is renewed', async () => {
  const lock = join(folder, 'far.lock')
  writeFileSync(lock, '1 another-machine')
  const { claim } = folderOwnership(folder)
  expect(await claim('far')).toBe(undefined)
  const longAgo = new Date(Date.now() - 10 * 60_000)
  utimesSync(lock, longAgo, longAgo)
  expect(await claim('far')).toBeTypeOf('function')
})

test('who was killed in the middle of taking over does not keep others from it for ever', async () => {
  writeFileSync(join(folder, 'a.lock'), String(await deadPid()))
  const turn = join(folder, 'a.lock.turn')
  writeFileSync(turn, '')
  const { claim } = folderOwnership(folder)
  expect(await claim('a')).toBe(undefined)
  const longAgo = new Date(Date.now() - 60_000)
  utimesSync(turn, longAgo, longAgo)
  expect(await claim('a')).toBe(undefined)
  expect(await claim('a')).toBeTypeOf('function')
})
