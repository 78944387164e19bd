import { evidenceOf, grouped, hitOf, observed } from '../../src/behavior.ts';
import { requestsIn } from '../../src/code/flow/acts.ts';
import { backwards, literalsIn } from '../../src/code/flow/flow.ts';
import { hostsOf } from '../../src/code/flow/hosts.ts';
import { type Call, inWords, type Module, type Node, type Reach } from '../../src/code/flow/module.ts';
import { partsOf } from '../../src/code/flow/whole.ts';
import { isCredentialName } from '../../src/code/secrets.ts';
import { textsIn } from '../../src/code/tools/says.ts';
import { heldBy, objectBehind, propertyText } from '../../src/code/tree/objects.ts';
import { keyText } from '../../src/code/tree/scope.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type Hit, type ModuleHit } from '../../src/rule.ts';
import { isNear } from '../data/hosts.ts';
import { takesAt, vendorsNamed } from '../data/vendors.ts';

/** What else nobody should be asked for in a form. */
const SECRET =
  /^(?:pass(?:word|phrase|code)?|pin|pin_?code|otp|totp|(?:2|m)fa\w*|mnemonic|seed_?phrase|recovery\w*|cvv|cvc|card_?number|ssn)$/i;

/** A question that says so: `paste your GitHub token`. */
const SAYS_SO =
  /\b(?:enter|paste|type|provide|supply|give|send|share)\s+(?:\w+\s+)?your\s+(?:(?!(?:for|of|to)\b)[\w'’-]+\s+){0,3}?(password|passphrase|(?:secret|private)(?: \w+)? key|api key|token|seed phrase|recovery (?:phrase|code)|mnemonic|one-time code)\b(?!\s+(?:budget|limit|count|name|id)\b)/i;

/**
 * What else a field says of a secret without its name: how a token begins, the code that a phone shows, what unlocks a computer. A form may
 * well ask which kind of token there is, so the beginning alone has to be pasted.
 */
const DESCRIBED =
  /\b(?:paste|enter|type)\b[^.\n]{0,40}?(\b(?:gh[pousr]_|github_pat_|glpat-|sk-|xox[abp]-|AKIA|npm_))|\b((?:six|6)[\s-]?digits?(?:\s+code)?)\b[^.\n]{0,40}?\b(?:phone|authenticator|text message|sms)\b|\b(unlock (?:this|your) (?:computer|laptop|machine|mac|phone))\b/i;

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
  *behavior(behavior): Iterable<Hit> {
    const asked = observed(behavior, 'mcp').flatMap((one) => {
      const secret =
        one.direction === 'received' && one.method === 'elicitation/create' ? secretIn(one.text) : undefined;
      return secret === undefined ? [] : [{ one, secret }];
    });
    for (const [{ one, secret }, ...more] of grouped(asked, (each) => each.secret)) {
      const message = `asks its user for ${quote(secret, 60)} in a form of the client`;
      yield hitOf([one, ...more.map((each) => each.one)], message, (each) => evidenceOf(each, 'asks here', each.text));
    }
  },
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
      for (const { call: request } of requestsIn(module)) {
        if (carries(module, request, call)) yield* theft(module, call, request, secret);
      }
    }
  },
});

/** What a form asks for that was sent to the client; of its text no more may be left than a report shows. */
function secretIn(text: string): string | undefined {
  const schema = text.slice(Math.max(0, text.indexOf('"requestedSchema"')));
  const fields = [...schema.matchAll(/"([\w-]{1,80})":\{/g)].flatMap(([, field]) => field ?? []);
  return fields.find(isSecret) ?? SAYS_SO.exec(text)?.[1] ?? DESCRIBED.exec(text)?.slice(1).find(Boolean);
}

/** True for a request that sends what was typed. */
function carries({ code }: Module, request: Call, form: Call): boolean {
  return request.args.some((arg) =>
    backwards(code, arg).some(({ node, steps }) => node === form.node && takesSecret(code, steps())),
  );
}

/** What an answer holds that is no field of the form. */
const OF_ANSWER = new Set(['content', 'action', 'result', '']);

/** False where another field is taken. */
function takesSecret(code: Module['code'], steps: readonly Node[]): boolean {
  const fields = partsOf(code, steps).filter((part) => !OF_ANSWER.has(part));
  return fields.length === 0 || fields.some(isSecret);
}

/** Two hits: what is collected and what is sent, so that the verdict can ask for both. */
function* theft(module: Module, form: Call, request: Call, secret: string): Iterable<ModuleHit> {
  const host = strangerIn(module, form, request, secret);
  if (host === undefined) return;
  const asks = module.at(form.node, 'asks here');
  const worst = { severity: 'critical', confidence: 'high' } as const;
  const unlessNowhere = (hit: (reach: Reach) => Hit) => (reach: Reach) => reach !== 'nowhere' && hit(reach);
  yield module.dated(
    request.node,
    unlessNowhere((reach) => ({
      ...worst,
      signal: 'secret.collected',
      message: `collects ${quote(secret, 60)} in a form of the client ${inWords(reach)}`,
      evidence: [asks],
    })),
  );
  yield module.dated(
    request.node,
    unlessNowhere((reach) => ({
      ...worst,
      signal: 'data.sent',
      message: `sends ${quote(secret, 60)}, typed into a form of the client, to ${quote(host, 80)} ${inWords(reach)}`,
      evidence: [module.at(request.node, `sent to ${quote(host, 80)}`), asks],
    })),
  );
}

/** What opens everything a person has, and is no business of any host. */
const MASTER =
  /\bunlock (?:this|your) (?:computer|laptop|machine|mac|phone)\b|\b(?:computer|laptop|mac(?:os|book)?|sudo|keychain)(?:['’]s)?\s+pass(?:word|code|phrase)\b|\bseed[ _]?phrase\b|\bmnemonic\b|\brecovery[ _]?phrase\b/i;
/** The host that gets what was typed and has no right to it: not that of whose it is, or nobody's. */
function strangerIn({ code, package: id }: Module, form: Call, request: Call, secret: string): string | undefined {
  const hosts = hostsOf(code, request.node);
  const [host] = hosts;
  if (host === undefined || hosts.some(isNear)) return undefined;
  const said = literalsIn(code, form.args).join('\n').slice(0, 10_000);
  if (MASTER.test(said)) return host;
  const vendors = vendorsNamed(said);
  if (vendors.length > 0) return hosts.some((one) => vendors.some((vendor) => takesAt(vendor, one))) ? undefined : host;
  // A key of one's own service may be typed there as well; a password that nothing connects with the host is somebody else's.
  const isPassword = SECRET.test(inParts(secret));
  return isPassword && !hosts.some((one) => isNamedIn(one, `${id} ${said}`)) ? host : undefined;
}

/** True where the domain of a host is named. */
function isNamedIn(host: string, text: string): boolean {
  const words = host.split('.').slice(0, -1).join('-').split('-');
  return words.some((word) => word.length > 3 && !OF_ANYBODY.has(word) && text.toLowerCase().includes(word));
}

/** What hosts of all kinds are called. */
const OF_ANYBODY = new Set([
  'auth',
  'account',
  'accounts',
  'login',
  'session',
  'password',
  'token',
  'secure',
  'server',
]);

/** The field of a form that is for a secret, or what its question says of it. */
function secretAsked(module: Module, call: Call): string | undefined {
  const fields = formOf(module, call).flatMap((schema) => fieldsOf(module, schema));
  const said = fields.length > 0 ? questionsOf(module, call) : [];
  const texts = formOf(module, call).flatMap((schema) => describedIn(module, schema));
  return (
    fields.find(isSecret) ??
    [...said, ...texts].flatMap((question) => SAYS_SO.exec(question)?.[1] ?? [])[0] ??
    texts.flatMap((text) => DESCRIBED.exec(text)?.slice(1).find(Boolean) ?? [])[0]
  );
}

/** What a form says of its fields. */
function describedIn({ code }: Module, schema: Node): readonly string[] {
  const properties = heldBy(code, schema, 'properties');
  return properties ? textsIn(code, [properties]).map(({ text }) => text.slice(0, 2_000)) : [];
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
  const name = inParts(field);
  return SECRET.test(name) || isCredentialName(name);
}

function inParts(field: string): string {
  return field.replace(/([a-z\d])([A-Z])/g, '$1_$2').replaceAll('-', '_');
}
