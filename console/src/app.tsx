/** Everything around the pages: looks, language, and the question whether somebody is signed in. */
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core'
import { LanguageProvider } from './language/language.tsx'
import { Crash } from './shell/crash.tsx'
import { Gate } from './shell/gate.tsx'
import { theme } from './theme.ts'

const schemes = localStorageColorSchemeManager({ key: 'firefly-scheme' })

export function App() {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" colorSchemeManager={schemes}>
      <LanguageProvider>
        <Crash>
          <Gate />
        </Crash>
      </LanguageProvider>
    </MantineProvider>
  )
}
