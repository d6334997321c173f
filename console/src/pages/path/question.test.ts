/** A path in the address, and as it is asked. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyFrame, anyText } from '../../question/arbitrary.ts'
import { gapsOfPath, type PathQuestion, readPath, toPathInput, writePath } from './question.ts'

const anyQuestion: fc.Arbitrary<PathQuestion> = fc
  .record({
    by: fc.constantFrom('event', '$pathname', 'a&b=c#d'),
    start: anyText,
    end: anyText,
    steps: fc.integer({ min: 2, max: 20 }),
  })
  .chain((own) => anyFrame.map((frame) => ({ ...frame, ...own })))

test('whoever opens a shared address sees the question that was shared', () => {
  fc.assert(
    fc.property(anyQuestion, (question) => {
      expect(readPath(writePath(question), 'Europe/Paris')).toEqual(question)
    }),
  )
})

test('an address that somebody garbled still opens a page with a question on it', () => {
  for (const steps of ['', '1', '2.5', 'many', '1000'])
    expect(readPath(new URLSearchParams({ steps, by: '' }).toString(), 'UTC')).toMatchObject({
      by: 'event',
      steps: 5,
    })
})

test('a path is asked for from its start to its end, in its days', () => {
  const question = readPath('range=2026-01-05..2026-01-08&start=%2Fcart&end=Order+Completed&steps=3', 'UTC')
  expect(gapsOfPath(question)).toEqual([])
  expect(toPathInput(question, new Date('2026-05-10T20:00:00Z'))).toEqual({
    kind: 'path',
    from: '2026-01-05',
    to: '2026-01-08',
    timezone: 'UTC',
    by: 'event',
    start: '/cart',
    end: 'Order Completed',
    steps: 3,
  })
  expect(gapsOfPath({ ...question, range: { from: '2026-01-08', to: '2026-01-05' } })).toEqual([
    { path: 'from', missing: 'range' },
  ])
})
