import { writtenOut } from '../../src/code/flow/feeds.ts';
import { type Source, type SourceKind, trace } from '../../src/code/flow/flow.ts';
import { inWords, type Module, type Node } from '../../src/code/flow/module.ts';
import { isWhole } from '../../src/code/flow/whole.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type ModuleHit } from '../../src/rule.ts';

const COLLECTED: ReadonlySet<SourceKind> = new Set([
  ...(['environment', 'secret file', 'secret command', 'clipboard', 'recording'] as const),
]);
/** `![chart](https://host/r.png?d=…)`, `<img src="https://host/…">`, with the rest of the address. */
const PICTURE =
  /(?:!\[[^\]\n]{0,200}\]\(|<img\b[^>]{0,200}?\bsrc\s*=\s*["']?)\s*https?:\/\/((?:[\w-]+\.)+[a-z]{2,24}|\d{1,3}(?:\.\d{1,3}){3})(?=[:/?#])([^)\s"'>]*)/gi;

export default defineRule({
  id: 'secret-in-picture',
  title: 'Puts credentials into the address of a picture',
  why: 'Whoever shows an answer of a server asks for the pictures that it names: what stands in their addresses goes to their host at once, without a request of the server’s own and without a click. Packed credentials in such an address are a theft that the client carries out.',
  fix: 'Do not install it. If its answers were shown, revoke every credential this machine holds.',
  mapping: {
    owasp: ['MCP01', 'MCP10'],
    attack: ['T1552', 'T1567'],
    atlas: ['AML.T0055', 'AML.T0086'],
    cwe: ['CWE-200', 'CWE-506'],
  },
  signal: 'data.sent',
  severity: 'critical',
  confidence: 'high',
  // What is collected may be another module's.
  words: [
    /!\[|<img\b/i,
    /https?:\/\//,
    /\benv\b|readFile|openSync|exec|spawn|clipboard|screen|(?:\bfrom|\brequire\s*\()\s*['"`]\.{1,2}\//,
  ],
  *module(module): Iterable<ModuleHit> {
    const seen = new Set<Node>();
    for (const text of textsMade(module)) {
      const shown = secretShown(module, text);
      if (!shown || seen.has(shown.node)) continue;
      seen.add(shown.node);
      yield* theft(module, text, shown);
    }
  },
});

/** Texts that are put together. */
function textsMade({ code }: Module): readonly Node[] {
  return [...code.nodes.strings.filter(({ type }) => type === 'TemplateLiteral'), ...code.nodes.sums];
}

interface Shown extends Pick<Source, 'node' | 'detail' | 'origin'> {
  readonly host: string;
}

/** What is collected and, all of it, part of the address of a picture. */
function secretShown({ code }: Module, text: Node): Shown | undefined {
  const unknown: Node[] = [];
  const written = writtenOut(code, text, (part) => `\0${unknown.push(part) - 1}\0`);
  for (const [, host = '', rest = ''] of written.matchAll(PICTURE)) {
    for (const [, index] of rest.matchAll(/\0(\d+)\0/g)) {
      const secret = collectedIn(code, unknown[Number(index)] as Node);
      if (secret) return { ...secret, host };
    }
  }
  return undefined;
}

function collectedIn(code: Module['code'], part: Node): Source | undefined {
  return trace(code, part).find(({ source, steps }) => COLLECTED.has(source.kind) && isWhole(code, steps, source.under))
    ?.source;
}

/** Two hits: what is collected and what is sent, so that the verdict can ask for both. */
function* theft(module: Module, text: Node, { node, detail, origin, host }: Shown): Iterable<ModuleHit> {
  const what = detail === 'process.env' ? 'the environment' : detail;
  const note = `collects ${what}`;
  const collected = origin ? { ...origin, note } : module.at(node, note);
  const sent = module.at(text, `asks ${quote(host, 80)} for a picture`);
  yield module.dated(
    text,
    (reach) =>
      reach !== 'nowhere' && {
        message: `collects ${what} ${inWords(reach)}`,
        signal: 'secret.collected',
        evidence: [collected],
      },
  );
  yield module.dated(
    text,
    (reach) =>
      reach !== 'nowhere' && {
        message: `puts ${what} into the address of a picture at ${quote(host, 80)} ${inWords(reach)}`,
        evidence: [sent, collected],
      },
  );
}
