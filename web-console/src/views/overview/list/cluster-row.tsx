import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ClusterState } from '@tieng-lang/protocol/browser'
import { memo } from 'react'
import { ConditionBadge } from '../../../components/cluster-state/condition-badge.tsx'
import { PlaceMenu } from '../../../components/orders/place-menu.tsx'
import { RowDoing } from './row-doing.tsx'
import { RowLast } from './row-last.tsx'
import { RowStop } from './row-stop.tsx'

interface ClusterRowProps {
  state: ClusterState
  mayCommand: boolean
}

/** One cluster; drawn again only when its own state changes. */
export const ClusterRow = memo(function ClusterRow({ state, mayCommand }: ClusterRowProps) {
  const { clusterId, name, playing, isConnected, volumePercent } = state
  return (
    <li className="tl-row">
      <div className="tl-row-who">
        <Anchor
          fw={500}
          c="inherit"
          display="block"
          underline="always"
          renderRoot={(props) => <Link to="/cum-loa/$clusterId" params={{ clusterId }} {...props} />}
        >
          {name}
        </Anchor>
        <ConditionBadge state={state} />
      </div>
      <div className="tl-row-doing">
        <RowDoing state={state} />
      </div>
      <div className="tl-row-last">
        <RowLast state={state} />
      </div>
      <div className="tl-row-acts">
        {mayCommand && playing && isConnected && <RowStop place={{ clusterId }} name={name} />}
        {mayCommand && <PlaceMenu place={{ clusterId }} name={name} volumePercent={volumePercent} />}
      </div>
    </li>
  )
})
