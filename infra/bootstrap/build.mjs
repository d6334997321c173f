// Installs and builds, and nothing else.
import { build, install, requireNode } from './tools.mjs'

requireNode()
install()
build()
