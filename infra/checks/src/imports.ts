/** `node infra/checks/dist/imports.js`: do the files import only what ARCHITECTURE.md allows, and are they where they should be? */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { readAllowed } from './allowed.ts'
import { readPackages } from './packages.ts'
import { importFaults } from './rules/imports.ts'
import { layoutFaults } from './rules/layout.ts'
import { linkFaults } from './rules/links.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const allowed = readAllowed(readFileSync(`${root}/ARCHITECTURE.md`, 'utf8'))
const packages = readPackages(root)
const folders = new Map(packages.map(({ name, folder }) => [name, folder]))
const faults = [
  ...packages.flatMap((one) => importFaults(one, allowed, folders)),
  ...packages.flatMap((one) => layoutFaults(one)),
  ...linkFaults(root),
]
for (const fault of faults) console.error(fault)
const files = packages.reduce((sum, one) => sum + one.files.length, 0)
console.log(
  `${files} files of ${packages.length} packages: ${faults.length === 0 ? 'all imports allowed' : `${faults.length} faults`}`,
)
process.exitCode = faults.length === 0 ? 0 : 1
