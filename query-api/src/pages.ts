/** What pages and screens are called. A page is its path, and with or without a slash behind it the same. */
import { type Sql, sql } from '@firefly/clickhouse/sql'

/** Empty where there is no path; a path of slashes alone is the first page. Few paths end with a slash, so few meet the pattern. */
export const PAGE: Sql = sql`if(endsWith(pathname, '/'), replaceRegexpOne(pathname, '(.)/+$', '\\\\1'), pathname)`

/** What a screen of an app is called; empty where it has no name. */
export const SCREEN: Sql = sql`if(properties['$screen_name'] != '', properties['$screen_name'], properties['name'])`
