/**
 * Reaches a server where it listens: on its standard streams, or, where it only opens a port, over HTTP on loopback. Both are tried
 * side by side once there is a port; the first that answers is the one.
 */
import { quote } from '../../quote.ts';
import { LATE, pause, within } from '../bounds/deadline.ts';
import type { Era } from '../talk/client.ts';
import { connect, type DriveOptions, type Session } from '../talk/driver.ts';
import type { ServerIo } from '../talk/pipe.ts';
import { lastWords } from '../talk/words.ts';
import type { Running } from './launch.ts';
import type { Stage } from './stage.ts';

/** A session, and where it was found if not on the standard streams. */
export interface Reached {
  readonly session: Session;
  /** `streamable HTTP at http://localhost:3000/mcp`, or empty. */
  readonly over: string;
}

/** Milliseconds between two looks, and how long a server that took a port has for speaking on its standard streams after all. */
const LOOK = 300;
const GRACE = 1_500;
/** Where servers take messages, unless they say another path. */
const PATHS = ['/mcp', '/', '/sse', '/api/mcp', '/v1/mcp', '/message', '/stream'];

/** Rejects as the standard streams do where neither answers. */
export async function reach(stage: Stage, server: Running, options: (era: Era) => DriveOptions): Promise<Reached> {
  // Whether the standard streams have answered, or never will.
  let settled = false;
  const streams = overStreams(server.io, options)
    .finally(() => {
      settled = true;
    })
    .then((session) => ({ session, over: '' }));
  try {
    return await Promise.any([streams, overHttp(stage, server, options, () => settled)]);
  } catch (error) {
    throw (error as AggregateError).errors[0];
  }
}

/** The first era that answers. */
async function overStreams(io: ServerIo, options: (era: Era) => DriveOptions): Promise<Session> {
  let gone = false;
  io.ended.then(() => {
    gone = true;
  });
  try {
    return await connect(io, options('legacy'));
  } catch (error) {
    if (gone) throw error;
    return await connect(io, options('modern')).catch(() => {
      throw error;
    });
  }
}

/** Looks again whenever there is another port, until the other way has answered or the server has ended. */
async function overHttp(
  stage: Stage,
  server: Running,
  options: (era: Era) => DriveOptions,
  settled: () => boolean,
): Promise<Reached> {
  let tried = '';
  while (!settled() && (await within(LOOK, server.done)) === LATE) {
    if (!server.served()) continue;
    await pause(GRACE);
    const ports = settled() ? [] : await stage.box.listening();
    if (ports.length === 0 || ports.join() === tried) continue;
    tried = ports.join();
    for (const era of ['legacy', 'modern'] as const) {
      const reached = await bridged(stage, server, ports, options(era)).catch(() => undefined);
      if (reached) return reached;
    }
  }
  throw new Error('no port of it speaks the protocol');
}

/** A path in an address of this machine. */
const ADDRESS = /\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\])(?::\d{1,5})?(\/[\w./-]{1,60})/g;

async function bridged(
  stage: Stage,
  server: Running,
  ports: readonly number[],
  options: DriveOptions,
): Promise<Reached> {
  const named = [...server.words().matchAll(ADDRESS)].map(([, path = '']) => path);
  const found = lastWords();
  let listener: (chunk: Buffer) => void = () => {};
  const paths = [...new Set([...named.slice(0, 5), ...PATHS])];
  const bridge = await stage.box.bridge(ports, paths, (chunk) => listener(chunk), found.hear);
  bridge.stdin.on('error', () => {});
  const close = () => void bridge.stdin.end();
  server.done.then(close);
  const io: ServerIo = {
    write: (text) => void bridge.stdin.write(text),
    onData: (next) => {
      listener = next;
    },
    ended: Promise.race([bridge.done, server.done]),
  };
  try {
    return { session: await connect(io, options), over: quote(found.text(), 200) };
  } catch (error) {
    close();
    throw error;
  }
}
