import { defineCases } from '../../src/rule.ts';
import type { Proofs, Trust } from '../../src/types.ts';

const verified = { outcome: 'verified' } as const;
const unknown = { outcome: 'unchecked', reason: 'the registry passes on none' } as const;

function built(from: string | undefined, claimed: string | undefined) {
  const source = from === undefined ? {} : { source: { repository: from, workflow: `https://${from}/publish.yml` } };
  const check = from === undefined ? unknown : verified;
  const proofs: Proofs = {
    package: 'case@1.0.0',
    signature: verified,
    publication: check,
    provenance: check,
    ...source,
  };
  const repository = claimed === undefined ? {} : { repository: claimed };
  return { histories: [{ releases: [{ version: '1.0.0', ...repository }] }], proofs: [proofs] } satisfies Partial<
    Omit<Trust, 'histories'>
  > & { histories: unknown };
}

export default defineCases({
  bad: [
    {
      name: 'a fork in the place of the project',
      trust: built('github.com/mallory/weather', 'github.com/wendy/weather'),
    },
    { name: 'a popular project’s repository', trust: built('github.com/mallory/x', 'github.com/popular/project') },
    { name: 'another forge', trust: built('gitlab.com/wendy/weather', 'github.com/wendy/weather') },
  ],
  ok: [
    { name: 'the same repository', trust: built('github.com/wendy/weather', 'github.com/wendy/weather') },
    { name: 'no repository in the manifest', trust: built('github.com/wendy/weather', undefined) },
    { name: 'no provenance', trust: built(undefined, 'github.com/wendy/weather') },
    { name: 'nothing known at all', trust: {} },
  ],
});
