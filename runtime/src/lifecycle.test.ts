/** Lifecycle: parts stop in reverse, once, and a broken part does not keep the others alive. */
import { expect, test } from 'vitest'
import { createLifecycle } from './lifecycle.ts'
import { createTelemetry } from './telemetry.ts'

const { log } = createTelemetry({ level: 'silent', service: 'test' })

test('parts stop in the reverse of the order in which they started, and only once', async () => {
  const stopped: string[] = []
  const life = createLifecycle(log)
  for (const name of ['log', 'processor', 'server'])
    life.started({ name, stop: () => Promise.resolve(void stopped.push(name)) })
  expect(await Promise.all([life.stop(), life.stop()])).toEqual([0, 0])
  expect(stopped).toEqual(['server', 'processor', 'log'])
})

test('a part that fails to stop is told by the exit code, and the others still stop', async () => {
  const stopped: string[] = []
  const life = createLifecycle(log)
  life.started({ name: 'log', stop: () => Promise.resolve(void stopped.push('log')) })
  life.started({ name: 'server', stop: () => Promise.reject(new Error('stuck')) })
  expect(await life.stop()).toBe(1)
  expect(stopped).toEqual(['log'])
})
