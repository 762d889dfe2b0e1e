import { EMERGENCY_EVENTS, type KitSound, sha256Of } from '@tieng-lang/protocol'
import type { SignalName } from '../../media/signals/attention-signals.ts'
import { COMMON_WORDS, eventMessage } from './spoken-words.ts'

/** How one sound of the kit is made: a generated signal, or words in the voice that comes with the program. */
export interface KitRecipe extends Pick<KitSound, 'role' | 'event' | 'language'> {
  made: { kind: 'signal'; signal: SignalName } | { kind: 'speech'; words: string }
  /** Another one means another sound. */
  recipe: string
}

/** To be raised with any change of how signals or speech are made, so that kits are made anew. */
const SIGNALS_EDITION = 1
const SPEECH_EDITION = 1

/** The language of the voice. */
export const VOICE_LANGUAGE = 'vi'

/** Everything that belongs into the kit, signals first: they are quick, and a warning without words is one already. */
export function kitRecipes(): KitRecipe[] {
  return [
    ...EMERGENCY_EVENTS.map((event) => signal('signal', event, event)),
    signal('signal', null, 'exercise'),
    signal('allClear', null, 'allClear'),
    signal('correction', null, 'correction'),
    speech('exerciseBegin', null, COMMON_WORDS.exerciseBegin),
    speech('exerciseEnd', null, COMMON_WORDS.exerciseEnd),
    ...EMERGENCY_EVENTS.map((event) => speech('message', event, eventMessage(event))),
    speech('allClear', null, COMMON_WORDS.allClear),
    speech('correction', null, COMMON_WORDS.correction),
  ]
}

function signal(role: KitSound['role'], event: KitSound['event'], name: SignalName): KitRecipe {
  const recipe = `signal ${SIGNALS_EDITION} ${name}`
  return { role, event, language: null, made: { kind: 'signal', signal: name }, recipe }
}

function speech(role: KitSound['role'], event: KitSound['event'], words: string): KitRecipe {
  const recipe = `speech ${SPEECH_EDITION} ${sha256Of(Buffer.from(words)).slice(0, 16)}`
  return { role, event, language: VOICE_LANGUAGE, made: { kind: 'speech', words }, recipe }
}
