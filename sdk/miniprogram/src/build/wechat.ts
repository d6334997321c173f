/** What a wechat mini-program requires: `require('./firefly-wechat').init({ … })`. */
import { host } from '../hosts/wechat.ts'
import { type Firefly, init as initOn, type MiniprogramOptions } from '../init.ts'

export const init = (options: MiniprogramOptions): Firefly => initOn(host(), options)
