/** A question that would tell hidden values by its numbers, one guess after the other, is refused before it is asked. */
import { isComputed } from '../computed/parse.ts'
import { type Issue, QueryError } from '../errors.ts'
import { type NamedProperty, namedProperties } from '../named.ts'
import { levelAsked, type Sight } from './sight.ts'

/** Where values are only shown, and so can be masked. Everywhere else an answer depends on what they are. */
const SHOWN = /(^|\.)(breakdown\.property|breakdowns\.\d+\.property|properties\.\d+|columns\.\d+|by)$/

/** Throws a 403 that names each field with its level. */
export function refuseHidden(question: unknown, sight: Sight): void {
  const issues = namedProperties(question).flatMap((named) => hiddenIssue(named, sight))
  if (issues.length === 0) return
  throw new QueryError('forbidden_key', `this key sees values up to level ${sight.maySee}`, issues)
}

function hiddenIssue({ path, property, ofAnything }: NamedProperty, sight: Sight): Issue[] {
  const level = levelAsked(property, sight)
  if (level === undefined) return []
  // What is computed of a value may tell all of it, even by being there or not.
  if (!isComputed(property) && (ofAnything || SHOWN.test(path))) return []
  const message = `expected a property up to level ${sight.maySee}, as ${JSON.stringify(property)} is of level ${level}; whether it is_set may be asked`
  return [{ path, message }]
}
