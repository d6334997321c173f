// Before App(): the SDK listens to what the host calls on App, Page and Component from here on.
const firefly = require('./firefly-alipay').init({
  writeKey: 'YOUR_WRITE_KEY',
  host: 'http://127.0.0.1:7070',
})

App({
  firefly,
  onLaunch() {},
})
