/** The page of a report. Plain values only: it is read far from our design tokens, and its hash stands in its own policy. */
export const css = `
:root { color-scheme: light dark; --ground: light-dark(#f3f4f6, #0e1116); --surface: light-dark(#fff, #151a21); --text: light-dark(#141a24, #e6eaf0);
  --muted: light-dark(#566072, #a0a9b8); --line: light-dark(#dfe3e9, #262d38); --bar: light-dark(#2456d6, #8ab0ff); --good: light-dark(#13714a, #57cc99);
  --bad: light-dark(#b42318, #ff9188); --typed: light-dark(#2456d6, #8ab0ff); --assistant: light-dark(#8a3ffc, #c4a2ff); --paste: light-dark(#b35900, #f0b75a);
  --starter: light-dark(#8b94a3, #667082); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.5 ui-sans-serif, system-ui, sans-serif; overflow-wrap: anywhere; }
main { max-width: 52rem; margin: 0 auto; padding: 2rem clamp(1rem, 4vw, 3rem); background: var(--surface); }
header { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 1rem; align-items: start; }
h1 { margin: 0; font-size: 1.9rem; line-height: 1.2; } h2 { margin: 2rem 0 .5rem; font-size: 1.25rem; } h3 { margin: 1.25rem 0 .25rem; font-size: 1rem; }
header p { margin: .25rem 0 0; color: var(--muted); }
.total { min-width: 8rem; } .total strong { display: block; font-size: 2.6rem; line-height: 1; color: var(--text); font-variant-numeric: tabular-nums; }
.note { border-inline-start: 4px solid var(--bar); padding: .25rem .75rem; margin: 1rem 0; }
table { border-collapse: collapse; width: 100%; min-width: 30rem; overflow-wrap: normal; } th, td { text-align: start; padding: .5rem .75rem .5rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
thead th { color: var(--muted); font-weight: 500; font-size: .875rem; } tbody th { font-weight: 600; } small { display: block; font-weight: 400; color: var(--muted); }
td { white-space: nowrap; } .number { font-variant-numeric: tabular-nums; font-weight: 600; }
.wide { overflow-x: auto; } .wide:focus-visible, a:focus-visible { outline: 3px solid var(--bar); outline-offset: 2px; }
figure { margin: 1rem 0; } figcaption { font-weight: 600; margin-bottom: .25rem; } figure svg { width: 100%; min-width: 32rem; height: auto; display: block; }
ul { padding-inline-start: 1.1rem; margin: .5rem 0; } li { margin: .25rem 0; } a { color: var(--bar); font-variant-numeric: tabular-nums; } time { color: var(--muted); font-variant-numeric: tabular-nums; }
dl { font-size: .875rem; color: var(--muted); } dl div { margin: .25rem 0; } dt { font-weight: 600; display: inline; } dt::after { content: ': '; } dd { display: inline; margin: 0; }
@media print { :root { color-scheme: light; } body { background: #fff; font-size: 11pt; } main { padding: 0; max-width: none; } tr, figure, section { break-inside: avoid; } h2, h3 { break-after: avoid; } .wide { overflow: visible; } figure svg { min-width: 0; } @page { margin: 18mm; } }
`;
