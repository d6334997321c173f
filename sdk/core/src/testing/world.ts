/** A world to try the core in: a clock, disks and locks shared by pages, a network; all effects wait to be let happen. */
import type { Answer, Ownership, Platform, SlowShelf, State } from '../platform.ts'
import { shelfIn } from '../shelf.ts'
import { memoryState } from '../memory-state.ts'
import { mirrored } from '../mirror.ts'

/** An effect under way: let it happen, or never. */
interface Pending {
  page: number
  what: 'send' | 'store' | 'timer'
  at: number
  happen: (fate: Fate) => void
}

/** What becomes of a request. `lost answer`: the collector has it, and the page will not know. */
export type Fate = 'accept' | 'lost answer' | 'cut' | 'busy' | 'too large' | 'refuse'

export interface World {
  now: number
  readonly pending: Pending[]
  /** How often the collector has accepted each message id. */
  readonly accepted: Map<string, number>
  /** Ids in each request, in order of sending. */
  readonly requests: { page: number; ids: string[]; body: Wire }[]
  /** Ids that a page knows to be accepted. */
  readonly acknowledged: Map<number, Set<string>>
  /** Everything that outlives pages. */
  readonly disk: State
  readonly spillway: State
  readonly state: State
  /** A platform for a new page, and what the page's host does. */
  open: (overrides?: Partial<Platform>) => OpenPage
  /** Lets everything due happen with one fate, until nothing is under way or `ms` have passed. */
  settle: (fate?: Fate, ms?: number) => Promise<void>
}

export interface OpenPage {
  readonly id: number
  readonly platform: Platform
  leave: (gone: boolean) => void
  comeBack: (gone: boolean) => void
  /** The page is no more: what is under way never ends, its locks are free. */
  die: () => void
}

export interface Wire {
  writeKey: string
  sentAt: string
  context: Record<string, unknown>
  batch: Record<string, unknown>[]
}

export function createWorld(): World {
  const dead = new Set<number>()
  const locks = new Map<string, number>()
  let pages = 0
  let seed = 0
  const world: World = {
    now: Date.UTC(2026, 0, 1),
    pending: [],
    accepted: new Map(),
    requests: [],
    acknowledged: new Map(),
    disk: memoryState(),
    spillway: memoryState(),
    state: memoryState(),
    open,
    settle,
  }

  /** An effect that ends when it is let. */
  const effect = <Value>(page: number, what: Pending['what'], run: (fate: Fate) => Value): Promise<Value> =>
    new Promise((resolve) => {
      // Promises of a dead page may still go on; what they ask for never happens.
      if (!dead.has(page))
        world.pending.push({ page, what, at: world.now, happen: (fate) => resolve(run(fate)) })
    })

  function storeOf(page: number): SlowShelf {
    const { put, all } = shelfIn(world.disk)
    return {
      put: (key, text) => effect(page, 'store', () => put(key, text)),
      all: () => effect(page, 'store', all),
    }
  }

  /** Granted at once: what a page spills between asking and getting may be sent by two, which only the collector can mend. */
  const ownershipOf = (page: number): Ownership => ({
    async claim(owner) {
      if (dead.has(page)) return new Promise(() => undefined)
      if (locks.has(owner)) return undefined
      locks.set(owner, page)
      return () => void locks.delete(owner)
    },
  })

  function send(page: number, body: string): Promise<Answer> {
    const wire = JSON.parse(body) as Wire
    const ids = wire.batch.map(({ messageId }) => String(messageId))
    world.requests.push({ page, ids, body: wire })
    return effect(page, 'send', (wished) => {
      // No collector finds one event alone too large that the SDK has let through.
      const fate = wished === 'too large' && ids.length === 1 ? 'accept' : wished
      if (fate === 'accept' || fate === 'lost answer')
        for (const id of ids) world.accepted.set(id, (world.accepted.get(id) ?? 0) + 1)
      if (fate === 'accept') for (const id of ids) world.acknowledged.get(page)?.add(id)
      return ANSWERS[fate]
    })
  }

  function open(overrides: Partial<Platform> = {}): OpenPage {
    const id = ++pages
    world.acknowledged.set(id, new Set())
    const leaving = new Set<(gone: boolean) => void>()
    const returning = new Set<(gone: boolean) => void>()
    const platform: Platform = {
      context: { platform: 'web', library: { name: 'test', version: '1' }, locale: 'en' },
      late: () => ({ timezone: 'UTC' }),
      place: () => undefined,
      now: () => world.now,
      random: (count) => Uint8Array.from({ length: count }, (_, index) => (seed++ * 7 + index * 13) % 256),
      after(ms, run) {
        const item: Pending = { page: id, what: 'timer', at: world.now + ms, happen: run }
        if (!dead.has(id)) world.pending.push(item)
        return () => forget((each) => each === item)
      },
      state: world.state,
      shelf: mirrored(() => effect(id, 'store', () => storeOf(id)), shelfIn(world.spillway)),
      ownership: ownershipOf(id),
      send: (_url, body) => send(id, body),
      onLeave: (run) => {
        leaving.add(run)
        return () => void leaving.delete(run)
      },
      onReturn: (run) => {
        returning.add(run)
        return () => void returning.delete(run)
      },
      refusesTracking: false,
      warn: () => undefined,
      ...overrides,
    }
    return {
      id,
      platform,
      leave: (gone) => leaving.forEach((run) => run(gone)),
      comeBack: (gone) => returning.forEach((run) => run(gone)),
      die() {
        dead.add(id)
        forget(({ page }) => page === id)
        for (const [owner, page] of locks) if (page === id) locks.delete(owner)
      },
    }
  }

  function forget(test: (item: Pending) => boolean): void {
    for (let index = world.pending.length - 1; index >= 0; index--)
      if (test(world.pending[index] as Pending)) world.pending.splice(index, 1)
  }

  async function settle(fate: Fate = 'accept', ms = 60_000): Promise<void> {
    const end = world.now + ms
    for (;;) {
      await breathe()
      const next = world.pending.reduce<Pending | undefined>(
        (first, item) => (!first || item.at < first.at ? item : first),
        undefined,
      )
      if (!next || next.at > end) break
      world.now = Math.max(world.now, next.at)
      forget((item) => item === next)
      next.happen(fate)
    }
    world.now = Math.max(world.now, end)
  }
  return world
}

/** Lets every promise that can go on go on. */
export const breathe = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve)
  })

const answer = (status: number, body: object, retryAfter?: string): Answer => ({
  status,
  body: JSON.stringify(body),
  ...(retryAfter && { retryAfter }),
})

const ANSWERS: Record<Fate, Answer> = {
  accept: answer(200, { accepted: 1, rejected: [] }),
  'lost answer': { status: 0 },
  cut: { status: 0 },
  busy: answer(503, { code: 'overloaded', message: 'later' }, '2'),
  'too large': answer(413, { code: 'payload_too_large', message: 'smaller' }),
  refuse: answer(401, { code: 'unknown_key', message: 'no' }),
}
