/** Two files a host, to be copied into a mini-program as CommonJS: for the base libraries of today, and ES5 for those before. */
import { nodeResolve } from '@rollup/plugin-node-resolve'
import terser from '@rollup/plugin-terser'
import { minify as again, transform } from '@swc/core'
import { letForConst } from '../let.mjs'
import { PRIVATE_NAMES } from '../private-names.mjs'

export const HOSTS = ['wechat', 'alipay', 'baidu', 'douyin', 'qq', 'kuaishou', 'jd']

/** `loose` takes whatever is spread for a list: spread no Set and no Map in what becomes ES5. */
const lowered = (target) => ({
  name: target,
  renderChunk: (code) =>
    transform(code, { jsc: { target, loose: true }, isModule: 'unknown', sourceMaps: true }),
})
const shrunk = (ecma) =>
  terser({
    ecma,
    compress: {
      passes: 6,
      pure_getters: true,
      unsafe_arrows: ecma > 5,
      hoist_funs: ecma > 5,
      // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- its documentation says the number.
      inline: 1,
    },
    mangle: { properties: { regex: PRIVATE_NAMES } },
  })

/** A look of another kind before, which finds some more. */
const look = {
  name: 'look',
  renderChunk: (code) =>
    again(code, {
      ecma: 2020,
      module: false,
      compress: { ecma: 2020, passes: 3, sequences: 0 },
      mangle: false,
      sourceMap: true,
    }),
}

/** Before the program itself comes what engines of ES5 lack. */
const withOldEngines = {
  name: 'old-engines',
  resolveId: (id) => (id.startsWith('old:') ? id : undefined),
  load: (id) =>
    id.startsWith('old:')
      ? `import '@firefly/core/es2019'\nexport * from '${import.meta.dirname}/dist/build/${id.slice(4)}.js'`
      : undefined,
}

const build = (host, ending, target, ecma) => ({
  input: target === 'es5' ? `old:${host}` : `dist/build/${host}.js`,
  output: { file: `dist/firefly-${host}${ending}.js`, format: 'cjs', exports: 'named', sourcemap: 'hidden' },
  plugins: [
    withOldEngines,
    nodeResolve({ rootDir: import.meta.dirname }),
    lowered(target),
    letForConst,
    ...(target === 'es5' ? [] : [look]),
    shrunk(ecma),
  ],
})

export default HOSTS.flatMap((host) => [build(host, '', 'es2020', 2020), build(host, '.es5', 'es5', 5)])
