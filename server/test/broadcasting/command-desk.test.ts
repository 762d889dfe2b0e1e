import { join } from 'node:path'
import { type CommandBody, createKeyPair, ed25519Signer } from '@tieng-lang/protocol'
import { systemChance, systemClock } from '@tieng-lang/protocol/node'
import { afterAll, expect, test } from 'vitest'
import { CommandDesk } from '../../src/broadcasting/commands/command-desk.ts'
import { openDatabase } from '../../src/storage/database.ts'
import { temporaryFolder } from '../running-server.ts'

const folder = temporaryFolder()
const database = openDatabase(join(folder.path, 'a.sqlite'), systemClock.now())
const sent: string[] = []
const desk = new CommandDesk({
  ...{ database, clock: systemClock, chance: systemChance, signer: ed25519Signer(createKeyPair()) },
  link: { send: async (topic) => void sent.push(topic) },
  ...{ answerMsMax: 60_000, waitingMax: 2, isConnected: () => true },
})
afterAll(async () => {
  await desk.stop()
  database.close()
  folder.remove()
})

test('many commands that wait for an answer keep no stop out', async () => {
  const give = (body: CommandBody) =>
    new Promise<void>((resolve) => {
      void desk.give(['c-1', 'c-2'], { body, givenBy: 'Lan', onSent: resolve })
    })
  await give({ name: 'next' })
  const more = desk.give(['c-1'], { body: { name: 'next' }, givenBy: 'Lan' })
  await expect(more).rejects.toMatchObject({ code: 'tooBusy' })
  sent.length = 0
  await give({ name: 'stop', broadcastId: null })
  expect(sent).toHaveLength(2)
})
