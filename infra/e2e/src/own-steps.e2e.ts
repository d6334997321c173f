/** A step of the operator's own, in the product: it changes, drops and sets aside, and nothing is lost uncounted. */
import { rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { ask, bearer, drained, request, sendBatch } from './client.ts'
import { emptyFolder, launch } from './launch.ts'

const STEP = fileURLToPath(new URL('../../../examples/own-step/membership.mjs', import.meta.url))

test('what the example’s step adds can be asked for, what it drops is counted, what it refuses can be found', async () => {
  const data = emptyFolder()
  const server = await launch(data, { FIREFLY_STEPS: STEP })
  const event = { type: 'track', event: 'Order Completed' }
  await sendBatch(server, [
    { ...event, userId: 'u1', properties: { memberSince: '2000-01-01', currency: 'CNY' } },
    { ...event, userId: 'staff-1' },
    { ...event, userId: 'u2', properties: { currency: 'XXX' } },
  ])
  const status = await drained(server, 3)
  expect(status).toMatchObject({ accepted: 3, stored: 1, quarantined: 1, unwanted: 1 })
  const day = (offset: number): string =>
    new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10)
  const { result } = await ask(server, {
    kind: 'trend',
    from: day(-1),
    to: day(1),
    interval: 'day',
    series: [{ filters: [{ property: 'memberYears', operator: 'gte', value: 20 }] }],
  })
  expect(result.series[0]?.total).toBe(1)
  const { body } = await request(`${server.url}/v1/quarantine`, { headers: bearer(server.secretKey) })
  expect(body['quarantined']).toMatchObject([
    { reason: 'step_refused', detail: 'membership: unknown currency' },
  ])
  // Whoever may only ask is told that, and not what was inside.
  const turnedAway = await request(`${server.url}/v1/refusals`, { headers: bearer(server.secretKey) })
  expect(turnedAway.body['refusals']).toMatchObject([
    {
      verdict: 'quarantined',
      code: 'step_refused',
      count: 1,
      message: expect.not.stringContaining('currency'),
    },
  ])
  const metrics = await (await fetch(`${server.url}/metrics`)).text()
  expect(metrics).toContain('firefly_processor_step_seconds_count{step="membership"')
  await server.stop()
  rmSync(data, { recursive: true, force: true })
})

test('a step that is not there, or cannot be loaded, stops the start, by name', async () => {
  await expect(launch(undefined, { FIREFLY_STEPS: './no-such-step.mjs' })).rejects.toThrow(
    /FIREFLY_STEPS\.0: expected a file/,
  )
  const data = emptyFolder()
  writeFileSync(`${data}/broken.mjs`, 'export default {')
  await expect(launch(data, { FIREFLY_STEPS: `${data}/broken.mjs` })).rejects.toThrow(
    /broken\.mjs cannot be loaded/,
  )
  rmSync(data, { recursive: true, force: true })
})
