import { init } from '@firefly/browser'
import { exposure } from '@firefly/browser/exposure'

// Once, outside of every component: React may render a component twice.
export const firefly = init({
  writeKey: import.meta.env.VITE_FIREFLY_KEY || 'YOUR_WRITE_KEY',
  host: import.meta.env.VITE_FIREFLY_HOST || 'http://127.0.0.1:7070',
  extensions: [exposure()],
})
