/**
 * Reads the config of any known MCP client into `ServerEntry`s. Which reader applies follows from the file's name and
 * from its shape, so that a plain `mcp_config.json` works. What looks like a server is never passed over in silence.
 */

import { CLIENTS, type Client, COMMON_CONTAINERS, type Container, clientOf } from './clients.ts';
import {
  childOf,
  childrenOf,
  decode,
  fault,
  type Member,
  type Node,
  type ObjectNode,
  parseDocument,
  type Span,
  textOf,
} from './document.ts';
import type { ConfigFile, Input, NamedText, ServerEntry, Text } from './entry.ts';
import { frontMatter, inlineCommands, isMarkdown } from './front-matter.ts';
import { bundleServers, catalogServer, registryServers } from './packaged.ts';
import { commandAlone, settingsIn } from './settings.ts';

/** A server as found: its name and the objects that describe it, most telling first. */
export interface Found {
  readonly name: string;
  /** Where the name is written, where it is. */
  readonly named?: Span | undefined;
  readonly span: Span;
  readonly value: Node;
  /** True for what is no server, but judged like one. */
  readonly setting?: boolean;
}

/**
 * Reads one config; of a bundle, its manifest (`readBundle`) with the digest of the whole. `path` is what evidence will
 * call it. Throws `UsageError` with a position where the file cannot be read whole; a readable file without servers gives
 * no entries.
 */
export function readConfig(path: string, bytes: Uint8Array, bundle?: string): ConfigFile {
  const text = decode(path, bytes);
  const document = parseDocument(path, isMarkdown(path) ? frontMatter(text) : text);
  const client = clientOf(path);
  if (client !== undefined && client.shared !== true)
    for (const root of document.roots) refuseNonsense(path, root, client);
  const found = [...document.roots.flatMap((root) => serversIn(root, client)), ...inlineCommands(path, text)];
  const id = client?.id ?? clientByShape(document.roots[0]) ?? 'unknown';
  return {
    path,
    client: id,
    entries: identify(path, found).map(([entryId, server]) => {
      return { ...toEntry(entryId, server, path, id), ...(bundle === undefined ? {} : { bundle }) };
    }),
    inputs: document.roots.flatMap(inputsIn),
    duplicates: document.duplicates,
  };
}

/** A config of ours alone that holds no object where its servers belong: a client may read more into it than we can. */
function refuseNonsense(path: string, root: Node, { containers }: Client): void {
  if (root.kind !== 'object') throw fault(path, root.span, 'holds no object');
  for (const { node } of containers.flatMap((container) => containersAt(root, container)))
    if (node.kind === 'scalar' && node.value !== null) throw fault(path, node.span, 'is no object of servers');
}

/** True for the name of an MCP bundle, whose manifest has to be taken out first. */
export function isBundleName(path: string): boolean {
  return /\.(?:mcpb|dxt)$/i.test(path);
}

/** True where a file by this name is an MCP config of a client we know. */
export function isConfigName(path: string): boolean {
  const slashed = path.replaceAll('\\', '/');
  return isBundleName(path) || CLIENTS.some(({ file }) => file.test(slashed));
}

// ---------------------------------------------------------------- finding the servers

function serversIn(root: Node, client: Client | undefined): readonly Found[] {
  const packaged = [...bundleServers(root), ...registryServers(root)];
  if (packaged.length > 0) return packaged;
  const taken = new Set<Node>();
  const own = (client?.containers ?? []).filter((container) => container.length > 0);
  const found = own.flatMap((container) => take(taken, root, container, true));
  const common = COMMON_CONTAINERS.flatMap((container) => take(taken, root, container, false));
  const servers = [...found, ...common];
  const all = [...servers, ...servers.flatMap(helperOf), ...settingsIn(root, client !== undefined)];
  const mayBeFlat = client === undefined || client.containers.some((container) => container.length === 0);
  return all.length === 0 && mayBeFlat ? flatServers(root) : all;
}

function take(taken: Set<Node>, root: Node, container: Container, own: boolean): readonly Found[] {
  return containersAt(root, container).flatMap(({ scope, node }) => {
    if (taken.has(node)) return [];
    taken.add(node);
    return listed(node)
      .filter(({ value, name }) => (own ? !isRemark(name, value) : isServer(value)))
      .filter(({ value }) => !taken.has(value))
      .map((server) => ({ ...server, value: inSandbox(server.value, childOf(root, 'sandbox')) }))
      .map((server) => (scope === '' ? server : { ...server, name: `${scope}/${server.name}` }));
  });
}

/** A sandbox that the file has for all its servers, for one that says only that it wants one. */
function inSandbox(value: Node, shared: Node | undefined): Node {
  if (shared?.kind !== 'object' || value.kind !== 'object' || childOf(value, 'sandboxEnabled') === undefined)
    return value;
  if (childOf(value, 'sandbox') !== undefined) return value;
  return { ...value, members: [...value.members, { key: 'sandbox', keySpan: shared.span, value: shared }] };
}

/** Every node a container path leads to; duplicates of a key are all followed. */
function containersAt(root: Node, container: Container): readonly { scope: string; node: Node }[] {
  let places = [{ scope: '', node: root }];
  for (const key of container)
    places = places.flatMap(({ scope, node }) =>
      key === '*' && node.kind === 'object'
        ? node.members.map((member) => ({ scope: member.key, node: member.value }))
        : childrenOf(node, key).map((child) => ({ scope, node: child })),
    );
  return places;
}

/** Servers of a map by name, or of a list whose items carry their name. */
function listed(container: Node): readonly Found[] {
  if (container.kind === 'object') return container.members.map(named);
  if (container.kind !== 'list') return [];
  return container.items.flatMap((value, index) => {
    // An agent names servers that are configured elsewhere, and describes others in a map of one.
    const [only, ...more] = value.kind === 'object' ? value.members : [];
    if (only !== undefined && more.length === 0 && isServer(only.value)) return [named(only)];
    const name = childOf(value, 'name') ?? childOf(value, 'id');
    return [{ name: textOf(name) ?? String(index), named: name?.span, span: value.span, value }];
  });
}

function named({ key, keySpan, value }: Member): Found {
  const { endLine, endColumn } = value.span;
  return { name: key, named: keySpan, span: { line: keySpan.line, column: keySpan.column, endLine, endColumn }, value };
}

/** `_comment`, `$schema` and the like beside servers. */
function isRemark(name: string, value: Node): boolean {
  return value.kind === 'scalar' && (/^[_$/#]/.test(name) || value.value === null);
}

const COMMAND_KEYS = ['command', 'cmd'];
const URL_KEYS = ['url', 'serverUrl', 'httpUrl', 'uri', 'baseUrl', 'endpoint'];
const SERVER_KEYS = [...COMMAND_KEYS, ...URL_KEYS, 'image', 'remote', 'transport'];

function isServer(value: Node): value is ObjectNode {
  return value.kind === 'object' && SERVER_KEYS.some((key) => childOf(value, key) !== undefined);
}

/** A plugin's `.mcp.json` may be the map itself, and a Continue block a single server. */
function flatServers(root: Node): readonly Found[] {
  if (root.kind !== 'object') return [];
  if (root.members.some(({ key, value }) => COMMAND_KEYS.includes(key) && value.kind !== 'object'))
    return [{ name: textOf(childOf(root, 'name')) ?? 'server', span: root.span, value: root }];
  return root.members.filter(({ value }) => isServer(value)).map(named);
}

/** A program that says with which headers a remote server is asked: its client runs it each time. */
function helperOf({ name, value }: Found): readonly Found[] {
  return commandAlone(`${name} headersHelper`, childOf(value, 'headersHelper'));
}

function clientByShape(root: Node | undefined): string | undefined {
  if (root === undefined) return undefined;
  if (bundleServers(root).length > 0) return 'mcpb';
  return registryServers(root).length > 0 ? 'registry' : undefined;
}

/** Gives every server an id; a name that stands twice is read twice. */
function identify(path: string, found: readonly Found[]): readonly [id: string, server: Found][] {
  const times = new Map<string, number>();
  return found.map((server) => {
    const time = (times.get(server.name) ?? 0) + 1;
    times.set(server.name, time);
    return [`${path}#${server.name}${time === 1 ? '' : `~${time}`}`, server];
  });
}

// ---------------------------------------------------------------- one server

function toEntry(id: string, { name, named, span, value, setting }: Found, file: string, client: string): ServerEntry {
  const catalog = catalogServer(value);
  const parts = [value, childOf(value, 'transport'), childOf(value, 'remote'), catalog].filter(
    (part) => part?.kind === 'object',
  );
  const pick = (...keys: readonly string[]): Node | undefined =>
    parts.flatMap((part) => keys.map((key) => childOf(part, key))).find((node) => node !== undefined);
  const problems: Text[] = [];
  const [command, ...rest] = wordsOf(childOf(catalog, 'run') ?? pick(...COMMAND_KEYS), problems);
  const url = oneText(pick(...URL_KEYS), problems);
  if (value.kind !== 'object') problems.push({ value: 'is not an object', span: value.span });
  const declared = parts.flatMap((part) =>
    ['type', 'transportType', 'transport_type', 'transport'].map((key) => textOf(childOf(part, key))),
  );
  const implied = url !== undefined && speaksSse(client, pick('httpUrl')) ? 'sse' : undefined;
  const transport = declared.find((type) => type !== undefined)?.toLowerCase() ?? implied;
  const builtIn = ['builtin', 'platform', 'frontend', 'inline_python'].includes(transport ?? '');
  if (command === undefined && url === undefined && !builtIn)
    problems.push({ value: 'has neither a command nor a URL', span });
  const understood = {
    command,
    args: [...rest, ...wordsOf(pick('args'), problems)],
    cwd: oneText(pick('cwd', 'workingDirectory'), problems),
    env: namedTexts(pick('env', 'envs', 'environment', 'environmentVariables'), problems),
    envFiles: wordsOf(pick('envFile', 'env_file'), problems),
    envNames: namesOf(parts),
    url,
    headers: headersOf(parts, problems),
    approvals: approvalsOf(value),
    scopes: scopesOf(value),
    sandbox: sandboxOf(value),
  };
  const texts = textsOf(value);
  return {
    id,
    name,
    file,
    client,
    span,
    named: named ?? value.span,
    ...(setting === true ? { setting } : {}),
    enabled: isEnabled(value),
    transport,
    ...understood,
    others: othersAmong(texts, Object.values(understood).flat()),
    texts,
    problems,
  };
}

/** What only a person reads, what says how long a client waits, and what is compared elsewhere. */
const ASIDE =
  /(?:^|\.)(?:_[^.]*|\/\/[^.]*|\$schema|\$comment|comments?|notes?|name|id|title|display_?name|(?:long_?)?description|icons?|logo|tags|keywords|categor(?:y|ies)|homepage|documentation|repository|author|license|version|gallery|enabled|disabled|\w*timeout\w*)(?:\.|$)/i;

/** Texts that nothing else was read from; those of a list together. */
function othersAmong(texts: readonly NamedText[], understood: readonly (Text | undefined)[]): readonly NamedText[] {
  const placeOf = ({ span }: Text): string => `${span.line}:${span.column}`;
  const known = new Set(understood.flatMap((text) => (text === undefined ? [] : [placeOf(text)])));
  const left = texts.filter((text) => !ASIDE.test(text.name) && !known.has(placeOf(text)));
  const byName = Map.groupBy(left, ({ name }) => name.replace(/(?<=.)\.\d+$/, ''));
  return [...byName].map(([name, [first, ...more]]) => {
    const { value, span } = first as NamedText;
    return { name, value: [value, ...more.map((one) => one.value)].join(', '), span };
  });
}

/** What a URL without a type means to these two. */
function speaksSse(client: string, httpUrl: Node | undefined): boolean {
  return client === 'cline' || (client === 'gemini' && httpUrl === undefined);
}

/** One text or a list of them; anything else is a problem. */
function wordsOf(node: Node | undefined, problems: Text[]): readonly Text[] {
  if (node === undefined) return [];
  const items = node.kind === 'list' ? node.items : [node];
  return items.flatMap((item) => oneText(item, problems) ?? []);
}

function oneText(node: Node | undefined, problems: Text[]): Text | undefined {
  const value = textOf(node);
  if (node === undefined || (node.kind === 'scalar' && node.value === null)) return undefined;
  if (value === undefined)
    problems.push({
      value: `is ${node.kind === 'list' ? 'a list' : 'an object'} where a text belongs`,
      span: node.span,
    });
  return value === undefined ? undefined : { value, span: node.span };
}

/** `{A: 'x'}`, `['A=x']` or `[{name: 'A', value: 'x'}]`. */
function namedTexts(node: Node | undefined, problems: Text[]): readonly NamedText[] {
  if (node?.kind === 'object')
    return node.members.flatMap(({ key, value }) => ({
      name: key,
      value: oneText(value, problems)?.value ?? '',
      span: value.span,
    }));
  if (node?.kind !== 'list') return [];
  return node.items.map((item) => {
    const text = textOf(item);
    if (text === undefined) {
      const name = textOf(childOf(item, 'name')) ?? '';
      const value = childOf(item, 'value') ?? childOf(item, 'default') ?? childOf(item, 'example');
      return { name, value: textOf(value) ?? '', span: (value ?? item).span };
    }
    const cut = text.indexOf('=');
    return { name: cut < 0 ? text : text.slice(0, cut), value: cut < 0 ? '' : text.slice(cut + 1), span: item.span };
  });
}

/** Codex, Goose, mcporter: variables that are passed on by name. */
function namesOf(parts: readonly (Node | undefined)[]): readonly Text[] {
  const keys = ['env_vars', 'env_keys', 'bearer_token_env_var', 'bearerTokenEnv', 'env_http_headers'];
  return parts.flatMap((part) =>
    keys.flatMap((key) => {
      const node = childOf(part, key);
      if (node?.kind === 'object') return node.members.flatMap(({ value }) => wordsOf(value, []));
      return wordsOf(node, []);
    }),
  );
}

function headersOf(parts: readonly (Node | undefined)[], problems: Text[]): readonly NamedText[] {
  return parts.flatMap((part) => [
    ...namedTexts(childOf(part, 'headers'), problems),
    ...namedTexts(childOf(part, 'http_headers'), problems),
    ...namedTexts(childOf(childOf(part, 'requestOptions'), 'headers'), problems),
  ]);
}

function isEnabled(value: Node): boolean {
  const on = childOf(value, 'enabled');
  const off = childOf(value, 'disabled');
  return !(on?.kind === 'scalar' && on.value === false) && !(off?.kind === 'scalar' && off.value === true);
}

function approvalsOf(value: Node): readonly Text[] {
  const lists = [
    'autoApprove',
    'alwaysAllow',
    'allowedTools',
    'tools',
    'enabledTools',
    'enabled_tools',
    'includeTools',
  ];
  // Lists of tools that exist at all are an approval only where they say "all of them" (Copilot's coding agent asks nobody).
  const asking = new Set(['tools', 'enabledTools', 'enabled_tools', 'includeTools']);
  const named = lists.flatMap((key) =>
    wordsOf(childOf(value, key), []).filter((text) => !asking.has(key) || text.value === '*'),
  );
  const whole = ['trust', 'autoApprove', 'alwaysAllow', 'autoApproveAll'].flatMap((key) => {
    const node = childOf(value, key);
    return node?.kind === 'scalar' && node.value === true ? [{ value: '*', span: node.span }] : [];
  });
  const mode = childOf(value, 'default_tools_approval_mode');
  if (mode !== undefined && textOf(mode) === 'approve') whole.push({ value: '*', span: mode.span });
  return [...named.filter(({ value }) => value !== 'true' && value !== 'false'), ...whole];
}

function scopesOf(value: Node): readonly Text[] {
  const places = [value, childOf(value, 'oauth'), childOf(value, 'auth'), childOf(value, 'oauthClient')];
  return places.flatMap((place) =>
    ['scope', 'scopes'].flatMap((key) =>
      wordsOf(childOf(place, key), []).flatMap(({ value: scopes, span }) =>
        scopes
          .split(/[\s,]+/)
          .filter(Boolean)
          .map((scope) => ({ value: scope, span })),
      ),
    ),
  );
}

/** What it may not do even so; that one of these is gone is a loosening. */
const DENIALS = [
  ['deny-read', 'filesystem', 'denyRead'],
  ['deny-write', 'filesystem', 'denyWrite'],
  ['deny-network', 'network', 'deniedDomains'],
  ['deny', 'deny'],
] as const;

/** VS Code's sandbox. A loose one is worse than none: the editor then asks for nothing. */
function sandboxOf(value: Node): readonly Text[] {
  const enabled = childOf(value, 'sandboxEnabled');
  const sandbox = childOf(value, 'sandbox');
  const say = (prefix: string, ...path: readonly string[]): readonly Text[] => {
    let node = sandbox;
    for (const key of path) node = childOf(node, key);
    return wordsOf(node, []).map((text) => ({ value: `${prefix}:${text.value}`, span: text.span }));
  };
  const off = enabled?.kind === 'scalar' && enabled.value === false ? [{ value: 'off', span: enabled.span }] : [];
  const on = enabled?.kind === 'scalar' && enabled.value === true ? [{ value: 'on', span: enabled.span }] : [];
  return [
    ...off,
    ...on,
    ...say('write', 'filesystem', 'allowWrite'),
    ...say('network', 'network', 'allowedDomains'),
    ...DENIALS.flatMap(([prefix, ...path]) => say(prefix, ...path)),
  ];
}

/** Every text of the entry, in the order of the file. */
function textsOf(node: Node, path = ''): readonly NamedText[] {
  const under = (key: string): string => (path === '' ? key : `${path}.${key}`);
  if (node.kind === 'object') return node.members.flatMap(({ key, value }) => textsOf(value, under(key)));
  if (node.kind === 'list') return node.items.flatMap((item, index) => textsOf(item, under(String(index))));
  return node.value === null ? [] : [{ name: path, value: node.text, span: node.span }];
}

// ---------------------------------------------------------------- values the client asks for

function inputsIn(root: Node): readonly Input[] {
  const places = [childOf(root, 'inputs'), childOf(childOf(root, 'mcp'), 'inputs')];
  const listedInputs = places
    .flatMap((place) => (place?.kind === 'list' ? place.items : []))
    .map((node) => ({
      id: textOf(childOf(node, 'id')) ?? '',
      node,
      hidden: childOf(node, 'password'),
    }));
  const bundle = childOf(root, 'user_config');
  const asked = (bundle?.kind === 'object' ? bundle.members : []).map(({ key, value }) => ({
    id: key,
    node: value,
    hidden: childOf(value, 'sensitive'),
  }));
  return [...listedInputs, ...asked].map(({ id, node, hidden }) => ({
    id,
    span: node.span,
    hidden: hidden?.kind === 'scalar' && hidden.value === true,
    fallback: oneText(childOf(node, 'default'), []),
  }));
}
