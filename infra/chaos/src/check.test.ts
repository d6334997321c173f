import { expect, test } from 'vitest'
import { check, type Evidence, isClean, type StoredRow, type Verdict } from './check.ts'
import type { Attempt, Outcome } from './ledger.ts'

const attempts = (...outcomes: Outcome[]): Map<number, Attempt> =>
  new Map(outcomes.map((outcome, n) => [n, { n, device: 1, outcome }]))
const row = (n: number, change: Partial<StoredRow> = {}): StoredRow => ({
  n,
  hash: BigInt(n),
  place: n,
  ours: true,
  onTime: true,
  ...change,
})
const judge = (evidence: Partial<Evidence>): Verdict =>
  check({ attempts: attempts(), stored: [], quarantined: [], hashOf: BigInt, ...evidence })

test('all acknowledged and each stored once is clean; unknown may be stored or not', () => {
  const verdict = judge({
    attempts: attempts('acked', 'unknown', 'unknown', 'refused', 'unsent'),
    stored: [row(0), row(1)],
  })
  expect(isClean(verdict)).toBe(true)
  expect(verdict).toMatchObject({
    attempted: 5,
    acked: 1,
    unknown: 2,
    refused: 2,
    stored: 2,
    storedUnknown: 1,
  })
})

test.each<[keyof Verdict, Partial<Evidence>]>([
  ['lost', { attempts: attempts('acked'), stored: [] }],
  ['duplicated', { attempts: attempts('acked'), stored: [row(0), row(0)] }],
  ['invented', { attempts: attempts('acked'), stored: [row(0), row(7)] }],
  ['corrupted', { attempts: attempts('acked'), stored: [row(0, { hash: 9n })] }],
  ['foreign', { attempts: attempts('acked'), stored: [row(0, { ours: false })] }],
  ['mistimed', { attempts: attempts('acked'), stored: [row(0, { onTime: false })] }],
  ['refusedYetStored', { attempts: attempts('refused'), stored: [row(0)] }],
  [
    'disordered',
    { attempts: attempts('acked', 'acked'), stored: [row(0, { place: 5 }), row(1, { place: 4 })] },
  ],
])('%s is seen, and is not clean', (fault, evidence) => {
  const verdict = judge(evidence)
  expect(verdict[fault]).toBe(1)
  expect(isClean(verdict)).toBe(false)
})

test('what lies in quarantine is not lost', () => {
  expect(isClean(judge({ attempts: attempts('acked'), quarantined: [0] }))).toBe(true)
})
