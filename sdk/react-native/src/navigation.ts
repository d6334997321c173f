/** Screens of React Navigation: each one that comes to the front, once. */

/** `createNavigationContainerRef()`, or the ref of a `NavigationContainer`. */
export interface NavigationLike {
  getCurrentRoute: () => { name: string } | undefined
  addListener: (event: 'state', run: () => void) => () => void
}

/** Call it in `onReady` of the container. The answer stops it. */
export function trackScreens(
  firefly: { screen: (name: string) => void },
  navigation: NavigationLike,
): () => void {
  let shown: string | undefined
  const see = (): void => {
    const name = navigation.getCurrentRoute()?.name
    if (name === undefined || name === shown) return
    shown = name
    firefly.screen(name)
  }
  see()
  return navigation.addListener('state', see)
}
