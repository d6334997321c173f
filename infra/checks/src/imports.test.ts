/** The checks find what they are for. */
import { describe, expect, test } from 'vitest'
import { readAllowed } from './allowed.ts'
import { importsOf, type SourceFile, type WorkspacePackage } from './packages.ts'
import { importFaults } from './rules/imports.ts'
import { layoutFaults } from './rules/layout.ts'
import { linksOf } from './rules/links.ts'

const table = readAllowed(`
## Allowed imports
| package | of ours | from outside |
|---|---|---|
| \`ingest\` | \`protocol\` | \`fastify\` |
| \`infra/*\` | everything | everything |
## Next
| \`not\` | this | one |
`)
const pack = (folder: string, path: string, text: string, lines = 1): WorkspacePackage => {
  const file: SourceFile = { path, lines, imports: importsOf(path, text) }
  return { folder, name: folder, files: [file] }
}

describe('imports', () => {
  test('every way of importing is seen, with its line', () => {
    const text = `import { a } from 'one'\nexport { b } from 'two'\nimport type { C } from 'three'\nconst d = await import('four')`
    expect(importsOf('x.ts', text)).toEqual([
      { specifier: 'one', line: 1, isType: false },
      { specifier: 'three', line: 3, isType: true },
      { specifier: 'two', line: 2, isType: false },
      { specifier: 'four', line: 4, isType: false },
    ])
  })

  test('what the table allows passes, what it does not is named with its place', () => {
    expect(
      importFaults(
        pack('ingest', 'src/a.ts', `import '@firefly/protocol/wire'; import 'fastify'; import './b.ts'`),
        table,
      ),
    ).toEqual([])
    expect(importFaults(pack('ingest', 'src/a.ts', `\nimport '@firefly/clickhouse/store'`), table)).toEqual([
      'ingest/src/a.ts:2: imports @firefly/clickhouse/store; allowed of ours: protocol',
    ])
    expect(importFaults(pack('ingest', 'src/a.ts', `import 'lodash'`), table)).toHaveLength(1)
  })

  test('a driver is known in one place only, even where everything is allowed', () => {
    expect(importFaults(pack('infra/x', 'src/a.ts', `import 'lmdb'`), table)).toHaveLength(1)
  })

  test('tests may import more, and a package without a row is a fault', () => {
    expect(importFaults(pack('ingest', 'src/a.test.ts', `import 'vitest'`), table)).toEqual([])
    expect(importFaults(pack('unknown', 'src/a.ts', ''), table)).toHaveLength(1)
  })
})

test('drawers, barrels and long mains are found', () => {
  const bad = ['src/utils/a.ts', 'src/index.ts', 'src/helpers.ts', 'src/common/x.ts']
  for (const path of bad) expect(layoutFaults(pack('ingest', path, ''))).toHaveLength(1)
  expect(layoutFaults(pack('ingest', 'src/main.ts', '', 61))).toHaveLength(1)
  expect(layoutFaults(pack('ingest', 'src/library.ts', ''))).toEqual([])
})

test('links are read without their fragments, and addresses left alone', () => {
  expect(linksOf('[a](b.md#c) [d](https://x.example) [e](#f) [g](../h)')).toEqual(['b.md', '../h'])
})
