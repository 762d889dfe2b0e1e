/**
 * Of the end-to-end files those that do not listen to real time: days pass in them as fast as the processor lives
 * through them, or nothing does. They run side by side with the packages' own tests.
 */
export const IN_VIRTUAL_TIME = [
  'a-poor-network-delays-and-loses-nothing',
  'broker-gone-on-air',
  'changed-programme-goes-on',
  'every-invariant-can-fail',
  'failing-story-is-told-short',
  'forecast-is-what-sounds',
  'full-disk-loses-nothing',
  'never-reported-is-closed-by-the-server',
  'parsers-take-anything',
  'power-cut-keeps-every-commit',
  'power-cut-tears-no-file-of-the-server',
  'seven-days-alone',
  'simulation',
  'virtual-week',
].map((name) => `test/${name}.test.ts`)
