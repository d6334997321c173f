/** Takes calls before the storage has been read, and hands them on in order once it has. */
type Verbs = Record<string, (...args: never[]) => unknown>

export interface Waiting<Real extends Verbs> {
  /** Every verb; before `open` each is remembered, and answers undefined. */
  verbs: Real
  open: (real: Real) => void
}

/** More than a start takes; a storage that never answers must not fill the memory. */
const MOST_CALLS = 1_000

export function waiting<Real extends Verbs>(names: readonly (keyof Real & string)[]): Waiting<Real> {
  let real: Real | undefined
  const calls: [name: keyof Real & string, args: never[]][] = []
  const verbs = {} as Record<string, unknown>
  for (const name of names)
    verbs[name] = (...args: never[]) => {
      if (real) return real[name]?.(...args)
      if (calls.length < MOST_CALLS) calls.push([name, args])
      return undefined
    }
  return {
    verbs: verbs as Real,
    open(given) {
      real = given
      for (const [name, args] of calls.splice(0)) given[name]?.(...args)
    },
  }
}
