import { IntakeAnswer, SpeechIntakeOrder, SpeechOrder, Voice } from '@tieng-lang/protocol'
import { Type } from 'typebox'
import { startSpeechIntake } from '../../../broadcasting/bulletins/intake/start-speech.ts'
import type { Services } from '../../../broadcasting/services.ts'
import type { HttpServer } from '../../http/http-server.ts'
import { principalOf } from '../../http/principal-of.ts'

const tags = ['bulletins']
const Wav = Type.Unsafe<Buffer>({ type: 'string', format: 'binary' })

/** Text to speech: the voices, the first minute to listen to, and a bulletin made of it. */
export function speechRoutes(server: HttpServer, services: Services): void {
  const { speech } = services
  server.get(
    '/api/v1/voices',
    {
      schema: { summary: 'Voices that text can be spoken with', tags, response: { 200: Type.Array(Voice) } },
    },
    async () => [...speech.voices()],
  )
  server.post(
    '/api/v1/speech',
    {
      schema: {
        summary: 'Speak a text to listen to it (audio/wav, the first minute); nothing is kept',
        tags,
        body: SpeechOrder,
        response: { 200: Wav },
      },
    },
    async (request, reply) => {
      const cancel = new AbortController()
      reply.raw.once('close', () => cancel.abort())
      const wav = await speech.prelisten(request.body, principalOf(request), cancel.signal)
      return reply.header('cache-control', 'no-store').type('audio/wav').send(wav)
    },
  )
  server.post(
    '/api/v1/speech-intakes',
    {
      schema: {
        summary: 'Make a bulletin of spoken text',
        tags,
        body: SpeechIntakeOrder,
        response: { 202: IntakeAnswer },
      },
    },
    async (request, reply) =>
      reply.code(202).send(startSpeechIntake(services, request.body, principalOf(request))),
  )
}
