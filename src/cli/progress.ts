/**
 * Tells a waiting user what happens now. On a terminal a few lines, drawn again in place: one for reading, one for each
 * run of the sandbox, with the seconds that went by. Elsewhere a plain line for each stage, once.
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

const ERASE = '\r\u001b[2K';
const UP = '\u001b[1A';
const SPINNER = [...'⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'];

export function progressOn(stream: Stream, wanted: boolean): ProgressLine {
  if (!wanted) return { tell: () => {}, clear: () => {} };
  return stream.isTTY ? live(stream) : plain(stream);
}

/** What goes on side by side, by its name: reading, and each profile of the sandbox. */
type Tracks = ReadonlyMap<string, string>;

function live(stream: Stream): ProgressLine {
  const started = performance.now();
  let tracks: Tracks = new Map();
  let drawn = 0;
  let height = 0;
  const erase = (): string => ERASE + `${UP}${ERASE}`.repeat(Math.max(0, height - 1));
  const draw = (now: number): void => {
    drawn = now;
    const lines = frame(tracks, now - started, widthOf(stream) - 1);
    stream.write(erase() + lines.join('\n'));
    height = lines.length;
  };
  // A phase may say nothing for long: the seconds go on, and the last word of a burst is drawn.
  const ticking = setInterval(() => draw(performance.now()), TICK).unref();
  const tell: Progress = (event) => {
    tracks = follow(tracks, event);
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
export function follow(tracks: Tracks, { stage, detail }: Parameters<Progress>[0]): Tracks {
  const [name = '', phase] = stage.split(' ');
  const before = [...tracks].filter(([track]) => name !== 'resolve' && track !== 'resolve');
  const what = [phase, detail].filter((part) => part !== undefined && part !== '').join(': ');
  // A track that is told of again keeps its line.
  return new Map(before).set(name, what);
}

/** Lines no wider than the terminal: a line that wraps could not be removed again. */
export function frame(tracks: Tracks, ms: number, width: number): readonly string[] {
  const turn = SPINNER[Math.floor(ms / TICK) % SPINNER.length];
  const rows = [...tracks]
    .slice(0, MOST_TRACKS)
    .map(([name, what]) => `  ${quote(name, 12).padEnd(9)} ${quote(what, 400)}`);
  return [`${turn} ${Math.round(ms / 1000)} s`, ...rows].map((line) => cut(line, width));
}

function cut(line: string, width: number): string {
  if (stringWidth(line) <= width) return line;
  let short = [...line].slice(0, width - 1);
  while (short.length > 0 && stringWidth(short.join('')) > width - 1) short = short.slice(0, -1);
  return `${short.join('')}…`;
}

function plain(stream: Stream): ProgressLine {
  const told = new Set<string>();
  const tell: Progress = ({ stage, detail }) => {
    if (told.has(stage)) return;
    told.add(stage);
    stream.write(`${quote(detail === '' ? stage : `${stage}: ${detail}`)}\n`);
  };
  return { tell, clear: () => {} };
}
