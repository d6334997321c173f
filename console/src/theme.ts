/** How Mantine's components look here. Colours beside these are in tokens.css. */
import { createTheme, type MantineColorsTuple } from '@mantine/core'

const dusk: MantineColorsTuple = [
  '#eef0fd',
  '#dde2fa',
  '#bcc5f3',
  '#98a5ec',
  '#7988e5',
  '#6273e0',
  '#5163d8',
  '#4353c2',
  '#3847a8',
  '#2b388a',
]
const night: MantineColorsTuple = [
  '#d7dae3',
  '#b3b8c7',
  '#8b91a4',
  '#636a7e',
  '#3d4356',
  '#2b3040',
  '#1e2230',
  '#161924',
  '#10131b',
  '#0a0c12',
]

export const theme = createTheme({
  primaryColor: 'dusk',
  primaryShade: { light: 6, dark: 5 },
  colors: { dusk, dark: night },
  defaultRadius: 'md',
  cursorType: 'pointer',
  fontFamily:
    '-apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace',
  headings: { fontWeight: '650' },
  focusRing: 'auto',
  components: {
    Button: { styles: { label: { fontWeight: 550 } } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: true } },
  },
})
