/** A phone with a host app on it: what a mini-program kept, its network, and a person who shows and hides it. */
import type { Realm } from '../realm.ts'
import type { HostQuirks } from './quirks.ts'

/** What came of a request; undefined is a network error or one that ran out of time. */
export interface Response {
  status: number
  body: string
  headers: Record<string, string>
}

/** The handset as one visit sees it: nothing is done for a program that has ended. */
export interface Visit {
  read: (key: string) => string | undefined
  /** False where there is no room for it. */
  write: (key: string, value: string) => boolean
  remove: (key: string) => void
  keys: () => string[]
  post: (
    url: string,
    body: string,
    timeoutMs: number,
    done: (response: Response | undefined) => void,
  ) => Promise<void>
  isConnected: () => boolean
  onNetwork: (run: (isThere: boolean) => void) => void
  onShow: (run: () => void) => void
  onHide: (run: () => void) => void
  /** Later, as hosts answer. */
  soon: (run: () => void) => void
}

export interface Handset {
  begin: (program: Realm, isFull: boolean) => Visit
  connect: (isThere: boolean) => void
  show: () => void
  hide: () => void
  kept: () => string
}

export function createHandset({ mostOfValue, headers }: HostQuirks, speed: number): Handset {
  const kept = new Map<string, string>()
  let connected = true
  let told = {
    network: [] as ((isThere: boolean) => void)[],
    show: [] as (() => void)[],
    hide: [] as (() => void)[],
  }

  const ask = async (url: string, body: string, timeoutMs: number): Promise<Response | undefined> => {
    try {
      if (!connected) return undefined
      const answer = await fetch(url, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json' },
        signal: AbortSignal.timeout(timeoutMs / speed),
      })
      return { status: answer.status, body: await answer.text(), headers: named(answer.headers, headers) }
    } catch {
      return undefined
    }
  }
  return {
    begin(program, isFull) {
      told = { network: [], show: [], hide: [] }
      return {
        read: (key) => kept.get(key),
        write: (key, value) =>
          program.isAlive && !isFull && value.length <= mostOfValue && kept.set(key, value).has(key),
        remove: (key) => void (program.isAlive && kept.delete(key)),
        keys: () => [...kept.keys()],
        async post(url, body, timeoutMs, done) {
          const response = await ask(url, body, timeoutMs)
          if (program.isAlive) done(response)
        },
        isConnected: () => connected,
        // Nobody tells a program that has ended.
        onNetwork: (run) => void told.network.push((isThere) => program.isAlive && run(isThere)),
        onShow: (run) => void told.show.push(() => program.isAlive && run()),
        onHide: (run) => void told.hide.push(() => program.isAlive && run()),
        soon: (run) => void setImmediate(() => program.isAlive && run()),
      }
    },
    connect(isThere) {
      connected = isThere
      for (const run of told.network) run(isThere)
    },
    show: () => told.show.forEach((run) => run()),
    hide: () => told.hide.forEach((run) => run()),
    kept: () => [...kept.values()].join('\n'),
  }
}

const capitalised = (name: string): string => name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase())
const named = (headers: Headers, how: HostQuirks['headers']): Record<string, string> =>
  Object.fromEntries(
    [...headers].map(([name, value]) => [how === 'as sent' ? name : capitalised(name), value]),
  )
