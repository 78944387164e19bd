/** An event of a run in one line. */
import type { Observation } from '../../types.ts';

type Of<K extends Observation['kind']> = Extract<Observation, { kind: K }>;

const failed = ({ ok }: { readonly ok: boolean }): string => (ok ? '' : ' (failed)');
const touched = (one: { readonly path: string; readonly ok: boolean }): string => one.path + failed(one);

const DESCRIBE: { readonly [K in Observation['kind']]: (one: Of<K>) => string } = {
  exec: (one) => `${one.path} ${one.argv.slice(1).join(' ')}${failed(one)}`,
  read: touched,
  write: touched,
  delete: touched,
  connect: ({ address, port, host }) => `${address} port ${port}${host === undefined ? '' : ` (${host})`}`,
  dns: ({ type, name, via }) => `${type} ${name}${via === undefined ? '' : ` over ${via}`}`,
  http: ({ method, url, body }) => `${method} ${url}${body.bytes > 0 ? ` with ${body.bytes} bytes: ${body.text}` : ''}`,
  tls: ({ host, port, outcome, ja4 }) => `${host} port ${port}: ${outcome}${ja4 === undefined ? '' : ` (${ja4})`}`,
  data: ({ bytes, protocol, address, port, text }) =>
    `${bytes} bytes over ${protocol} to ${address} port ${port}: ${text}`,
  decoy: ({ place, where, encoding }) =>
    `${place} seen in ${where}${encoding.length > 0 ? `, as ${encoding.join(' of ')}` : ''}`,
  mcp: ({ direction, method, tool, text }) => `${direction} ${method}${tool === undefined ? '' : ` ${tool}`}: ${text}`,
  recipient: ({ what, value, field, explained }) =>
    `${what} ${value}${field === '' ? '' : ` in ${field}`}, ${NAMED_BY[explained] ?? explained}`,
  document: ({ place, host, encoding, explained }) =>
    `what ${place} holds went to ${host}${encoding.length > 0 ? `, as ${encoding.join(' of ')}` : ''}, ${NAMED_BY[explained] ?? explained}`,
  argument: ({ argument, tool, host, encoding, explained }) =>
    `argument ${argument} of ${tool ?? 'a tool'} went to ${host}${encoding.length > 0 ? `, as ${encoding.join(' of ')}` : ''}, ${NAMED_BY[explained] ?? explained}`,
  tools: ({ occasion, changes, announced }) =>
    `listed ${occasion}: ${changes.length === 0 ? 'nothing new' : changes.map(changed).join('; ')}${announced ? ', as announced' : ''}`,
  tamper: ({ how, what }) => `${how}: ${what}`,
};

const NAMED_BY: Readonly<Record<Of<'recipient'>['explained'], string>> = {
  input: 'named by the tool’s input',
  configuration: 'named by what it was started with',
  answer: 'named by a service that it asked before',
  documentation: 'named by its documentation',
  source: 'named by its code',
  nothing: 'named by nobody',
};

const changed = ({ tool, field, before, after }: Of<'tools'>['changes'][number]): string =>
  `${tool} ${field}: ${before} → ${after}`;

/** Empty for a kind that a later version knows: a saved report may be of one. */
export function describe(one: Observation): string {
  const tell = DESCRIBE[one.kind] as ((one: Observation) => string) | undefined;
  return tell?.(one) ?? '';
}
