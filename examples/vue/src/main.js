import { createApp } from 'vue'
import App from './App.vue'
import { firefly } from './firefly.js'

// In every component as `$firefly`.
const app = createApp(App)
app.config.globalProperties.$firefly = firefly
app.mount('#app')
