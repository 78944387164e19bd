/** What of a server no vet can see, said for each part. Pure. */
import type { ServerEntry } from '../config/entry.ts';
import type { Artifact, Launch } from '../config/launch.ts';
import { nameOf } from '../config/lock.ts';
import { quote } from '../quote.ts';
import type { Gap } from '../types.ts';

/** Parts of a launch that are no npm package. A server that is switched off starts nothing. */
export function unseenOf(entry: ServerEntry, launch: Launch): readonly Gap[] {
  return [...problemGaps(entry), ...(entry.enabled ? launchGaps(entry, launch) : [])];
}

function launchGaps(entry: ServerEntry, launch: Launch): readonly Gap[] {
  return launch.runs.flatMap((run): Gap[] => {
    const found = GAPS[run.kind];
    if (found === undefined) return [];
    const reason = run.kind === 'unresolved' ? run.reason : found.reason;
    return [{ stage: found.stage, subject: entry.id, reason: `${quote(nameOf(run), 120)}: ${reason}` }];
  });
}

const GAPS: Readonly<Partial<Record<Artifact['kind'], Pick<Gap, 'stage' | 'reason'>>>> = {
  pypi: { stage: 'source', reason: 'Python packages are not vetted' },
  package: { stage: 'source', reason: 'packages of this registry are not vetted' },
  image: { stage: 'source', reason: 'container images are not vetted' },
  download: { stage: 'source', reason: 'code from outside a registry is not vetted' },
  unresolved: { stage: 'source', reason: 'it is not known what runs' },
  local: { stage: 'local', reason: 'code of the project or the machine is not vetted' },
  remote: { stage: 'remote', reason: 'it runs on another machine' },
};

function problemGaps(entry: ServerEntry): readonly Gap[] {
  return entry.problems.map(({ value, span }) => ({
    stage: 'config',
    subject: `${entry.file}:${span.line}:${span.column}`,
    reason: `${quote(entry.name)} ${value}`,
  }));
}
