import { join } from 'node:path'
import type { AppOptions } from '../app.ts'
import type { ServerConfig } from '../config.ts'
import { DiskReserve } from '../storage/reserve/disk-reserve.ts'

/** Room for emergencies on the disk of the data folder; whoever reads the log is told when it is needed. */
export function startReserve(
  { dataDir, emergencyReserveBytes: reserveBytes }: ServerConfig,
  { clock, chance, log }: AppOptions,
): DiskReserve {
  const reserve = new DiskReserve({
    ...{ path: join(dataDir, 'emergency-reserve'), reserveBytes, clock, chance },
    onChange: (change) => {
      if (change.isInUse) log.error(change, 'the disk is full: only emergencies are still written')
      else log.info(change, 'the room for emergencies is there again')
    },
  })
  reserve.start()
  return reserve
}
