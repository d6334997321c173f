/** Answers for people to read. */
import type { Plan } from '@firefly/protocol/plan'
import type { Change } from '@firefly/protocol/plan/difference'
import type { Practice } from './practice.ts'

export function checkedText(file: string, plan: Plan): string {
  const events = Object.values(plan.events)
  const properties = events.reduce((sum, event) => sum + Object.keys(event.properties).length, 0)
  return `${file} is a plan of ${events.length} events with ${properties} properties (mode: ${plan.mode}).`
}

export function practiceText({ unplanned, blocked, silent, violations }: Practice, where: string): string {
  const lines = [
    ...unplanned.map(
      ({ name, count, lastSeen }) => `  not planned: ${name} (${count} times, last ${lastSeen})`,
    ),
    ...blocked.map(
      ({ name, count, lastSeen }) => `  blocked, but seen: ${name} (${count} times, last ${lastSeen})`,
    ),
    ...violations.map(
      ({ event, property, code, count, lastSeen }) =>
        `  ${code}: ${event}${property === null ? '' : `, property ${property}`} (${count} times, last ${lastSeen})`,
    ),
  ]
  const never = silent.map((name) => `  planned, and never seen: ${name}`)
  if (lines.length === 0) return [`The events of ${where} follow it.`, ...never].join('\n')
  return [`The events of ${where} do not follow it:`, ...lines, ...never].join('\n')
}

export function changesText(changes: readonly Change[]): string {
  if (changes.length === 0) return 'Nothing changes.'
  const breaking = changes.filter((change) => change.breaking).length
  return [
    ...changes.map(changeText),
    breaking === 0
      ? 'Nothing that conforms now would violate it.'
      : `${breaking} may break senders of today (!).`,
  ].join('\n')
}

const SIGN = { added: '+', removed: '-', changed: '~' }

const changeText = ({ kind, path, from, to, breaking }: Change): string =>
  `${breaking ? '!' : ' '} ${SIGN[kind]} ${path}${kind === 'changed' ? `: ${shown(from)} → ${shown(to)}` : ''}`

const shown = (value: unknown): string => (value === undefined ? '(none)' : JSON.stringify(value))
