/** Plays one scenario on one device against a collector of its own, and hands what has arrived to the judge. */
import { nameOf } from './collector/ledger.ts'
import { type Collector, openCollector } from './collector/server.ts'
import type { Device, Flavour, StartOptions } from './device.ts'
import { arrivals, judge } from './judge.ts'
import type { Options, Scenario, Step } from './scenario.ts'
import { until } from './until.ts'

const MINUTE_MS = 60_000
/** Nobody runs out of patience by accident, however busy the machine. */
const PATIENCE_MS = 60_000

/** What went wrong, in words; empty when the promise is kept. */
export async function play(scenario: Scenario, flavour: Flavour): Promise<string[]> {
  const collector = await openCollector(flavour.pages?.())
  const device = await flavour.open(collector.origin)
  try {
    const begin = beginner(device, collector, flavour.speed)
    await begin(scenario.options ?? {})
    for (const step of scenario.steps) await act(step, device, collector, begin)
    await until(() => arrivals(collector).length >= scenario.arrives.length, heard(collector))
    await device.call('flush', [])
    return judge(scenario, collector, flavour)
  } finally {
    await device.dispose()
    await collector.close()
  }
}

type Begin = (options: Options) => Promise<void>

const beginner =
  (device: Device, { origin }: Collector, speed: number): Begin =>
  ({ storage, ...more }) => {
    const options: StartOptions = {
      writeKey: 'key',
      host: origin,
      requestTimeout: PATIENCE_MS * speed,
      flushInterval: 100,
      ...more,
    }
    return device.start(options, storage)
  }

async function act(step: Step, device: Device, collector: Collector, begin: Begin): Promise<void> {
  if ('call' in step) return device.call(step.call, step.with, step.times)
  if ('answers' in step) return collector.answer(step.answers)
  if ('start' in step) return begin(step.start)
  if ('tab' in step) return device.tab?.(step.tab)
  if ('minutes' in step) return device.pass(step.minutes * MINUTE_MS)
  if ('device' in step) return move(step.device, device)
  return wait(step, device, collector)
}

type Move = Extract<Step, { device: unknown }>['device']

function move(to: Move, device: Device): Promise<void> {
  if (to === 'offline' || to === 'online') return device.network(to === 'online')
  return device[to]()
}

type Wait = Extract<Step, { asked: unknown } | { arrived: unknown } | { kept: unknown } | { silent: unknown }>

async function wait(step: Wait, device: Device, collector: Collector): Promise<void> {
  const say = heard(collector)
  if ('asked' in step) return until(() => collector.attempts.length >= step.asked, say)
  if ('kept' in step) return until(async () => (await device.kept()).includes(step.kept), say)
  if ('silent' in step) return keepsNone(step.silent, device, collector)
  return until(() => step.arrived.every((name) => collector.kept.some((each) => nameOf(each) === name)), say)
}

async function keepsNone(texts: readonly string[], device: Device, collector: Collector): Promise<void> {
  const isClean = (kept: string): boolean =>
    texts.length > 0
      ? !texts.some((text) => kept.includes(text))
      : kept === '' && collector.attempts.length === 0
  let kept = ''
  await until(
    async () => isClean((kept = await device.kept())),
    () => `still kept: ${kept}; ${heard(collector)()}`,
  )
}

const heard = (collector: Collector) => (): string =>
  `${collector.attempts.length} batches, arrived ${collector.kept.map(nameOf).join(', ') || 'nothing'}`
