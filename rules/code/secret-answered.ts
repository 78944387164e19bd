import { trace } from '../../src/code/flow/flow.ts';
import type { Module, Node } from '../../src/code/flow/module.ts';
import { isWhole, takesPart } from '../../src/code/flow/whole.ts';
import { CLIENT_CONFIG, DOTENV } from '../../src/code/secrets.ts';
import { shownIn } from '../../src/code/tools/prompts.ts';
import { declaredTools } from '../../src/code/tools/tools.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type Hit } from '../../src/rule.ts';
import type { Evidence } from '../../src/types.ts';

/** What tools of honest servers show their user: which servers a client starts, which clusters there are, the settings of a project. */
const SHOWN = new Set([CLIENT_CONFIG, 'Kubernetes credentials', DOTENV]);

export default defineRule({
  id: 'secret-answered',
  title: 'Answers a call with a file of credentials, or with the whole environment',
  why: 'What a tool, a resource or a prompt answers goes to the model and to whoever runs it, and from there wherever the next instruction says. A key in an answer has left the machine, though no request of the server shows it.',
  fix: 'Ask the author why the model has to see the file. Revoke the credentials if the tool was called.',
  mapping: {
    owasp: ['MCP01', 'MCP10'],
    attack: ['T1552.001', 'T1005'],
    atlas: ['AML.T0055', 'AML.T0086'],
    cwe: ['CWE-200', 'CWE-522'],
  },
  signal: 'secret.answer',
  severity: 'medium',
  confidence: 'medium',
  // What is answered may be another module's.
  words: [
    /\b(?:tool|registerTool|addTool|defineTool|createTool|registerAppTool)\b|input_?[sS]chema|\b(?:register|add)(?:Prompt|Resource)|\.(?:prompt|resource)\s*\(|\bsetRequestHandler\b/,
    /\benv\b(?!\s*\??[.[])|\.(?:ssh|aws|npmrc|netrc|git-credentials|gnupg|azure|pypirc|docker|vault-token)\b|wallet|id_rsa|gcloud|_history\b|Login Data|keychain|(?:\bfrom|\brequire\s*\()\s*['"`]\.{1,2}\//,
  ],
  *module(module): Iterable<Hit> {
    const seen = new Set<unknown>();
    const tools = declaredTools(module.code).map((tool) => ({ ...tool, kind: 'tool' }));
    for (const { kind, name, handlers } of [...tools, ...shownIn(module.code)]) {
      for (const { detail, node, origin } of handlers.flatMap((fn) =>
        secretsIn(module, module.code.results.get(fn) ?? []),
      )) {
        const place = origin ? `${name} ${origin.at}` : node;
        if (seen.has(place)) continue;
        seen.add(place);
        yield {
          message: `${name === undefined ? `a ${kind}` : `its ${kind} ${quote(name, 60)}`} answers with ${detail}`,
          evidence: origin ? [{ ...origin, note: detail }, module.at(node, 'taken here')] : [module.at(node, detail)],
        };
      }
    }
  },
});

/** Files of credentials, or the environment, that some results hold whole. */
function secretsIn(
  { code }: Module,
  results: readonly Node[],
): readonly { readonly detail: string; readonly node: Node; readonly origin: Evidence | undefined }[] {
  return results.flatMap((result) =>
    trace(code, result).flatMap(({ source: { kind, detail, node, origin, entire = true, under }, steps }) =>
      (kind === 'secret file' || kind === 'environment') &&
      entire &&
      !SHOWN.has(detail) &&
      isWhole(code, steps, under) &&
      !takesPart(code, steps)
        ? [{ detail: kind === 'environment' ? 'the whole environment' : detail, node, origin }]
        : [],
    ),
  );
}
