import type { Call, Module, Node } from '../../src/code/flow/module.ts';
import { isCredentialName } from '../../src/code/secrets.ts';
import { heldBy, objectBehind, propertyText } from '../../src/code/tree/objects.ts';
import { keyText } from '../../src/code/tree/scope.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type ModuleHit } from '../../src/rule.ts';

/** What else nobody should be asked for in a form. */
const SECRET =
  /^(?:pass(?:word|phrase|code)?|pin|pin_?code|otp|totp|(?:2|m)fa\w*|mnemonic|seed_?phrase|recovery\w*|cvv|cvc|card_?number|ssn)$/i;

/** A question that says so: `paste your GitHub token`. */
const SAYS_SO =
  /\b(?:enter|paste|type|provide|supply|give|send|share)\s+(?:\w+\s+)?your\s+(?:(?!(?:for|of|to)\b)[\w'’-]+\s+){0,3}?(password|passphrase|(?:secret|private)(?: \w+)? key|api key|token|seed phrase|recovery (?:phrase|code)|mnemonic|one-time code)\b(?!\s+(?:budget|limit|count|name|id)\b)/i;

export default defineRule({
  id: 'asks-for-secret',
  title: 'Has the client ask its user for a secret in a form',
  why: 'A form of a server is shown by the client, so it looks like the client’s own question. The protocol forbids servers to ask for passwords, keys and codes that way: what is typed goes through the model’s client to whoever wrote the server.',
  fix: 'Do not type a secret into such a form. A server that needs one should read it from its settings, or open a page of its vendor.',
  mapping: {
    owasp: ['MCP01', 'MCP06'],
    attack: ['T1552'],
    atlas: ['AML.T0055'],
    cwe: ['CWE-522', 'CWE-451'],
  },
  signal: 'secret.read',
  severity: 'medium',
  confidence: 'medium',
  words: /\belicitInput\b|elicitation\/create|\belicit\b/,
  *module(module): Iterable<ModuleHit> {
    for (const call of module.calls) {
      const secret = secretAsked(module, call);
      if (secret === undefined) continue;
      // Packages bring examples along that nothing loads.
      yield module.dated(
        call.node,
        (reach) =>
          reach !== 'nowhere' && {
            message: `asks its user for ${quote(secret, 60)} in a form of the client`,
            evidence: [module.at(call.node, 'asks here')],
          },
      );
    }
  },
});

/** The field of a form that is for a secret, or what its question says of it. */
function secretAsked(module: Module, call: Call): string | undefined {
  const fields = formOf(module, call).flatMap((schema) => fieldsOf(module, schema));
  const said = fields.length > 0 ? questionsOf(module, call) : [];
  return fields.find(isSecret) ?? said.flatMap((question) => SAYS_SO.exec(question)?.[1] ?? [])[0];
}

/** The schema of a form: of `server.elicitInput({ … })`, `extra.elicit({ … })` and the request itself. */
function formOf({ code }: Module, { method, args }: Call): readonly Node[] {
  if (method === 'elicitInput' || method === 'elicit')
    return args.flatMap((params) => heldBy(code, params, 'requestedSchema') ?? []);
  if (method !== 'request' && method !== 'sendRequest') return [];
  return args.flatMap((request) => {
    const params =
      propertyText(code, request, 'method') === 'elicitation/create' ? heldBy(code, request, 'params') : undefined;
    return (params && heldBy(code, params, 'requestedSchema')) ?? [];
  });
}

/** What a form says above its fields. */
function questionsOf({ code }: Module, { args }: Call): readonly string[] {
  const said = args.map((request) => propertyText(code, heldBy(code, request, 'params') ?? request, 'message'));
  return said.flatMap((question) => question?.slice(0, 2_000) ?? []);
}

function fieldsOf({ code }: Module, schema: Node): readonly string[] {
  const properties = heldBy(code, schema, 'properties');
  const fields = properties && objectBehind(code, properties);
  return (fields?.properties ?? []).flatMap((part) => ('key' in part ? (keyText(part.key, part.computed) ?? []) : []));
}

/** `apiKey`, `GITHUB_TOKEN`, `password`, in any spelling. */
function isSecret(field: string): boolean {
  const name = field.replace(/([a-z\d])([A-Z])/g, '$1_$2').replaceAll('-', '_');
  return SECRET.test(name) || isCredentialName(name);
}
