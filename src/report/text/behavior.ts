/** What the package did in the sandbox, in a few rows: phases, tools, network, programs, files, decoys. */
import { asTyped } from '../../rights.ts';
import type { Observation, Report, Run } from '../../types.ts';
import { tidy } from '../evidence.ts';
import { destinationOf, filesOf, hostsOf, programsOf } from '../seen.ts';
import { list, type Page, type Row, rows, safe, told, unique } from './lines.ts';

/** Most places that decoys went to, each in a row. */
const MOST_PLACES = 6;
/** Most files named one by one. */
const MOST_FILES = 6;

export function behavior(report: Report, page: Page): readonly string[] {
  const { rights, verdict } = report;
  // Nobody should run at all what was blocked.
  const contained = rights && verdict.level !== 'block' ? `docker ${safe(asTyped(rights.container.run))}` : '';
  return rows([...behaviorRows(report), ['contained', contained]], page);
}

/** Each thing it did, by what it touched. */
export function behaviorRows(report: Report): readonly Row[] {
  const { runs, observations, tools } = report;
  // What nobody ran is known from its code alone.
  const declares: Row = ['declares', list((report.declared ?? []).map((tool) => tool.name))];
  if (report.static || runs.length === 0) return report.static ? [declares] : [];
  return [
    ['ran', phases(runs)],
    ['', details(report)],
    ['tools', list(tools.map((tool) => tool.name))],
    ['network', list(hostsOf(observations)) || 'none'],
    ['programs', list(programsOf(observations))],
    ['wrote', list(folders(filesOf(observations, 'write').map(tidy)))],
    ['deleted', list(folders(filesOf(observations, 'delete').map(tidy)))],
    ...decoys(observations),
    ['isolation', isolation(report)],
  ];
}

/** Profiles that went alike share a line: `laptop, ci: install skipped · import · start`. */
function phases(runs: readonly Run[]): string {
  const profiles = [...Map.groupBy(runs, (run) => run.profile)].map(([profile, all]) => {
    return { profile: safe(profile), line: all.map(ended).join(' · ') };
  });
  const alike = Map.groupBy(profiles, ({ line }) => line);
  return [...alike].map(([line, all]) => `${line}, as ${all.map(({ profile }) => profile).join(' and ')}`).join('; ');
}

const ended = ({ phase, status }: Run): string => (status === 'completed' ? safe(phase) : `${safe(phase)} ${status}`);

const TROUBLE: ReadonlySet<Run['status']> = new Set(['failed', 'timeout']);
/** Phases that have something to say where all went well, too. */
const SPEAKS: ReadonlySet<Run['phase']> = new Set(['install', 'start', 'call']);

/** What a phase has to say for itself, where no gap says it already. Profiles mostly say the same. */
function details({ runs, gaps }: Report): string {
  const said = runs.filter(
    ({ phase, status, detail }) => detail !== '' && status !== 'skipped' && (SPEAKS.has(phase) || TROUBLE.has(status)),
  );
  const news = said.filter(({ detail }) => !gaps.some(({ reason }) => reason.includes(detail)));
  return unique(news.map(({ phase, detail }) => `${safe(phase)}: ${told(detail)}`)).join(' · ');
}

/** One the package asks for by name was given to it on purpose: a line for all of them. Of the others, a line for each place. */
function decoys(observations: readonly Observation[]): readonly Row[] {
  const seen = observations.filter((one) => one.kind === 'decoy');
  const [asked, taken] = [seen.filter((one) => one.asked), seen.filter((one) => !one.asked)];
  const to = asked.map((one) => destinationOf(one, observations));
  const given = `${list(unique(asked.map((one) => one.place)))} (asked for) → ${list(unique(to))}`;
  const places = [...Map.groupBy(taken, ({ where }) => where)].map(
    ([where, group]) => ['decoys', `${list(unique(group.map((one) => one.place)))} → ${safe(where)}`] as const,
  );
  const rest = places.length - MOST_PLACES;
  const shown = rest > 0 ? [...places.slice(0, MOST_PLACES), ['', `and to ${rest} more places`] as const] : places;
  return asked.length > 0 ? [['keys', given], ...shown] : shown;
}

/** Where there are many files, the folders that hold most of them. */
function folders(paths: readonly string[]): readonly string[] {
  const files = unique(paths);
  return files.length > MOST_FILES ? files.map((path) => path.split('/').slice(0, 3).join('/')) : files;
}

function isolation({ sandbox }: Report): string {
  if (sandbox === null) return '';
  const { isolation: how, runtime, engine, image, warnings = [] } = sandbox;
  const what = [how ?? runtime, `engine ${engine}`, `image ${safe(image).slice(0, 19)}`, ...warnings];
  return what.map((part) => safe(part)).join(', ');
}
