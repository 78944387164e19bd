/**
 * Tells a waiting user what happens now. On a terminal a few lines, drawn again in place: what is vetted and for how many
 * seconds, then a line for reading, for asking and for each run of the sandbox. Elsewhere a plain line for each stage, and now
 * and then one that shows that it goes on.
 */
import stringWidth from 'string-width';
import { quote } from '../quote.ts';
import type { Progress } from '../types.ts';
import { type Stream, widthOf } from './terminal.ts';

export interface ProgressLine {
  readonly tell: Progress;
  /** Removes the lines, so that a result can follow. */
  readonly clear: () => void;
}

/** Least time between two drawings, in milliseconds. */
const PACE = 80;
/** Time after which it is drawn again where nothing was told, in milliseconds. */
const TICK = 250;
/** Most lines below the first. */
const MOST_TRACKS = 8;
/** Least time between two plain lines of one stage, in milliseconds. */
const PATIENCE = 20_000;

const ERASE = '\r\u001b[2K';
const UP = '\u001b[1A';
const SPINNER = [...'⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'];

export function progressOn(stream: Stream, wanted: boolean): ProgressLine {
  if (!wanted) return { tell: () => {}, clear: () => {} };
  return stream.isTTY ? live(stream) : plain(stream);
}

/** What is drawn. */
export interface Shown {
  /** What is vetted. */
  readonly title: string;
  /** What goes on side by side, by its name: reading, asking, and each profile of the sandbox. */
  readonly tracks: ReadonlyMap<string, string>;
}

export const NOTHING: Shown = { title: '', tracks: new Map() };

function live(stream: Stream): ProgressLine {
  const started = performance.now();
  let shown = NOTHING;
  let drawn = 0;
  let height = 0;
  const erase = (): string => ERASE + `${UP}${ERASE}`.repeat(Math.max(0, height - 1));
  const draw = (now: number): void => {
    drawn = now;
    const lines = frame(shown, now - started, widthOf(stream) - 1);
    stream.write(erase() + lines.join('\n'));
    height = lines.length;
  };
  // A phase may say nothing for long: the seconds go on, and the last word of a burst is drawn.
  const ticking = setInterval(() => draw(performance.now()), TICK).unref();
  const tell: Progress = (event) => {
    shown = follow(shown, event);
    const now = performance.now();
    if (now - drawn >= PACE) draw(now);
  };
  const clear = (): void => {
    clearInterval(ticking);
    stream.write(erase());
    height = 0;
  };
  return { tell, clear };
}

/** `laptop call` is the call phase of the track `laptop`; resolving comes first, and again for the next target. */
export function follow({ title, tracks }: Shown, { stage, detail }: Parameters<Progress>[0]): Shown {
  if (stage === 'resolve')
    return { title: detail, tracks: new Map([[stage, 'which packages an install would bring']]) };
  const [name = '', phase] = stage.split(' ');
  const before = [...tracks].filter(([track]) => track !== 'resolve');
  const what = [phase, detail].filter((part) => part !== undefined && part !== '').join(': ');
  // A track that is told of again keeps its line.
  return { title, tracks: new Map(before).set(name, what) };
}

/** Lines no wider than the terminal: a line that wraps could not be removed again. */
export function frame({ title, tracks }: Shown, ms: number, width: number): readonly string[] {
  const turn = SPINNER[Math.floor(ms / TICK) % SPINNER.length];
  const rows = [...tracks]
    .slice(0, MOST_TRACKS)
    .map(([name, what]) => `  ${quote(name, 12).padEnd(9)} ${quote(what, 400)}`);
  return [`${turn} ${seconds(ms)}  ${quote(title, 200)}`.trimEnd(), ...rows].map((line) => cut(line, width));
}

const seconds = (ms: number): string => `${Math.round(ms / 1000)} s`;

function cut(line: string, width: number): string {
  if (stringWidth(line) <= width) return line;
  let short = [...line].slice(0, width - 1);
  while (short.length > 0 && stringWidth(short.join('')) > width - 1) short = short.slice(0, -1);
  return `${short.join('')}…`;
}

function plain(stream: Stream): ProgressLine {
  const started = performance.now();
  const told = new Map<string, number>();
  const tell: Progress = ({ stage, detail }) => {
    const now = performance.now();
    if (stage === 'resolve') told.clear();
    if (now - (told.get(stage) ?? Number.NEGATIVE_INFINITY) < PATIENCE) return;
    told.set(stage, now);
    stream.write(`${seconds(now - started).padStart(6)}  ${quote(detail === '' ? stage : `${stage}: ${detail}`)}\n`);
  };
  return { tell, clear: () => {} };
}
