import type { IntakeAnswer, SpeechIntakeOrder } from '@tieng-lang/protocol/browser'
import { useSyncExternalStore } from 'react'
import { api } from '../../../../api/client.ts'
import { randomId } from '../../../../api/random-id.ts'
import { upload } from '../../../../api/upload.ts'
import type { ReadyBulletin } from './new-bulletin.ts'
import { NewBulletinQueue, type NewBulletins, type SendingOptions } from './new-bulletin-queue.ts'

/** The one queue of this tab. */
export const newBulletins = new NewBulletinQueue({
  send,
  cancelIntake: (intakeId) => api.remove(`/intakes/${intakeId}`),
  newId: () => randomId('new'),
})

/** The queue as it stands, drawn again with each change. */
export function useNewBulletins(): NewBulletins {
  return useSyncExternalStore(
    (onChange) => newBulletins.listen(onChange),
    () => newBulletins.state,
  )
}

function send(bulletin: ReadyBulletin, { onProgress, signal }: SendingOptions): Promise<IntakeAnswer> {
  const { source, areaId, title, category, language, kind } = bulletin
  if (source.kind === 'file') {
    const query = { areaId, title, category, language, kind, fileName: source.file.name.normalize('NFC') }
    return upload('/intakes', source.file, { query, onProgress, signal })
  }
  const { speech } = source
  const order: SpeechIntakeOrder = {
    ...{ areaId, title, category, language, speech },
    ...{ audience: '', validity: {} },
  }
  return api.post('/speech-intakes', order, { signal })
}
