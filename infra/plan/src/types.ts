/** A plan as TypeScript: an interface of properties by event name, which the SDK's `track` is held to. */
import type { Plan, PlannedEvent, PlannedProperty, PropertyType } from '@firefly/protocol/plan'

const TYPES: Record<PropertyType, string> = {
  any: 'unknown',
  string: 'string',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
  date: 'string | Date',
  list: 'readonly unknown[]',
  object: 'object',
}

/** What is blocked is left out, so that it does not compile any more. */
export function typesOf(plan: Plan): string {
  const events = Object.entries(plan.events)
    .filter(([, { status }]) => status !== 'blocked')
    .map(([name, event]) => eventType(name, event, plan))
  return `/**
 * Made from the tracking plan by \`npm run plan -- types\`; change the plan, not this file.
 * \`init<TrackedEvents>({ … })\` holds every \`track\` to it.
 */
export interface TrackedEvents {
${events.join('\n')}
}
`
}

function eventType(name: string, event: PlannedEvent, plan: Plan): string {
  const properties = Object.entries({ ...plan.properties, ...event.properties })
    .filter(([, { status }]) => status !== 'blocked')
    .map(([property, planned]) => propertyType(property, planned))
  const more = plan.unplanned === 'allow' ? ['    [more: string]: unknown'] : []
  return [`${comment(event, '  ')}  ${JSON.stringify(name)}: {`, ...properties, ...more, '  }'].join('\n')
}

function propertyType(name: string, planned: PlannedProperty): string {
  const values = planned.values?.map((value) => JSON.stringify(value)).join(' | ')
  const optional = planned.required && planned.status !== 'draft' ? '' : '?'
  return `${comment(planned, '    ')}    ${JSON.stringify(name)}${optional}: ${values ?? TYPES[planned.type]}`
}

/** A comment cannot be left from inside. */
function comment({ description, owner, status }: PlannedEvent | PlannedProperty, indent: string): string {
  const said = [
    ...(description ? [description] : []),
    ...(owner ? [`Owner: ${owner}`] : []),
    ...(status === 'deprecated' ? ['@deprecated in the tracking plan'] : []),
  ].flatMap((text) => text.replaceAll('*/', '* /').split(/\r?\n/))
  if (said.length === 0) return ''
  return `${indent}/**\n${said.map((line) => `${indent} * ${line}\n`).join('')}${indent} */\n`
}
