/** How the page looks: light and dark by the reader's own setting, and on paper. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1b1e23; --soft: #59616e; --line: #dfe2e7; --ground: #f4f5f7; --card: #fff; --well: #f4f5f7; --link: #2a52be;
  --block: #b3261e; --incomplete: #7236a8; --review: #7d5200; --pass: #1a6b3b;
  --block-tint: #fdeceb; --incomplete-tint: #f5edfb; --review-tint: #fdf4e0; --pass-tint: #e9f6ee;
  --process: #3b5fc0; --files: #23736e; --network: #a84a18; --mcp: #7236a8; --decoys: #c01838; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7e9ec; --soft: #a0a8b4; --line: #343943; --ground: #121418; --card: #1b1e24; --well: #14171b; --link: #9ab6ff;
  --block: #ff9087; --incomplete: #d0acf7; --review: #f2c666; --pass: #86dba6;
  --block-tint: #341a19; --incomplete-tint: #291d36; --review-tint: #2f2615; --pass-tint: #162b1f;
  --process: #93aef5; --files: #70cbc5; --network: #f3a576; --mcp: #d0acf7; --decoys: #ff8296; } }
* { box-sizing: border-box; }
html { scroll-padding-top: 3.5rem; }
body { margin: 0; padding: 0 1.25rem 4rem; color: var(--ink); background: var(--ground); font: 15px/1.55 system-ui, sans-serif; }
main { margin: 0 auto; padding-top: 1.25rem; max-width: 74rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: .1rem 0; overflow-wrap: anywhere; } h2 { font-size: 1.15rem; margin: 0 0 .75rem; }
h3 { font-size: 1rem; margin: 1rem 0 .4rem; overflow-wrap: anywhere; } h4 { font-size: .95rem; margin: .25rem 0; overflow-wrap: anywhere; }
summary h3 { display: inline; margin: 0; } summary.meaning h3 { display: inline-block; margin: .35rem 0; } p { margin: .3rem 0; } a { color: var(--link); }
.soft { color: var(--soft); } code, pre { font: 13px/1.5 ui-monospace, 'DejaVu Sans Mono', monospace; overflow-wrap: anywhere; }
pre { margin: .3rem 0; padding: .4rem .75rem; background: var(--well); border-radius: 6px; white-space: pre-wrap; }
.verdict { padding: 1.25rem 1.5rem; border-radius: 10px; border: 1px solid var(--line); border-left: 8px solid var(--tone); background: var(--tint); }
.verdict.block { --tone: var(--block); --tint: var(--block-tint); } .verdict.incomplete { --tone: var(--incomplete); --tint: var(--incomplete-tint); }
.verdict.review { --tone: var(--review); --tint: var(--review-tint); } .verdict.pass { --tone: var(--pass); --tint: var(--pass-tint); }
.level { margin: 0; color: var(--tone); font-weight: 700; font-size: .95rem; text-transform: uppercase; letter-spacing: .1em; }
.reason { font-size: 1.1rem; font-weight: 600; } .reason::first-letter, .caveat::first-letter, summary.meaning h3::first-letter { text-transform: uppercase; } .advice { font-weight: 600; }
.numbers { display: flex; flex-wrap: wrap; gap: .5rem 2rem; margin: 1rem 0 0; } .numbers div { display: flex; flex-direction: column-reverse; }
.numbers dt { color: var(--soft); font-size: .85rem; } .numbers dd { margin: 0; font-size: 1.3rem; font-weight: 650; font-variant-numeric: tabular-nums; }
nav { position: sticky; top: 0; z-index: 1; margin: 1rem 0; padding: .6rem 0; display: flex; flex-wrap: wrap; gap: .25rem 1.1rem; background: var(--ground); border-bottom: 1px solid var(--line); }
nav a { text-decoration: none; } nav a:hover { text-decoration: underline; }
section { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1.1rem 1.5rem; margin: 1rem 0; }
article { border: 1px solid var(--line); border-radius: 8px; padding: .75rem 1rem; margin: .6rem 0; }
.why { margin: .5rem 1rem; color: var(--soft); font-size: .9rem; } article:target, article:has(:target) { outline: 2px solid var(--link); }
.badge { display: inline-block; white-space: nowrap; padding: 0 .5em; border-radius: 4px; border: 1px solid currentColor; color: var(--soft); font-size: .8rem; font-weight: 600; }
.badge.critical, .badge.high, .badge.bad, .badge.failed { color: var(--block); } .badge.medium, .badge.timeout { color: var(--review); } .badge.good { color: var(--pass); }
.badge.critical { color: var(--card); background: var(--block); border-color: var(--block); }
.count { color: var(--soft); font-size: .85rem; }
ul { padding-left: 1.25rem; margin: .25rem 0; } details > summary { cursor: pointer; padding: .2rem 0; } .tool + .tool { border-top: 1px solid var(--line); }
.code { margin: .5rem 0; background: var(--well); border-radius: 6px; overflow: hidden; } 
.code ol { list-style: none; margin: 0; padding: .35rem 0; } .code li.file { display: block; padding: .35rem .75rem .15rem; color: var(--soft); font-size: .85rem; overflow-wrap: anywhere; } .code li { display: grid; grid-template-columns: 3.5rem 1fr; column-gap: .75rem; padding: .1rem .75rem .1rem 0; }
.line { color: var(--soft); text-align: right; font: 13px/1.5 ui-monospace, monospace; } .note { grid-column: 2; color: var(--block); font-size: .85rem; padding-bottom: .2rem; }
.place { margin: .4rem 0; overflow-wrap: anywhere; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .35rem .9rem .35rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
tbody tr:last-child > * { border-bottom: 0; } thead th { color: var(--soft); font-size: .85rem; font-weight: 600; } tbody th { font-weight: 600; min-width: 8.5rem; } .facts th { width: 11rem; } .phases th { white-space: nowrap; }
.n, .how { white-space: nowrap; } .n { font-variant-numeric: tabular-nums; } .said { font-size: .9rem; }
.controls { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; margin: 1rem 0 .5rem; } .controls label { display: inline-flex; gap: .35rem; align-items: center; } .buttons { display: inline-flex; gap: .25rem; }
input, button { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--soft); border-radius: 6px; padding: .2rem .7rem; }
input[type=search] { width: 15rem; max-width: 60vw; } button { cursor: pointer; } button:hover { background: var(--well); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.timeline { display: flex; margin: .4rem 0 1rem; border: 1px solid var(--line); border-radius: 8px; overflow: hidden; } .scroll { flex: 1; min-width: 0; overflow-x: auto; } .scroll:focus-visible { outline-offset: -2px; }
.lanes { flex: 0 0 11rem; display: flex; flex-direction: column; padding: 0 .6rem; border-right: 1px solid var(--line); overflow: hidden; } .lanes > * { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; font-size: 12px; height: 28px; line-height: 28px; }
.lanes .axis { height: 34px; line-height: 34px; font-weight: 400; color: var(--soft); } .lanes .row { height: 18px; line-height: 18px; }
.d1 { padding-left: .8rem; } .d2 { padding-left: 1.6rem; } .d3 { padding-left: 2.4rem; } .d4 { padding-left: 3.2rem; } .d5 { padding-left: 4rem; } .d6 { padding-left: 4.8rem; }
svg { display: block; min-width: 100%; } .band { fill: var(--card); stroke: var(--line); } .band.import, .band.call { fill: var(--well); } .rule { stroke: var(--line); }
.phase { fill: var(--ink); font-size: 12px; font-weight: 600; } .time { fill: var(--soft); font-size: 11px; } .life { fill: var(--process); opacity: .35; }
.mark { stroke-width: 3; cursor: pointer; } .mark:hover { stroke-width: 6; } .mark.picked { stroke: var(--ink); stroke-width: 6; }
.mark.process { stroke: var(--process); } .mark.files { stroke: var(--files); } .mark.network { stroke: var(--network); } .mark.mcp { stroke: var(--mcp); } .mark.decoys { stroke: var(--decoys); stroke-width: 4; } .mark.asked { stroke: var(--soft); stroke-width: 3; }
span.process, label.process { color: var(--process); } span.files, label.files { color: var(--files); } span.network, label.network { color: var(--network); } span.mcp, label.mcp { color: var(--mcp); } span.decoys, label.decoys { color: var(--decoys); font-weight: 600; }
.pick { min-height: 3em; padding: .5rem .75rem; background: var(--well); border-radius: 6px; overflow-wrap: anywhere; }
.events { font-size: .9rem; } .events > div { display: grid; grid-template-columns: 3rem 4.5rem 4rem 4rem 4.5rem minmax(0, 1fr); gap: .5rem; padding: .2rem .25rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; content-visibility: auto; contain-intrinsic-size: auto 1.8rem; }
[role=row]:target { background: var(--review-tint); outline: 2px solid var(--link); outline-offset: -2px; } .cited { white-space: nowrap; font-weight: 600; }
[hidden] { display: none !important; }
@media (max-width: 40rem) { body { padding: 0 .6rem 2rem; font-size: 14px; } section, .verdict { padding: .9rem; } nav { position: static; } .lanes { flex-basis: 6.5rem; } .numbers { gap: .5rem 1.25rem; } .facts th { width: 6.5rem; }
  .events > div { grid-template-columns: 2.5rem 3.5rem 3.5rem minmax(0, 1fr); } .events [role=cell]:last-child { grid-column: 1 / -1; } .events > div:first-child { display: none; } tbody th { min-width: 6.5rem; } .wide th, .wide td { min-width: 7rem; } .phases th, .phases td { min-width: 0; } }
@media print { @page { margin: 14mm; } :root { color-scheme: light; font-size: 11px; } .badge.critical { color: var(--block); background: none; border-color: currentColor; } body { padding: 0; font-size: 10.5px; background: none; } main { max-width: none; padding: 0; } .controls, .pick, nav { display: none; }
  section { border: 0; border-top: 1px solid var(--line); border-radius: 0; padding: .6rem 0; margin: 0; } article, figure, tr, .timeline { break-inside: avoid; } h2, h3 { break-after: avoid; } code, pre, .line { font-size: 9.5px; }
  details:not(:has(.events))::details-content { content-visibility: visible; } details:has(.events) { display: none; } }
`;
