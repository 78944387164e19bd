/**
 * What a client does by itself beside starting servers: hooks, helpers that it runs, values it gets from a command, what it
 * approves without asking. Each is judged like a server, because it runs with the same rights and comes the same way.
 */
import { childOf, childrenOf, type Member, type Node, type ObjectNode, type Span, textOf } from './document.ts';
import type { Found } from './read.ts';

/** Everything of the kind in one config; `known` is true for the file of a client we know. */
export function settingsIn(root: Node, known: boolean): readonly Found[] {
  const own = known ? [...hooksIn(root), ...helpersIn(root), ...inputCommandsIn(root), ...pluginsIn(root)] : [];
  return [...own, ...gentleHooksIn(root, known), ...commandIn(root), ...approvalsIn(root)].map((found) => ({
    ...found,
    setting: true,
  }));
}

const itemsOf = (node: Node | undefined): readonly Node[] => (node?.kind === 'list' ? node.items : []);
const membersOf = (node: Node | undefined): readonly Member[] => (node?.kind === 'object' ? node.members : []);
const isTrue = (node: Node | undefined): boolean => node?.kind === 'scalar' && node.value === true;

/** The node at the end of a path of keys. */
const at = (root: Node | undefined, path: string): Node | undefined =>
  childOf(root, path) ?? path.split('.').reduce<Node | undefined>((node, key) => childOf(node, key), root);

// ---------------------------------------------------------------- what is run

/** Deepest place of a command below `hooks`: event, group, list of hooks, hook. */
const HOOK_DEPTH = 5;

/** Commands that run when something happens, each by its event. */
function hooksIn(root: Node): readonly Found[] {
  const places = [childOf(root, 'hooks'), childOf(childOf(root, 'hooks'), 'hooks')];
  return places.flatMap(membersOf).flatMap(({ key, value }) =>
    commandsBelow(value, HOOK_DEPTH).map((hook, index) => ({
      name: `hook ${key} ${index + 1}`,
      span: hook.span,
      value: hook,
    })),
  );
}

/** A file of no client we know has hooks where it has servers too. */
function gentleHooksIn(root: Node, known: boolean): readonly Found[] {
  return known || childOf(root, 'mcpServers') === undefined ? [] : hooksIn(root);
}

function commandsBelow(node: Node, depth: number): readonly ObjectNode[] {
  if (depth === 0 || node.kind === 'scalar') return [];
  if (node.kind === 'list') return node.items.flatMap((item) => commandsBelow(item, depth - 1));
  const isHook = ['command', 'bash', 'powershell'].some((key) => textOf(childOf(node, key)) !== undefined);
  if (isHook) return [withCommand(node)];
  return node.members.flatMap(({ value }) => commandsBelow(value, depth - 1));
}

/** Copilot calls the command by the shell that runs it. */
function withCommand(hook: ObjectNode): ObjectNode {
  const command = childOf(hook, 'bash') ?? childOf(hook, 'powershell');
  if (command === undefined || childOf(hook, 'command') !== undefined) return hook;
  return { ...hook, members: [...hook.members, { key: 'command', keySpan: command.span, value: command }] };
}

/** Programs that a client asks for a key or a line of text, by the setting that names them. */
const HELPERS = [
  ...['apiKeyHelper', 'awsAuthRefresh', 'awsCredentialExport', 'gcpAuthRefresh', 'otelHeadersHelper'],
  ...['statusLine.command', 'subagentStatusLine.command', 'fileSuggestion.command', 'proxyAuthHelper'],
  ...['notify', 'tools.discoveryCommand', 'tools.callCommand', 'toolDiscoveryCommand', 'toolCallCommand'],
];

function helpersIn(root: Node): readonly Found[] {
  return HELPERS.flatMap((path) => commandAlone(path, at(root, path)));
}

/** Gemini's `mcp.serverCommand`: a server without a name. */
function commandIn(root: Node): readonly Found[] {
  return commandAlone('mcp.serverCommand', childOf(childOf(root, 'mcp'), 'serverCommand'));
}

/** One command under a name of ours: a text, or a list of words. */
export function commandAlone(name: string, command: Node | undefined): readonly Found[] {
  if (
    command === undefined ||
    command.kind === 'object' ||
    (command.kind === 'scalar' && textOf(command) === undefined)
  )
    return [];
  return [entry(name, command.span, [['command', command]])];
}

/** Values of VS Code that a command of the editor gives: the line of a shell where it is one. */
function inputCommandsIn(root: Node): readonly Found[] {
  return [childOf(root, 'inputs'), childOf(childOf(root, 'mcp'), 'inputs')].flatMap(itemsOf).flatMap((input) => {
    if (textOf(childOf(input, 'type')) !== 'command') return [];
    const args = childOf(input, 'args');
    const line = [childOf(args, 'command'), args, childOf(input, 'command')].find((node) => textOf(node) !== undefined);
    return commandAlone(`input ${textOf(childOf(input, 'id')) ?? ''}`, line);
  });
}

/** Where plugins come from: each is installed with its servers, hooks and commands. */
function pluginsIn(root: Node): readonly Found[] {
  const listed = itemsOf(childOf(root, 'plugins')).map((plugin) => [textOf(childOf(plugin, 'name')), plugin] as const);
  const markets = membersOf(childOf(root, 'extraKnownMarketplaces')).map(({ key, value }) => [key, value] as const);
  return [
    ...listed.map(([name, node]) => ['plugin', name, node] as const),
    ...markets.map(([name, node]) => ['marketplace', name, node] as const),
  ].flatMap(([kind, name, node]) => {
    const source = childOf(node, 'source');
    if (source === undefined) return [];
    const from = sourceOf(source);
    const words: Node = {
      kind: 'list',
      span: source.span,
      items: ['claude', 'plugin', 'install', from].map((word) => text(word, source.span)),
    };
    return [entry(`${kind} ${name ?? ''}`, node.span, [['command', words]])];
  });
}

/** `./folder`, or what a git host, an address or a registry has, as one word. */
function sourceOf(source: Node): string {
  const get = (key: string): string | undefined => textOf(childOf(source, key));
  const plain = textOf(source);
  if (plain !== undefined) return plain;
  const commit = get('sha') ?? get('ref');
  const pin = commit === undefined ? '' : `#${commit}`;
  const repo = get('repo');
  if (repo !== undefined) return `github:${repo}${pin}`;
  const name = get('package');
  if (name !== undefined) return `npm:${name}${get('version') === undefined ? '' : `@${get('version')}`}`;
  return `${get('url') ?? get('path') ?? ''}${pin}`;
}

// ---------------------------------------------------------------- what is approved

/** Settings with which a client asks nobody any more. */
const APPROVE_ALL = ['enableAllProjectMcpServers', 'chat.tools.autoApprove', 'chat.tools.global.autoApprove'];

/** Settings that take a barrier away where they have such a value. */
const LOOSENED: readonly (readonly [path: string, value: RegExp])[] = [
  ['permissions.defaultMode', /^(?:bypassPermissions|dontAsk)$/],
  ['permissionMode', /^(?:bypassPermissions|dontAsk)$/],
  ['chat.mcp.access', /^all$/],
  ['chat.mcp.autostart', /^newAndOutdated$/],
  ['approval_policy', /^never$/],
  ['sandbox_mode', /^danger-full-access$/],
  ['sandbox_workspace_write.network_access', /^true$/],
  ['shell_environment_policy.ignore_default_excludes', /^true$/],
  ['security.folderTrust.enabled', /^false$/],
  ['folderTrust', /^false$/],
  ['general.defaultApprovalMode', /^yolo$/],
  ['tools.autoAccept', /^true$/],
  ['autoAccept', /^true$/],
  ['useLegacyMcpJson', /^true$/],
  ['includeMcpJson', /^true$/],
  ['security.workspace.trust.enabled', /^false$/],
];

/** A permission of a client without any bound: `Bash`, `Bash(*)`, `Bash(:*)`, `*`. */
const UNBOUNDED = /^(?:\*|(?:Bash|Write|Edit|WebFetch|run_shell_command|ShellTool|Shell)(?:\((?:\*\*?|:\*|\*:\*)\))?)$/;

/** Approvals that are no more than looking. */
const READS = /^(?:fs_?read|read|grep|glob|ls|search|@builtin\/read)$/i;

/** What is approved for all servers, and what the client's own session is given, as one server that is part of the client. */
function approvalsIn(root: Node): readonly Found[] {
  const places = [
    root,
    childOf(root, 'settings'),
    ...membersOf(childOf(root, 'profiles')).map(({ value }) => value),
    at(root, 'customizations.vscode.settings'),
  ].filter((place) => place !== undefined);
  const given = places.flatMap((place) => [...allApproved(place), ...loosened(place), ...allowed(place)]);
  const env = telling(childOf(root, 'env'));
  const [first] = [...given, ...env.map(({ value }) => value)];
  if (first === undefined) return [];
  const { span } = first;
  const denied = places.flatMap((place) => itemsOf(at(place, 'permissions.deny')));
  const made: (readonly [string, Node])[] = [
    ['type', text('builtin', span)],
    ['autoApprove', { kind: 'list', span, items: given }],
    ...(env.length === 0 ? [] : [['env', { kind: 'object', span: env[0]?.value.span ?? span, members: env }] as const]),
    ['sandbox', object(span, [['deny', { kind: 'list', span, items: denied }]])],
  ];
  return [entry('every server', span, made)];
}

function allApproved(place: Node): readonly Node[] {
  return APPROVE_ALL.flatMap((key) => childrenOf(place, key))
    .filter(isTrue)
    .map((node) => text('*', node.span));
}

function loosened(place: Node): readonly Node[] {
  return LOOSENED.flatMap(([path, value]) => {
    const node = at(place, path);
    const is = textOf(node) ?? '';
    return node !== undefined && value.test(is) ? [text(`${path}: ${is}`, node.span)] : [];
  });
}

/** Tools, commands and servers by name. */
function allowed(place: Node): readonly Node[] {
  const rules = [...itemsOf(at(place, 'permissions.allow')), ...wordsIn(childOf(place, 'allowed-tools'))];
  const commands = membersOf(childOf(place, 'toolsSettings')).flatMap(({ key, value }) =>
    itemsOf(childOf(value, 'allowedCommands')).map((node) => text(`${key} ${textOf(node) ?? ''}`, node.span)),
  );
  const patterns = ['chat.tools.terminal.autoApprove', 'chat.tools.edits.autoApprove'].flatMap((key) =>
    membersOf(childOf(place, key)).flatMap((member) =>
      isTrue(member.value) || isTrue(childOf(member.value, 'approve'))
        ? [text(`${key.split('.')[2]} ${member.key}`, member.keySpan)]
        : [],
    ),
  );
  return [
    ...rules.filter((node) => /^mcp__/.test(textOf(node) ?? '') || UNBOUNDED.test(textOf(node) ?? '')),
    ...itemsOf(childOf(place, 'allowedTools')).filter((node) => !READS.test(textOf(node) ?? '')),
    ...itemsOf(childOf(place, 'enabledMcpjsonServers')).map((node) => text(`server ${textOf(node) ?? ''}`, node.span)),
    ...commands,
    ...patterns,
  ];
}

/** A list, or one text with commas. */
function wordsIn(node: Node | undefined): readonly Node[] {
  const plain = textOf(node);
  if (node === undefined || plain === undefined) return itemsOf(node);
  return plain.split(/,\s*/).map((word) => text(word.trim(), node.span));
}

/** Without switches and numbers of the client itself, which lead nowhere. */
function telling(env: Node | undefined): readonly Member[] {
  const harmless = /^(?:\d+|true|false|)$/i;
  const guards = /TLS|SSL|VERIFY|SANDBOX|PERMISSION/i;
  return membersOf(env).filter(({ key, value }) => !harmless.test(textOf(value) ?? '') || guards.test(key));
}

// ---------------------------------------------------------------- nodes of our own

function text(value: string, span: Span): Node {
  return { kind: 'scalar', span, value, text: value };
}

function object(span: Span, members: readonly (readonly [string, Node])[]): ObjectNode {
  return { kind: 'object', span, members: members.map(([key, value]) => ({ key, keySpan: value.span, value })) };
}

function entry(name: string, span: Span, members: readonly (readonly [string, Node])[]): Found {
  return { name, span, value: object(span, members) };
}
