/** Groups of several types, such as companies and their branches: how events, people and questions name them. */

/** The event that puts somebody into a group, and the property of people that names it. */
export const GROUP = '$group'
/** Beside `groupId`: the type of the group, where SDKs cannot send `groupType`. */
export const GROUP_TYPE = '$group_type'
/** On an event: the groups it happened for, by type: `{ "company": "acme", "branch": "7" }`. */
export const GROUPS = '$groups'

/** The property of people that names the group of that type they are in; of no type, `$group`. */
export const membershipOf = (type: string): string => (type === '' ? GROUP : `${GROUP}_${type}`)
