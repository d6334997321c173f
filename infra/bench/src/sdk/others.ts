/** SDKs of others, as they are published: fetched from the package registry for this run alone, since no user of Firefly needs them. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Contestant } from './contestants.ts'

const POSTHOG = 'posthog-js@1.449.2'
const SEGMENT = '@segment/analytics-next@1.84.3'

/** Installed into a folder of their own, which is removed again. */
export function others(): Contestant[] {
  const folder = mkdtempSync(join(tmpdir(), 'firefly-others-'))
  try {
    const asked = ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', POSTHOG, SEGMENT]
    execFileSync('npm', asked, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
    const read = (name: string): string => readFileSync(join(folder, 'node_modules', name), 'utf8')
    return [
      posthog(read('posthog-js/dist/array.js')),
      segment(read('@segment/analytics-next/dist/umd/index.js')),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Its own snippet's queue before it. A burst of 1,000 and a headless browser are allowed, or it would send nothing. */
const posthog = (file: string): Contestant => ({
  title: POSTHOG,
  script: `window.posthog = Object.assign([], { __SV: 1, _i: [['key', {
    api_host: location.origin, opt_out_useragent_filter: true, disable_session_recording: true,
    rate_limiting: { events_per_second: 1e6, events_burst_limit: 1e6 } }, 'posthog']] })
    ${file}`,
  prepare: 'window.track = (name, properties) => posthog.capture(name, properties); window.settle = () => {}',
})

/** With its settings in the page, as its documents advise for speed. */
const segment = (file: string): Contestant => ({
  title: SEGMENT,
  script: `${file}
    window.segment = AnalyticsNext.AnalyticsBrowser.load({ writeKey: 'key', cdnSettings: { integrations: { 'Segment.io': {
      apiKey: 'key', apiHost: location.host + '/v1', protocol: 'http' } } } })`,
  prepare:
    'window.track = (name, properties) => { segment.track(name, properties) }; window.settle = () => {}',
})
