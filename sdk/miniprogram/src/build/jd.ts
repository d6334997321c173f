/** What a jd mini-program requires: `require('./firefly-jd').init({ … })`. */
import { host } from '../hosts/jd.ts'
import { type Firefly, init as initOn, type MiniprogramOptions } from '../init.ts'

export const init = (options: MiniprogramOptions): Firefly => initOn(host(), options)
