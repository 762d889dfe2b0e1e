/** The disk below the system calls that forgets what was not synced, and the stories told on it. */
export { type CutStory, cutAtEachCall, ForgetfulDisk } from '../../hardware-sim/src/disk/index.ts'
