/** Path: where people go, step by step, inside a session. */
import { useLanguage } from '../../language/language.tsx'
import { AskingPage } from '../../question/asking-page.tsx'
import { FrameBar } from '../../question/scope-parts.tsx'
import { type Subject, useAsking } from '../../question/use-asking.ts'
import { PathBuilder } from './builder.tsx'
import {
  gapsOfPath,
  type PathInput,
  type PathQuestion,
  readPath,
  toPathInput,
  writePath,
} from './question.ts'
import { PathShown } from './shown.tsx'

const PATH: Subject<PathQuestion, PathInput> = {
  page: 'path',
  read: readPath,
  write: writePath,
  gapsOf: gapsOfPath,
  toInput: toPathInput,
}

export default function PathPage() {
  const { words } = useLanguage()
  const questioned = useAsking(PATH)
  const { question, change } = questioned
  return (
    <AskingPage
      questioned={questioned}
      title={words.path.title}
      about={words.path.about}
      toolbar={<FrameBar draft={question} onChange={change} />}
      builder={<PathBuilder question={question} onChange={change} />}
      height="26rem"
    >
      {(answered, receipt) => <PathShown answered={answered} receipt={receipt} />}
    </AskingPage>
  )
}
