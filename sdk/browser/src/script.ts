/** `firefly.js`: the browser SDK as one script. */
import { init } from './init.ts'
import { launch } from './launch.ts'

launch(init)
