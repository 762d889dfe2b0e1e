import type { ReactNode } from 'react'
import { LiveProvider } from '../api/live/live-context.tsx'
import { useSessionQuery } from '../api/queries.ts'
import { ErrorState } from '../components/page/error-state.tsx'
import { LoadingState } from '../components/page/loading-state.tsx'
import { ChangePasswordPage } from './change-password-page.tsx'
import { SessionContext } from './session-context.ts'
import { SignInPage } from './sign-in-page.tsx'

/** Signed in → the pages; else the sign-in page, and first of all a password of one's own. */
export function SessionGate({ children }: { children: ReactNode }) {
  const { data: session, error, isPending, refetch } = useSessionQuery()
  if (isPending) return <LoadingState />
  if (session === undefined) return <ErrorState cause={error} onRetry={() => void refetch()} />
  if (session === null) return <SignInPage />
  return (
    <SessionContext value={session}>
      {session.mustChangePassword ? <ChangePasswordPage /> : <LiveProvider>{children}</LiveProvider>}
    </SessionContext>
  )
}
