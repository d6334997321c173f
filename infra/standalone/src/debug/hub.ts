/** From whoever collects to those who watch what became of debugged events: each its own project, each as much as its key may see. */
import type { DebugEvent, DebugFeed, DebugReader } from '@firefly/protocol/debug'
import { HIGHEST_SENSITIVITY, MASK } from '@firefly/protocol/plan'
import { createRecent } from './recent.ts'

export interface DebugHub extends DebugFeed {
  take(project: string, events: readonly DebugEvent[]): void
}

export interface HubOptions {
  /** Levels of the properties that are more sensitive than 1; undefined as long as they are not known. */
  levelsOf(project: string): ReadonlyMap<string, number> | undefined
  /** Unix milliseconds. */
  clock: () => number
}

const KEPT = { mostProjects: 50, mostValues: 200, keptMs: 10 * 60 * 1000 }

type Watcher = (event: DebugEvent) => void

export function createDebugHub({ levelsOf, clock }: HubOptions): DebugHub {
  const recent = createRecent<DebugEvent>(KEPT)
  const watchers = new Map<string, Set<Watcher>>()
  const seenBy =
    ({ project, maySee }: DebugReader, listener: Watcher): Watcher =>
    (event) => {
      const levels = levelsOf(project)
      if (levels) listener(maskedFor(event, maySee, levels))
      else if (maySee >= HIGHEST_SENSITIVITY) listener(event)
    }
  return {
    take(project, events) {
      for (const event of events) {
        recent.put(project, event, clock())
        for (const watch of watchers.get(project) ?? []) watch(event)
      }
    },
    subscribe(reader, listener) {
      const { project } = reader
      const watch = seenBy(reader, listener)
      const all = watchers.get(project) ?? new Set()
      watchers.set(project, all.add(watch))
      for (const event of recent.of(project, clock())) watch(event)
      return () => {
        all.delete(watch)
        if (all.size === 0 && watchers.get(project) === all) watchers.delete(project)
      }
    },
  }
}

function maskedFor(event: DebugEvent, maySee: number, levels: ReadonlyMap<string, number>): DebugEvent {
  const isHidden = (name: string): boolean => (levels.get(name) ?? 1) > maySee
  if (levels.size === 0 || !['$platform', ...Object.keys(event.properties)].some(isHidden)) return event
  const shown = Object.entries(event.properties).map(([name, value]) => [name, isHidden(name) ? MASK : value])
  const platform = isHidden('$platform') && event.platform !== '' ? MASK : event.platform
  return { ...event, platform, properties: Object.fromEntries(shown) as DebugEvent['properties'] }
}
