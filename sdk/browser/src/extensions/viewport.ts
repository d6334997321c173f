/** The size of the window and of the screen, which tell a layout apart. */
import type { Extension } from '@firefly/core/extension'
import { all, listen } from '../lifecycle.ts'

type Sizes = Record<string, number>

/** `context.screen` and `context.viewport` in CSS pixels, on every event. */
export const viewport = (): Extension => ({
  name: 'viewport',
  setup(host) {
    let current: { screen: Sizes; viewport: Sizes }
    // Asking for it makes the browser lay the page out: at every event that would be dear.
    const measure = (): void => {
      const { width, height } = screen
      current = {
        screen: { width, height, density: devicePixelRatio },
        viewport: { width: innerWidth, height: innerHeight },
      }
    }
    measure()
    return all(
      listen(window, 'resize', measure),
      host.surround(() => current),
    )
  },
})
