/** Senders differ in whether an address ends with a slash. */
export const bothWays = (path: string): readonly [string, string] => [path, `${path}/`]
