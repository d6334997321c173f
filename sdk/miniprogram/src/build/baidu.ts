/** What a baidu mini-program requires: `require('./firefly-baidu').init({ … })`. */
import { host } from '../hosts/baidu.ts'
import { type Firefly, init as initOn, type MiniprogramOptions } from '../init.ts'

export const init = (options: MiniprogramOptions): Firefly => initOn(host(), options)
