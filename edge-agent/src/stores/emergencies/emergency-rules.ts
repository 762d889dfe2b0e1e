/** Whom an emergency or a live session is meant for. */
interface Addressed {
  targets: { areas: readonly string[]; clusters: readonly string[] }
}

/** Whether it is meant for this cluster: by name, or by an area that it lies in. */
export function isAddressed(
  { targets }: Addressed,
  { clusterId, areaPath }: { clusterId: string; areaPath: readonly string[] },
): boolean {
  return targets.clusters.includes(clusterId) || targets.areas.some((areaId) => areaPath.includes(areaId))
}

export interface HeldSize {
  emergencyId: string
  sizeBytes: number
  expiresAt: number
}

/** Which emergencies go so that the rest keeps within both limits: what expires first, never the newest. */
export function chooseWhatGoes(
  held: readonly HeldSize[],
  { emergenciesMax, bytesMax, newest }: { emergenciesMax: number; bytesMax: number; newest: string },
): string[] {
  let count = held.length
  let bytes = held.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  const going: string[] = []
  for (const { emergencyId, sizeBytes } of held.toSorted((a, b) => a.expiresAt - b.expiresAt)) {
    if (count <= emergenciesMax && bytes <= bytesMax) break
    if (emergencyId === newest) continue
    going.push(emergencyId)
    count -= 1
    bytes -= sizeBytes
  }
  return going
}
