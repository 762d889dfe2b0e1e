import type { ProgrammeAnswer, ProgrammeDefinition, ProgrammeTargets } from '@tieng-lang/protocol/browser'
import { api } from '../../../../api/client.ts'
import type { MovedProgramme } from '../../model/move-slot.ts'

/** What was saved, so that it can be put back. */
export interface SavedMove {
  before: ProgrammeAnswer
  after: ProgrammeAnswer
  added: ProgrammeAnswer[]
}

/**
 * Saves a move as drafts: what stands beside first, then the programme itself on the version that was looked at. If that
 * is refused, what was added goes again, so that nothing sounds twice.
 */
export async function applyMove(before: ProgrammeAnswer, moved: MovedProgramme): Promise<SavedMove> {
  const added: ProgrammeAnswer[] = []
  try {
    for (const definition of moved.added) added.push(await post(definition, before.targets))
    return { before, after: await put(moved.changed, before, before.version), added }
  } catch (cause) {
    await removeAll(added)
    throw cause
  }
}

/** Puts a saved move back: the old definition as a draft, and what was added goes. */
export async function undoMove({ before, after, added }: SavedMove): Promise<void> {
  await put(before.definition, before, after.version)
  await removeAll(added)
}

function post(definition: ProgrammeDefinition, targets: ProgrammeTargets): Promise<ProgrammeAnswer> {
  return api.post<ProgrammeAnswer>('/programmes', { definition, targets })
}

function put(definition: ProgrammeDefinition, { programmeId, targets }: ProgrammeAnswer, ifMatch: number) {
  return api.put<ProgrammeAnswer>(`/programmes/${programmeId}`, { definition, targets }, { ifMatch })
}

async function removeAll(programmes: readonly ProgrammeAnswer[]): Promise<void> {
  for (const { programmeId, version } of programmes)
    await api.remove(`/programmes/${programmeId}`, { ifMatch: version })
}
