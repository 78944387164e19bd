/** Puts what the profiles saw together into one sequence of observations. Pure. */
import type { Behavior, Gap, Observation, PackageTree, Run, SandboxInfo, Staged, Tool } from '../types.ts';
import type { Draft } from './witnesses/observe.ts';
import type { Profile } from './world/profiles.ts';

/** Everything one profile gave. */
export interface ProfileResult {
  readonly profile: Profile;
  readonly began: number;
  readonly runs: readonly Run[];
  readonly drafts: readonly (Draft & { readonly of?: Draft })[];
  readonly tools: readonly Tool[];
  readonly gaps: readonly Gap[];
}

/** One sequence over all profiles: by profile, then by time, then as they came. */
export function merge(results: readonly ProfileResult[], tree: PackageTree, sandbox: SandboxInfo): Staged<Behavior> {
  const observations: Observation[] = [];
  for (const { profile, began, drafts } of results) {
    const placed = new Map<Draft, number>();
    const links: { readonly at: number; readonly of: Draft }[] = [];
    for (const draft of [...drafts].sort((a, b) => a.time - b.time)) {
      const { time, phase, directory, environment: _, given: __, of, ...body } = draft;
      const seq = observations.length;
      placed.set(draft, seq);
      if (of) links.push({ at: seq, of });
      const at = Math.max(0, Math.round((time - began) * 1000));
      observations.push({
        ...body,
        seq,
        run: profile.name,
        phase,
        at,
        package: packageAt(tree, directory),
      } as Observation);
    }
    for (const { at, of } of links) {
      const link = observations[at];
      if (link !== undefined && 'in' in link) observations[at] = { ...link, in: placed.get(of) ?? at };
    }
  }
  const runs = results.flatMap((result) => result.runs);
  const tools = results.find((result) => result.tools.length > 0)?.tools ?? [];
  return { value: { runs, observations, tools, sandbox }, gaps: results.flatMap((result) => result.gaps) };
}

/** The package that lies in a directory; the target where none does. */
function packageAt(tree: PackageTree, directory: string | undefined): string {
  const location = /\/_npx\/[0-9a-f]+\/(node_modules\/.*)$/.exec(directory ?? '')?.[1];
  const owner =
    location &&
    tree.nodes
      .filter((node) => location === node.location || location.startsWith(`${node.location}/`))
      .sort((a, b) => b.location.length - a.location.length)[0];
  return owner ? owner.id : tree.root.id;
}
