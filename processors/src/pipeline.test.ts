/** A pipeline runs its steps in order until one says otherwise, and survives a step that throws. */
import { expect, test } from 'vitest'
import { drop, ok } from './outcome.ts'
import { start } from './pipeline.ts'

const counting = start<{ n: number }>()
  .add('double', ({ n }) => ({ twice: n * 2 }))
  .through({ name: 'only even', run: (input) => (input.n % 2 === 0 ? ok(input) : drop('duplicate')) })
  .add('label', ({ twice }) => ({ label: `${twice}` }))

test('each step sees what the ones before it added', () => {
  expect(counting.run({ n: 2 })).toEqual({ kind: 'ok', value: { n: 2, twice: 4, label: '4' } })
  expect(counting.steps).toEqual(['double', 'only even', 'label'])
})

test('a step that drops ends the way with its reason', () => {
  expect(counting.run({ n: 3 })).toEqual({ kind: 'drop', reason: 'duplicate' })
})

test('a step that throws sets its event aside under the step’s name, without the event’s content', () => {
  const breaking = start<{ phone: string }>().add('parse', ({ phone }) => {
    throw new TypeError(`cannot parse ${phone}`)
  })
  expect(breaking.run({ phone: '138' })).toEqual({
    kind: 'quarantine',
    reason: 'step_failed',
    detail: 'parse: TypeError',
  })
})

test('timing a run changes nothing but that each step is told', () => {
  const told: string[] = []
  expect(counting.runTimed({ n: 2 }, (step) => told.push(step))).toEqual(counting.run({ n: 2 }))
  expect(told).toEqual(['double', 'only even', 'label'])
})
