/** The value that the share `share` (0 to 1) of all values does not exceed (nearest rank); NaN where there is none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const rank = Math.max(1, Math.ceil(share * sorted.length))
  return sorted[rank - 1] ?? Number.NaN
}

export function rounded(value: number, decimals: number): number {
  return Number(value.toFixed(decimals))
}
