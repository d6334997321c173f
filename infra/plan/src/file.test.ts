import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { type PlanInput, planSchema } from '@firefly/protocol/plan'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { loadPlan, savePlan } from './file.ts'
import { compared } from './practice.ts'

const folder = mkdtempSync(`${tmpdir()}/firefly-plan-`)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const text = fc.string({ minLength: 1, maxLength: 12 }).filter((name) => name !== '__proto__')
const anyPlan = fc.record({
  mode: fc.constantFrom('observe' as const, 'flag' as const),
  events: fc.dictionary(
    text,
    fc.record({
      description: fc.string(),
      properties: fc.dictionary(
        text,
        fc.record({
          values: fc.array(fc.oneof(fc.string(), fc.double({ noNaN: true, noDefaultInfinity: true })), {
            minLength: 1,
            maxLength: 3,
          }),
        }),
        { maxKeys: 3 },
      ),
    }),
    { maxKeys: 3 },
  ),
})

test('a plan comes out of a file as it went in, in YAML and in JSON', async () => {
  await fc.assert(
    fc.asyncProperty(anyPlan, fc.constantFrom('yaml', 'json'), async (input, kind) => {
      // -0 is 0 in both.
      const plan = planSchema.parse(JSON.parse(JSON.stringify(input)) as PlanInput)
      await savePlan(`${folder}/plan.${kind}`, plan)
      expect(await loadPlan(`${folder}/plan.${kind}`)).toEqual(plan)
    }),
    { numRuns: 60 },
  )
})

test('a file that is no plan is told field by field, and one that cannot be read by its place', async () => {
  writeFileSync(
    `${folder}/wrong.yaml`,
    'mode: loud\nevents:\n  A:\n    properties:\n      p: { type: text }\n',
  )
  await expect(loadPlan(`${folder}/wrong.yaml`)).rejects.toThrow(
    /mode: .*\n {2}events\.A\.properties\.p\.type: /,
  )
  writeFileSync(`${folder}/torn.yaml`, 'events: [\n')
  await expect(loadPlan(`${folder}/torn.yaml`)).rejects.toThrow(/torn\.yaml is not a plan/)
})

test('what happens is compared with what was planned', () => {
  const plan = planSchema.parse({ events: { A: {}, Never: {}, Blocked: { status: 'blocked' } } })
  const seen = ['A', 'B', '$pageview', 'Blocked'].map((name) => ({ name, count: 1, lastSeen: '' }))
  const violation = { property: null, code: 'wrong_type', count: 1, lastSeen: '' }
  const found = compared(plan, seen, [
    { ...violation, event: 'A' },
    { ...violation, event: 'Gone since' },
  ])
  expect(found.unplanned.map(({ name }) => name)).toEqual(['B'])
  expect(found.blocked.map(({ name }) => name)).toEqual(['Blocked'])
  expect([found.silent, found.violations.length]).toEqual([['Never'], 1])
})
