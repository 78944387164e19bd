import { spot, wordAt } from '../../src/config/facts.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'config-broad-access',
  title: 'A server is given more of the machine than any tool needs',
  why: 'A server reads and writes with the rights it is started with. The root of the disk, a whole home or the container engine hold every other credential of the user.',
  fix: 'Name the folder the server works on, mount it read-only where it only reads, and leave out --privileged, host networks and the Docker socket.',
  mapping: {
    practice: ['BP2'],
    owasp: ['MCP02'],
    attack: ['T1611'],
    atlas: ['AML.T0105'],
    cwe: ['CWE-250', 'CWE-732'],
  },
  signal: 'config.weak',
  severity: 'high',
  confidence: 'high',
  *config(entry, { launch }) {
    for (const { kind, text, from } of launch.options) {
      const why = OPTIONS[kind]?.(text);
      if (why !== undefined) yield { message: why, evidence: [spot(entry, wordAt(entry, from), text)] };
    }
    const server = launch.runs.find(({ role }) => role === 'server');
    if (server?.kind === 'image') return;
    for (const arg of entry.args.slice(Math.max(0, server?.from ?? 0))) {
      if (WHOLE.test(arg.value))
        yield { message: 'The server works on the whole disk or home', evidence: [spot(entry, arg, 'this folder')] };
    }
  },
});

/** The root of a disk or a whole home; anything below is somebody's choice. */
const WHOLE =
  /^(?:\/|~\/?|\$HOME\/?|\$\{(?:env:)?HOME\}\/?|\$\{userHome\}\/?|%USERPROFILE%\\?|[A-Za-z]:[\\/]?|\/(?:home|Users|root|etc)\/?|\/(?:home|Users)\/[^/]+\/?|[A-Za-z]:\\Users(?:\\[^\\]+)?\\?)$/;

const OPTIONS: Readonly<Record<string, (text: string) => string | undefined>> = {
  mount: mounted,
  privileged: () => 'The container gets all rights of the machine',
  'host-network': () => 'The container shares the network of the machine',
  'host-namespace': () => 'The container shares processes or memory with the machine',
  capability: (text) =>
    /ALL|SYS_ADMIN|SYS_PTRACE|SYS_MODULE|DAC_|unconfined|disable|\/dev\/(?:mem|kmem|sd)/i.test(text)
      ? 'The container gets rights that lead out of it'
      : undefined,
  sudo: () => 'The server is started as another user with sudo',
  'open-port': () => 'The server is opened to every web page',
};

function mounted(text: string): string | undefined {
  const source =
    /(?:src|source)=([^,]+)/.exec(text)?.[1] ??
    /^(?:-v|--volume)\s+(.+?)(?::|$)/.exec(text.replace(/\b([A-Za-z]):\\/, '$1/'))?.[1] ??
    '';
  if (/docker\.sock|containerd\.sock|podman\.sock/.test(text))
    return 'The container gets the container engine, and with it the machine';
  if (/(?:^|\/)\.(?:ssh|aws|gnupg|kube|docker|config\/gcloud)\/?$/.test(source))
    return 'The container gets the user’s credentials';
  return WHOLE.test(source) ? 'The container gets the whole disk or home' : undefined;
}
