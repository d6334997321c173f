import { init } from '@firefly/browser'

export const firefly = init({
  writeKey: import.meta.env.VITE_FIREFLY_KEY || 'YOUR_WRITE_KEY',
  host: import.meta.env.VITE_FIREFLY_HOST || 'http://127.0.0.1:7070',
})
