/** What this flavour uses of React Native and of the app's storage; handed in, so that it depends on neither. */

/** `AppState`, `Platform` and `Dimensions` of `react-native`. */
export interface ReactNativeLike {
  AppState: {
    currentState?: string | null
    addEventListener: (type: 'change', run: (state: string) => void) => { remove: () => void }
  }
  Platform: { OS: string; Version?: string | number; constants?: Record<string, unknown> }
  Dimensions?: { get: (what: 'window') => { width: number; height: number } }
}

/** `@react-native-async-storage/async-storage`, or anything that keeps text by name. */
export interface StorageLike {
  getItem: (key: string) => Promise<string | null>
  setItem: (key: string, value: string) => Promise<void>
  removeItem: (key: string) => Promise<void>
  getAllKeys: () => Promise<readonly string[]>
}

/** `@react-native-community/netinfo`, where the app has it. */
export interface NetworkLike {
  addEventListener: (
    run: (state: { isConnected: boolean | null; type?: string }) => void,
  ) => (() => void) | { remove: () => void }
}
