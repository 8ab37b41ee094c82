export const css = `:root { color-scheme: light dark; --line: light-dark(#dfe3e9, #262d38); --soft: light-dark(#566072, #a0a9b8); --link: light-dark(#2456d6, #8ab0ff); }
html { scroll-padding-top: 1rem; }
body { margin: 0; font: 16px/1.55 ui-sans-serif, system-ui, sans-serif; background: light-dark(#fff, #0e1116); color: light-dark(#141a24, #e6eaf0); }
main { max-width: 56rem; padding: 3rem 1.5rem; margin: 0 auto; }
nav { padding: 1.5rem; border-bottom: 1px solid var(--line); } nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; list-style: none; margin: .5rem 0 0; padding: 0; }
nav a { text-decoration: none; } nav a:hover { text-decoration: underline; } .home { font-weight: 600; color: inherit; }
@media (min-width: 70rem) { body { display: grid; grid-template-columns: 14rem 1fr; } nav { position: sticky; top: 0; height: 100vh; box-sizing: border-box; overflow: auto; border: 0; border-right: 1px solid var(--line); } nav ul { flex-direction: column; } main { margin: 0; min-width: 0; padding-left: 3rem; } }
h2 { margin: 3rem 0 .25rem; } h3 { margin: 0; font-size: 1rem; overflow-wrap: anywhere; } h3 b { display: inline-block; min-width: 4.5rem; color: var(--link); } h4 { margin: .75rem 0 0; font-size: .875rem; }
article { padding: 1rem 0; border-top: 1px solid var(--line); } article p { margin: .25rem 0; } section > p { margin: 0 0 1rem; color: var(--soft); }
dl { display: grid; grid-template-columns: 5rem 1fr; margin: .5rem 0 0; font-size: .875rem; } dt { color: var(--soft); } dd { margin: 0; }
.fields { margin: .25rem 0; padding-left: 1rem; list-style: none; font-size: .875rem; border-left: 2px solid var(--line); overflow-wrap: anywhere; } .fields li { margin: .25rem 0; }
.type { color: var(--soft); font-size: .875rem; } details { margin-top: .75rem; } summary { cursor: pointer; font-size: .875rem; font-weight: 600; padding: .25rem 0; }
table { border-collapse: collapse; width: 100%; } td, th { text-align: left; padding: .35rem .75rem .35rem 0; border-top: 1px solid var(--line); }
a { color: var(--link); } code { font: .875em ui-monospace, monospace; } :target { background: light-dark(#eef3ff, #1a2440); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }`;
