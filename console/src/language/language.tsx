/** Which language is spoken, and its dictionary, for every component below. */
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { createFormat, type Format } from '../format/format.ts'
import { forBrowser } from '../kept.ts'
import { type Dictionary, en } from './en.ts'
import { zh } from './zh.ts'

export const DICTIONARIES = { en, zh } satisfies Record<string, Dictionary>
export type Language = keyof typeof DICTIONARIES
export const LANGUAGES = Object.keys(DICTIONARIES) as Language[]

const STORED_AS = 'firefly-language'
const LOCALES: Record<Language, string> = { en: 'en', zh: 'zh-CN' }

interface Spoken {
  language: Language
  choose: (language: Language) => void
  words: Dictionary
  format: Format
}

const Context = createContext<Spoken | undefined>(undefined)

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, choose] = useState(preferred)
  useEffect(() => {
    document.documentElement.lang = LOCALES[language]
    forBrowser.write(STORED_AS, language)
  }, [language])
  const spoken = useMemo(
    () => ({ language, choose, words: DICTIONARIES[language], format: createFormat(localeOf(language)) }),
    [language],
  )
  return <Context value={spoken}>{children}</Context>
}

export function useLanguage(): Spoken {
  const spoken = useContext(Context)
  if (!spoken) throw new Error('useLanguage outside LanguageProvider')
  return spoken
}

/** A stored choice, else the first of the browser's languages that we speak. */
function preferred(): Language {
  const wishes = [forBrowser.read(STORED_AS) ?? '', ...navigator.languages]
  const found = wishes.map((wish) => wish.slice(0, 2)).find(isLanguage)
  return found ?? 'en'
}

/** The browser's own variant (en-GB, say) decides how numbers and dates look, where it speaks the language. */
const localeOf = (language: Language): string =>
  navigator.languages.find((locale) => locale.startsWith(language)) ?? LOCALES[language]

const isLanguage = (text: string): text is Language => Object.hasOwn(DICTIONARIES, text)
