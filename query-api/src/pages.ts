/** What a page is called: its path, and with or without a slash behind it the same. */
import { type Sql, sql } from '@firefly/clickhouse/sql'

/** Empty where there is no path; a path of slashes alone is the first page. */
export const PAGE: Sql = sql`if(pathname = '', '', replaceRegexpOne(pathname, '(.)/+$', '\\\\1'))`
