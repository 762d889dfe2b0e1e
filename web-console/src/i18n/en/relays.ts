import type { EnglishOf } from '../english-of.ts'
import type { relays as vi } from '../vi/relays.ts'

export const relays: EnglishOf<typeof vi> = {
  dialog: {
    add: 'Add a relay',
    change: 'Change the relay',
    put: 'Add to the playlist',
    keep: 'Done',
  },
  kind: {
    label: 'Receive it by',
    stream: 'Internet',
    tuner: 'FM (the clusters’ tuners)',
  },
  frequency: {
    label: 'The station’s frequency',
    hint: 'From 87.5 to 108 MHz. Only clusters whose board has an FM tuner can relay it; the others say the bulletin in its place.',
    unit: ' MHz',
    noListen: 'Each cluster receives it where it stands, so it cannot be listened to here.',
    bad: {
      noFrequency: 'Write the station’s frequency.',
      outOfBand: 'The frequency must be from 87.5 to 108 MHz.',
    },
  },
  address: {
    label: 'Address of the station’s stream',
    hint: 'A stream of sound on the Internet: mp3, aac, ogg (Icecast) or HLS (.m3u8). Ask the station if you do not know it.',
    bad: {
      empty: 'Write the address of the station’s stream.',
      scheme: 'Only addresses that begin with http:// or https:// will do.',
      password:
        'The address must not carry a name and a password: whoever sees the programme would see them.',
      noAddress: 'This is no address yet. A right one: https://station.vn/live.mp3',
    },
  },
  listen: {
    ask: 'Test listen',
    hint: 'The server tunes in for some seconds and you hear it here; no loudspeaker sounds.',
    pending: 'Tuning in, which takes about ten seconds…',
    player: 'What the station sounds like',
  },
  name: {
    label: 'Name in the calendar',
    hint: 'Left empty, it is the station’s address.',
    placeholder: 'VOV1 news',
  },
  minutes: {
    label: 'Relay at most',
    hint: 'It ends then, even where the station goes on. Four hours at most.',
    unit: ' minutes',
  },
  fallback: {
    label: 'When the station is silent',
    hint: 'After 10 seconds of silence this bulletin is said once; when the station is back, so is the relay. Without one, silence.',
    search: 'Find a bulletin to say instead',
    take: 'Choose',
    takeTitle: 'Choose {{title}} to be said instead',
    remove: 'Say nothing instead',
  },
  say: {
    longest: '{{length}} at most',
    fallback: 'When the station is silent: “{{title}}”',
    fallbackGone: 'The bulletin to be said instead is no longer there.',
    noFallback: 'When the station is silent, so are the loudspeakers',
    tuner: 'FM {{megahertz}} MHz',
  },
}
