/**
 * Asks for metadata ahead of npm's resolver, which walks a tree mostly one package after another: with the documents at
 * hand, a tree of a hundred packages takes two seconds instead of four. What is asked for is a good guess, never a result.
 */
import pacote from 'pacote';

/** Walks from one spec through everything it may need. Ends when all is asked for; failures are left to the resolver. */
export async function askAhead(spec: string, npm: object): Promise<void> {
  const seen = new Set<string>();
  const visit = async (wanted: string): Promise<void> => {
    if (seen.has(wanted)) return;
    seen.add(wanted);
    const manifest = await manifestOf(wanted, npm);
    if (manifest) await Promise.all(needed(manifest).map(visit));
  };
  await visit(spec);
}

async function manifestOf(spec: string, npm: object): Promise<Needs | undefined> {
  try {
    return (await pacote.manifest(spec, npm as never)) as Needs;
  } catch {
    return undefined;
  }
}

type Specs = Readonly<Record<string, string>>;

interface Needs {
  readonly dependencies?: Specs;
  readonly optionalDependencies?: Specs;
  readonly peerDependencies?: Specs;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

/** Optional peers are only installed where something else brings them. */
function needed({ dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta }: Needs): string[] {
  const peers = Object.entries(peerDependencies ?? {}).filter(([name]) => !peerDependenciesMeta?.[name]?.optional);
  const all = [...Object.entries(dependencies ?? {}), ...Object.entries(optionalDependencies ?? {}), ...peers];
  return all.map(([name, spec]) => `${name}@${spec}`);
}
