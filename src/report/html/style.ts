/** How the page looks: light and dark by the reader's own setting, and on paper. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1c1e21; --soft: #5c6370; --line: #d9dce1; --ground: #fff; --card: #f6f7f9;
  --block: #b3261e; --incomplete: #7a3fb0; --review: #8a5a00; --pass: #1c6e3d;
  --process: #4468c2; --files: #2d7d78; --network: #b3521e; --mcp: #7a3fb0; --decoys: #c41e3a; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8eb; --soft: #9aa2ae; --line: #363b44; --ground: #15171b; --card: #1e2127;
  --block: #ff8a80; --incomplete: #cda6f5; --review: #f0c060; --pass: #7fd6a0;
  --process: #8fabf2; --files: #6cc7c1; --network: #f0a070; --mcp: #cda6f5; --decoys: #ff7a90; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 72rem; color: var(--ink); background: var(--ground); font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; overflow-wrap: anywhere; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
h3 { font-size: 1rem; margin: 0; overflow-wrap: anywhere; }
a { color: inherit; } .soft { color: var(--soft); } code, pre { font: 13px/1.45 ui-monospace, monospace; overflow-wrap: anywhere; }
pre { margin: .25rem 0; padding: .5rem .75rem; background: var(--ground); border-left: 3px solid var(--line); white-space: pre-wrap; }
.verdict { border-left: 6px solid; padding: .75rem 1rem; background: var(--card); }
.level { font-weight: 700; text-transform: uppercase; letter-spacing: .05em; }
.verdict.block, .block > .level, .critical, .high { border-color: var(--block); } .verdict.block .level, b.critical, b.high { color: var(--block); }
.verdict.incomplete { border-color: var(--incomplete); } .verdict.incomplete .level { color: var(--incomplete); }
.verdict.review { border-color: var(--review); } .verdict.review .level, b.medium { color: var(--review); }
.verdict.pass { border-color: var(--pass); } .verdict.pass .level { color: var(--pass); } b.low, b.info { color: var(--soft); }
nav { margin: 1rem 0; display: flex; flex-wrap: wrap; gap: .25rem 1rem; }
article { background: var(--card); padding: .75rem 1rem; margin: .5rem 0; border-radius: 6px; }
ul { padding-left: 1.25rem; margin: .25rem 0; } details > summary { cursor: pointer; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .2rem .6rem .2rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
td.n { white-space: nowrap; font-variant-numeric: tabular-nums; }
.events > div { display: grid; grid-template-columns: 3rem 4.5rem 4rem 4rem 4.5rem 1fr; gap: .5rem; padding: .15rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; content-visibility: auto; contain-intrinsic-size: auto 1.8rem; }
.tools, .controls { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; margin: .5rem 0; }
input, button { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: 4px; padding: .2rem .6rem; }
input[type=search] { min-width: 14rem; } button { cursor: pointer; }
:focus-visible { outline: 2px solid var(--process); outline-offset: 2px; } [role=row]:target { background: var(--card); outline: 2px solid var(--process); }
.timeline { display: flex; margin: .5rem 0; border: 1px solid var(--line); border-radius: 6px; } .scroll { flex: 1; overflow-x: auto; }
.lanes { display: flex; flex-direction: column; padding: 22px .5rem 0; border-right: 1px solid var(--line); } .lanes span { height: 26px; line-height: 26px; font-size: 12px; color: var(--soft); }
svg { display: block; } .band { fill: var(--card); stroke: var(--line); vector-effect: non-scaling-stroke; } .band.import, .band.call { fill: var(--ground); }
.phase { fill: var(--soft); font-size: 12px; } line { stroke-width: 2; vector-effect: non-scaling-stroke; cursor: pointer; }
line.process { stroke: var(--process); } line.files { stroke: var(--files); } line.network { stroke: var(--network); } line.mcp { stroke: var(--mcp); } line.decoys { stroke: var(--decoys); stroke-width: 3; }
span.process { color: var(--process); } span.files { color: var(--files); } span.network { color: var(--network); } span.mcp { color: var(--mcp); } span.decoys { color: var(--decoys); font-weight: 600; }
[hidden] { display: none !important; }
@media print { body { max-width: none; padding: 0; font-size: 11px; } .controls, nav { display: none; } article { break-inside: avoid; }
  details:not(:has(.events))::details-content { content-visibility: visible; } }
`;
