/** The checks find what they are for. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readAllowed } from './allowed.ts'
import { importsOf, readPackages, type SourceFile, type WorkspacePackage } from './packages.ts'
import { importFaults } from './rules/imports.ts'
import { layoutFaults } from './rules/layout.ts'
import { linkFaults, linksOf } from './rules/links.ts'

const table = readAllowed(`
## Allowed imports
| package | of ours | from outside |
|---|---|---|
| \`ingest\` | \`protocol\` | \`fastify\` |
| \`sdk/core\` | \`protocol\` (types, \`limits\`) | |
| \`console\` | \`protocol\` (types) | \`react\` |
| \`infra/*\` | everything | everything |
## Next
| \`not\` | this | one |
`)
const folders = new Map(
  ['protocol', 'clickhouse', 'ingest'].map((folder) => [`@firefly/${folder}`, folder] as const),
)
const faultsOf = (folder: string, path: string, text: string): string[] =>
  importFaults(pack(folder, path, text), table, folders)
const pack = (folder: string, path: string, text: string, lines = 1): WorkspacePackage => {
  const file: SourceFile = { path, lines, imports: importsOf(path, text) }
  return { folder, name: folder, files: [file] }
}

describe('imports', () => {
  test('every way of importing is seen, with its line', () => {
    const text = `import { a } from 'one'\nexport { b } from 'two'\nimport type { C } from 'three'\nconst d = await import('four')\nimport { type E } from 'five'\nconst f = require('six') as object`
    expect(importsOf('x.ts', text)).toEqual([
      { specifier: 'one', line: 1, isType: false },
      { specifier: 'three', line: 3, isType: true },
      { specifier: 'five', line: 5, isType: false },
      { specifier: 'two', line: 2, isType: false },
      { specifier: 'four', line: 4, isType: false },
      { specifier: 'six', line: 6, isType: false },
    ])
  })

  test('what the table allows passes, what it does not is named with its place', () => {
    expect(
      faultsOf('ingest', 'src/a.ts', `import '@firefly/protocol/wire'; import 'fastify'; import './b.ts'`),
    ).toEqual([])
    expect(faultsOf('ingest', 'src/a.ts', `\nimport '@firefly/clickhouse/store'`)).toEqual([
      'ingest/src/a.ts:2: imports @firefly/clickhouse/store; allowed of ours: protocol',
    ])
    expect(faultsOf('ingest', 'src/a.ts', `import 'lodash'`)).toEqual([
      'ingest/src/a.ts:1: imports lodash; allowed from outside: fastify',
    ])
  })

  test('where only types are allowed, only types pass, and the doors that are named', () => {
    expect(faultsOf('console', 'src/a.ts', `import type { A } from '@firefly/protocol/query'`)).toEqual([])
    for (const text of [`import { a }`, `import { type A }`, `export { a }`])
      expect(faultsOf('console', 'src/a.ts', `${text} from '@firefly/protocol/query'`)).toEqual([
        'console/src/a.ts:1: imports @firefly/protocol/query; allowed of protocol at run time: nothing, only its types (import type)',
      ])
    expect(faultsOf('sdk/core', 'src/a.ts', `import { a } from '@firefly/protocol/limits'`)).toEqual([])
    expect(faultsOf('sdk/core', 'src/a.ts', `import { a } from '@firefly/protocol/wire'`)).toHaveLength(1)
  })

  test('a path into another package is not a way round its doors', () => {
    expect(faultsOf('ingest', 'src/deep/a.ts', `import '../../fixtures/b.ts'`)).toEqual([])
    expect(faultsOf('ingest', 'src/a.ts', `import '../../clickhouse/src/store.ts'`)).toHaveLength(1)
    expect(faultsOf('ingest', 'src/a.ts', `import '../../ingest-two/src/a.ts'`)).toHaveLength(1)
  })

  test('a driver is known in one place only, even where everything is allowed', () => {
    for (const driver of ['lmdb', 'chdb/connection', 'kafkajs', '@clickhouse/client'])
      expect(faultsOf('infra/x', 'src/a.ts', `import '${driver}'`)).toHaveLength(1)
  })

  test('clients and contracts do without Node', () => {
    for (const folder of ['sdk/core', 'console'])
      expect(faultsOf(folder, 'src/a.ts', `import 'node:fs'`)).toHaveLength(1)
  })

  test('tests may import more, and a package without a row is a fault', () => {
    expect(faultsOf('ingest', 'src/a.test.ts', `import 'vitest'`)).toEqual([])
    expect(faultsOf('unknown', 'src/a.ts', '')).toHaveLength(1)
  })
})

test('drawers, barrels and long mains are found', () => {
  const bad = ['src/utils/a.ts', 'src/index.ts', 'src/helpers.ts', 'src/common/x.ts']
  for (const path of bad) expect(layoutFaults(pack('ingest', path, ''))).toHaveLength(1)
  expect(layoutFaults(pack('ingest', 'src/main.ts', '', 61))).toHaveLength(1)
  expect(layoutFaults(pack('ingest', 'src/library.ts', ''))).toEqual([])
})

test('links are read with their lines and without their fragments, and addresses left alone', () => {
  expect(linksOf('[a](b.md#c) [d](https://x.example)\n[e](#f) [g](../h "title")')).toEqual([
    { target: 'b.md', line: 1 },
    { target: '../h', line: 2 },
  ])
})

describe('a whole workspace', () => {
  const root = mkdtempSync(join(tmpdir(), 'firefly-checks-'))
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  write('pnpm-workspace.yaml', 'packages:\n  - ingest\n  - infra/*\n\ncatalog:\n  x: 1.0.0\n')
  write('ingest/package.json', '{"name":"@firefly/ingest"}')
  write('ingest/src/app.ts', `import '@firefly/tool/x'\n`)
  write('infra/tool/package.json', '{"name":"@firefly/tool"}')
  write('infra/tool/src/x.ts', '')
  write('README.md', 'See\n[this](docs/gone.md) and [that](ingest/src/app.ts).\n')

  test('is read from its files, and every fault in it is found', () => {
    const packages = readPackages(root)
    expect(packages.map(({ folder }) => folder)).toEqual(['ingest', 'infra/tool'])
    const names = new Map(packages.map(({ name, folder }) => [name, folder]))
    expect(packages.flatMap((one) => importFaults(one, table, names))).toEqual([
      'ingest/src/app.ts:1: imports @firefly/tool/x; allowed of ours: protocol',
    ])
    expect(linkFaults(root)).toEqual(['README.md:2: links to docs/gone.md, which is not there'])
  })
})
