import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

/** Quiet green for health and for the one primary act of a page. */
const leaf: MantineColorsTuple = [
  '#e9f6f3',
  '#d3eae4',
  '#a5d5c9',
  '#74bfad',
  '#4cad96',
  '#33a187',
  '#1f8a72',
  '#0f6f5c',
  '#0b5d4e',
  '#074a3e',
]
/** Amber for faults; never for anything else. */
const amber: MantineColorsTuple = [
  '#fff6e0',
  '#fdebc4',
  '#f8d58c',
  '#f2be50',
  '#edaa20',
  '#d08c00',
  '#a86e00',
  '#855600',
  '#6b4500',
  '#523400',
]
/** Red for "Dừng" and emergencies alone (STYLE: the console's face). */
const stop: MantineColorsTuple = [
  '#ffebe9',
  '#ffd3cf',
  '#f9a59d',
  '#f2756a',
  '#e54a3c',
  '#d8301f',
  '#c62412',
  '#ad1a09',
  '#931405',
  '#760d02',
]
/** Violet for exercises: never taken for the red of a real emergency, by day or by night. */
const exercise: MantineColorsTuple = [
  '#f3effb',
  '#e4dbf6',
  '#c9b8ec',
  '#ad93e2',
  '#9472d9',
  '#7f57cf',
  '#6d43bf',
  '#5b35a3',
  '#4a2b86',
  '#381f68',
]

export const theme = createTheme({
  fontFamily: "'Be Vietnam Pro', system-ui, sans-serif",
  headings: { fontFamily: "'Be Vietnam Pro', system-ui, sans-serif", fontWeight: '600' },
  lineHeights: { xs: '1.45', sm: '1.5', md: '1.6', lg: '1.65', xl: '1.7' },
  colors: { leaf, amber, stop, exercise },
  primaryColor: 'leaf',
  primaryShade: { light: 7, dark: 7 },
  autoContrast: true,
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    TextInput: { defaultProps: { size: 'md' } },
    PasswordInput: { defaultProps: { size: 'md' } },
    Textarea: { defaultProps: { size: 'md' } },
    Select: { defaultProps: { size: 'md' } },
    NativeSelect: { defaultProps: { size: 'md' } },
    Autocomplete: { defaultProps: { size: 'md' } },
    NumberInput: { defaultProps: { size: 'md' } },
    Modal: { defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.4 } } },
  },
})

/** Calm grounds by day and by night; contrast of dimmed text stays above 4.5:1. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#f7f8f7',
    '--mantine-color-dimmed': '#56605d',
    '--mantine-color-placeholder': '#66706d',
    '--mantine-color-error': '#855600',
    '--tl-surface': '#ffffff',
    '--tl-line': '#d9dedc',
    '--tl-fault': '#855600',
    '--tl-fault-ground': '#fff6e0',
    '--tl-health': '#0f6f5c',
    '--tl-played': '#2f6690',
    '--tl-emergency': '#ad1a09',
    '--tl-emergency-ground': '#ffebe9',
    '--tl-exercise': '#5b35a3',
    '--tl-exercise-ground': '#f3effb',
    '--tl-exercise-stripe': '#e4dbf6',
  },
  dark: {
    '--mantine-color-body': '#161b1a',
    '--mantine-color-dimmed': '#a4afac',
    '--mantine-color-placeholder': '#98a3a0',
    '--mantine-color-error': '#f2be50',
    '--tl-surface': '#1e2523',
    '--tl-line': '#38413f',
    '--tl-fault': '#f2be50',
    '--tl-fault-ground': '#33290f',
    '--tl-health': '#74bfad',
    '--tl-played': '#8fbfe0',
    '--tl-emergency': '#f9a59d',
    '--tl-emergency-ground': '#3a1512',
    '--tl-exercise': '#c9b8ec',
    '--tl-exercise-ground': '#261d3a',
    '--tl-exercise-stripe': '#332750',
  },
})
