import type { EnglishOf } from '../english-of.ts'
import type { shell as vi } from '../vi/shell.ts'

export const shell: EnglishOf<typeof vi> = {
  skip: 'To the main content',
  mainNavigation: 'Pages',
  menu: 'More',
  nav: {
    overview: 'Overview',
    bulletins: 'Bulletins',
    calendar: 'Calendar',
    review: 'To approve',
    playouts: 'Playout log',
    places: 'Places',
    imports: 'Import CSV',
    accounts: 'Accounts',
    capSenders: 'Systems that send warnings',
    audit: 'Audit log',
    backups: 'Backups',
    live: 'Live',
    emergencyMessages: 'Emergency messages',
    mySessions: 'My sessions',
  },
  signOut: 'Sign out',
  language: 'Language',
  theme: { label: 'Ground', auto: 'As the device', light: 'Light', dark: 'Dark' },
  now: {
    label: 'Sounding now',
    silent: 'No cluster is sounding',
    playing_one: '{{count}} cluster is sounding',
    playing_other: '{{count}} clusters are sounding',
    until: 'until {{time}}',
    andMore_one: 'and {{count}} other',
    andMore_other: 'and {{count}} others',
    unknown: 'What sounds is not known yet',
  },
  stop: {
    button: 'Stop',
    title: 'Stop the sound',
    text: 'The loudspeakers fall silent at once. What is stopped is not played again; later broadcasts go on as planned.',
    where: 'Stop where?',
    confirm: 'Stop now',
    confirmPlace: 'Stop now in {{name}}',
    choosePlace: 'Choose where to stop.',
    sending: 'Giving the order to stop…',
    done: 'Every cluster has stopped.',
    someDone: '{{done}} of {{total}} clusters are silent.',
    someSilent_one: '{{count}} cluster has not answered: {{names}}. It may still be sounding.',
    someSilent_other: '{{count}} clusters have not answered: {{names}}. They may still be sounding.',
    whatToDo:
      'Press stop once more. If a horn still sounds, have somebody nearby switch the amplifier off; when the cluster is reached again, this stop still holds for the broadcast.',
    willStop: 'Will stop at once:',
    soundingOn_one: '“{{title}}” on {{count}} cluster',
    soundingOn_other: '“{{title}}” on {{count}} clusters',
    nothingSounds: 'Nothing is sounding here now. Whatever waits to go on is dropped.',
    again: 'Stop once more',
  },
  answers: {
    acknowledged: 'acknowledged',
    refused: 'refused',
    unanswered: 'no answer yet',
    notSent: 'could not be sent',
    afterMs: 'after {{ms}} ms',
    count: '{{done}}/{{total}} acknowledged',
  },
  offline: {
    title: 'No connection to the server',
    text: 'The loudspeakers go on with the plan they hold. What this page shows is from {{time}}.',
    retrying: 'Connecting again by itself…',
  },
  machine: {
    title: 'The server needs a look',
    databaseSlow: 'The disk writes very slowly: every act has to wait. Check the disk of the server.',
    databaseFailed:
      'The server cannot write. Loudspeakers go on with the plan they hold; changes are not kept. Call whoever looks after the machine now.',
    storageFull:
      'The disk of the server is full: nothing more can be kept. Make room; the server goes on by itself.',
    onlyEmergencies:
      'Emergencies are still raised, ended and recorded, in the room that is kept for them; nothing else is. Make room on the disk now.',
    brokerNotConnected: 'The server has lost the broker (MQTT).',
    brokerNotAnswering: 'The broker (MQTT) does not answer: orders may not reach the clusters.',
    diskLow: 'The disk of the server is nearly full, {{freeGb}} GB are left. Make room.',
    diskFull:
      'The disk of the server is as good as full, {{freeGb}} GB are left. New recordings will be refused.',
    diskUnreadable: 'How full the disk of the server is cannot be read. Check the disk.',
    eventLoopSlow: 'The server is overloaded: pages and orders are slow.',
    eventLoopStuck: 'The server is badly overloaded: orders may reach loudspeakers many seconds late.',
    clockStepped:
      'The clock of the server was just set by {{seconds}} seconds. Check its time synchronisation.',
    clockBehindRecords:
      'The clock of the server is behind what is stored: clusters may refuse orders. Set the clock right.',
    losses:
      '{{clusters}} clusters say that they could not keep everything (a full disk, or long without a connection). See the pages of the clusters.',
  },
  storageFull:
    'The disk of the server is full. The loudspeakers go on with the plan they hold, a stop still arrives, and emergencies can be raised as long as the room kept for them lasts, but no other change can be stored. Please make room.',
  storageFailing:
    'The disk of the server fails when written to. The loudspeakers go on with the plan they hold and a stop still arrives, but no change can be stored. Please tell whoever looks after the machine.',
  broker: 'The server cannot talk to the clusters (MQTT is down). Orders will not arrive.',
}
