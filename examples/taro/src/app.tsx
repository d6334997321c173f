// First of all imports, so that it listens before Taro calls App().
import './firefly'
import type { ReactNode } from 'react'

export default function App({ children }: { children: ReactNode }) {
  return children
}
