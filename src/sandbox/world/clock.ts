/** Clocks: the box's beside our own, and another one for programs in it, by libfaketime. */

const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'x86_64', arm64: 'aarch64' };

/** What goes before a command, so that it lives by another clock: the tracer's own must stay as it is. */
export function faketime(settings: readonly string[], architecture: string = process.arch): readonly string[] {
  const library = `/usr/lib/${ARCHITECTURES[architecture] ?? architecture}-linux-gnu/faketime/libfaketimeMT.so.1`;
  return ['/usr/bin/env', `LD_PRELOAD=${library}`, ...settings];
}

/** When a box said its time, all in seconds: that time, and when we began to ask and heard it, by our steady clock. */
export interface ToldTime {
  readonly theirs: number;
  readonly asked: number;
  readonly heard: number;
  /** What our wall clock was ahead of our steady one. */
  readonly wall: number;
}

/**
 * What the box's clock is ahead of our steady one. It said its time after we asked and before we heard it. Most boxes run on this
 * machine or one whose clock agrees: where our wall clock fits in between, it is the box's too, and nothing is lost on the way. A busy
 * machine hears late, and what a tool did last would be told of the time after it.
 */
export function clockAhead({ theirs, asked, heard, wall }: ToldTime): number {
  const least = theirs - heard;
  return wall >= least && wall <= theirs - asked ? wall : least;
}
