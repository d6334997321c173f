import { expect, test } from 'vitest'
import { createTelemetry } from './telemetry.ts'

test('however many projects there are, their figures stay few, and none is left out of the sum', async () => {
  const { count, observe, exposition } = createTelemetry({ level: 'silent', service: 'test' })
  for (let n = 0; n < 1_000; n++) {
    count('firefly_test_total', 'A test', { project: `p${n}`, dialect: 'native' })
    observe('firefly_test_seconds', 'A test', 0.1, { project: `p${n}` })
  }
  for (let n = 0; n < 5; n++) count('firefly_test_total', 'A test', { project: 'p0', dialect: 'native' })
  const { body } = await exposition()
  const lines = body.split('\n').filter((line) => line.startsWith('firefly_test_total{'))
  expect(lines).toHaveLength(201)
  expect(lines).toContain('firefly_test_total{project="p0",dialect="native"} 6')
  expect(lines).toContain('firefly_test_total{project="other",dialect="native"} 800')
  expect(body).toContain('firefly_test_seconds_count{project="other"} 800')
})

test('what is counted often is told in full whenever somebody asks, and once', async () => {
  const { counter, exposition, report } = createTelemetry({ level: 'silent', service: 'test' })
  const labels = { project: 'p', dialect: 'native' }
  const count = (): ((by: number) => void) => counter('firefly_test_total', 'A test', labels)
  const often = count()
  often(2)
  // Whoever looks the series up anew adds to the same.
  count()(3)
  const line = 'firefly_test_total{project="p",dialect="native"}'
  expect((await exposition()).body).toContain(`${line} 5`)
  often(1)
  const told = (await report()).find(({ name }) => name === 'firefly_test_total')
  expect(told?.values.map(({ value }) => value)).toEqual([6])
  expect((await exposition()).body).toContain(`${line} 6`)
})
