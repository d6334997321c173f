/** Claims each owner it is told of at a moment it shares with others, and says which it got: `claimer FOLDER`. */
import { folderOwnership } from '../../dist/ownership.js'

const ownership = folderOwnership(process.argv[2])
process.on('message', ({ owner, at }) => {
  // Busy, so that all begin within microseconds.
  while (Date.now() < at);
  void ownership.claim(owner).then((letGo) => process.send({ owner, got: !!letGo }))
})
process.send('ready')
