/** Each import is of the file's own package, of Node, or in the package's row of the table. */
import { type Allowed, type AllowedTable, allowedFor } from '../allowed.ts'
import type { Import, SourceFile, WorkspacePackage } from '../packages.ts'

const OURS = '@firefly/'
/** Folders of our packages by the name they are imported by. */
const FOLDERS: Record<string, string> = { core: 'sdk/core', browser: 'sdk/browser' }

/** Drivers that only one place may know. */
const DRIVERS: Record<string, RegExp> = {
  lmdb: /^event-log\/src\/lmdb/,
  kafkajs: /^event-log\/src\/kafka/,
  chdb: /^clickhouse\/src\//,
  '@clickhouse/client': /^clickhouse\/src\//,
}

export function importFaults({ folder, files }: WorkspacePackage, table: AllowedTable): string[] {
  const allowed = allowedFor(table, folder)
  if (!allowed) return [`${folder}: has no row in the table of allowed imports`]
  return files.filter(({ path }) => !isTest(path)).flatMap((file) => fileFaults(folder, file, allowed))
}

/** Tests, contract suites and what they share may import what they compare with. */
const isTest = (path: string): boolean =>
  /\.(test|contract|e2e)\.tsx?$|\/(contract|model|corpus|arbitrary|real-requests)\.ts$|\/(testing|e2e)\//.test(
    path,
  )

const fileFaults = (folder: string, { path, imports }: SourceFile, allowed: Allowed): string[] =>
  imports.flatMap((one) => {
    const fault = faultOf(folder, path, one, allowed)
    return fault === undefined ? [] : [`${folder}/${path}:${one.line}: imports ${one.specifier}; ${fault}`]
  })

function faultOf(
  folder: string,
  path: string,
  { specifier, isType }: Import,
  allowed: Allowed,
): string | undefined {
  if (specifier.startsWith('.')) return undefined
  if (specifier.startsWith('node:')) return nodeFault(folder)
  if (specifier.startsWith(OURS)) return oursFault(specifier, allowed.ours)
  const name = packageOf(specifier)
  const place = DRIVERS[name]
  if (place && !isType && !place.test(`${folder}/${path}`)) return `only ${place.source} may know this driver`
  if (allowed.outside === 'everything' || isType || allowed.outside.includes(name)) return undefined
  return `allowed from outside: ${allowed.outside.join(', ') || 'nothing'}`
}

function oursFault(specifier: string, ours: Allowed['ours']): string | undefined {
  const name = specifier.slice(OURS.length).split('/')[0] ?? ''
  const target = FOLDERS[name] ?? name
  if (ours === 'everything' || ours.includes(target)) return undefined
  return `allowed of ours: ${ours.join(', ') || 'nothing'}`
}

const nodeFault = (folder: string): string | undefined =>
  folder.startsWith('sdk/') || folder === 'console' || folder === 'protocol'
    ? 'this code also runs where there is no Node'
    : undefined

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
