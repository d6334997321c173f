/** What a person sees when a page breaks: a sentence and a way out, never a white screen. */
import { Button } from '@mantine/core'
import { Component, type ReactNode } from 'react'
import { useLanguage } from '../language/language.tsx'
import style from './crash.module.css'

interface Props {
  children: ReactNode
}

export class Crash extends Component<Props, { error: Error | undefined }> {
  override state = { error: undefined }

  static getDerivedStateFromError(error: Error): { error: Error } {
    return { error }
  }

  override render(): ReactNode {
    return this.state.error ? <Apology error={this.state.error} /> : this.props.children
  }
}

function Apology({ error }: { error: Error }) {
  const { words } = useLanguage()
  return (
    <main className={style['apology']} role="alert">
      <h1>{words.errors.crash}</h1>
      <code>{error.message}</code>
      <Button onClick={() => location.reload()}>{words.errors.reload}</Button>
    </main>
  )
}
