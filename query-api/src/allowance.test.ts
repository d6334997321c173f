/** What a question may cost follows from its key and its project, and never exceeds what the operator allows. */
import type { ProjectSettings } from '@firefly/protocol/settings'
import { expect, test } from 'vitest'
import { allowances, MOST } from './allowance.ts'

const settings: Record<string, ProjectSettings> = {
  modest: { limits: { read: { seconds: 5, megabytes: 64, rows: 1_000_000 }, secret: { seconds: 20 } } },
  greedy: { limits: { read: { seconds: 600, megabytes: 1_000_000, rows: 1e12 } } },
}
const of = allowances((project) => settings[project], MOST)

test('a read key may less than the secret key where nothing is settled', () => {
  const [read, secret] = [of({ project: 'p', kind: 'read' }), of({ project: 'p', kind: 'secret' })]
  expect(secret).toEqual(MOST)
  for (const name of ['maxSeconds', 'maxMemoryBytes', 'maxRowsToRead'] as const)
    expect(read[name]).toBeLessThan(secret[name])
})

test('a project settles each limit by itself; what it leaves open stays as usual', () => {
  expect(of({ project: 'modest', kind: 'read' })).toEqual({
    maxSeconds: 5,
    maxMemoryBytes: 64 * 1024 ** 2,
    maxRowsToRead: 1_000_000,
  })
  expect(of({ project: 'modest', kind: 'secret' })).toEqual({ ...MOST, maxSeconds: 20 })
})

test('nobody gets more than the operator allows', () => {
  expect(of({ project: 'greedy', kind: 'read' })).toEqual(MOST)
  const tight = { maxSeconds: 1, maxMemoryBytes: 2, maxRowsToRead: 3 }
  expect(allowances(() => undefined, tight)({ project: 'p', kind: 'read' })).toEqual(tight)
})
