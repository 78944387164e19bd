/** `npm run new-rule <category>/<id>`: writes the two files of a new rule, ready to be filled in. */
import { existsSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CATEGORIES, ruleFiles } from '../src/load-rules.ts';

const [, category = '', id = ''] = /^([a-z]+)\/([a-z][a-z0-9-]+)$/.exec(process.argv[2] ?? '') ?? [];
const taken = (await ruleFiles()).some((file) => file.id === id);
if (!(CATEGORIES as readonly string[]).includes(category) || taken) {
  console.error(`usage: npm run new-rule <category>/<id>   (categories: ${CATEGORIES.join(', ')}; the id must be new)`);
  process.exit(2);
}

const HANDLERS: Readonly<Record<string, string>> = {
  manifest: 'package(pkg)',
  code: 'module(module)',
  tools: 'tool(tool)',
  behavior: 'behavior(behavior)',
  trust: 'tree(tree)',
  config: 'tree(tree)',
};

write(
  `${id}.ts`,
  `import { defineRule, type Hit } from '../../src/rule.ts';

export default defineRule({
  id: '${id}',
  title: 'What it finds, in one line',
  why: 'Why that matters.',
  fix: 'What to do about it.',
  mapping: { owasp: ['MCP04'], attack: [], atlas: [], cwe: ['CWE-506'] },
  signal: 'code.odd',
  severity: 'low',
  confidence: 'low',
  *${HANDLERS[category]}: Iterable<Hit> {
    // yield { message: '…', evidence: [{ at: '…', note: '…', snippet: quote(…) }] };
  },
});
`,
);
write(
  `${id}.cases.ts`,
  `import { defineCases } from '../../src/rule.ts';

export default defineCases({
  // At least three of each; ok cases are honest code that looks similar.
  bad: [],
  ok: [],
});
`,
);

function write(name: string, text: string): void {
  const url = new URL(`../rules/${category}/${name}`, import.meta.url);
  if (existsSync(url)) throw new Error(`${name} exists`);
  writeFileSync(url, text);
  console.log(`wrote ${fileURLToPath(url)}`);
}
