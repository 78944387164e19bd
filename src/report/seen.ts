/** What was seen in the sandbox, by what it touched: each name as often as it was seen. */
import type { Observation } from '../types.ts';

/** Hosts by name where one is known, else by address. */
export const hostsOf = (observations: readonly Observation[]): readonly string[] => observations.flatMap(host);

function host(one: Observation): readonly string[] {
  if (one.kind === 'http' || one.kind === 'tls') return [one.host];
  if (one.kind === 'dns') return [one.name];
  if (one.kind === 'data') return [`${one.address}:${one.port}/${one.protocol}`];
  return one.kind === 'connect' && one.host === undefined ? [`${one.address}:${one.port}`] : [];
}

/** Where a decoy was seen: the host it went to, where it went to one. */
export function destinationOf(
  decoy: Extract<Observation, { kind: 'decoy' }>,
  observations: readonly Observation[],
): string {
  const carrier = observations.find(({ seq }) => seq === decoy.in);
  return carrier?.kind === 'http' || carrier?.kind === 'tls' ? carrier.host : decoy.where;
}

/** Names of the programs that were started. */
export const programsOf = (observations: readonly Observation[]): readonly string[] =>
  observations.flatMap((one) => (one.kind === 'exec' && one.ok ? [one.path.split('/').at(-1) ?? one.path] : []));

/** Paths of the files that were touched in this way. */
export const filesOf = (observations: readonly Observation[], how: 'read' | 'write' | 'delete'): readonly string[] =>
  observations.flatMap((one) => (one.kind === how && one.ok ? [one.path] : []));
