/**
 * `node sdk/pack.mjs FLAVOUR [FOLDER]` makes `sdk/FLAVOUR/dist/package`, or the folder given, what is published: ES modules and
 * CommonJS with their types, and the files that are copied or named by a tag.
 * What the flavour uses of ours (core, protocol) is copied beside it, module by module, so that bundlers can leave out what is unused.
 */
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative, resolve as absolute } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const flavour = process.argv[2] ?? ''
const home = join(ROOT, 'sdk', flavour)
/** Of the package that tests what is packed here. */
const { transformSync } = createRequire(join(ROOT, 'sdk', 'conformance', 'package.json'))('esbuild')
const target = absolute(process.argv[3] ?? join(home, 'dist', 'package'))
const manifest = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'))
const folders = { core: join(ROOT, 'sdk', 'core'), protocol: join(ROOT, 'protocol'), [flavour]: home }
const IMPORT = /(\bfrom\s*|\bimport\s*\(?\s*)(['"])([^'"]+)\2/g

/** `folder/module`, as the package names it, of what `specifier` means inside `module` of `folder`; undefined for what is not ours. */
function resolve(specifier, { folder, module }) {
  if (specifier.startsWith('.'))
    return { folder, module: join(dirname(module), specifier).replace(/(\.d)?\.[jt]s$/, '') }
  const [, name, door] = /^@firefly\/([^/]+)\/(.+)$/.exec(specifier) ?? []
  // Its own doors, as its comments name them, are the published package's as well.
  return name && name !== flavour ? { folder: name, module: door } : undefined
}

const written = new Set()

/** Copies a module, its types, and all that they import. */
function take({ folder, module }) {
  const id = `${folder}/${module}`
  if (written.has(id)) return
  written.add(id)
  for (const ending of ['.js', '.d.ts']) {
    const file = join(folders[folder], 'dist', module + ending)
    if (!existsSync(file)) throw new Error(`${file}: not built, or not a module of ours`)
    const text = readFileSync(file, 'utf8').replace(/\n?\/\/# sourceMappingURL=.*/, '\n')
    const ours = text.replace(IMPORT, (all, before, quote, specifier) => {
      const found = resolve(specifier, { folder, module })
      if (!found) return all
      take(found)
      const path = relative(dirname(id), `${found.folder}/${found.module}.js`)
      return `${before}${quote}${path.startsWith('.') ? path : `./${path}`}${quote}`
    })
    write(`esm/${id}${ending}`, ending === '.js' ? lower(ours, 'esm') : ours)
    write(`cjs/${id}${ending}`, ending === '.js' ? lower(ours, 'cjs') : ours)
  }
}

const lower = (code, format) => transformSync(code, { format, target: 'es2018' }).code

function write(name, text) {
  const file = join(target, name)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

const json = (value) => `${JSON.stringify(value, null, 2)}\n`
const doors = (kind, id) => ({ types: `./${kind}/${id}.d.ts`, default: `./${kind}/${id}.js` })

rmSync(target, { recursive: true, force: true })
const exports = {}
for (const [door, place] of Object.entries(manifest.exports)) {
  if (typeof place === 'string') {
    // A script for a tag, or a file to be copied into a mini-program: as it is.
    copyFileSync(join(home, place), join(target, door))
    exports[door] = door
    continue
  }
  const module = place.default.slice('./dist/'.length, -'.js'.length)
  take({ folder: flavour, module })
  const id = `${flavour}/${module}`
  exports[door] = { import: doors('esm', id), require: doors('cjs', id) }
}
write('cjs/package.json', json({ type: 'commonjs' }))
const { name, version, description, license, engines } = manifest
const outside = Object.entries(manifest.dependencies ?? {}).filter(([each]) => !each.startsWith('@firefly/'))
const catalog = readFileSync(join(ROOT, 'pnpm-workspace.yaml'), 'utf8')
/** The exact version in the workspace's catalogue. */
const versionOf = (each) => new RegExp(`^ {2}"?${each}"?: (.+)$`, 'm').exec(catalog)?.[1]
write(
  'package.json',
  json({
    name,
    version,
    description,
    license,
    type: 'module',
    ...(engines && { engines }),
    sideEffects: Object.keys(exports).filter((door) => door.endsWith('.js')),
    exports,
    dependencies: Object.fromEntries(outside.map(([each]) => [each, versionOf(each)])),
  }),
)
for (const [from, to] of [
  [join(home, 'README.md'), 'README.md'],
  [join(ROOT, 'LICENSE'), 'LICENSE'],
])
  copyFileSync(from, join(target, to))
console.log(`${name}: ${written.size} modules in ${relative(process.cwd(), target)}`)
