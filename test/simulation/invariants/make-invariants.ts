import { aRecordSaysWhatTheHornDid } from './a-record-says-what-the-horn-did.ts'
import { anExerciseNeverBecomesActual } from './an-exercise-never-becomes-actual.ts'
import { everyEmergencyIsHeardOrAccountedFor } from './every-emergency-is-heard-or-accounted-for.ts'
import { everyPlannedOccurrenceEndsInOneRecord } from './every-planned-occurrence-ends-in-one-record.ts'
import { everythingIsBounded } from './everything-is-bounded.ts'
import type { Invariant } from './invariant.ts'
import { aVoiceEndsWithItsSession } from './live/a-voice-ends-with-its-session.ts'
import { everyVoiceIsHeardOrAccountedFor } from './live/every-voice-is-heard-or-accounted-for.ts'
import { whatIsLiveComesWithoutHoles } from './live/what-is-live-comes-without-holes.ts'
import { neverTwoSoundsOnACluster } from './never-two-sounds-on-a-cluster.ts'
import { noSoundWithoutAuthorisation } from './no-sound-without-authorisation.ts'
import { nothingButAnEmergencyInQuietHours } from './nothing-but-an-emergency-in-quiet-hours.ts'
import { nothingSoundsTwice } from './nothing-sounds-twice.ts'
import { PeopleLedger } from './observed/people-ledger.ts'
import { WireTap } from './observed/wire-tap.ts'
import { nothingGivesWayToWhatIsBelowIt } from './precedence/nothing-gives-way-to-what-is-below-it.ts'
import { whatIsInterruptedGoesOnByItsRule } from './precedence/what-is-interrupted-goes-on-by-its-rule.ts'
import { whatHasEndedFallsSilent } from './what-has-ended-falls-silent.ts'
import { whatIsHeldIsWhatIsWanted } from './what-is-held-is-what-is-wanted.ts'
import { whatIsNotApprovedNeverSounds } from './what-is-not-approved-never-sounds.ts'
import { whatIsStoppedStaysSilent } from './what-is-stopped-stays-silent.ts'
import { whatIsTakenBackFallsSilent } from './what-is-taken-back-falls-silent.ts'

/** All of them, for one run: they remember what they have looked at. */
export function makeInvariants(): Invariant[] {
  const tap = new WireTap()
  const people = new PeopleLedger()
  return [
    noSoundWithoutAuthorisation(tap),
    nothingButAnEmergencyInQuietHours(tap),
    neverTwoSoundsOnACluster(),
    nothingSoundsTwice(tap),
    whatIsNotApprovedNeverSounds(people),
    whatIsTakenBackFallsSilent({ tap, people }),
    whatIsStoppedStaysSilent(tap),
    everyPlannedOccurrenceEndsInOneRecord(tap),
    aRecordSaysWhatTheHornDid(),
    whatIsHeldIsWhatIsWanted(),
    everyEmergencyIsHeardOrAccountedFor(tap),
    whatHasEndedFallsSilent(tap),
    aVoiceEndsWithItsSession(tap),
    whatIsLiveComesWithoutHoles(tap),
    everyVoiceIsHeardOrAccountedFor(tap),
    nothingGivesWayToWhatIsBelowIt(tap),
    whatIsInterruptedGoesOnByItsRule(tap),
    anExerciseNeverBecomesActual(tap),
    everythingIsBounded(tap),
  ]
}
