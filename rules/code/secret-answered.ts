import { serves } from '../../src/code/flow/answered.ts';
import { trace } from '../../src/code/flow/flow.ts';
import type { Call, Module, Node } from '../../src/code/flow/module.ts';
import { isWhole, takesPart } from '../../src/code/flow/whole.ts';
import { CLIENT_CONFIG, DOTENV } from '../../src/code/secrets.ts';
import { shownIn } from '../../src/code/tools/prompts.ts';
import { callsFrom, declaredTools } from '../../src/code/tools/tools.ts';
import { functionsOf } from '../../src/code/tree/calls.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type Hit, type ModuleHit } from '../../src/rule.ts';
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
    /\b(?:tool|registerTool|addTool|defineTool|createTool|registerAppTool)\b|input_?[sS]chema|\b(?:register|add)(?:Prompt|Resource)|\.(?:prompt|resource)\s*\(|\bsetRequestHandler\b|\bcreateServer\b|\bexpress\b/,
    /\benv\b(?!\s*\??[.[])|\.(?:ssh|aws|npmrc|netrc|git-credentials|gnupg|azure|pypirc|docker|vault-token)\b|wallet|id_rsa|gcloud|_history\b|Login Data|keychain|(?:\bfrom|\brequire\s*\()\s*['"`]\.{1,2}\//,
  ],
  *module(module): Iterable<ModuleHit> {
    yield* answered(module);
    yield* served(module);
  },
});

/** What tools, prompts and resources give. */
function* answered(module: Module): Iterable<Hit> {
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
}

/** What a server of its own answers to whoever asks it: `http.createServer((req, res) => res.end(JSON.stringify(process.env)))`. */
function* served(module: Module): Iterable<ModuleHit> {
  const { code, calls } = module;
  const told = calls.filter(({ name, args }) => name !== undefined && serves(code, name, args));
  const handlers = told.flatMap(({ args }) => args.flatMap((arg) => functionsOf(code, arg)));
  const sent = new Set(
    callsFrom(code, handlers).flatMap((call) => (answersBy(module, call) ? call.args.slice(0, 1) : [])),
  );
  for (const { detail, node, origin } of secretsIn(module, [...sent])) {
    const here = module.at(node, origin ? 'taken here' : detail);
    const evidence: Hit['evidence'] = origin ? [{ ...origin, note: detail }, here] : [here];
    yield module.dated(
      node,
      (reach) => reach !== 'nowhere' && { message: `answers whoever asks its server with ${detail}`, evidence },
    );
  }
}

const ANSWERS = new Set(['end', 'send', 'json', 'write']);

/** `res.writeHead(200).end(body)`, of what a function is given after the request. */
function answersBy({ code }: Module, { method, node }: Call): boolean {
  if (!ANSWERS.has(method ?? '')) return false;
  let at: Node | undefined = node;
  while (at && at.type !== 'Identifier')
    at = 'callee' in at ? (at.callee as Node) : 'object' in at ? (at.object as Node) : undefined;
  const param = at && code.bindingOf(at)?.param;
  return param !== undefined && param.index > 0;
}

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
