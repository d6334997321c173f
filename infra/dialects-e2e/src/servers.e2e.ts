/** Server SDKs of others, as published: only their host and key are changed, and what they sent can be asked for. */
import RudderAnalytics from '@rudderstack/rudder-sdk-node'
import { Analytics } from '@segment/analytics-node'
import { launch, type Running } from '@firefly/e2e/launch'
import { PostHog } from 'posthog-node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { counts } from './asked.ts'

let server: Running
beforeAll(async () => {
  server = await launch()
})
afterAll(async () => {
  await server?.stop('SIGKILL')
})

for (const mode of ['v0', 'v1'])
  test(`posthog-node over its protocol ${mode}`, async () => {
    process.env['POSTHOG_CAPTURE_MODE'] = mode
    const errors: unknown[] = []
    const posthog = new PostHog(server.writeKey, { host: server.url, flushAt: 100, flushInterval: 0 })
    posthog.on('error', (error) => errors.push(error))
    const distinctId = `ph-${mode}`
    posthog.capture({
      distinctId,
      event: `Bought ${mode}`,
      properties: { price: 9.5, city: '北京', $set: { n: 1 } },
    })
    posthog.identify({ distinctId, properties: { email: 'a@example.com' } })
    posthog.alias({ distinctId, alias: `old-${mode}` })
    posthog.groupIdentify({ groupType: 'company', groupKey: 'c1', properties: { name: 'One' }, distinctId })
    await posthog.shutdown()
    delete process.env['POSTHOG_CAPTURE_MODE']
    expect(errors).toEqual([])
    const stored = await counts(server, [`Bought ${mode}`], {
      price: '9.5',
      city: '北京',
      $platform: 'server',
    })
    expect(stored).toEqual({ [`Bought ${mode}`]: 1 })
    const already = mode === 'v0' ? 0 : 1
    const people = ['$identify', '$alias', '$group']
    expect(await counts(server, people)).toEqual(
      Object.fromEntries(people.map((name) => [name, already + 1])),
    )
  })

test('@segment/analytics-node', async () => {
  const errors: unknown[] = []
  const analytics = new Analytics({ writeKey: server.writeKey, host: server.url, flushAt: 3 })
  analytics.on('error', (error) => errors.push(error))
  analytics.track({ userId: 'sg-1', event: 'Segment Bought', properties: { price: 9.5 } })
  analytics.page({ userId: 'sg-1', name: 'Segment Home' })
  analytics.identify({ userId: 'sg-1', anonymousId: 'sg-anonymous', traits: { level: 'gold' } })
  await analytics.closeAndFlush({ timeout: 20_000 })
  expect(errors).toEqual([])
  expect(await counts(server, ['Segment Bought'], { price: '9.5' })).toEqual({ 'Segment Bought': 1 })
  expect(await counts(server, ['$pageview'], { name: 'Segment Home' })).toEqual({ $pageview: 1 })
  expect(await counts(server, ['$identify'], { level: 'gold' })).toEqual({ $identify: 1 })
})

test('@rudderstack/rudder-sdk-node', async () => {
  const rudder = new RudderAnalytics(server.writeKey, { dataPlaneUrl: server.url, flushAt: 2, gzip: true })
  rudder.track({ userId: 'rs-1', event: 'Rudder Bought', properties: { price: 9.5 } })
  rudder.identify({ userId: 'rs-1', traits: { level: 'silver' } })
  await rudder.flush()
  await expect
    .poll(() => counts(server, ['Rudder Bought'], { price: '9.5' }), { timeout: 60_000 })
    .toEqual({ 'Rudder Bought': 1 })
  expect(await counts(server, ['$identify'], { level: 'silver' })).toEqual({ $identify: 1 })
})
