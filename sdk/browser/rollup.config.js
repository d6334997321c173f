/** The script-tag builds: one file a purpose, for the browsers of 2018 and later. */
import { nodeResolve } from '@rollup/plugin-node-resolve'
import terser from '@rollup/plugin-terser'
import { minify } from 'rollup-plugin-esbuild'

/** `firefly.js` is what a visitor downloads; the others are fetched by it when a site asks for what they do. */
const SCRIPTS = { firefly: 'script', 'firefly-capture': 'capture' }

export default Object.entries(SCRIPTS).map(([name, module]) => ({
  input: `dist/${module}.js`,
  output: { file: `dist/${name}.js`, format: 'iife', sourcemap: true, inlineDynamicImports: true },
  plugins: [
    nodeResolve(),
    // Lowers the whole file at once: over each module, the helpers would be there once a module.
    minify({ target: 'es2018', minifyIdentifiers: false, minifySyntax: true, minifyWhitespace: false }),
    terser({ ecma: 2018, compress: { passes: 3, pure_getters: true, unsafe_arrows: true } }),
  ],
}))
