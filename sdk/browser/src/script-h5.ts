/** `firefly-h5.js`: the same for pages that apps and mini-programs show, whose device, user and session it takes over. */
import { hostApp } from './extensions/host-app.ts'
import { createFirefly } from './init.ts'
import { launch, type ScriptOptions } from './launch.ts'
import type { Firefly } from './tracker.ts'

function create(options: ScriptOptions): Firefly {
  return createFirefly({ ...options, hostApp: hostApp() })
}

launch(create)
