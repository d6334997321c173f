/** The script-tag build: one file for the browsers of 2018 and later. */
import { nodeResolve } from '@rollup/plugin-node-resolve'
import terser from '@rollup/plugin-terser'
import { minify } from 'rollup-plugin-esbuild'

export default {
  input: 'dist/script.js',
  output: { file: 'dist/firefly.js', format: 'iife', sourcemap: true },
  plugins: [
    nodeResolve(),
    // Lowers the whole file at once: over each module, the helpers would be there once a module.
    minify({ target: 'es2018', minifyIdentifiers: false, minifySyntax: true, minifyWhitespace: false }),
    terser({ ecma: 2018, compress: { passes: 3, pure_getters: true, unsafe_arrows: true } }),
  ],
}
