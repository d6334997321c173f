/** posthog-js 1.449. */
import { posthog } from 'posthog-js'
import { run } from './posthog.ts'

run(posthog)
