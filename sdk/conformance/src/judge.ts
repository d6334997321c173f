/** Compares what has arrived with what a scenario says must arrive. Pure; every difference is a sentence. */
import { isDeepStrictEqual } from 'node:util'
import { type Ledger, nameOf, type Received } from './collector/ledger.ts'
import type { Flavour } from './device.ts'
import type { Expected, Scenario, Value } from './scenario.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** Each event once, when it first arrived. */
export function arrivals({ kept }: Pick<Ledger, 'kept'>): Received[] {
  const seen = new Set<string>()
  return kept.filter(({ messageId }) => !seen.has(messageId) && seen.add(messageId))
}

export function judge(
  scenario: Scenario,
  ledger: Ledger,
  { platform, speed }: Pick<Flavour, 'platform' | 'speed'>,
): string[] {
  const arrived = arrivals(ledger)
  const pairs =
    scenario.order === 'any' ? matched(scenario.arrives, arrived) : inOrder(scenario.arrives, arrived)
  return [
    ...ledger.faults,
    ...pairs.flatMap(([expected, received]) => differences(expected, received)),
    ...labelFaults(pairs, 'device', ({ anonymousId }) => anonymousId),
    ...labelFaults(pairs, 'session', ({ context }) => context['sessionId']),
    ...arrived.flatMap((event) => wireFaults(event, platform)),
    ...copyFaults(scenario, ledger, arrived.length),
    ...paceFaults(scenario, ledger, speed),
    ...againFaults(scenario, ledger),
  ]
}

type Pair = [expected: Expected | undefined, received: Received | undefined]

function inOrder(expected: readonly Expected[], arrived: readonly Received[]): Pair[] {
  const length = Math.max(expected.length, arrived.length)
  return Array.from({ length }, (_, index) => [expected[index], arrived[index]])
}

function matched(expected: readonly Expected[], arrived: readonly Received[]): Pair[] {
  const left = [...arrived]
  const pairs = expected.map((each): Pair => {
    const at = left.findIndex((event) => differences(each, event).length === 0)
    return [each, at < 0 ? undefined : left.splice(at, 1)[0]]
  })
  return [...pairs, ...left.map((event): Pair => [undefined, event])]
}

const COMPARED = ['properties', 'traits', 'previousId', 'groupId'] as const

function differences(expected: Expected | undefined, received: Received | undefined): string[] {
  if (!received) return [`lost: ${JSON.stringify(expected)}`]
  const said = `${nameOf(received)} ${JSON.stringify(received.properties ?? {}).slice(0, 200)}`
  if (!expected) return [`not told, or told once and come under two ids: ${said}`]
  const { type = 'track', event, user } = expected
  const faults: string[] = []
  if (type !== received.type || event !== received.event)
    faults.push(`expected ${event ?? type}, but came ${said}`)
  for (const name of COMPARED)
    if (expected[name] !== undefined && !isSame(expected[name], received[name]))
      faults.push(`${name} of ${said}: expected ${JSON.stringify(expected[name])}`)
  if (user !== undefined && (received.userId ?? null) !== user)
    faults.push(`user of ${said}: expected ${user}, is ${received.userId}`)
  return faults
}

function isSame(expected: Value, received: unknown): boolean {
  if (typeof expected !== 'object' || expected === null || Array.isArray(expected))
    return isDeepStrictEqual(expected, received)
  const bag = expected as Record<string, Value>
  if ('$atLeast' in bag) return typeof received === 'number' && received >= Number(bag['$atLeast'])
  if (typeof received !== 'object' || received === null) return false
  const has = received as Record<string, unknown>
  return (
    Object.keys(bag).length === Object.keys(has).length &&
    Object.entries(bag).every(([name, value]) => isSame(value, has[name]))
  )
}

/** The same label, the same id; another label, another id. */
function labelFaults(
  pairs: readonly Pair[],
  kind: 'device' | 'session',
  idOf: (event: Received) => unknown,
): string[] {
  const ids = new Map<string, unknown>()
  const faults: string[] = []
  for (const [expected, received] of pairs) {
    const label = expected?.[kind]
    if (label === undefined || !received) continue
    const id = idOf(received)
    if (!ids.has(label)) ids.set(label, id)
    if (!id || ids.get(label) !== id) faults.push(`${kind} ${label} of ${nameOf(received)} is ${String(id)}`)
  }
  if (new Set(ids.values()).size !== ids.size) faults.push(`one ${kind} where there should be ${ids.size}`)
  return faults
}

function wireFaults(event: Received, platform: string): string[] {
  const { messageId, context, timestamp } = event
  const faults: string[] = []
  if (!UUID.test(messageId)) faults.push(`messageId ${messageId} is no UUID`)
  if (!timestamp) faults.push(`${nameOf(event)} has no time`)
  if (context['platform'] !== platform)
    faults.push(`platform ${String(context['platform'])} of ${nameOf(event)}`)
  if (!context['library']) faults.push(`${nameOf(event)} does not say which library it is of`)
  return faults
}

const copyFaults = ({ copies }: Scenario, { kept }: Ledger, once: number): string[] =>
  copies === 'allowed' || kept.length === once ? [] : [`${kept.length - once} events came more than once`]

/** Timers may be a hair early, by the grain of the clock. */
const GRAIN_MS = 5

function paceFaults({ mostBatches, pause }: Scenario, { attempts }: Ledger, speed: number): string[] {
  const faults: string[] = []
  if (mostBatches !== undefined && attempts.length > mostBatches)
    faults.push(`${attempts.length} batches, at most ${mostBatches} expected`)
  if (!pause) return faults
  const [first, second] = [attempts[pause.after], attempts[pause.after + 1]]
  const gap = first && second ? second.at - first.at + GRAIN_MS : 0
  if (gap < pause.ms / speed)
    faults.push(
      `${gap * speed} ms between batches ${pause.after} and ${pause.after + 1}, expected ${pause.ms}`,
    )
  return faults
}

function againFaults({ sentOnce = [] }: Scenario, { attempts }: Ledger): string[] {
  const sent = attempts.flatMap(({ events }) => events.map(nameOf))
  return sentOnce
    .filter((name) => sent.indexOf(name) !== sent.lastIndexOf(name))
    .map((name) => `${name} was sent again`)
}
