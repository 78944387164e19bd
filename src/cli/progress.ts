/** Tells a waiting user what happens now: one line rewritten on a terminal, a short line for each stage elsewhere. */
import { quote } from '../quote.ts';
import type { Progress } from '../types.ts';
import { type Stream, widthOf } from './terminal.ts';

export interface ProgressLine {
  readonly tell: Progress;
  /** Removes the line, so that a result can follow. */
  readonly clear: () => void;
}

/** Least time between two rewrites, in milliseconds. */
const PACE = 80;
/** Time after which the line is drawn again where nothing was told, in milliseconds. */
const TICK = 500;
const ERASE = '\r\u001b[2K';

export function progressOn(stream: Stream, wanted: boolean): ProgressLine {
  if (!wanted) return { tell: () => {}, clear: () => {} };
  return stream.isTTY ? live(stream) : plain(stream);
}

function live(stream: Stream): ProgressLine {
  const started = performance.now();
  // Stages overlap: the line shows the latest word of each.
  const latest = new Map<string, string>();
  let drawn = 0;
  const draw = (now: number): void => {
    drawn = now;
    const words = [...latest].slice(-2).map(([name, what]) => `${name}: ${what}`);
    const line = quote(`${Math.round((now - started) / 1000)} s  ${words.join('  |  ')}`, 400);
    stream.write(ERASE + line.slice(0, widthOf(stream) - 1));
  };
  // A phase may say nothing for long: the seconds go on, and the last word of a burst is drawn.
  const ticking = setInterval(() => draw(performance.now()), TICK).unref();
  const tell: Progress = ({ stage, detail }) => {
    latest.delete(stage);
    latest.set(stage, detail);
    const now = performance.now();
    if (now - drawn >= PACE) draw(now);
  };
  const clear = (): void => {
    clearInterval(ticking);
    stream.write(ERASE);
  };
  return { tell, clear };
}

function plain(stream: Stream): ProgressLine {
  const told = new Set<string>();
  const tell: Progress = ({ stage, detail }) => {
    if (told.has(stage)) return;
    told.add(stage);
    stream.write(`${quote(`${stage}: ${detail}`)}\n`);
  };
  return { tell, clear: () => {} };
}
