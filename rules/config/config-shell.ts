import { sensitivePlace } from '../../src/code/secrets.ts';
import type { ServerEntry, Text } from '../../src/config/entry.ts';
import { spot, wordAt } from '../../src/config/facts.ts';
import { defineRule, type Hit } from '../../src/rule.ts';
import { fetchesAndRuns, sendsFiles } from '../data/commands.ts';

export default defineRule({
  id: 'config-shell',
  title: 'A server is started by code that stands nowhere',
  why: 'A download piped into a shell, an encoded command or code on the command line can be anything the other end wants, and nothing of it can be vetted before it runs.',
  fix: 'Start a package or a file of the project that can be read and pinned.',
  mapping: { practice: ['BP7'], owasp: ['MCP05'], attack: ['T1059'], atlas: ['AML.T0050'], cwe: ['CWE-78', 'CWE-494'] },
  signal: 'config.weak',
  severity: 'high',
  confidence: 'high',
  *config(entry, { launch }) {
    for (const { kind, from } of launch.options) {
      const said = spot(entry, wordAt(entry, from), 'runs this');
      // What a pipe fetches is chosen by the other end each time: no honest install of a server needs that.
      if (kind === 'piped-shell')
        yield { message: 'A download is run as it comes', evidence: [said], signal: 'config.fetched' };
      if (kind === 'inline-code')
        yield { message: 'Code on the command line is run', evidence: [said], severity: 'medium' };
    }
    const isPiped = launch.options.some(({ kind }) => kind === 'piped-shell');
    for (const text of commandTexts(entry)) yield* saidBy(entry, text, isPiped);
  },
});

function commandTexts({ command, args }: ServerEntry): readonly Text[] {
  return [...(command ? [command] : []), ...args].filter(({ value }) => /\s/.test(value));
}

function* saidBy(entry: ServerEntry, text: Text, isPiped: boolean): Iterable<Hit> {
  const evidence = [spot(entry, text, 'runs this')] as const;
  if (!isPiped && fetchesAndRuns(text.value))
    yield { message: 'A download is run as it comes', evidence, signal: 'config.fetched' };
  const place = sendsFiles(text.value) ? sensitivePlace(text.value.split(/[\s"'`;|&<>()@]+/)) : undefined;
  if (place === undefined) return;
  yield { message: `A file of credentials is read: ${place}`, evidence, signal: 'secret.collected' };
  yield { message: 'Files are sent away as it starts', evidence, signal: 'data.sent' };
}
