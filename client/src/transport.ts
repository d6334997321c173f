/** One call over HTTP: the key in its header, a limit on time, and another try where the server asks for one. */
import { errorOf, Unreachable } from './errors.ts'

export interface TransportOptions {
  /** Where the server is, such as `https://firefly.example.com`. */
  url: string
  /** A read key or the secret key. */
  key: string
  /** The platform's own when not given. */
  fetch?: typeof globalThis.fetch
  /** Until the answer begins, in milliseconds; a minute when not given. */
  timeoutMs?: number
  /** After the first try, where the server is busy or cannot be reached; 2 when not given. */
  retries?: number
}

export interface Call {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  parameters?: Record<string, string | number | undefined>
  body?: unknown
  accept?: string
  signal?: AbortSignal | undefined
}

/** Gives an answer of 2xx; rejects with a `FireflyError`, `Unreachable`, or the reason of the caller's own signal. */
export type Send = (call: Call) => Promise<Response>

const LONGEST_WAIT_MS = 10_000

export function createTransport(options: TransportOptions): Send {
  const { retries = 2 } = options
  return async (call) => {
    for (let tries = 0; ; tries++) {
      const outcome = await tryOnce(call, options)
      if (outcome instanceof Response && outcome.ok) return outcome
      call.signal?.throwIfAborted()
      const again = !(outcome instanceof Response) || outcome.status === 503 || outcome.status === 429
      if (!again || tries >= retries) throw await failureOf(outcome)
      await pause(waitFor(outcome, tries), call.signal)
    }
  }
}

async function tryOnce(
  { method = 'GET', path, parameters = {}, body, accept, signal }: Call,
  { url, key, fetch = globalThis.fetch, timeoutMs = 60_000 }: TransportOptions,
): Promise<Response | Error> {
  const address = new URL(path, url)
  for (const [name, value] of Object.entries(parameters))
    if (value !== undefined) address.searchParams.set(name, String(value))
  const headers = {
    authorization: `Bearer ${key}`,
    ...(accept !== undefined && { accept }),
    ...(body !== undefined && { 'content-type': 'application/json' }),
  }
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs)
  try {
    const ends = signal ? AbortSignal.any([signal, late.signal]) : late.signal
    const sent = body === undefined ? {} : { body: JSON.stringify(body) }
    return await fetch(address, { method, headers, signal: ends, ...sent })
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  } finally {
    clearTimeout(timer)
  }
}

const failureOf = async (outcome: Response | Error): Promise<Error> =>
  outcome instanceof Response
    ? errorOf(outcome.status, await outcome.text())
    : new Unreachable(`the server cannot be reached: ${outcome.message}`, { cause: outcome })

/** As long as the server says, else twice as long each time, never exactly as long as others. */
function waitFor(outcome: Response | Error, tries: number): number {
  const said =
    outcome instanceof Response
      ? Number(outcome.headers.get('retry-after') ?? Number.NaN) * 1_000
      : Number.NaN
  const wait = Number.isFinite(said) ? said : 250 * 2 ** tries * (1 + Math.random())
  return Math.min(wait, LONGEST_WAIT_MS)
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer)
      reject(signal?.reason as Error)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, ms)
    signal?.addEventListener('abort', stop, { once: true })
  })
}
