import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useState } from 'react'
import { createQueryClient } from './api/query-client.ts'
import { router } from './router.tsx'
import { SessionGate } from './session/session-gate.tsx'
import { cssVariables, theme } from './theme.ts'

/** The console's composition root. */
export function App() {
  const [client] = useState(createQueryClient)
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      // All of them are reckoned from the theme here, so that a sheet of the same need not be loaded.
      deduplicateCssVariables={false}
    >
      <Notifications position="top-center" />
      <QueryClientProvider client={client}>
        <SessionGate>
          <RouterProvider router={router} />
        </SessionGate>
      </QueryClientProvider>
    </MantineProvider>
  )
}
