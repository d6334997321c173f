/** The packages of the workspace with their sources and what each source imports. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'

export interface Import {
  specifier: string
  line: number
  /** Nothing of it is left at run time. */
  isType: boolean
}

export interface SourceFile {
  /** Path below the package's folder. */
  path: string
  lines: number
  imports: Import[]
}

export interface WorkspacePackage {
  /** Folder below the root, such as `sdk/core`. */
  folder: string
  name: string
  files: SourceFile[]
}

export function readPackages(root: string): WorkspacePackage[] {
  const patterns = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8').match(/^ {2}- .+$/gm) ?? []
  const folders = patterns.map((line) => line.slice(4).trim()).flatMap((pattern) => expand(root, pattern))
  return folders.map((folder) => {
    const { name } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as { name: string }
    return {
      folder,
      name,
      files: sourcesOf(join(root, folder, 'src')).map((path) => readSource(join(root, folder), path)),
    }
  })
}

function expand(root: string, pattern: string): string[] {
  if (!pattern.endsWith('/*')) return [pattern]
  const parent = pattern.slice(0, -2)
  return readdirSync(join(root, parent))
    .filter((name) => existsSync(join(root, parent, name, 'package.json')))
    .map((name) => `${parent}/${name}`)
}

const sourcesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts'))
    .map((path) => join(folder, path))

function readSource(folder: string, path: string): SourceFile {
  const text = readFileSync(path, 'utf8')
  return {
    path: relative(folder, path),
    lines: text.trimEnd().split('\n').length,
    imports: importsOf(path, text),
  }
}

/** Static, re-exported, dynamic and `require`d imports, as the parser sees them. */
export function importsOf(path: string, text: string): Import[] {
  const { module, errors, program } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`)
  const lineOf = (at: number): number => text.slice(0, at).split('\n').length
  const fixed = module.staticImports.map(({ moduleRequest, entries, start }) => ({
    specifier: moduleRequest.value,
    line: lineOf(start),
    // `import { type A }` leaves an import behind, `import type { A }` does not.
    isType: entries.length > 0 && /^import\s+type\b/.test(text.slice(start)),
  }))
  const passed = module.staticExports.flatMap(({ entries, start }) =>
    entries.flatMap(({ moduleRequest, isType }) =>
      moduleRequest ? [{ specifier: moduleRequest.value, line: lineOf(start), isType }] : [],
    ),
  )
  const late = module.dynamicImports.flatMap(({ moduleRequest, start }) => {
    const literal = /^['"]([^'"]+)['"]$/.exec(text.slice(moduleRequest.start, moduleRequest.end))?.[1]
    return literal === undefined ? [] : [{ specifier: literal, line: lineOf(start), isType: false }]
  })
  const required: Import[] = []
  new Visitor({
    CallExpression({ callee, arguments: [argument], start }) {
      if (callee.type !== 'Identifier' || callee.name !== 'require' || argument?.type !== 'Literal') return
      if (typeof argument.value === 'string')
        required.push({ specifier: argument.value, line: lineOf(start), isType: false })
    },
  }).visit(program)
  return [...fixed, ...passed, ...late, ...required]
}
