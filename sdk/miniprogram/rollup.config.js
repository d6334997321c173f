/** Two files a host, to be copied into a mini-program as CommonJS: for the base libraries of today, and ES5 for those before. */
import { nodeResolve } from '@rollup/plugin-node-resolve'
import terser from '@rollup/plugin-terser'
import { transform } from '@swc/core'

export const HOSTS = ['wechat', 'alipay', 'baidu', 'douyin', 'qq', 'kuaishou', 'jd']

const lowered = (target) => ({
  name: target,
  renderChunk: (code) =>
    transform(code, { jsc: { target, loose: true }, isModule: 'unknown', sourceMaps: true }),
})
const shrunk = (ecma) =>
  terser({ ecma, compress: { passes: 3, pure_getters: true, unsafe_arrows: ecma > 5 } })

const build = (host, ending, target, ecma) => ({
  input: `dist/build/${host}.js`,
  output: { file: `dist/firefly-${host}${ending}.js`, format: 'cjs', exports: 'named', sourcemap: true },
  plugins: [nodeResolve(), lowered(target), shrunk(ecma)],
})

export default HOSTS.flatMap((host) => [build(host, '', 'es2017', 2017), build(host, '.es5', 'es5', 5)])
