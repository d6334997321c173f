/** The size of the window, which tells a layout apart from a device. */
import type { Extension } from '@firefly/core/extension'

/** `context.viewport` in CSS pixels, on every event. */
export const viewport = (): Extension => ({
  name: 'viewport',
  setup(host) {
    let current = { viewport: { width: 0, height: 0 } }
    return host.surround(() => {
      const { innerWidth: width, innerHeight: height } = window
      if (current.viewport.width !== width || current.viewport.height !== height)
        current = { viewport: { width, height } }
      return current
    })
  },
})
