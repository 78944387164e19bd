/** What the world of the sandbox answers to real clients, and what of them is seen. One detonation. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NODE_PRINTS } from '../../rules/data/tls-prints.ts';
import type { Observation, Report } from '../../src/types.ts';
import { type FakeRegistry, startRegistry } from '../registry/registry.ts';
import { vetFolder } from './vet-folder.ts';

let fake: FakeRegistry;
let report: Report;

beforeAll(async () => {
  fake = await startRegistry([]);
  report = await vetFolder(join(import.meta.dirname, 'world'), fake);
}, 240_000);
afterAll(() => fake.close());

const observed = <K extends Observation['kind']>(kind: K) =>
  report.observations.filter(
    (one): one is Extract<Observation, { kind: K }> => one.kind === kind && one.run === 'laptop',
  );

const said = (name: string) =>
  observed('exec').flatMap(({ argv }) => (argv[1] === 'outcome' && argv[2] === name ? [argv[3]] : []))[0];

describe('clients go on', () => {
  test.each([
    ['dns', /A=true AAAA=ENODATA TXT=true MX=true SRV=true CNAME=ENODATA NS=true SOA=true CAA=true PTR=true HTTPS=0/],
    ['doh', /^22\.18\.\d+\.\d+ application\/dns-message true$/],
    ['dot', /^answer=true dot$/],
    ['http2', /^200$/],
    ['websocket', /^closed 1005$/],
    ['late', /^200$/],
    ['pinned', /^(UNABLE_TO_GET_ISSUER_CERT_LOCALLY|SELF_SIGNED_CERT_IN_CHAIN)$/],
    ['smtp', /^sent$/],
    ['redis', /^\+OK \+PONG/],
    ['postgres', /^SRR true$/],
    ['mysql', /^8\.0\.36 in true$/],
    ['ssh', /OpenSSH_9\.6p1/],
    ['udp', /^sent$/],
    ['icmp', /^1 received$/],
    ['metadata', /^web-app-role ASIA[A-Z2-7]{16} Google 403 true,true,true$/],
    ['services', /^mark-acme true left-pad@1\.0\.0 1\.0\.0 OK\. OK\. Bearer 203\.0\.113\.24$/],
    ['python', /^200$/],
    ['curl', /^200 2$/],
    ['stack', /^record 22$/],
  ])('%s', (name, expected) => {
    expect(said(name)).toMatch(expected);
  });
});

describe('and are seen', () => {
  test('names by every way', () => {
    const types = observed('dns').filter(({ name }) => name.endsWith('types.example'));
    expect([...new Set(types.map(({ type }) => type))].sort()).toEqual([
      'A',
      'AAAA',
      'CAA',
      'CNAME',
      'MX',
      'NS',
      'SOA',
      'SRV',
      'TXT',
    ]);
    const ways = observed('dns').flatMap(({ name, via }) => (via === undefined ? [] : [`${via} ${name}`]));
    expect(ways.sort()).toEqual(['https hidde2.example', 'https hidden.example', 'tls dot-on.example']);
  });

  test.each([
    ['POST', 'https://h2.services.example/two', 'over the second version'],
    ['MESSAGE', 'wss://ws.services.example/live', 'over a socket of the web'],
  ])('%s %s', (method, url, text) => {
    expect(observed('http').find((one) => one.method === method && one.url === url)?.body.text).toBe(text);
  });

  test.each([
    ['smtp', 587, /AUTH PLAIN AG1haWxlcgBtYWlsLXBhc3N3b3JkLTdLcTI=/],
    ['smtp, the letter', 587, /RCPT TO:<b@elsewhere\.example>[\s\S]*hello by mail/i],
    ['redis', 6379, /redis-pass-9Lm3/],
    ['postgres', 5432, /pg-password-4Xz8/],
    ['mysql', 3306, /dbuser/],
    ['ssh', 22, /^SSH-2\.0-OpenSSH/],
  ])('%s shows what it logs in with', (_name, port, text) => {
    const flow = observed('data').filter((one) => one.protocol === 'tcp' && one.port === port);
    expect(flow.map((one) => one.text).join('')).toMatch(text);
  });

  test('datagrams, with where they went', () => {
    expect(observed('data').find((one) => one.protocol === 'udp')).toMatchObject({
      address: '203.0.113.77',
      port: 9099,
      text: 'over datagrams',
    });
  });

  test('a client that trusts others is told as one', () => {
    const pinned = observed('tls').filter(({ host }) => host === 'pinned.services.example');
    expect(pinned.map(({ outcome }) => outcome)).not.toContain('accepted');
    expect(pinned).not.toEqual([]);
  });

  test('each TLS library has its own print', () => {
    const print = (host: string) =>
      observed('tls')
        .find((one) => one.host === host)
        ?.ja4?.split('_')[1];
    const node = print('api.github.com');
    expect(node).toMatch(/^[0-9a-f]{12}$/);
    expect(print('h2.services.example')).toBe(node);
    expect(print('python.services.example')).not.toBe(node);
    expect(print('curl.services.example')).toMatch(/^[0-9a-f]{12}$/);
  });

  test('only the one that is not of the runtime it runs in is a finding', () => {
    const found = report.findings.filter(({ rule }) => rule === 'second-tls-stack');
    expect(found.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^greets stack\.services\.example .* with a TLS client that is not that of Node\.js$/),
    ]);
  });

  test('the table of Node’s own greetings is that of the image', () => {
    const own = observed('tls').filter(({ host }) => host === 'api.github.com' || host === 'h2.services.example');
    const parts = own.map(({ ja4 }) => ja4?.split('_').slice(1) ?? []);
    expect(parts.length).toBeGreaterThan(0);
    for (const part of parts.flat()) expect(NODE_PRINTS).toContain(part);
  });

  test('names that were asked for past the machine’s resolver', () => {
    const found = report.findings.filter(({ rule }) => rule === 'hidden-lookup').map(({ message }) => message);
    expect(found.map((message) => /of (\S+) .*over (\w+)/.exec(message)?.slice(1).join(' ')).sort()).toEqual([
      'dot-on.example TLS',
      'hidde2.example HTTPS',
      'hidden.example HTTPS',
    ]);
  });

  test('credentials of the machine’s role, sent on', () => {
    const places = observed('decoy').filter(
      ({ where, channel }) => channel === 'network' && where.includes('collect.services.example'),
    );
    expect(places.map(({ place }) => place).sort()).toEqual([
      'metadata service of AWS',
      'metadata service of Azure',
      'metadata service of Google',
    ]);
  });

  test('nothing went wrong', () => {
    expect(report.gaps.filter(({ subject }) => /trace|files|network/.test(subject))).toEqual([]);
    expect(observed('tamper').map(({ what }) => what)).toEqual([]);
  });
});
