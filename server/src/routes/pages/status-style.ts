/** Calm ground, tabular figures, readable on a phone; red is left to emergencies. */
export const STATUS_STYLE = `
:root { color-scheme: light dark; --ground: #f6f5f1; --ink: #1f2a2e; --quiet: #5b696e; --line: #d9d6cc; --good: #1d6b4f; --doubt: #8a5a00; --card: #fff }
@media (prefers-color-scheme: dark) { :root { --ground: #14191b; --ink: #e6e8e6; --quiet: #9fabae; --line: #313a3d; --good: #6fc7a2; --doubt: #e0b25c; --card: #1c2326 } }
body { margin: 0; background: var(--ground); color: var(--ink); font: 17px/1.6 "Be Vietnam Pro", system-ui, sans-serif; font-variant-numeric: tabular-nums }
header, main { max-width: 72rem; margin: 0 auto; padding: 1rem 1.25rem }
h1 { margin: .5rem 0 0; font-size: 1.8rem }
h2 { font-size: 1.2rem; margin: 0 0 .5rem }
small, .quiet { color: var(--quiet); font-weight: 400; font-size: .85rem }
p { margin: .25rem 0 }
section { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem; margin-bottom: 1rem }
.wide { overflow-x: auto }
table { border-collapse: collapse; width: 100%; min-width: 46rem }
th, td { text-align: left; padding: .45rem .75rem .45rem 0; border-bottom: 1px solid var(--line); vertical-align: top }
thead th { color: var(--quiet); font-weight: 400; font-size: .85rem }
tbody th { font-weight: 600 }
tr.connected td:nth-child(2), tr.playing td:nth-child(2) { color: var(--good) }
tr.away td:nth-child(2), strong { color: var(--doubt) }
tr.playing td:nth-child(5) { color: var(--good); font-weight: 600 }
`
