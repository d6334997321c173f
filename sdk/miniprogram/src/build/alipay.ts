/** What a alipay mini-program requires: `require('./firefly-alipay').init({ … })`. */
import { host } from '../hosts/alipay.ts'
import { type Firefly, init as initOn, type MiniprogramOptions } from '../init.ts'

export const init = (options: MiniprogramOptions): Firefly => initOn(host(), options)
