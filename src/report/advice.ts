/** What to do now, by verdict; another thing for whoever decides about a change of a config. */
import type { Level, Report } from '../types.ts';

const ADVICE: Record<Level, string> = {
  block: 'Do not install it. If it ran anywhere, treat the credentials on that machine as known to others.',
  incomplete:
    'What was not seen may hide anything. Mend what is named here and vet again; `lazaret doctor` checks this machine.',
  review: 'Read the places named here before you install it.',
  pass: '',
};

const CONFIG_ADVICE: Record<Level, string> = {
  block:
    'Do not merge it. If the server was started anywhere, treat the credentials on that machine as known to others.',
  incomplete:
    'What was not seen may hide anything. Mend what is named here; what lazaret does not vet, somebody has to look at before approving it: lazaret gate --update-lock --why "…".',
  review: 'Look at the places named here. If it is wanted: lazaret gate --update-lock --why "…", and commit the lock.',
  pass: '',
};

/** A file that is no server has no entry in the lock: nobody can approve it there. */
const FILE_REVIEW = 'Mend what is named here, or except it in .lazaret.yaml, with a reason and an end.';

/** Where nothing else is wrong. */
const PASTED =
  'Take the credential out, of the commits of this branch too, and revoke it if they were pushed: whoever can read them has it.';

export function adviceOf({ target, verdict, findings }: Pick<Report, 'target' | 'verdict' | 'findings'>): string {
  if (verdict.level === 'block' && isOnlyPasted(verdict, findings)) return PASTED;
  if (verdict.level === 'review' && target.kind === 'config' && !target.text.includes('#')) return FILE_REVIEW;
  const advice = (target.kind === 'config' ? CONFIG_ADVICE : ADVICE)[verdict.level];
  if (advice !== '' || target.kind !== 'npm' || target.package === null) return advice;
  // A verdict is about one version; clients start the newest there is, unless they are told otherwise.
  return `Pin ${target.package}: the verdict is about no other version.`;
}

function isOnlyPasted({ because }: Report['verdict'], findings: Report['findings']): boolean {
  const cited = because.flatMap((row) => row.findings);
  return cited.length > 0 && cited.every((index) => findings[index]?.signal === 'secret.pasted');
}
