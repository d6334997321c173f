/** Where an event departs from the plan: pure, and compiled once for each plan, since every event is asked. */
import type { Plan, PlannedEvent, PlannedProperty, PlanStatus } from '../plan.ts'
import { checkOf } from './checks.ts'

export const VIOLATIONS = [
  'unplanned_event',
  'blocked_event',
  'deprecated_event',
  'unplanned_property',
  'blocked_property',
  'deprecated_property',
  'missing_property',
  'wrong_type',
  'wrong_value',
] as const
export type ViolationCode = (typeof VIOLATIONS)[number]

/** One departure; what was sent is not in it, so that it may be counted, listed and logged. */
export interface Violation {
  code: ViolationCode
  property?: string
}

/** An event as it came: the name under which it is stored, and its values as JSON has them. */
export interface PlannedFor {
  event: string
  properties: Readonly<Record<string, unknown>>
}

export type Validator = (input: PlannedFor) => readonly Violation[]

const NONE: readonly Violation[] = []
const validators = new WeakMap<Plan, Validator>()

/** In the order: the event itself, its properties as they came, then what is missing. Never throws. */
export function violationsOf(input: PlannedFor, plan: Plan): readonly Violation[] {
  const known = validators.get(plan)
  if (known) return known(input)
  const validator = compilePlan(plan)
  validators.set(plan, validator)
  return validator(input)
}

/** The slow part, done once for each version of a plan. */
export function compilePlan(plan: Plan): Validator {
  const reports = plan.unplanned === 'report'
  const shared = compileEvent(undefined, plan.properties, reports)
  const unplanned = { ...shared, required: [], own: reports ? (['unplanned_event'] as const) : [] }
  const reserved = { ...shared, required: [] }
  const events = new Map(
    Object.entries(plan.events).map(([name, event]) => [
      name,
      compileEvent(event, { ...plan.properties, ...event.properties }, reports),
    ]),
  )
  return ({ event, properties }) =>
    walk(events.get(event) ?? (isReserved(event) ? reserved : unplanned), properties)
}

type Check = (value: unknown) => ViolationCode | undefined

interface Compiled {
  own: readonly ViolationCode[]
  checks: ReadonlyMap<string, Check>
  required: readonly string[]
  /** Whether properties that nobody planned are told. */
  reports: boolean
}

const BY_STATUS: Record<PlanStatus, ViolationCode[]> = {
  draft: [],
  active: [],
  deprecated: ['deprecated_event'],
  blocked: ['blocked_event'],
}

function compileEvent(
  event: PlannedEvent | undefined,
  properties: Record<string, PlannedProperty>,
  reports: boolean,
): Compiled {
  const all = Object.entries(properties)
  return {
    own: event ? BY_STATUS[event.status] : [],
    checks: new Map(all.map(([name, property]) => [name, checkOf(property)])),
    required: all
      .filter(([, { required, status }]) => required && status !== 'draft' && status !== 'blocked')
      .map(([name]) => name),
    reports,
  }
}

function walk({ own, checks, required, reports }: Compiled, properties: PlannedFor['properties']) {
  let found: Violation[] | undefined
  for (const code of own) (found ??= []).push({ code })
  for (const property in properties) {
    const value = properties[property]
    // Null is as good as absent, here as in the store.
    if (value === null || value === undefined) continue
    const check = checks.get(property)
    const code = check ? check(value) : reports && !isReserved(property) ? 'unplanned_property' : undefined
    if (code) (found ??= []).push({ code, property })
  }
  for (const property of required)
    if (
      !Object.hasOwn(properties, property) ||
      properties[property] === null ||
      properties[property] === undefined
    )
      (found ??= []).push({ code: 'missing_property', property })
  return found ?? NONE
}

/** Names with `$` are the SDK's and ours; nobody has to plan them. */
const isReserved = (name: string): boolean => name.charCodeAt(0) === 36
