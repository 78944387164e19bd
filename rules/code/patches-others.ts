import { decode, installCommands } from '../../src/code/scripts/entries.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type Hit } from '../../src/rule.ts';

const PATCH = /\.(?:patch|diff)$/i;
const MAX_PATCH = 1024 * 1024;
/** The file of another package that is changed. */
const TARGET = /^\+\+\+ (?:b\/)?((?:.*\/)?node_modules\/\S+\.[mc]?[jt]sx?)/;
/** What asks another machine, starts a process or makes code of a text. */
const ACTS =
  /\bfetch\s*\(|['"`](?:node:)?(?:https?|http2|net|tls|dns|dgram|child_process|vm|worker_threads)['"`]|\beval\s*\(|\bFunction\s*\(|\bWebSocket\b|\bsendBeacon\b|\bXMLHttpRequest\b|\bprocess\s*\.\s*env\b(?!\.NODE_ENV)/;

export default defineRule({
  id: 'patches-others',
  title: 'Its install changes another package into one that does more',
  why: 'A patch is applied to what another author wrote, after that was checked, and stands in no file of code. One that mends a mistake moves a few characters; one that adds requests, processes or code made of text makes the other package do something its author never wrote.',
  fix: 'Read the patch. Do not install the package unless its author says why the other one has to do this.',
  mapping: { owasp: ['MCP04'], attack: ['T1195.001', 'T1554'], atlas: ['AML.T0011.001'], cwe: ['CWE-506', 'CWE-494'] },
  signal: 'code.hidden',
  severity: 'high',
  confidence: 'medium',
  *package(pkg): Iterable<Hit> {
    if (installCommands(pkg).length === 0) return;
    for (const [path, bytes] of pkg.files) {
      if (!PATCH.test(path) || bytes.length > MAX_PATCH) continue;
      const added = addedIn(decode(bytes));
      if (!added) continue;
      yield {
        message: `its install puts code into ${quote(added.file, 100)} that was not there`,
        evidence: [{ at: `file:${pkg.id}/${path}:${added.line}:1`, note: 'is added', snippet: quote(added.text) }],
      };
    }
  },
});

interface Added {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** The first line that makes a file of another package act in a way of which nothing stood there before. */
function addedIn(patch: string): Added | undefined {
  const lines = patch.split('\n');
  let file: string | undefined;
  for (const [i, text] of lines.entries()) {
    if (text.startsWith('+++ ')) file = TARGET.exec(text)?.[1];
    else if (file !== undefined && text.startsWith('+') && !isComment(text)) {
      const act = ACTS.exec(text)?.[0];
      if (act !== undefined && !lines.some((other) => !other.startsWith('+') && other.includes(act)))
        return { file, line: i + 1, text: text.slice(1).trim() };
    }
  }
  return undefined;
}

function isComment(line: string): boolean {
  return /^\+\s*(?:\/\/|\*|\/\*)/.test(line);
}
