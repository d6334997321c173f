/** What becomes of debugged events on their way to the watchers: within this process, or over the brokers to all of them. */
import { openBroadcast } from '@firefly/event-log/broadcast'
import type { Debugging } from '@firefly/ingest/debugging'
import type { DebugEvent } from '@firefly/protocol/debug'
import type { Telemetry } from '@firefly/runtime/telemetry'
import type { LiveRules } from '../governance/rules.ts'
import { observeDebug } from '../observe.ts'
import { createDebugHub, type DebugHub } from './hub.ts'

export interface CarryOptions {
  logUrl: string
  /** Whether people ask this process. */
  isAsked: boolean
  rules: Pick<LiveRules, 'of' | 'levelsOf'>
  telemetry: Telemetry
  clock: () => number
}

export interface Carrying {
  debugging: Debugging
  feed: DebugHub
  stop(): Promise<void>
}

/** What travels between processes. */
interface Told {
  project: string
  events: readonly DebugEvent[]
}

export async function carryDebug(options: CarryOptions): Promise<Carrying> {
  const { logUrl, isAsked, rules, telemetry, clock } = options
  const feed = createDebugHub({ levelsOf: (project) => rules.levelsOf(project), clock })
  const hear = (value: Uint8Array): void => {
    const { project, events } = toldIn(value)
    feed.take(project, events)
  }
  const observe = observeDebug(telemetry)
  const broadcast = await openBroadcast(logUrl, {
    name: 'debug',
    hear: isAsked ? hear : undefined,
    onDropped: observe.dropped,
    onTrouble: observe.trouble,
  })
  const publish: Debugging['publish'] = (project, events) => {
    observe.told(project, events)
    if (!broadcast) feed.take(project, events)
    else broadcast.tell(Buffer.from(JSON.stringify({ project, events } satisfies Told)))
  }
  const debugging: Debugging = {
    publish,
    planOf: (project) => rules.of(project).plan,
    isKept: (project, property) => (rules.of(project).protections.get(property) ?? 'keep') === 'keep',
  }
  return { debugging, feed, stop: async () => broadcast?.close() }
}

/** Only processes of this Firefly write there. */
const toldIn = (value: Uint8Array): Told => JSON.parse(Buffer.from(value).toString('utf8')) as Told
