/**
 * Names that live inside one bundle and nowhere else: not on the wire, not in storage, not in an option, not in what extensions or
 * hosts see. The script and mini-program builds may shorten them; what a browser has a name for, terser leaves alone by itself.
 */
const NAMES = `
  addOlder base durable erase stale chunk failures journal late lose mostEvents notBefore onDelivered onTrimmed openStore own
  ownership refused registered revisions returning sending sessionAt settings spill spillway surroundings makeId claim
  refusesTracking say nameOf checked report timeoutMs controls carrier discard beacon leases gzip done
  makeOwner shared takeLosses
  unreadable visibility shown pageAsked onNetwork touch forget dispose
`
export const PRIVATE_NAMES = new RegExp(`^(${NAMES.trim().split(/\s+/).join('|')})$`)
