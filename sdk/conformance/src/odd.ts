/** Makes what JSON has no words for out of its mark; runs where the SDK runs, so it uses nothing but its argument. */
import type { Value } from './scenario.ts'

export function revive(value: Value): unknown {
  if (Array.isArray(value)) return value.map(revive)
  if (typeof value !== 'object' || value === null) return value
  const bag = value as Record<string, Value>
  switch (bag['$odd']) {
    case 'undefined':
      return undefined
    case 'function':
      return () => 1
    case 'symbol':
      return Symbol('odd')
    case 'bigint':
      return BigInt(1)
    case 'cycle': {
      const cycle: Record<string, unknown> = {}
      cycle['self'] = cycle
      return cycle
    }
    case 'deep': {
      let deep: unknown = 1
      for (let level = 0; level < 10_000; level++) deep = [deep]
      return deep
    }
    case 'text':
      return 'x'.repeat(Number(bag['length']))
    case 'throws':
      return {
        toJSON() {
          throw new Error('odd')
        },
      }
    default: {
      const whole: Record<string, unknown> = {}
      for (const name of Object.keys(bag)) whole[name] = revive(bag[name] as Value)
      return whole
    }
  }
}
