/**
 * Formats that name a package instead of a command: the MCP registry's `server.json`, MCP bundles and Docker's
 * catalogs. Each is turned into the command a client makes of it, keeping the places of the parts.
 */
import { childOf, type Member, type Node, type ObjectNode, type Span, textOf } from './document.ts';
import type { Found } from './read.ts';

/** Servers of an MCP registry `server.json`: one for each package and each remote. */
export function registryServers(root: Node): readonly Found[] {
  const packages = childOf(root, 'packages');
  const remotes = childOf(root, 'remotes');
  const name = textOf(childOf(root, 'name'));
  const listed = (node: Node | undefined): readonly Node[] => (node?.kind === 'list' ? node.items : []);
  if (name === undefined || !listed(packages).concat(listed(remotes)).some(isRegistryItem)) return [];
  return [
    ...listed(packages).map((item) => ({ name: labelled(name, item), span: item.span, value: registryPackage(item) })),
    ...listed(remotes).map((item) => ({ name: labelled(name, item), span: item.span, value: item })),
  ];
}

function isRegistryItem(item: Node): boolean {
  return (
    childOf(item, 'registryType') !== undefined ||
    childOf(item, 'registry_type') !== undefined ||
    childOf(item, 'url') !== undefined
  );
}

function labelled(name: string, item: Node): string {
  const kind =
    textOf(childOf(item, 'registryType')) ?? textOf(childOf(item, 'registry_type')) ?? textOf(childOf(item, 'type'));
  return `${name} (${kind ?? 'package'})`;
}

/** Which launcher a client takes for a package of this registry, and how it writes the version. */
const LAUNCHERS: Readonly<Record<string, (id: string, version: string) => readonly string[]>> = {
  npm: (id, version) => ['npx', '-y', version === '' ? id : `${id}@${version}`],
  pypi: (id, version) => ['uvx', version === '' ? id : `${id}@${version}`],
  oci: (id, version) => [
    'docker',
    'run',
    '-i',
    '--rm',
    version === '' || /[:@]/.test(id.split('/').at(-1) ?? '') ? id : `${id}:${version}`,
  ],
  nuget: (id, version) => ['dnx', version === '' ? id : `${id}@${version}`, '--yes'],
};

function registryPackage(item: Node): Node {
  const type = textOf(childOf(item, 'registryType')) ?? textOf(childOf(item, 'registry_type')) ?? '';
  const identifier = childOf(item, 'identifier') ?? childOf(item, 'name');
  const launch = LAUNCHERS[type];
  const id = textOf(identifier);
  if (launch === undefined || id === undefined || identifier === undefined) return item;
  const words = launch(id, textOf(childOf(item, 'version')) ?? '').map((word) => text(word, identifier.span));
  const args = argumentsOf(childOf(item, 'packageArguments') ?? childOf(item, 'package_arguments'));
  const env = childOf(item, 'environmentVariables') ?? childOf(item, 'environment_variables');
  const made = [member('command', { kind: 'list', span: item.span, items: [...words, ...args] })];
  return object(item.span, env === undefined ? made : [...made, member('env', env)]);
}

/** `packageArguments`: positional ones have a value, named ones a name and perhaps a value. */
function argumentsOf(node: Node | undefined): readonly Node[] {
  if (node?.kind !== 'list') return [];
  return node.items.flatMap((item) => {
    const name = textOf(childOf(item, 'name'));
    const value = childOf(item, 'value') ?? childOf(item, 'default');
    const named = textOf(childOf(item, 'type')) === 'named' && name !== undefined ? [text(name, item.span)] : [];
    return value === undefined ? named : [...named, value];
  });
}

/** Servers of a bundle's manifest: the main command and every platform's override of it. */
export function bundleServers(root: Node): readonly Found[] {
  const server = childOf(root, 'server');
  const config = childOf(server, 'mcp_config');
  const versioned = childOf(root, 'manifest_version') ?? childOf(root, 'dxt_version');
  if (config?.kind !== 'object' || versioned === undefined) return [];
  const name = textOf(childOf(root, 'name')) ?? 'bundle';
  const overrides = childOf(config, 'platform_overrides');
  const others = (overrides?.kind === 'object' ? overrides.members : []).filter(({ value }) => value.kind === 'object');
  const asked = askedFor(childOf(root, 'user_config'));
  const own = asked === undefined ? config : object(config.span, [...config.members, member('user_config', asked)]);
  return [
    { name, span: config.span, value: own },
    ...others.map(({ key, value }) => ({
      name: `${name} (${key})`,
      span: value.span,
      value: object(value.span, [...config.members, ...(value as ObjectNode).members]),
    })),
  ];
}

/** What of the values a bundle asks its user for decides where they end: what stands there without an answer, and whether it is hidden. */
function askedFor(values: Node | undefined): ObjectNode | undefined {
  if (values?.kind !== 'object') return undefined;
  const telling = values.members.map(({ key, value }) => {
    const parts = value.kind === 'object' ? value.members : [];
    return member(
      key,
      object(
        value.span,
        parts.filter((part) => /^(?:default|sensitive)$/.test(part.key)),
      ),
    );
  });
  return object(values.span, telling);
}

/** A Docker catalog entry `{image, command, volumes, user}` as the `docker run` it stands for. */
export function catalogServer(value: Node): Node | undefined {
  const image = childOf(value, 'image');
  if (image === undefined || image.kind !== 'scalar') return undefined;
  const listed = (key: string): readonly Node[] => {
    const node = childOf(value, key);
    return node?.kind === 'list' ? node.items : node === undefined ? [] : [node];
  };
  const flag = (name: string, node: Node): readonly Node[] => [text(name, node.span), node];
  const words = [
    ...['docker', 'run', '-i', '--rm'].map((word) => text(word, image.span)),
    ...listed('volumes').flatMap((volume) => flag('-v', volume)),
    ...listed('user').flatMap((user) => flag('-u', user)),
    image,
    ...listed('command'),
  ];
  return object(value.span, [member('run', { kind: 'list', span: image.span, items: words })]);
}

function text(value: string, span: Span): Node {
  return { kind: 'scalar', span, value, text: value };
}

function member(key: string, value: Node): Member {
  return { key, keySpan: value.span, value };
}

function object(span: Span, members: readonly Member[]): ObjectNode {
  return { kind: 'object', span, members };
}
