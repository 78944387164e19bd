/** `node open-all.ts <spec>`: resolves and opens a whole tree in a process of its own; prints ids and gaps as JSON. */
import { createRegistry } from '../../src/registry.ts';

const spec = process.argv[2] ?? '';
const registry = await createRegistry({ cwd: process.cwd(), env: process.env });
const { value, gaps } = await registry.resolve({ kind: 'npm', text: spec, spec, args: [] });
const store = value && registry.store(value);
const opened = await Promise.all((value?.nodes ?? []).map((node) => store?.open(node)));
process.stdout.write(
  JSON.stringify({
    ids: opened.map((staged) => staged?.value?.id),
    gaps: [...gaps, ...opened.flatMap((staged) => staged?.gaps ?? [])],
  }),
);
