/** The behaviour of a run as a picture: one axis of time, a lane for each kind of thing that was seen. */
import { type Observation, PHASES, type Phase } from '../../types.ts';
import { html, type Markup } from './markup.ts';

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
  decoy: 'decoys',
  tamper: 'decoys',
};

/** A saved report may be of a later version that knows more kinds. */
export const laneOf = (one: Observation): Lane => LANE_OF[one.kind] ?? 'decoys';

// Across in percent, so that the script can widen the drawing without widening its marks; down in pixels.
const WIDTH = 100;
const MARGIN = 0.4;
const LANE_HEIGHT = 26;
const LABELS = 22;

export function timeline(profile: string, observations: readonly Observation[]): Markup {
  const bands = layOut(observations);
  const height = LABELS + LANES.length * LANE_HEIGHT;
  return html`<h3>${profile}</h3><div class="timeline" role="group" aria-label="Timeline of ${profile}">
    <div class="lanes" aria-hidden="true">${LANES.map((lane) => html`<span>${lane}</span>`)}</div>
    <div class="scroll" tabindex="0" aria-label="Timeline of ${profile}, scrolls sideways when zoomed">
      <svg width="100%" height="${height}" role="img"
        aria-label="${observations.length} events of ${profile}; the table below lists them">
        ${bands.map((band) => drawBand(band, height))}
      </svg>
    </div>
  </div>`;
}

interface Band {
  readonly phase: Phase;
  readonly left: number;
  readonly width: number;
  readonly ticks: readonly { readonly x: number; readonly one: Observation }[];
}

/** Phases side by side, each as wide as it was long, and at least wide enough to be seen. */
function layOut(observations: readonly Observation[]): readonly Band[] {
  const phases = PHASES.map((phase) => ({ phase, events: observations.filter((one) => one.phase === phase) }));
  const seen = phases
    .filter(({ events }) => events.length > 0)
    .map(({ phase, events }) => ({ phase, events, ...span(events) }));
  const total = seen.reduce((sum, { ms }) => sum + ms, 0) || 1;
  const least = WIDTH / 12;
  const spare = WIDTH - least * seen.length;
  let left = 0;
  return seen.map(({ phase, events, from, ms }) => {
    const width = least + (spare * ms) / total;
    const start = left;
    left += width;
    const x = (one: Observation): number =>
      round(start + MARGIN + ((width - 2 * MARGIN) * (one.at - from)) / (ms || 1));
    return { phase, left: round(start), width: round(width), ticks: events.map((one) => ({ x: x(one), one })) };
  });
}

function span(events: readonly Observation[]): { from: number; ms: number } {
  const from = events.reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY);
  const to = events.reduce((most, { at }) => Math.max(most, at), 0);
  return { from, ms: to - from };
}

const round = (value: number): number => Math.round(value * 1000) / 1000;

function drawBand({ phase, left, width, ticks }: Band, height: number): Markup {
  return html`<rect class="band ${phase}" x="${left}%" y="0" width="${width}%" height="${height}"/>
    <text class="phase" x="${round(left + MARGIN)}%" y="15">${phase}</text>
    ${ticks.map(({ x, one }) => tick(x, one))}`;
}

function tick(x: number, one: Observation): Markup {
  const lane = laneOf(one);
  const top = LABELS + LANES.indexOf(lane) * LANE_HEIGHT;
  return html`<line class="${lane}" data-seq="${one.seq}" x1="${x}%" x2="${x}%" y1="${top + 3}" y2="${top + LANE_HEIGHT - 3}"/>`;
}
