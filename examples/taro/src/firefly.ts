import { init } from '@firefly/miniprogram'
// One host a build: `process.env.TARO_ENV` says which; the others are in '@firefly/miniprogram/alipay' and so on.
import { host } from '@firefly/miniprogram/wechat'

interface Plan {
  'Order Completed': { total: number }
}

export const firefly = init<Plan>(host(), {
  writeKey: 'YOUR_WRITE_KEY',
  host: 'http://127.0.0.1:7070',
})
