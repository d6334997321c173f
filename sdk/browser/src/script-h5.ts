/** `firefly-h5.js`: the same for pages that apps and mini-programs show, whose device, user and session it takes over. */
import { hostApp } from './extensions/host-app.ts'
import { init } from './init.ts'
import { launch } from './launch.ts'

launch((options) => init({ ...options, hostApp: hostApp() }))
