/** What a kuaishou mini-program requires: `require('./firefly-kuaishou').init({ … })`. */
import { host } from '../hosts/kuaishou.ts'
import { type Firefly, init as initOn, type MiniprogramOptions } from '../init.ts'

export const init = (options: MiniprogramOptions): Firefly => initOn(host(), options)
