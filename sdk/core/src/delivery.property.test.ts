/** Whatever happens to answers, pages and disks, in whatever order: nothing acknowledged is sent again, nothing kept is lost. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createOnceTracker } from './once/tracker.ts'
import { createSmallTracker } from './small/tracker.ts'
import { once, onceStateIn } from './testing/makers.ts'
import { breathe, createWorld, type Fate, type OpenPage, type World } from './testing/world.ts'
import { createTracker } from './tracker.ts'

const OPTIONS = { writeKey: 'key', host: 'https://collect.example.com', flushAt: 4 }

type Start = (platform: OpenPage['platform'], world: World) => { track: (event: string) => void }

/** All are played through the same histories; a program that runs once has no other beside it. */
const STARTS: [name: string, most: number, start: Start][] = [
  ['the tracker', 3, (platform) => createTracker(platform, OPTIONS)],
  [
    'the smallest tracker',
    3,
    (platform, { spillway }) => createSmallTracker({ ...platform, spillway }, OPTIONS),
  ],
  ['the tracker of a program that runs once', 1, (platform, world) => once(platform, OPTIONS, world)],
  [
    'the same where the storage takes no text of more than 1,500 characters',
    1,
    (platform, { spillway, state }) =>
      createOnceTracker(
        { ...platform, state: onceStateIn(state), unsent: onceStateIn(spillway, 1_500) },
        OPTIONS,
      ),
  ],
]

interface Living {
  page: OpenPage
  tracker: ReturnType<Start>
}

/** One thing that may happen. Numbers choose among what is there. */
type Step =
  | { do: 'track'; which: number }
  | { do: 'happen'; which: number; fate: Fate }
  | { do: 'wait'; ms: number }
  | { do: 'open' }
  | { do: 'close' | 'crash' | 'hide' | 'return' | 'freeze'; which: number }

const which = fc.nat(7)
const fate = fc.constantFrom<Fate>('accept', 'lost answer', 'cut', 'busy', 'too large')
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('track' as const), which }) },
  { weight: 16, arbitrary: fc.record({ do: fc.constant('happen' as const), which, fate }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 50, max: 40_000 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('open' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('close', 'crash', 'hide', 'return', 'freeze'), which }),
  },
)

/** What was tracked, by the names of its events, and what of it no disk and no collector ever had when its page died. */
class Ledger {
  readonly tracked = new Set<string>()
  readonly excused = new Set<string>()
  readonly living: Living[] = []
  readonly world: World
  private readonly most: number
  private readonly start: Start

  constructor(world: World, most: number, start: Start) {
    this.world = world
    this.most = most
    this.start = start
  }

  open(): void {
    if (this.living.length === this.most) return
    const page = this.world.open()
    this.living.push({ page, tracker: this.start(page.platform, this.world) })
  }

  take(which: number): Living | undefined {
    return this.living.splice(which % Math.max(1, this.living.length), 1)[0]
  }

  at(which: number): Living | undefined {
    return this.living[which % Math.max(1, this.living.length)]
  }

  /** A page that dies without a word takes with it what it had only in memory: at most a moment's worth. */
  crash(which: number): void {
    const before = this.safe()
    const dead = this.take(which)
    if (!dead) return
    dead.page.die()
    for (const name of this.tracked)
      if (!before.has(name) && this.owners.get(name) === dead) this.excused.add(name)
  }

  private readonly owners = new Map<string, Living>()
  track(living: Living | undefined): void {
    if (!living) return
    const name = `event-${this.tracked.size};`
    this.tracked.add(name)
    this.owners.set(name, living)
    living.tracker.track(name)
  }
  /** How often the collector has accepted each. */
  accepted(): Map<string, number> {
    const names = new Map<string, number>()
    for (const { body } of this.world.requests)
      for (const { event, messageId } of body.batch) {
        const times = this.world.accepted.get(String(messageId))
        if (times) names.set(String(event), times)
      }
    return names
  }
  private safe(): Set<string> {
    const texts = [this.world.disk, this.world.spillway].flatMap((state) =>
      state.keys().map((key) => state.get(key)),
    )
    const kept = [...this.tracked].filter((name) => texts.some((text) => text?.includes(name)))
    return new Set([...kept, ...this.accepted().keys()])
  }
}

async function play(ledger: Ledger, steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    const { world } = ledger
    if (step.do === 'open') ledger.open()
    if (step.do === 'wait') world.now += step.ms
    if (step.do === 'crash') ledger.crash(step.which)
    if (step.do === 'track') ledger.track(ledger.at(step.which))
    if (step.do === 'hide') ledger.at(step.which)?.page.leave(false)
    if (step.do === 'return') ledger.at(step.which)?.page.comeBack(false)
    if (step.do === 'close') close(ledger.take(step.which))
    if (step.do === 'freeze') await freeze(ledger, step.which)
    if (step.do === 'happen') happen(world, step.which, step.fate)
    await breathe()
  }
}

/** What a page sends while it closes still reaches the network, but nothing else of it goes on. */
function close(living: Living | undefined): void {
  if (!living) return
  living.page.leave(false)
  living.page.leave(true)
  living.page.die()
}

/** Into the back-forward cache and out of it; meanwhile another page may have taken over. */
async function freeze(ledger: Ledger, which: number): Promise<void> {
  const living = ledger.at(which)
  living?.page.leave(true)
  await breathe()
  living?.page.comeBack(true)
}

function happen(world: World, which: number, fate: Fate): void {
  const due = world.pending.filter(({ at }) => at <= world.now)
  const item = due[which % Math.max(1, due.length)]
  if (!item) return
  world.pending.splice(world.pending.indexOf(item), 1)
  item.happen(fate)
}

/** All is well again: pages close or go on, a new one opens, and everything due happens. */
async function heal(ledger: Ledger): Promise<void> {
  ledger.open()
  for (let round = 0; round < 3; round++) {
    for (const { page } of ledger.living) page.comeBack(false)
    await ledger.world.settle('accept', 3 * 3_600_000)
  }
}

const steps = fc.array(step, { minLength: 5, maxLength: 60 })

describe.each(STARTS)('%s', (_name, most, start) => {
  test('whatever answers, crashes and closed pages come in whatever order, nothing that was kept is lost', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (steps) => {
        const ledger = new Ledger(createWorld(), most, start)
        ledger.open()
        await play(ledger, steps)
        await heal(ledger)
        const accepted = ledger.accepted()
        const lost = [...ledger.tracked].filter((name) => !accepted.has(name) && !ledger.excused.has(name))
        expect(lost).toEqual([])
      }),
      { numRuns: 400 },
    )
  })

  test('a page never sends again what it knows to be accepted', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (steps) => {
        const world = createWorld()
        const ledger = new Ledger(world, most, start)
        ledger.open()
        const resent: string[] = []
        const push = world.requests.push.bind(world.requests)
        world.requests.push = (...requests) => {
          for (const { page, ids } of requests)
            resent.push(...ids.filter((id) => world.acknowledged.get(page)?.has(id)))
          return push(...requests)
        }
        await play(ledger, steps)
        await heal(ledger)
        expect(resent).toEqual([])
      }),
      { numRuns: 400 },
    )
  })

  test('once all is delivered and quiet, no disk holds anything', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (steps) => {
        const ledger = new Ledger(createWorld(), most, start)
        ledger.open()
        await play(ledger, steps)
        await heal(ledger)
        expect([...ledger.world.disk.keys(), ...ledger.world.spillway.keys()]).toEqual([])
      }),
      { numRuns: 200 },
    )
  })

  test('several pages over one storage send each event once, as long as no page dies and every answer arrives', async () => {
    const calm = fc.array(
      fc.oneof(
        fc.record({ do: fc.constant('track' as const), which }),
        fc.record({ do: fc.constant('open' as const) }),
        fc.record({ do: fc.constantFrom('hide' as const, 'return' as const), which }),
        fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 50, max: 40_000 }) }),
        fc.record({
          do: fc.constant('happen' as const),
          which,
          fate: fc.constantFrom<Fate>('accept', 'busy', 'too large', 'cut'),
        }),
      ),
      { minLength: 5, maxLength: 60 },
    )
    await fc.assert(
      fc.asyncProperty(calm, async (steps) => {
        const ledger = new Ledger(createWorld(), most, start)
        ledger.open()
        await play(ledger, steps)
        await heal(ledger)
        expect([...ledger.accepted().values()].filter((count) => count !== 1)).toEqual([])
        expect(new Set(ledger.accepted().keys())).toEqual(ledger.tracked)
      }),
      { numRuns: 200 },
    )
  })
})
