import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { AreaId, TreeImport, TreeImportOrder, TreeImportPreview } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { ProblemError } from '../../api/problem-error.ts'

/** What is to be imported: a file's text, as it is called, and below which area. */
export interface ImportSource {
  csv: string
  name: string
}

/**
 * The way of an import: a source is previewed at once and again for another area; the order carries the preview's
 * digest, and where that is stale a new preview is made and said so.
 */
export function useImport(underAreaId: AreaId | null) {
  const client = useQueryClient()
  const [source, setSource] = useState<ImportSource | null>(null)
  const [isRenewed, setRenewed] = useState(false)
  const preview = useMutation({
    mutationFn: (wanted: TreeImport) => api.post<TreeImportPreview>('/tree-imports/preview', wanted),
  })
  const order = useMutation({
    mutationFn: (wanted: TreeImportOrder) => api.post<TreeImportPreview>('/tree-imports', wanted),
    onSuccess: () =>
      Promise.all(
        [keys.areas, keys.zones, keys.clusters, keys.overview].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      ),
    onError: (cause, { csv, underAreaId: under }) => {
      if (!isStale(cause)) return
      setRenewed(true)
      preview.mutate({ csv, underAreaId: under })
    },
  })
  const look = (next: ImportSource, under: AreaId | null) => {
    setSource(next)
    setRenewed(false)
    order.reset()
    preview.mutate({ csv: next.csv, underAreaId: under })
  }
  const forget = () => {
    setSource(null)
    setRenewed(false)
    order.reset()
    preview.reset()
  }
  const carryOut = () => {
    if (!source || !preview.data) return
    setRenewed(false)
    order.mutate({ csv: source.csv, underAreaId, digest: preview.data.digest })
  }
  return { source, look, forget, carryOut, preview, order, isRenewed, problem: problemOf(preview, order) }
}

function problemOf(preview: { error: unknown }, order: { error: unknown }): unknown {
  return preview.error ?? (isStale(order.error) ? null : order.error)
}

function isStale(cause: unknown): boolean {
  return cause instanceof ProblemError && cause.code === 'previewStale'
}
