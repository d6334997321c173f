/** Writes `firefly.json` anew from the panels. */
import { writeFileSync } from 'node:fs'
import { dashboardOf } from './dashboard.ts'
import { ROWS } from './panels.ts'

writeFileSync(new URL('../firefly.json', import.meta.url), dashboardOf(ROWS))
