/** `$web_vitals`: how fast and steady a page was for the person who used it; measured by a library that is loaded when the page is idle. */
import type { Extension, ExtensionHost } from '@firefly/core/extension'
import type { Metric } from 'web-vitals'

/** One event a metric: `$metric` (`LCP`, `INP`, `CLS`, `FCP`, `TTFB`), `$value` (ms; CLS has no unit), `$rating`. */
export const webVitals = (): Extension => ({
  name: 'web-vitals',
  setup(host) {
    let stopped = false
    const tell = host.guard(({ name, value, rating, navigationType }: Metric) => {
      if (stopped) return
      const $value = Math.round(value * 10_000) / 10_000
      host.track('$web_vitals', { $metric: name, $value, $rating: rating, $navigation: navigationType })
    })
    const load = host.guard(() => void watch(tell).catch(failed(host)))
    // Safari knows no idle time.
    const idle = window.requestIdleCallback ?? ((run: () => void) => window.setTimeout(run, 1))
    idle(load)
    return () => {
      stopped = true
    }
  },
})

async function watch(tell: (metric: Metric) => void): Promise<void> {
  const { onCLS, onFCP, onINP, onLCP, onTTFB } = await import('web-vitals')
  for (const on of [onCLS, onFCP, onINP, onLCP, onTTFB]) on(tell)
}

const failed =
  (host: ExtensionHost) =>
  (error: unknown): void =>
    host.guard(() => {
      throw error
    })()
