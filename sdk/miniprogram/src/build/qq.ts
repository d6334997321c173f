/** What a qq mini-program requires: `require('./firefly-qq').init({ … })`. */
import { host } from '../hosts/qq.ts'
import { type Firefly, init as initOn, type MiniprogramOptions } from '../init.ts'

export const init = (options: MiniprogramOptions): Firefly => initOn(host(), options)
