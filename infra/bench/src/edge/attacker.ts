/** A process of its own for one attack, so that the good sender does not share its thread: `attacker.js ORIGIN TITLE`. */
import { once } from 'node:events'
import { ATTACKS } from './attacks.ts'

const [origin = '', title = ''] = process.argv.slice(2)
const attack = ATTACKS.find((one) => one.title === title)
if (!attack) throw new Error(`no attack is called ${title}`)
const end = await attack.begin(origin)
process.send?.('begun')
await once(process, 'message')
process.send?.(await end())
process.disconnect()
process.exit()
