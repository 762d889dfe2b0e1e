import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { ErrorState } from './components/page/error-state.tsx'
import { LoadingState } from './components/page/loading-state.tsx'
import { AppFrame } from './shell/app-frame.tsx'
import { NotFoundPage } from './shell/not-found-page.tsx'
import { placesSearch } from './views/places/model/places-search.ts'
import { newProgrammeSearch } from './views/programmes/model/new-programme-search.ts'

const root = createRootRoute({ component: AppFrame, notFoundComponent: NotFoundPage })
const under = { getParentRoute: () => root } as const

/** Every page of the console; each is loaded when it is first opened. */
const pages = [
  createRoute({
    ...under,
    path: '/',
    component: lazyRouteComponent(() => import('./views/overview/overview-page.tsx'), 'OverviewPage'),
  }),
  createRoute({
    ...under,
    path: '/khan-cap',
    component: lazyRouteComponent(() => import('./views/emergency/raise/raise-page.tsx'), 'RaisePage'),
  }),
  createRoute({
    ...under,
    path: '/khan-cap/$emergencyId',
    component: lazyRouteComponent(() => import('./views/emergency/follow/follow-page.tsx'), 'FollowPage'),
  }),
  createRoute({
    ...under,
    path: '/loi-khan-cap',
    component: lazyRouteComponent(
      () => import('./views/emergency/messages/messages-page.tsx'),
      'EmergencyMessagesPage',
    ),
  }),
  createRoute({
    ...under,
    path: '/phat-truc-tiep',
    component: lazyRouteComponent(() => import('./views/live/live-page.tsx'), 'LivePage'),
  }),
  createRoute({
    ...under,
    path: '/ban-tin',
    component: lazyRouteComponent(() => import('./views/bulletins/bulletins-page.tsx'), 'BulletinsPage'),
  }),
  createRoute({
    ...under,
    path: '/ban-tin/$bulletinId',
    component: lazyRouteComponent(() => import('./views/bulletins/bulletin-page.tsx'), 'BulletinPage'),
  }),
  createRoute({
    ...under,
    path: '/lich-phat',
    component: lazyRouteComponent(() => import('./views/programmes/calendar-page.tsx'), 'CalendarPage'),
  }),
  createRoute({
    ...under,
    path: '/lich-phat/moi',
    component: lazyRouteComponent(
      () => import('./views/programmes/new-programme-page.tsx'),
      'NewProgrammePage',
    ),
    validateSearch: newProgrammeSearch,
  }),
  createRoute({
    ...under,
    path: '/lich-phat/$programmeId',
    component: lazyRouteComponent(() => import('./views/programmes/programme-page.tsx'), 'ProgrammePage'),
  }),
  createRoute({
    ...under,
    path: '/duyet',
    component: lazyRouteComponent(() => import('./views/review/review-page.tsx'), 'ReviewPage'),
  }),
  createRoute({
    ...under,
    path: '/nhat-ky-phat',
    component: lazyRouteComponent(() => import('./views/playouts/playouts-page.tsx'), 'PlayoutsPage'),
  }),
  createRoute({
    ...under,
    path: '/dia-ban',
    component: lazyRouteComponent(() => import('./views/places/places-page.tsx'), 'PlacesPage'),
    validateSearch: placesSearch,
  }),
  createRoute({
    ...under,
    path: '/cum-loa/$clusterId',
    component: lazyRouteComponent(() => import('./views/cluster/cluster-page.tsx'), 'ClusterPage'),
  }),
  createRoute({
    ...under,
    path: '/nhap-csv',
    component: lazyRouteComponent(() => import('./views/imports/imports-page.tsx'), 'ImportsPage'),
  }),
  createRoute({
    ...under,
    path: '/tai-khoan',
    component: lazyRouteComponent(() => import('./views/accounts/accounts-page.tsx'), 'AccountsPage'),
  }),
  createRoute({
    ...under,
    path: '/phien',
    component: lazyRouteComponent(() => import('./views/sessions/sessions-page.tsx'), 'SessionsPage'),
  }),
  createRoute({
    ...under,
    path: '/he-thong-canh-bao',
    component: lazyRouteComponent(() => import('./views/cap-senders/cap-senders-page.tsx'), 'CapSendersPage'),
  }),
  createRoute({
    ...under,
    path: '/nhat-ky-he-thong',
    component: lazyRouteComponent(() => import('./views/audit/audit-page.tsx'), 'AuditPage'),
  }),
  createRoute({
    ...under,
    path: '/sao-luu',
    component: lazyRouteComponent(() => import('./views/backups/backups-page.tsx'), 'BackupsPage'),
  }),
] as const

export const router = createRouter({
  routeTree: root.addChildren(pages),
  defaultPendingComponent: LoadingState,
  defaultErrorComponent: ({ error, reset }) => <ErrorState cause={error} onRetry={reset} />,
  scrollRestoration: true,
  defaultPreload: 'intent',
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
