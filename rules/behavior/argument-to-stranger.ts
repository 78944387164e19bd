import { evidenceOf, grouped, hitOf, inPhase, isNamedAfter, observed, type Seen } from '../../src/behavior.ts';
import { defineRule, type Hit } from '../../src/rule.ts';
import type { Behavior, PackageTree } from '../../src/types.ts';

type Argument = Seen<'argument'>;

export default defineRule({
  id: 'argument-to-stranger',
  title: 'Sends what a tool was given to a host beside its own',
  why: 'Each argument of a tool holds a text of its own in the sandbox, and it is recognised in whatever leaves. What a tool is given goes to the service that the tool is for. A copy of it at a host that neither the documentation nor any name tells of is read by somebody that the user does not know of.',
  fix: 'Find out who runs that host and why it receives what you hand to the tool. Do not use the server with anything private until then.',
  mapping: {
    owasp: ['MCP10', 'MCP04'],
    attack: ['T1041', 'T1567'],
    atlas: ['AML.T0086', 'AML.T0104'],
    cwe: ['CWE-200', 'CWE-506'],
  },
  signal: 'recipient.unexplained',
  severity: 'medium',
  confidence: 'low',
  *behavior(behavior, tree): Iterable<Hit> {
    const seen = observed(behavior, 'argument');
    const strange = seen.filter(
      (one) =>
        one.explained === 'nothing' ||
        (one.explained === 'source' && !related(one, behavior, tree) && !readsPublicFile(one)),
    );
    const told = strange.flatMap((one) => {
      const beside = seen.find((other) => isOwn(other, one, behavior, tree));
      return one.explained === 'nothing' || beside ? [{ one, beside }] : [];
    });
    for (const group of grouped(told, ({ one }) => `${one.tool} ${one.host} ${one.phase}`)) {
      const [{ one, beside }] = group;
      const names = [...new Set(group.map((each) => each.one.argument))].sort();
      const what = `argument${names.length === 1 ? '' : 's'} ${names.slice(0, 5).join(', ')} of its tool ${one.tool}`;
      const [first, ...rest] = group.map((each) => each.one);
      yield hitOf(
        [first ?? one, ...rest],
        `sends ${what} to ${one.host} ${inPhase(one.phase)}${beside ? `, beside ${beside.host}` : ', a host that nothing names'}`,
        (each) => evidenceOf(each, `argument ${each.argument}${encoded(each)}`, each.where),
        gradeOf(group.map((each) => each.one)),
      );
    }
  },
});

/** A host that stands in no text is no service of the tool; what is put into a code first is not meant to be seen. */
function gradeOf(group: readonly Argument[]): Partial<Hit> {
  if (group.some(({ explained }) => explained === 'nothing')) return { severity: 'high', confidence: 'high' };
  return group.some(hidden) ? { confidence: 'medium' } : {};
}

/** Where files of repositories and packages are read: whose they are never learns what was asked for. */
const PUBLIC_FILES = /^GET https:\/\/(?:raw\.githubusercontent\.com|cdn\.jsdelivr\.net|unpkg\.com)\//;

function readsPublicFile(one: Argument): boolean {
  return PUBLIC_FILES.test(one.where) && !hidden(one);
}

/** How texts are written in JSON, addresses and lines is no disguise. */
function hidden({ encoding }: Argument): boolean {
  return encoding.some((step) => !/^(?:json|percent|split)$/.test(step));
}

function encoded({ encoding }: Argument): string {
  return encoding.length === 0 ? '' : `, encoded as ${encoding.join(' of ')}`;
}

/** Whether the same argument also went where it belongs, which makes the other one a copy. */
function isOwn(other: Argument, one: Argument, behavior: Behavior, tree: PackageTree): boolean {
  const same = other.run === one.run && other.tool === one.tool && other.argument === one.argument;
  if (!same || domain(other.host) === domain(one.host)) return false;
  return other.explained !== 'nothing' && (other.explained !== 'source' || related(other, behavior, tree));
}

const domain = (host: string): string => host.split('.').slice(-2).join('.');

/** Whether the package or the tool is named after the host, or the description of the tool tells of it. */
function related({ host, tool }: Argument, { tools }: Behavior, { root }: PackageTree): boolean {
  const described = tools.find(({ name }) => name === tool)?.description ?? '';
  return isNamedAfter(host, root.name, `${tool} ${described}`);
}
