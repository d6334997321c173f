/** The size of the window and of the screen, which tell a layout apart. */
import type { Extension } from '@firefly/core/extension'

type Sizes = Record<string, number>

/** `context.screen` and `context.viewport` in CSS pixels, on every event. */
export const viewport = (): Extension => ({
  name: 'viewport',
  setup(host) {
    const { width, height } = screen
    const sized = (): { screen: Sizes; viewport: Sizes } => ({
      screen: { width, height, density: devicePixelRatio },
      viewport: { width: innerWidth, height: innerHeight },
    })
    let current = sized()
    return host.surround(() => {
      const { viewport } = current
      if (viewport.width !== innerWidth || viewport.height !== innerHeight) current = sized()
      return current
    })
  },
})
