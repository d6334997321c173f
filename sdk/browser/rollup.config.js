/** The script-tag builds: one file a purpose. `firefly.js` is what a visitor downloads; the second is fetched by it on request. */
import { nodeResolve } from '@rollup/plugin-node-resolve'
import terser from '@rollup/plugin-terser'
import { minify as again, transform } from '@swc/core'
import { minify } from 'rollup-plugin-esbuild'
import { letForConst } from '../let.mjs'
import { PRIVATE_NAMES } from '../private-names.mjs'
import { gather, release } from './apart.mjs'

/** Lowers the whole file at once: over each module, the helpers would be there once a module. */
const es2020 = [
  nodeResolve({ rootDir: import.meta.dirname }),
  minify({
    target: 'es2020',
    minifyIdentifiers: false,
    minifySyntax: true,
    minifyWhitespace: false,
  }),
  letForConst,
]
/** `loose` takes whatever is spread for a list: spread no Set, no Map and no collection of the page. */
const es5 = {
  name: 'es5',
  renderChunk: (code) =>
    transform(code, { jsc: { target: 'es5', loose: true }, isModule: 'unknown', sourceMaps: true }),
}

const shrink = (ecma, more) =>
  terser({
    ecma,
    compress: { passes: 6, pure_getters: true, unsafe_arrows: ecma > 5, ...more },
    mangle: { properties: { regex: PRIVATE_NAMES } },
  })

/** Another look finds some more. */
const look = (mangle, more = { inline: 0, reduce_funcs: false }) => ({
  name: 'look',
  renderChunk: (code) =>
    again(code, {
      ecma: 2020,
      module: false,
      compress: { ecma: 2020, passes: 3, sequences: 0, ...more },
      mangle,
      sourceMap: true,
    }),
})

/** Joins texts by `+`, and makes them so: of the texts of ours none is a Symbol. */
const TEXTS = { unsafe: true }
/** What the other minifier does better is left to it. */
const MORE = { ...TEXTS, sequences: false, side_effects: false, reduce_funcs: false, unsafe_methods: true }

/** For the browsers of 2020 and later, and for those before. */
export const plugins = {
  modern: [gather, ...es2020, look(false), shrink(2020, MORE), look(true), release],
  /** As small as it gets, for pages that count every byte: functions may be folded into their only callers. */
  small: [...es2020, look(false, {}), shrink(2020, { sequences: false }), look(true)],
  /** For what is fetched when the page has time. */
  late: [...es2020, shrink(2020)],
  old: [nodeResolve(), es5, shrink(5, TEXTS)],
}

const script = (module, file, age) => ({
  input: `dist/${module}.js`,
  output: { file: `dist/${file}.js`, format: 'iife', sourcemap: 'hidden', inlineDynamicImports: true },
  plugins: plugins[age],
})

export default [
  script('script', 'firefly', 'modern'),
  script('script-h5', 'firefly-h5', 'modern'),
  script('script-es5', 'firefly-es5', 'old'),
  script('capture', 'firefly-capture', 'late'),
  script('script-sealed', 'firefly-sealed', 'modern'),
  script('script-seal-sm', 'firefly-seal-sm', 'late'),
]
