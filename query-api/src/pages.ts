/** What pages and screens are called. A page is its path, and with or without a slash behind it the same. */
import { type Sql, sql } from '@firefly/clickhouse/sql'
import type { Project } from './persons.ts'
import { masked } from './sight/sight.ts'

/** Empty where there is no path; a path of slashes alone is the first page. Few paths end with a slash, so few meet the pattern. */
const PAGE: Sql = sql`if(endsWith(pathname, '/'), replaceRegexpOne(pathname, '(.)/+$', '\\\\1'), pathname)`

/** The same of a page as somebody names it; anything else is called what it is called. */
export function pageNamed(name: string): string {
  let end = name.length
  if (name.startsWith('/')) while (end > 1 && name[end - 1] === '/') end--
  return name.slice(0, end)
}

/** What a screen of an app is called; empty where it has no name. */
const SCREEN: Sql = sql`if(properties['$screen_name'] != '', properties['$screen_name'], properties['name'])`

/** As whoever asks may see them. */
export const pageOf = ({ sight }: Pick<Project, 'sight'>): Sql =>
  sight?.levelOf('$pathname') === undefined ? PAGE : masked(PAGE)

export const screenOf = ({ sight }: Pick<Project, 'sight'>): Sql =>
  ['$screen_name', 'name'].every((property) => sight?.levelOf(property) === undefined)
    ? SCREEN
    : masked(SCREEN)
