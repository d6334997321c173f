/** posthog-js 1.200. */
import { posthog } from 'posthog-js-1.200'
import { run } from './posthog.ts'

run(posthog)
