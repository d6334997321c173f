/** Servers keep every promise that is not about one person's device, against a real collector that misbehaves. */
import { node } from './flavours/node.ts'
import { promiseAll } from './suite.ts'

promiseAll(node)
