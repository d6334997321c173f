import { expect, test } from 'vitest'
import { type Plan, type PlanInput, planSchema } from '../plan.ts'
import { differenceOf } from './difference.ts'
import { protectionOf, sensitivityOf } from './sensitivity.ts'

const plan = (input: PlanInput): Plan => planSchema.parse(input)

test('a change tells where it is, and whether senders of today break by it', () => {
  const before = plan({
    events: {
      A: { owner: 'web', properties: { n: { type: 'integer' }, s: { values: ['x'] }, old: {} } },
      B: {},
    },
  })
  const after = plan({
    mode: 'quarantine',
    events: {
      A: {
        owner: 'shop',
        properties: { n: { type: 'number' }, s: { values: ['x', 'y'] }, must: { required: true } },
      },
      C: {},
    },
  })
  expect(differenceOf(before, after).map(({ kind, path, breaking }) => [kind, path, breaking])).toEqual(
    [
      ['changed', 'events.A.owner', false],
      ['changed', 'events.A.properties.n.type', false],
      ['added', 'events.A.properties.must', true],
      ['removed', 'events.A.properties.old', true],
      ['changed', 'events.A.properties.s.values', false],
      ['removed', 'events.B', true],
      ['added', 'events.C', false],
      ['changed', 'mode', true],
    ].toSorted((a, b) => (String(a[1]) < String(b[1]) ? -1 : 1)),
  )
  expect(differenceOf(after, after)).toEqual([])
})

test('a property is as sensitive as the highest level that any event gives it, and protected accordingly', () => {
  const some = plan({
    protect: { 4: 'hash', 5: 'drop' },
    properties: { phone: { sensitivity: 4 }, city: { sensitivity: 2 } },
    events: {
      A: {
        properties: {
          phone: { sensitivity: 5 },
          name: { sensitivity: 4 },
          mail: { sensitivity: 1, protect: 'mask' },
        },
      },
    },
  })
  expect([...sensitivityOf(some)]).toEqual([
    ['phone', 5],
    ['city', 2],
    ['name', 4],
  ])
  expect([...protectionOf(some)]).toEqual([
    ['phone', 'drop'],
    ['name', 'hash'],
    ['mail', 'mask'],
  ])
})
