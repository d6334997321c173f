/** `firefly.js`: the browser SDK as one script. */
import { createFirefly } from './init.ts'
import { launch } from './launch.ts'

launch(createFirefly)
