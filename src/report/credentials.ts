/** The inventory of credentials in words, for every view. Pure. */
import type { CredentialHandling, CredentialUse, VariableUse } from '../types.ts';

/** One line of it: what it is about, and what is known. */
export type CredentialLine = readonly [about: string, text: string];

const TAKES: Readonly<Record<CredentialHandling['takes'], string>> = {
  environment: 'can be given its secrets when it starts; no plain file is wanted',
  file: 'wants its secrets in a plain file',
  either: 'takes its secrets from the environment, or from a plain file',
  none: 'shows no secret that it asks for',
};

const INTO: Readonly<Record<CredentialUse['to'], string>> = {
  host: '',
  library: 'the package ',
  process: 'the process ',
  file: 'the file ',
  log: 'a log, with ',
};

/** Empty where there is nothing to tell. */
export function credentialLines(handling: CredentialHandling | undefined): readonly CredentialLine[] {
  if (!handling || (handling.takes === 'none' && handling.variables.length + handling.files.length === 0)) return [];
  const secret = handling.variables.filter((one) => one.secret);
  const others = handling.variables.filter((one) => !one.secret).map(({ name }) => name);
  return [
    ['takes', TAKES[handling.takes]],
    ...secret.map((one): CredentialLine => [one.name, goalsOf(one)]),
    ...handling.files.map(({ what }): CredentialLine => ['reads', what]),
    ...(others.length > 0 ? [['settings', others.join(', ')] as const] : []),
  ];
}

function goalsOf({ goes }: VariableUse): string {
  if (goes.length === 0) return 'was not followed to where it goes';
  return `goes to ${goes.map(({ to, what }) => INTO[to] + what).join(', ')}`;
}
