/** posthog-js 1.57. */
import { posthog } from 'posthog-js-1.57'
import { run } from './posthog.ts'

run(posthog)
