/** Starts a server of the package under the tracer, with a pipe to speak through. */
import { quote } from '../../quote.ts';
import type { Phase } from '../../types.ts';
import { LATE, within } from '../bounds/deadline.ts';
import type { TracedPhase } from '../engine/engine.ts';
import type { ServerIo } from '../talk/pipe.ts';
import { lastWords, WORDS } from '../talk/words.ts';
import { NODE_VERSION, NPM_VERSION } from '../world/runtime.ts';
import { makeEnd, missed, observe, type Stage, startTraced } from './stage.ts';

/** One way to start the server. `ours` says what we added to what the user would do. */
export interface StartWith {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Files that lie there before, by absolute path. */
  readonly files: ReadonlyMap<string, string>;
  readonly ours: string;
}

export interface Running {
  readonly io: ServerIo;
  /** What it printed so far, errors or else output, clipped and safe to show. */
  readonly said: () => string;
  /** The same as it is kept, for reading. */
  readonly words: () => string;
  /** Whether it took a port. */
  readonly served: () => boolean;
  /** Resolves with its exit code when it and all its children have ended. */
  readonly done: Promise<number | null>;
  /** Ends its standard input, which asks a server to end. */
  readonly close: () => void;
}

/** What `npx` tells the programs it starts. */
const NPX = {
  npm_config_user_agent: `npm/${NPM_VERSION} node/v${NODE_VERSION} linux x64 workspaces/false`,
  npm_command: 'exec',
  npm_lifecycle_event: 'npx',
};

/** `command` is absolute; `phaseAt` says which phase a time of its trace belongs to. */
export async function launch(
  stage: Stage,
  trace: TracedPhase,
  command: readonly string[],
  env: Readonly<Record<string, string>>,
  phaseAt: (time: number) => Phase,
  ours?: ReadonlyMap<string, string>,
): Promise<Running> {
  const { box, work } = stage;
  let listener: (chunk: Buffer) => void = () => {};
  const errors = lastWords();
  const output = lastWords();
  const observer = observe(stage, phaseAt, ours && { ours });
  const traced = await startTraced(stage, trace, command, {
    cwd: work,
    env: { ...stage.env, ...NPX, ...env, PATH: `${box.project}/node_modules/.bin:${stage.env.PATH}` },
    onTrace: observer.line,
    onStdout: (chunk) => {
      output.hear(chunk);
      listener(chunk);
    },
    onStderr: errors.hear,
    // What it answered after that was not heard.
    onFull: () => missed(stage, 'call', 'the server printed more than is read'),
  });
  traced.stdin.on('error', () => {});
  const io: ServerIo = {
    write: (text) => void traced.stdin.write(text),
    onData: (next) => {
      listener = next;
    },
    ended: traced.done,
  };
  const said = () => quote(errors.text() || output.text(), WORDS);
  const words = () => `${errors.whole()}\n${output.whole()}`;
  return { io, said, words, served: observer.served, done: traced.done, close: () => traced.stdin.end() };
}

/** Asks servers to end, and then makes them. Resolves with whether their traces ended. */
export async function endAll(stage: Stage, running: readonly Running[]): Promise<boolean> {
  for (const one of running) one.close();
  const all = Promise.all(running.map(({ done }) => done));
  return (await within(700, all)) !== LATE || makeEnd(stage, all);
}
