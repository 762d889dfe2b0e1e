import type { LiveSessionAnswer, Problem } from '@tieng-lang/protocol'
import { expect, test } from 'vitest'
import { UpdateListener } from '../happenings/update-listener.ts'
import { eventually, runServer, temporaryFolder } from '../running-server.ts'
import { askerWith, signIn, signInForCookie } from '../signed-in.ts'
import { buildWakefulProvince, speakTo } from './live-commune.ts'
import { Microphone } from './speaker.ts'

test('a session of another commune is told to nobody beside it: no list, no page, no sound, no end', async () => {
  const folder = temporaryFolder()
  const server = await runServer(folder.path)
  buildWakefulProvince(server)
  const lan = signIn(server, 'lan', [['operator', 'xa-a']])
  const cookie = signInForCookie(server, 'hoa', [['broadcaster', 'xa-b']])
  const hoa = askerWith(server, cookie)
  const page = new UpdateListener(server.httpUrl, { cookie })
  await page.last('hello')
  const { sessionId } = (await speakTo(lan)).body
  const path = `/live-sessions/${sessionId}`
  const own = { areas: ['xa-b'], zones: [], clusters: [] }
  const codes = await Promise.all([
    hoa<Problem>('GET', path),
    hoa<Problem>('POST', `${path}/end`, { body: { requestId: 'het' } }),
    hoa<Problem>('POST', `${path}/receivers`, { body: { address: { host: '127.0.0.1', port: 9 } } }),
  ])
  expect(codes.map(({ body }) => body.code)).toEqual(['notAllowed', 'notAllowed', 'notAllowed'])
  const microphone = new Microphone(
    `${server.httpUrl.replace('http', 'ws')}/api/v1/live/${sessionId}/audio`,
    {
      cookie,
    },
  )
  await eventually(
    () => microphone.refusedWith,
    (status) => status === 403,
  )
  const { items } = (await hoa<{ items: LiveSessionAnswer[] }>('GET', '/live-sessions')).body
  expect(items).toEqual([])
  // What comes behind it on the same socket says that it would have been there.
  const ownSession = (await speakTo(hoa, { place: own })).body
  await page.last('live', ({ session }) => session.sessionId === ownSession.sessionId)
  expect(JSON.stringify(page.updates)).not.toContain(sessionId)
  page.stop()
  await server.stop()
  folder.remove()
})
