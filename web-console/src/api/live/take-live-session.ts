import type { QueryClient } from '@tanstack/react-query'
import type { LiveSessionLine } from '@tieng-lang/protocol/browser'
import { keys } from '../keys.ts'

/** Puts what the updates socket told of one session into what pages show. */
export function takeLiveSession(client: QueryClient, line: LiveSessionLine): void {
  client.setQueryData<LiveSessionLine[]>(keys.openLiveSessions, (old) => {
    const others = (old ?? []).filter(({ sessionId }) => sessionId !== line.sessionId)
    return line.state === 'ended' ? others : [line, ...others]
  })
}
