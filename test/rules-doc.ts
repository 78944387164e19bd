/** `npm run rules-doc`: writes RULES.md. */
import { writeFileSync } from 'node:fs';
import { rulesDocument } from '../src/explain.ts';
import { loadRules, ruleFiles } from '../src/load-rules.ts';

const [files, rules] = await Promise.all([ruleFiles(), loadRules()]);
const listed = files.flatMap(({ category }, i) => (rules[i] ? [{ category, rule: rules[i] }] : []));
writeFileSync(new URL('../RULES.md', import.meta.url), rulesDocument(listed));
