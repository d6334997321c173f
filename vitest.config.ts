/** One runner, several tiers: fast ones first, each a project with its own file pattern. */
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './infra/checks/src/longest-first.ts'

const source = { resolve: { conditions: ['source'] }, ssr: { resolve: { conditions: ['source'] } } }
/** Property tests draw the same histories in every run; see the file for how to explore. */
const setupFiles = ['./infra/checks/src/seed.ts']
const exclude = ['**/dist/**', '**/node_modules/**']
/** What is waited for comes late on a busy machine; a poll ends as soon as it is there. */
const expect = { poll: { timeout: 30_000 } }

export default defineConfig({
  test: {
    // The runner alone would leave one of two cores idle.
    maxWorkers: '100%',
    sequence: { sequencer: LongestFirst },
    globalSetup: ['./infra/checks/src/temporary.ts'],
    reporters: ['default', './infra/checks/src/plain-summary.ts'],
    projects: [
      {
        ...source,
        test: {
          name: 'unit',
          include: ['**/src/**/*.test.ts'],
          exclude,
          expect,
          setupFiles,
          // Loading each file's modules anew would take a third of the time; what a test changes it puts back.
          isolate: false,
          // Properties and keys of SM2 take their time on a busy machine; a test that hangs is still ended.
          testTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        ...source,
        test: {
          name: 'contract',
          retry: 1,
          include: ['**/*.contract.ts'],
          exclude,
          expect,
          setupFiles,
          pool: 'forks',
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        ...source,
        test: {
          name: 'e2e',
          // Browsers, brokers and servers share two cores here: a missed beat is tried again, and named in the report.
          retry: 2,
          include: ['**/*.e2e.ts'],
          exclude,
          expect,
          setupFiles,
          pool: 'forks',
          testTimeout: 180_000,
          hookTimeout: 180_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
