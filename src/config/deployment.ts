/**
 * Files that deploy MCP servers: Dockerfiles, Compose files, Kubernetes manifests, CI workflows. Read into one small
 * shape, and only where the file has to do with MCP: what else a project deploys is not our business.
 */
import { childOf, type Node, parseDocument, type Span, textOf } from './document.ts';
import type { NamedText, Text } from './entry.ts';

export interface Deployment {
  readonly path: string;
  readonly kind: 'dockerfile' | 'compose' | 'kubernetes' | 'ci';
  /** Values given to the program or the build, with their names. */
  readonly env: readonly NamedText[];
  /** Images it builds on or runs. */
  readonly images: readonly Text[];
  /** What makes it run as root or with the machine's rights, in words. */
  readonly privileges: readonly Text[];
  /** Files with secrets that are copied in. */
  readonly copied: readonly Text[];
  /** Commands that start or install MCP servers: a shell line, or a JSON array of words. */
  readonly commands: readonly Text[];
  /** Every text of the file, for credentials that stand where nobody expects them. */
  readonly texts: readonly Text[];
  /** The file at the commit it is compared with, empty where it is new; absent where nothing is compared. */
  readonly before?: string;
}

/** A word that shows a file deploys an MCP server. */
const ABOUT_MCP = /(?:^|[^a-z])mcp(?:[^a-z]|$)|modelcontextprotocol|supergateway/i;

const NAMES: readonly (readonly [RegExp, Deployment['kind']])[] = [
  [/(?:^|\/)(?:Dockerfile|Containerfile)(?:\.[\w.-]+)?$|\.[Dd]ockerfile$/, 'dockerfile'],
  [/(?:^|\/)(?:docker-)?compose(?:\.[\w-]+)?\.ya?ml$/, 'compose'],
  [
    /(?:^|\/)(?:\.github\/workflows\/[^/]+|\.gitlab-ci|\.circleci\/config|azure-pipelines|bitbucket-pipelines|\.drone)\.ya?ml$/,
    'ci',
  ],
  [/(?:^|\/)(?:k8s|kubernetes|manifests|deploy|deployment|charts|helm)\/(?:.*\/)?[^/]+\.ya?ml$/, 'kubernetes'],
];

/** What kind of deployment a file by this name may be. */
export function deploymentKind(path: string): Deployment['kind'] | undefined {
  return NAMES.find(([name]) => name.test(path))?.[1];
}

/** Reads a deployment file; `undefined` where it has nothing to do with MCP. Throws `UsageError` where it cannot be read. */
export function readDeployment(path: string, text: string): Deployment | undefined {
  const kind = deploymentKind(path);
  if (kind === undefined || !ABOUT_MCP.test(text)) return undefined;
  if (kind === 'dockerfile') return readDockerfile(path, text);
  // Templates of Helm are no YAML until they are rendered; there is nothing honest to say about them here.
  if (kind === 'kubernetes' && text.includes('{{')) return undefined;
  const { roots } = parseDocument(path, text, 'yaml');
  const parts = roots.map(READERS[kind]);
  const all = <K extends keyof Parts>(key: K) =>
    parts.flatMap((part) => part[key] as readonly Parts[K][number][]) as unknown as Parts[K];
  return {
    path,
    kind,
    env: all('env'),
    images: all('images'),
    privileges: all('privileges'),
    copied: [],
    commands: all('commands'),
    texts: roots.flatMap(scalars),
  };
}

type Parts = Pick<Deployment, 'env' | 'images' | 'privileges' | 'commands'>;

const READERS: Readonly<Record<'compose' | 'kubernetes' | 'ci', (root: Node) => Parts>> = {
  compose: readCompose,
  kubernetes: readKubernetes,
  ci: readWorkflow,
};

// ---------------------------------------------------------------- Dockerfile

interface Instruction {
  readonly name: string;
  readonly rest: string;
  readonly line: number;
}

function readDockerfile(path: string, text: string): Deployment {
  const instructions = instructionsOf(text);
  const at = ({ rest, line, name }: Instruction): Text => ({
    value: rest,
    span: { line, column: 1, endLine: line, endColumn: name.length + rest.length + 2 },
  });
  const named = (...names: readonly string[]) => instructions.filter(({ name }) => names.includes(name));
  const last = instructions.findLastIndex(({ name }) => name === 'FROM');
  const final = instructions.slice(Math.max(0, last));
  const user = final.findLast(({ name }) => name === 'USER');
  const stages = new Set(named('FROM').flatMap(({ rest }) => /\sAS\s+(\S+)/i.exec(rest)?.[1]?.toLowerCase() ?? []));
  return {
    path,
    kind: 'dockerfile',
    env: named('ENV', 'ARG').flatMap((instruction) => envPairs(instruction, at(instruction).span)),
    images: named('FROM').flatMap((instruction) => {
      const image = instruction.rest.replace(/^(?:--\S+\s+)*/, '').split(/\s/)[0] ?? '';
      return stages.has(image.toLowerCase()) || image === 'scratch' || image.includes('$')
        ? []
        : [{ ...at(instruction), value: image }];
    }),
    privileges: runsAsRoot(user)
      ? [
          {
            ...at(user ?? final[0] ?? { name: 'FROM', rest: '', line: 1 }),
            value: user === undefined ? 'no USER: it runs as root' : 'USER root',
          },
        ]
      : [],
    copied: named('COPY', 'ADD')
      .filter(({ rest }) => SECRET_FILE.test(rest))
      .map(at),
    commands: named('CMD', 'ENTRYPOINT', 'RUN')
      .filter(({ rest }) => ABOUT_MCP.test(rest))
      .map(at),
    texts: instructions.map(at),
  };
}

/** `COPY .env /app/`; not `.env.example`, and not from another stage. */
const SECRET_FILE =
  /^(?!--from=)(?:--\S+\s+)*(?:.*\s)?["']?(?:\S*\/)?(?:\.env(?:\.(?!example|sample|template|dist)\w+)?|\.npmrc|id_(?:rsa|ed25519)|credentials(?:\.json)?|[\w.-]+\.pem)["',]*(?:\s|$)/;

function runsAsRoot(user: Instruction | undefined): boolean {
  return user === undefined || /^(?:root|0)(?::|\s|$)/.test(user.rest);
}

/** One instruction a line, continuations joined, comments left out. */
function instructionsOf(text: string): readonly Instruction[] {
  const found: Instruction[] = [];
  let open: { text: string; line: number } | undefined;
  text.split(/\r?\n/).forEach((line, index) => {
    if (/^\s*#/.test(line) || (open === undefined && line.trim() === '')) return;
    const started: { text: string; line: number } = open ?? { text: '', line: index + 1 };
    const continues = /\\\s*$/.test(line);
    const joined = { text: `${started.text}${line.replace(/\\\s*$/, ' ')}`, line: started.line };
    open = continues ? joined : undefined;
    const parts = /^\s*([A-Za-z]+)\s+(.*)$/s.exec(joined.text);
    if (!continues && parts?.[1] !== undefined)
      found.push({ name: parts[1].toUpperCase(), rest: (parts[2] ?? '').trim(), line: joined.line });
  });
  return found;
}

/** `ENV A=b C="d e"` and the old `ENV A b`. */
function envPairs({ rest }: Instruction, span: Span): readonly NamedText[] {
  const pairs = [...rest.matchAll(/([A-Za-z_]\w*)=("(?:[^"\\]|\\.)*"|'[^']*'|\S*)/g)];
  if (pairs.length > 0)
    return pairs.map((pair) => ({
      name: pair[1] ?? '',
      value: (pair[2] ?? '').replace(/^(["'])(.*)\1$/s, '$2'),
      span,
    }));
  const old = /^([A-Za-z_]\w*)\s+(.+)$/.exec(rest);
  return old?.[1] === undefined ? [] : [{ name: old[1], value: old[2] ?? '', span }];
}

// ---------------------------------------------------------------- YAML

/** A command as one text, or as a list of words. */
function commandsOf(node: Node | undefined): readonly Text[] {
  if (node?.kind !== 'list') return one(node);
  const words = node.items.flatMap(one).map(({ value }) => value);
  return [{ value: JSON.stringify(words), span: node.span }];
}

function scalars(node: Node): readonly Text[] {
  if (node.kind === 'scalar') return one(node);
  return (node.kind === 'list' ? node.items : node.members.map(({ value }) => value)).flatMap(scalars);
}

const members = (node: Node | undefined) => (node?.kind === 'object' ? node.members : []);
const items = (node: Node | undefined) => (node?.kind === 'list' ? node.items : []);
const one = (node: Node | undefined): readonly Text[] => {
  const value = textOf(node);
  return node === undefined || value === undefined ? [] : [{ value, span: node.span }];
};

/** `environment:` as a map or as `NAME=value` lines. */
function composeEnv(node: Node | undefined): readonly NamedText[] {
  const mapped = members(node).flatMap(({ key, value }) => one(value).map((text) => ({ ...text, name: key })));
  const listed = items(node)
    .flatMap(one)
    .filter(({ value }) => value.includes('='))
    .map(({ value, span }) => {
      const cut = value.indexOf('=');
      return { name: value.slice(0, cut), value: value.slice(cut + 1), span };
    });
  return [...mapped, ...listed];
}

function readCompose(root: Node): Parts {
  const services = members(childOf(root, 'services')).map(({ value }) => value);
  return {
    env: services.flatMap((service) => composeEnv(childOf(service, 'environment'))),
    images: services
      .filter((service) => childOf(service, 'build') === undefined)
      .flatMap((service) => one(childOf(service, 'image'))),
    privileges: services.flatMap((service) => [
      ...one(childOf(service, 'privileged'))
        .filter(({ value }) => value === 'true')
        .map((text) => ({ ...text, value: 'privileged: true' })),
      ...one(childOf(service, 'user'))
        .filter(({ value }) => /^(?:0|root)(?::|$)/.test(value))
        .map((text) => ({ ...text, value: `user: ${text.value}` })),
      ...one(childOf(service, 'network_mode'))
        .filter(({ value }) => value === 'host')
        .map((text) => ({ ...text, value: 'network_mode: host' })),
      ...items(childOf(service, 'volumes'))
        .flatMap(one)
        .filter(({ value }) => /^(?:\/|~|\$HOME|\$\{HOME\})\/?:|docker\.sock/.test(value)),
    ]),
    commands: services.flatMap((service) => commandsOf(childOf(service, 'command'))),
  };
}

function readKubernetes(root: Node): Parts {
  const isSecret = textOf(childOf(root, 'kind')) === 'Secret';
  const secrets = isSecret ? [...members(childOf(root, 'stringData')), ...members(childOf(root, 'data'))] : [];
  const containers = containersIn(root);
  return {
    env: [
      ...secrets.flatMap(({ key, value }) => one(value).map((text) => ({ ...text, name: `Secret ${key}` }))),
      ...containers.flatMap((container) =>
        items(childOf(container, 'env')).flatMap((pair) =>
          one(childOf(pair, 'value')).map((text) => ({ ...text, name: textOf(childOf(pair, 'name')) ?? '' })),
        ),
      ),
    ],
    images: containers.flatMap((container) => one(childOf(container, 'image'))),
    privileges: containers
      .flatMap((container) => {
        const context = childOf(container, 'securityContext');
        return [
          ...one(childOf(context, 'privileged'))
            .filter(({ value }) => value === 'true')
            .map((text) => ({ ...text, value: 'privileged: true' })),
          ...one(childOf(context, 'runAsUser'))
            .filter(({ value }) => value === '0')
            .map((text) => ({ ...text, value: 'runAsUser: 0' })),
        ];
      })
      .concat(hostRights(root)),
    commands: containers.flatMap((container) => {
      const words = [...items(childOf(container, 'command')), ...items(childOf(container, 'args'))].flatMap(one);
      const [first] = words;
      return first === undefined ? [] : [{ span: first.span, value: JSON.stringify(words.map(({ value }) => value)) }];
    }),
  };
}

/** What a Pod takes of its node, at whatever depth its description stands. */
function hostRights(node: Node): readonly Text[] {
  if (node.kind === 'list') return node.items.flatMap(hostRights);
  if (node.kind !== 'object') return [];
  return node.members.flatMap(({ key, value }) => {
    const shares = /^host(?:Network|PID|IPC)$/.test(key) && textOf(value) === 'true';
    if (shares) return [{ value: `${key}: true`, span: value.span }];
    const path = key === 'hostPath' ? (textOf(childOf(value, 'path')) ?? '') : '';
    const broad = /^\/(?:$|root\b|home\b|etc\b|var\/run\b|run\b)/.test(path);
    return broad ? [{ value: `hostPath: ${path}`, span: value.span }] : hostRights(value);
  });
}

/** Containers stand at different depths in a Pod, a Deployment and a CronJob. */
function containersIn(node: Node): readonly Node[] {
  if (node.kind === 'list') return node.items.flatMap(containersIn);
  if (node.kind !== 'object') return [];
  return node.members.flatMap(({ key, value }) =>
    /^(?:init)?[cC]ontainers$/.test(key) ? items(value) : containersIn(value),
  );
}

/** `env:` at every level of a workflow; GitLab calls it `variables:`. */
function readWorkflow(root: Node): Parts {
  return { env: workflowEnv(root), images: [], privileges: [], commands: runLines(root) };
}

/** Lines of `run:` and `script:` that have to do with MCP. */
function runLines(node: Node): readonly Text[] {
  if (node.kind === 'list') return node.items.flatMap(runLines);
  if (node.kind !== 'object') return [];
  return node.members.flatMap(({ key, value }) =>
    /^(?:run|(?:before_|after_)?script|command|bash)$/.test(key)
      ? [...one(value), ...items(value).flatMap(one)]
          .flatMap(({ value: text, span }) => text.split('\n').map((line) => ({ value: line.trim(), span })))
          .filter((line) => ABOUT_MCP.test(line.value))
      : runLines(value),
  );
}

function workflowEnv(node: Node): readonly NamedText[] {
  if (node.kind === 'list') return node.items.flatMap(workflowEnv);
  if (node.kind !== 'object') return [];
  return node.members.flatMap(({ key, value }) =>
    key === 'env' || key === 'variables' ? composeEnv(value) : workflowEnv(value),
  );
}
