export type { CutOutcome } from './disk-folder.ts'
export {
  type ChangingCall,
  type FaultOptions,
  ForgetfulDisk,
  type ForgetfulDiskOptions,
} from './forgetful-disk.ts'
export { type CutOptions, type CutStory, cutAtEachCall, DISK_ROOT } from './power-cuts.ts'
