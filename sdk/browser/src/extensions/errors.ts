/** `$error`: what went wrong in the page: errors nobody caught, rejected promises, files that did not load. */
import type { Extension } from '@firefly/core/extension'
import { all, listen } from '../lifecycle.ts'

/** A page that fails in a loop must not fill the queue. */
const MOST_A_PAGE = 20
const LONGEST_MESSAGE = 500
const LONGEST_STACK = 4_000

type Told = Record<string, unknown>

const errorOf = (error: unknown, fallback: unknown): Told => {
  const { name, message, stack } = Object(error) as Partial<Error>
  return {
    $type: name || 'Error',
    $message: String(message || fallback).slice(0, LONGEST_MESSAGE),
    $stack: typeof stack === 'string' ? stack.slice(0, LONGEST_STACK) : undefined,
  }
}

export const errors = (): Extension => ({
  name: 'errors',
  setup(host) {
    const known = new Set<string>()
    const tell = (told: Told): void => {
      const key = JSON.stringify(told)
      if (known.has(key) || known.size >= MOST_A_PAGE) return
      known.add(key)
      host.track('$error', told)
    }
    const failed = host.guard((event: Event) => {
      const { target } = event
      if (target instanceof Element) {
        const $source = target.getAttribute('src') || target.getAttribute('href')
        return tell({ $type: 'ResourceError', $message: `${target.localName} did not load`, $source })
      }
      const { error, message, filename, lineno, colno } = event as ErrorEvent
      tell({ ...errorOf(error, message), $source: filename, $line: lineno, $column: colno })
    })
    const rejected = host.guard((event: Event) => {
      const { reason } = event as PromiseRejectionEvent
      tell({ ...errorOf(reason, reason), $unhandled_rejection: true })
    })
    return all(listen(window, 'error', failed), listen(window, 'unhandledrejection', rejected))
  },
})
