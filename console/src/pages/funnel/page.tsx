/** Funnel: how many people go through steps in order, and where they stop. */
import { useLanguage } from '../../language/language.tsx'
import { AskingPage } from '../../question/asking-page.tsx'
import { FrameBar } from '../../question/scope-parts.tsx'
import { type Subject, useAsking } from '../../question/use-asking.ts'
import { FunnelShown } from './shown.tsx'
import { FunnelBuilder } from './builder.tsx'
import {
  type FunnelInput,
  type FunnelQuestion,
  gapsOfFunnel,
  readFunnel,
  toFunnelInput,
  writeFunnel,
} from './question.ts'

const FUNNEL: Subject<FunnelQuestion, FunnelInput> = {
  page: 'funnel',
  read: readFunnel,
  write: writeFunnel,
  gapsOf: gapsOfFunnel,
  toInput: toFunnelInput,
}

export default function FunnelPage() {
  const { words } = useLanguage()
  const questioned = useAsking(FUNNEL)
  const { question, change } = questioned
  return (
    <AskingPage
      questioned={questioned}
      title={words.funnel.title}
      about={words.funnel.about}
      toolbar={<FrameBar draft={question} onChange={change} />}
      builder={<FunnelBuilder question={question} onChange={change} />}
      height="20rem"
    >
      {(answered, receipt) => <FunnelShown answered={answered} receipt={receipt} />}
    </AskingPage>
  )
}
