/** Retention: of the people who start in a period, how many return in each one after it. */
import { useLanguage } from '../../language/language.tsx'
import { AskingPage } from '../../question/asking-page.tsx'
import { FrameBar } from '../../question/scope-parts.tsx'
import { type Subject, useAsking } from '../../question/use-asking.ts'
import { RetentionBuilder } from './builder.tsx'
import {
  gapsOfRetention,
  readRetention,
  type RetentionInput,
  type RetentionQuestion,
  toRetentionInput,
  writeRetention,
} from './question.ts'
import { RetentionShown } from './shown.tsx'

const RETENTION: Subject<RetentionQuestion, RetentionInput> = {
  page: 'retention',
  read: readRetention,
  write: writeRetention,
  gapsOf: gapsOfRetention,
  toInput: toRetentionInput,
}

export default function RetentionPage() {
  const { words } = useLanguage()
  const questioned = useAsking(RETENTION)
  const { question, change } = questioned
  return (
    <AskingPage
      questioned={questioned}
      title={words.retention.title}
      about={words.retention.about}
      toolbar={<FrameBar draft={question} onChange={change} />}
      builder={<RetentionBuilder question={question} onChange={change} />}
      height="20rem"
    >
      {(answered, receipt) => <RetentionShown answered={answered} receipt={receipt} />}
    </AskingPage>
  )
}
