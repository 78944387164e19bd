/** The behaviour of a run as a picture: one axis of time, the tree of processes, and a lane for each kind of thing they did. */
import { type Observation, PHASES } from '../../types.ts';
import { html, type Markup } from './markup.ts';
import { processesOf } from './processes.ts';

/** What stands in one lane. The last holds what only the sandbox itself reports: decoys that moved, tampering. */
export const LANES = ['process', 'files', 'network', 'mcp', 'decoys'] as const;
export type Lane = (typeof LANES)[number];

const LANE_OF: Record<Observation['kind'], Lane> = {
  exec: 'process',
  read: 'files',
  write: 'files',
  delete: 'files',
  connect: 'network',
  dns: 'network',
  http: 'network',
  tls: 'network',
  data: 'network',
  mcp: 'mcp',
  tools: 'mcp',
  recipient: 'network',
  argument: 'network',
  document: 'network',
  decoy: 'decoys',
  tamper: 'decoys',
};

/** A saved report may be of a later version that knows more kinds. */
export const laneOf = (one: Observation): Lane => LANE_OF[one.kind] ?? 'decoys';

// Across in percent, so that the script can widen the drawing without widening its marks; down in pixels.
const WIDTH = 100;
const MARGIN = 0.6;
const LANE_HEIGHT = 28;
const ROW_HEIGHT = 18;
const LABELS = 34;
/** Most processes with a row of their own; events of the others are in the lanes all the same. */
const MOST_ROWS = 24;

export function timeline(profile: string, observations: readonly Observation[], prefix: string): Markup {
  const bands = layOut(observations);
  const all = processesOf(observations);
  const rows = all.slice(0, MOST_ROWS);
  const top = LABELS + rows.length * ROW_HEIGHT + (all.length > MOST_ROWS ? ROW_HEIGHT : 0);
  // Programs have rows of their own, where there are any.
  const lanes = LANES.filter((lane) => lane !== 'process');
  const height = top + lanes.length * LANE_HEIGHT + 4;
  const x = placing(bands);
  const rowOf = new Map(rows.map(({ pid }, index) => [pid, LABELS + index * ROW_HEIGHT]));
  const place = (one: Observation): Spot => {
    const lane = laneOf(one);
    if (lane === 'process') {
      const at = one.kind === 'exec' ? rowOf.get(one.pid) : undefined;
      return { y: at ?? top - ROW_HEIGHT, height: ROW_HEIGHT };
    }
    return { y: top + lanes.indexOf(lane) * LANE_HEIGHT, height: LANE_HEIGHT };
  };
  return html`<h3 id="${prefix}t-${profile}">${profile}</h3><div class="timeline" role="group" aria-label="Timeline of ${profile}">
    <div class="lanes" aria-hidden="true"><b class="axis">time</b>${rows.map(({ name, pid, depth }) => html`<span class="row d${depth}" title="${name}, process ${pid}">${name}</span>`)}${all.length > MOST_ROWS ? html`<span class="row soft">and ${all.length - MOST_ROWS} more</span>` : ''}${lanes.map((lane) => html`<span class="${lane}">${lane}</span>`)}</div>
    <div class="scroll" role="group" tabindex="0" aria-label="Timeline of ${profile}: arrow keys go from event to event">
      <svg width="100%" height="${height}" role="img"
        aria-label="${observations.length} events of ${profile} in ${all.length} processes; the table below lists them">
        ${bands.map((band) => drawBand(band, height))}
        ${lanes.map((_, index) => html`<line class="rule" x1="0%" x2="100%" y1="${top + index * LANE_HEIGHT}" y2="${top + index * LANE_HEIGHT}"/>`)}
        ${rows.map(({ pid, first, last }) => bar(x(first), x(last), rowOf.get(pid) ?? 0))}
        ${observations.map((one) => mark(one, x(one), place(one)))}
      </svg>
    </div>
  </div>`;
}

interface Spot {
  readonly y: number;
  readonly height: number;
}

interface Band {
  readonly phase: string;
  readonly left: number;
  readonly width: number;
  readonly from: number;
  readonly ms: number;
}

/** Phases side by side, each as wide as it was long, and at least wide enough to be seen. */
function layOut(observations: readonly Observation[]): readonly Band[] {
  const byPhase = Map.groupBy(observations, ({ phase }) => phase);
  const seen = PHASES.flatMap((phase) => {
    const events = byPhase.get(phase);
    return events === undefined ? [] : [{ phase, ...span(events) }];
  });
  const total = seen.reduce((sum, { ms }) => sum + ms, 0) || 1;
  const least = WIDTH / 10;
  const spare = WIDTH - least * seen.length;
  let left = 0;
  return seen.map(({ phase, from, ms }) => {
    const width = least + (spare * ms) / total;
    const band = { phase, left: round(left), width: round(width), from, ms };
    left += width;
    return band;
  });
}

function span(events: readonly Observation[]): { from: number; ms: number } {
  const from = events.reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY);
  const to = events.reduce((most, { at }) => Math.max(most, at), 0);
  return { from, ms: to - from };
}

/** Where an event stands across the picture, in percent. */
function placing(bands: readonly Band[]): (one: Observation) => number {
  const byPhase = new Map(bands.map((band) => [band.phase, band]));
  return ({ phase, at }) => {
    const band = byPhase.get(phase);
    if (band === undefined) return 0;
    return round(band.left + MARGIN + ((band.width - 2 * MARGIN) * (at - band.from)) / (band.ms || 1));
  };
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
const seconds = (ms: number): string => (ms / 1000).toFixed(1);

function drawBand({ phase, left, width, from, ms }: Band, height: number): Markup {
  return html`<rect class="band ${phase}" x="${left}%" y="0" width="${width}%" height="${height}"/>
    <text class="phase" x="${round(left + MARGIN)}%" y="14">${phase}</text>
    <text class="time" x="${round(left + MARGIN)}%" y="28">${seconds(from)}–${seconds(from + ms)} s</text>`;
}

const bar = (from: number, to: number, y: number): Markup =>
  html`<rect class="life" x="${from}%" y="${y + 6}" width="${Math.max(0.3, round(to - from))}%" height="6" rx="3"/>`;

/** What is sent to the server hangs from the top of its lane, what comes back stands on the bottom; a failure is shorter. */
function mark(one: Observation, x: number, { y, height }: Spot): Markup {
  const half = one.kind === 'mcp' ? height / 2 : 0;
  const short = 'ok' in one && !one.ok ? height / 4 : 0;
  const top = y + 3 + short + (one.kind === 'mcp' && one.direction === 'received' ? half : 0);
  const bottom = y + height - 3 - short - (one.kind === 'mcp' && one.direction === 'sent' ? half : 0);
  return html`<line class="mark ${laneOf(one)}${one.kind === 'decoy' && one.asked ? ' asked' : ''}" data-seq="${one.seq}" x1="${x}%" x2="${x}%" y1="${top}" y2="${bottom}"/>`;
}
