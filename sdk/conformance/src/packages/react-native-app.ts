/** Bundles the React Native example with what a phone offers in place of React Native's own modules. */
import { build, type Plugin } from 'esbuild'

export interface Pressable {
  props: { onPress: () => void }
}

/** Each module of the phone as a test hands it in under `modules`; components are their names. */
const MODULES: Record<string, string> = {
  'react-native': `module.exports = { ...modules.native, View: 'View', Text: 'Text', Button: 'Button' }`,
  '@react-native-async-storage/async-storage': 'module.exports = modules.storage',
  '@react-native-community/netinfo': 'module.exports = modules.network',
}

const phone: Plugin = {
  name: 'phone',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@?react-native/ }, ({ path }) =>
      path in MODULES ? { path, namespace: 'phone' } : undefined,
    )
    onLoad({ filter: /.*/, namespace: 'phone' }, ({ path }) => ({ contents: MODULES[path] ?? '' }))
  },
}

/** A script that leaves in the global `app` the button that the example's App shows. */
export async function bundleApp(folder: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: `
        import App from './App'
        export const button = App().props.children.find(({ type }) => type === 'Button')`,
      resolveDir: folder,
    },
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'app',
    jsx: 'automatic',
    target: 'es2018',
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [phone],
  })
  return outputFiles[0]?.text ?? ''
}
