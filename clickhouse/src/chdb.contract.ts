/** chDB keeps the promises of every store. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { storeContract } from './contract.ts'
import { openStore } from './open.ts'

storeContract('chdb', () => openStore(`chdb:${mkdtempSync(`${tmpdir()}/firefly-chdb-`)}`))
