/**
 * What the trust stage costs of our own time, without a network:
 *
 *     node bench/trust.ts [packages, 120]
 *
 * A registry in another thread serves a tree of that many packages, each with 60 versions, a signature and attestations by an
 * authority of our own; every tenth has an advisory. Counted is the time this thread computes: documents, signatures,
 * certificates, logs, names, facts and rules. First with an empty cache, then with what was kept.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { check } from '../src/check.ts';
import { loadRules } from '../src/load-rules.ts';
import { createRegistry } from '../src/registry.ts';
import { environment } from '../test/registry/registry.ts';
import { type Authority, makeAuthority } from '../test/support/sigstore.ts';

const VERSIONS = 60;
const newest = `1.0.${VERSIONS - 1}`;

if (isMainThread) await measure(Number(process.argv[2] ?? 120));
else serve(workerData as ReadonlyMap<string, string>);

/** The other thread: answers by path; `{url}` in them is its own address. */
function serve(answers: ReadonlyMap<string, string>): void {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '/');
    const answer = answers.get(path);
    const { port } = server.address() as AddressInfo;
    response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end((answer ?? '{}').replaceAll('{url}', `http://127.0.0.1:${port}`));
  });
  server.listen(0, '127.0.0.1', () => parentPort?.postMessage((server.address() as AddressInfo).port));
}

async function measure(packages: number): Promise<void> {
  const authority = await makeAuthority();
  const worker = new Worker(new URL(import.meta.url), { workerData: await answersOf(packages, authority) });
  const port = await new Promise<number>((listening) => worker.once('message', listening));
  const home = mkdtempSync(join(tmpdir(), 'bench-'));
  const rules = await loadRules();
  try {
    const env = environment(home, `http://127.0.0.1:${port}/`);
    const registry = await createRegistry({ cwd: home, env, trustRoot: authority.root });
    const { value: tree } = await registry.resolve({ kind: 'npm', text: 'p0', spec: 'p0', args: [] });
    if (!tree) throw new Error('no tree');
    for (const run of ['first', 'second']) {
      const [started, before] = [performance.now(), process.threadCpuUsage()];
      const { value: trust, gaps } = await registry.trust(tree);
      const context = { facts: new Map() };
      const trusted = check(rules, { kind: 'trust', trust, tree, context });
      const named = check(rules, { kind: 'tree', tree, facts: new Map(), kin: trust.kin });
      const { user, system } = process.threadCpuUsage(before);
      const verified = trust.proofs.filter(({ provenance }) => provenance.outcome === 'verified').length;
      const found = trusted.value.length + named.value.length;
      console.log(
        `${run} time: ${tree.nodes.length} packages, ${((user + system) / 1e6).toFixed(2)} s of our own, ${((performance.now() - started) / 1000).toFixed(2)} s by the clock; ${verified} provenances verified, ${trust.advisories.length} advisories, ${found} findings, ${gaps.length} gaps`,
      );
    }
  } finally {
    await worker.terminate();
    rmSync(home, { recursive: true, force: true });
  }
}

async function answersOf(packages: number, authority: Authority): Promise<ReadonlyMap<string, string>> {
  const answers = new Map<string, string>();
  const names = Array.from({ length: packages }, (_, i) => `p${i}`);
  const advisories: Record<string, object[]> = {};
  for (const [i, name] of names.entries()) {
    const integrity = `sha512-${createHash('sha512').update(name).digest('base64')}`;
    // A tree of three branches at every package.
    const below = [3 * i + 1, 3 * i + 2, 3 * i + 3].filter((child) => child < packages);
    const dependencies = Object.fromEntries(below.map((child) => [`p${child}`, '*']));
    answers.set(`/${name}`, JSON.stringify(documentOf(name, integrity, dependencies, authority)));
    const attested = await authority.attest({ name, version: newest, integrity });
    answers.set(`/-/npm/v1/attestations/${name}@${newest}`, JSON.stringify(attested));
    if (i % 10 === 0)
      advisories[name] = [{ id: i, title: 'Path traversal', severity: 'high', vulnerable_versions: '>=0', url: '' }];
  }
  answers.set('/-/npm/v1/security/advisories/bulk', JSON.stringify(advisories));
  return answers;
}

function documentOf(name: string, integrity: string, dependencies: object, authority: Authority): object {
  const versions = Array.from({ length: VERSIONS }, (_, i) => `1.0.${i}`);
  const dist = {
    tarball: `{url}/${name}/-/${name}.tgz`,
    integrity,
    unpackedSize: 100_000,
    attestations: { url: '{url}/', provenance: { predicateType: 'https://slsa.dev/provenance/v1' } },
    signatures: [authority.signatureOf(name, newest, integrity)],
  };
  const common = { name, dependencies, dist, scripts: {}, _npmUser: { name: 'wendy', email: 'wendy@weather.example' } };
  const at = (i: number): string => new Date(Date.UTC(2024, 0, 1 + 7 * i)).toISOString();
  return {
    name,
    'dist-tags': { latest: newest },
    versions: Object.fromEntries(versions.map((version) => [version, { ...common, version }])),
    time: { created: at(0), ...Object.fromEntries(versions.map((version, i) => [version, at(i)])) },
    maintainers: [{ name: 'wendy' }],
  };
}
