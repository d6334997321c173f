/** Mini-programs on each host, and apps, keep every promise, against a real collector that misbehaves. */
import { miniprograms } from './flavours/miniprogram.ts'
import { reactNative } from './flavours/react-native.ts'
import { promiseAll } from './suite.ts'

for (const flavour of [...miniprograms, reactNative]) promiseAll(flavour)
