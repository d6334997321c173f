/** Each import is of the file's own package, of Node, or in the package's row of the table. */
import { posix } from 'node:path'
import { type Allowed, type AllowedTable, allowedFor } from '../allowed.ts'
import type { Import, SourceFile, WorkspacePackage } from '../packages.ts'

/** Folders of our packages by the name they are imported by. */
export type Folders = ReadonlyMap<string, string>

/** Drivers that only one place may know. */
const DRIVERS: Record<string, RegExp> = {
  lmdb: /^event-log\/src\/lmdb/,
  kafkajs: /^event-log\/src\/kafka/,
  chdb: /^(infra\/)?clickhouse\/src\//,
  '@clickhouse/client': /^clickhouse\/src\//,
  '@electric-sql/pglite': /^metadata\/(src\/pglite|bundle)/,
  pg: /^metadata\/src\/postgres/,
}

export function importFaults(
  { folder, files }: WorkspacePackage,
  table: AllowedTable,
  folders: Folders,
): string[] {
  const allowed = allowedFor(table, folder)
  if (!allowed) return [`${folder}: has no row in the table of allowed imports`]
  return files
    .filter(({ path }) => !isTest(path))
    .flatMap((file) => fileFaults(folder, file, allowed, folders))
}

/** Tests, contract suites and what they share may import what they compare with. */
const isTest = (path: string): boolean =>
  /\.(test|contract|e2e)\.tsx?$|\/(contract|model|corpus|arbitrary|real-requests)\.ts$|\/(testing|e2e)\//.test(
    path,
  )

const fileFaults = (
  folder: string,
  { path, imports }: SourceFile,
  allowed: Allowed,
  folders: Folders,
): string[] =>
  imports.flatMap((one) => {
    const fault = faultOf(folder, path, one, allowed, folders)
    return fault === undefined ? [] : [`${folder}/${path}:${one.line}: imports ${one.specifier}; ${fault}`]
  })

function faultOf(
  folder: string,
  path: string,
  one: Import,
  allowed: Allowed,
  folders: Folders,
): string | undefined {
  const { specifier, isType } = one
  if (specifier.startsWith('.')) return relativeFault(folder, path, specifier)
  if (specifier.startsWith('node:')) return nodeFault(folder)
  const name = packageOf(specifier)
  const target = folders.get(name)
  if (target !== undefined) return oursFault(target, one, allowed.ours)
  const place = DRIVERS[name]
  if (place && !isType && !place.test(`${folder}/${path}`)) return `only ${place.source} may know this driver`
  if (allowed.outside === 'everything' || isType || allowed.outside.includes(name)) return undefined
  return `allowed from outside: ${allowed.outside.join(', ') || 'nothing'}`
}

/** A path out of the package goes round its doors. */
function relativeFault(folder: string, path: string, specifier: string): string | undefined {
  const target = posix.join(folder, posix.dirname(path), specifier)
  return target.startsWith(`${folder}/`) ? undefined : 'allowed by path: only files of its own package'
}

function oursFault(target: string, { specifier, isType }: Import, ours: Allowed['ours']): string | undefined {
  if (ours === 'everything') return undefined
  const found = ours.find(({ folder }) => folder === target)
  if (!found) return `allowed of ours: ${ours.map(({ folder }) => folder).join(', ') || 'nothing'}`
  const door = specifier.split('/').slice(2).join('/')
  if (isType || !found.atRunTime || found.atRunTime.includes(door)) return undefined
  return `allowed of ${target} at run time: ${found.atRunTime.join(', ') || 'nothing, only its types (import type)'}`
}

/** Of the SDK only the flavour for servers, and what tests all flavours. */
const ON_NODE = new Set(['sdk/node', 'sdk/conformance'])

const nodeFault = (folder: string): string | undefined =>
  (folder.startsWith('sdk/') && !ON_NODE.has(folder)) || folder === 'console' || folder === 'protocol'
    ? 'this code also runs where there is no Node'
    : undefined

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
