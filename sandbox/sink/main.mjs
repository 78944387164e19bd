/**
 * The sink: the whole outside world of the sandbox, in one process. Says `ready` with its certificate authority, then
 * one line for each thing it saw, until its deadline (seconds, first argument) or the end of its standard input, on which it is
 * told what of its answers was not liked.
 */
import { createInterface } from 'node:readline';
import { authority } from './authority.mjs';
import { serveDatagrams } from './datagrams.mjs';
import { serveFlows } from './flows.mjs';
import { mend, unmend } from './mending.mjs';
import { serveNames } from './names.mjs';
import { report } from './report.mjs';

const address = process.env.ADDRESS;

process.on('uncaughtException', (error) =>
  report({ kind: 'fault', reason: String(error?.stack ?? error).slice(0, 2000) }),
);
process.on('unhandledRejection', (error) =>
  report({ kind: 'fault', reason: String(error?.stack ?? error).slice(0, 2000) }),
);

// Where the network is down there is nobody to serve.
if (process.env.NAMES !== 'none')
  await Promise.all([serveNames(address), serveNames('::1').catch(() => {}), serveDatagrams(), serveFlows()]);
report({ kind: 'ready', authority });

setTimeout(() => process.exit(0), Number(process.argv[2]) * 1000);
createInterface({ input: process.stdin })
  .on('line', (line) => {
    if (line === '') return;
    const { id, since, wanted, first } = JSON.parse(line);
    report({ kind: 'mended', id, changed: wanted ? mend({ since, wanted, first }) : unmend() });
  })
  .on('close', () => process.exit(0));
