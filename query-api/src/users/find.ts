/** Looks for people: a page of them first, then what is known of each. */
import { statement } from '@firefly/clickhouse/sql'
import { type UsersQuery, type UsersResult, usersSchema } from '@firefly/protocol/query/users'
import type { Asking } from '../analyses/analysis.ts'
import { type AnswerOptions, placed } from '../answer.ts'
import { QueryError } from '../errors.ts'
import { parsed } from '../parse.ts'
import { checkPatterns } from '../patterns.ts'
import { refuseHidden } from '../sight/refuse.ts'
import { SEES_ALL } from '../sight/sight.ts'
import { type KnownRow, knownSql, shapeUsers, type UserRow, usersSql } from './list.ts'

/** Throws a 400 that names each wrong field. */
export const parseUsers = (body: unknown): UsersQuery => parsed(usersSchema, body)

/** Filters as an address has them. */
export function filtersIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new QueryError('invalid_query', 'the question cannot be understood', [
      { path: 'filters', message: 'expected a list of filters as JSON' },
    ])
  }
}

/** Of all time: cohorts in its filters look back from now. */
export async function findUsers(
  asked: UsersQuery,
  asking: Asking,
  options: AnswerOptions,
): Promise<UsersResult> {
  const sight = options.sight ?? SEES_ALL
  refuseHidden(asked, sight)
  await checkPatterns(asked, asking)
  await options.known?.check(asked, asking)
  const whole = await placed({ ...asked, from: undefined, to: undefined }, asking, options)
  const { project, zone } = whole.asking
  const rows = await asking.ask<UserRow>(statement(usersSql(whole.query, project, zone)))
  const people = rows.slice(0, asked.limit).map(({ id }) => id)
  const known = people.length > 0 ? await asking.ask<KnownRow>(statement(knownSql(people, project))) : []
  return shapeUsers(rows, known, { limit: asked.limit, sight })
}
