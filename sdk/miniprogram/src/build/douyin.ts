/** What a douyin mini-program requires: `require('./firefly-douyin').init({ … })`. */
import { host } from '../hosts/douyin.ts'
import { type Firefly, init as initOn, type MiniprogramOptions } from '../init.ts'

export const init = (options: MiniprogramOptions): Firefly => initOn(host(), options)
