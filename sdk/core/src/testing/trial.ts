/** One tracker in a world of its own for each test of a file. */
import { beforeEach } from 'vitest'
import type { Platform } from '../platform.ts'
import type { Report } from '../report.ts'
import { createSmallTracker, type SmallOptions, type SmallTracker } from '../small/tracker.ts'
import type { Tracker, TrackerOptions } from '../tracker.ts'
import { makeTracker } from './makers.ts'
import { createWorld, type OpenPage, type World } from './world.ts'

export interface Trial<Made = Tracker, Options = TrackerOptions> {
  world: World
  /** The one that was opened last. */
  page: OpenPage
  /** What trackers have told their host. */
  reports: Report[]
  /** Opens a page, and a tracker on it. */
  start: (options?: Partial<Options>, overrides?: Partial<Platform>) => Made
  /** Every event sent so far, with its batch's context under its own. */
  sent: () => Record<string, unknown>[]
  last: () => Record<string, unknown>
}

/** Called once a file; the answer is anew in each test. */
export const tryOut = (): Trial => tryOutWith(makeTracker)

/** The same for the smallest tracker. */
export const tryOutSmall = (): Trial<SmallTracker, SmallOptions> =>
  tryOutWith((platform, options, { spillway }) => createSmallTracker({ ...platform, spillway }, options))

function tryOutWith<Made, Options>(
  make: (platform: Platform, options: Options, world: World) => Made,
): Trial<Made, Options> {
  const trial: Trial<Made, Options> = {
    ...fresh(),
    start(options = {}, overrides = {}) {
      trial.page = trial.world.open(overrides)
      const given = { writeKey: 'key', host: 'https://collect.example.com/', onEvent, ...options }
      return make(trial.page.platform, given as Options, trial.world)
    },
    sent: () =>
      trial.world.requests.flatMap(({ body }) =>
        body.batch.map((event) => ({ ...event, context: { ...body.context, ...(event.context as object) } })),
      ),
    last: () => trial.sent().at(-1) ?? {},
  }
  const onEvent = (report: Report): void => void trial.reports.push(report)
  beforeEach(() => void Object.assign(trial, fresh()))
  return trial
}

function fresh(): Pick<Trial, 'world' | 'page' | 'reports'> {
  const world = createWorld()
  return { world, page: world.open(), reports: [] }
}
