// A program that uses the built SDK and ends in the way it is told to.
import { createFirefly } from '../../dist/firefly.js'

const { host, folder, count, end } = JSON.parse(process.argv[2])
const firefly = createFirefly({ writeKey: 'key', host, folder })
for (let n = 0; n < count; n++) firefly.track({ userId: 'u', event: `e${n}` })
if (end === 'exit') process.exit(0)
if (end === 'wait') {
  setInterval(() => undefined, 1_000)
  setTimeout(() => console.log('ready'), 1_000)
}
