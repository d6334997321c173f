/**
 * Names that live inside one bundle and nowhere else: not on the wire, not in storage, not in an option, not in what extensions or
 * hosts see. The script and mini-program builds may shorten them; what a browser has a name for, terser leaves alone by itself.
 */
const NAMES = `
  base chunk own spillway shelf settle finish makeOwner onDelivered ownership claim sending
  timeoutMs
  kernel visitor signIn become touch endSession joinSession tell lose nameOf idFor makeId takeLosses report courier
  additions registered around revisions departing returning carrier undoAll late refusesTracking
  unreadable visibility shown unseen surroundings onNetwork launched bounds asked handler keep shared unsent spillway leave refresh
`
export const PRIVATE_NAMES = new RegExp(`^(${NAMES.trim().split(/\s+/).join('|')})$`)
