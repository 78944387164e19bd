/** Who something was sent to: fields of bodies in all their shapes, and what explains them. */
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { recipientDrafts } from '../src/sandbox/decoys/recipients.ts';
import { domainOf, explain } from '../src/sandbox/decoys/sources.ts';
import type { Sent } from '../src/sandbox/witnesses/observe.ts';
import type { PackageTree } from '../src/types.ts';
import { cpuOf } from './support/cpu.ts';

function sent(body: string | Buffer, url = 'https://api.mailer.example/v1'): Sent {
  const { host } = new URL(url);
  const draft: Sent['draft'] = {
    kind: 'http',
    method: 'POST',
    url,
    host,
    headers: {},
    body: { bytes: body.length, sha256: '', text: String(body) },
    time: 1,
    phase: 'call',
  };
  return { draft, bytes: [Buffer.from(`POST ${url}\nhost: ${host}\n\n`), Buffer.from(body)], where: '' };
}

const nothing = { inputs: '', configuration: '', answered: new Map(), names: new Map() };

function found(
  body: string | Buffer,
  known: { inputs?: string; configuration?: string; answered?: ReadonlyMap<string, number> } = {},
): readonly string[] {
  const { drafts } = recipientDrafts([sent(body)], { ...nothing, ...known });
  return drafts.flatMap((one) =>
    one.kind === 'recipient' && one.what !== 'host' ? [`${one.what} ${one.field}=${one.value} ${one.explained}`] : [],
  );
}

const mime = 'From: me@a.example\r\nTo: ann@b.example\r\nBcc: spy@c.example\r\nSubject: hi\r\n\r\nhello there';

describe('recipients in bodies', () => {
  test.each<readonly [string, string | Buffer, readonly string[]]>([
    [
      'JSON',
      '{"To":"ann@b.example","Bcc":"spy@c.example"}',
      ['email To=ann@b.example nothing', 'email Bcc=spy@c.example nothing'],
    ],
    [
      'nested',
      '{"message":{"toRecipients":[{"emailAddress":{"address":"ann@b.example"}}]}}',
      ['email toRecipients=ann@b.example nothing'],
    ],
    [
      'a form',
      'to=ann%40b.example&bcc=spy%40c.example',
      ['email to=ann@b.example nothing', 'email bcc=spy@c.example nothing'],
    ],
    [
      'multipart',
      '--x\r\nContent-Disposition: form-data; name="bcc"\r\n\r\nspy@c.example\r\n--x--',
      ['email bcc=spy@c.example nothing'],
    ],
    [
      'a mail in base64',
      JSON.stringify({ raw: Buffer.from(mime).toString('base64url') }),
      ['email =me@a.example nothing', 'email to=ann@b.example nothing', 'email bcc=spy@c.example nothing'],
    ],
    ['a chat', '{"chat_id":-100777,"text":"hi"}', ['chat chat_id=-100777 nothing']],
    ['a channel of another kind', '{"channel":"CHANNEL_STABLE"}', []],
    ['a callback', '{"webhook_url":"https://x.example/in"}', ['url webhook_url=https://x.example/in nothing']],
    ['an address in passing', '{"text":"ask ann@b.example"}', ['email =ann@b.example nothing']],
    ['nothing', '{"text":"hello"}', []],
    [
      'behind a large attachment',
      `{"file":"${'A'.repeat(400_000)}","bcc":"spy@c.example"}`,
      ['email bcc=spy@c.example nothing'],
    ],
    ['late in a long text', `{"text":"${'so on '.repeat(10_000)}spy@c.example"}`, ['email =spy@c.example nothing']],
    ['deep', `${'{"a":'.repeat(30)}{"bcc":"spy@c.example"}${'}'.repeat(30)}`, ['email bcc=spy@c.example nothing']],
    ['compressed', gzipSync('{"bcc":"spy@c.example"}'), ['email bcc=spy@c.example nothing']],
    [
      'compressed, and who knows how',
      brotliCompressSync('{"bcc":"spy@c.example"}'),
      ['email bcc=spy@c.example nothing'],
    ],
  ])('%s', (_name, body, expected) => {
    expect(found(body)).toEqual(expect.arrayContaining([...expected]));
    expect(found(body)).toHaveLength(expected.length);
  });

  test('what was asked for and what it was started with is explained, whatever the case', () => {
    const body = '{"to":"Ann@B.example","cc":"boss@d.example","bcc":"spy@c.example"}';
    expect(found(body, { inputs: '{"to":"ann@b.example"}', configuration: 'boss@d.example' })).toEqual([
      'email to=ann@b.example input',
      'email cc=boss@d.example configuration',
      'email bcc=spy@c.example nothing',
    ]);
  });

  test('whom a service named before is explained, and nobody whom it named only later', () => {
    const body = '{"channel":"C0ABCDEFGH1","bcc":"spy@c.example"}';
    const answered = new Map([
      ['c0abcdefgh1', 1],
      ['spy@c.example', 2],
    ]);
    expect(found(body, { answered })).toEqual(['chat channel=C0ABCDEFGH1 answer', 'email bcc=spy@c.example nothing']);
  });

  test.each(['{', '[[[[[[[[[[[[[[1]]]]]]]]]]]]]]', '{"a":'.repeat(2_000), 'a@'.repeat(50_000), '='.repeat(10_000)])(
    'hostile bodies end soon',
    (body) => {
      expect(cpuOf(() => expect(Array.isArray(found(body))).toBe(true))).toBeLessThan(500);
    },
  );

  test.each<readonly [string, string | Buffer]>([
    ['deeper than is read', `${'['.repeat(200)}"a"${']'.repeat(200)}`],
    ['more texts than are read', JSON.stringify(Array.from({ length: 250_000 }, () => 'a'))],
    ['more signs of addresses than are looked at', `{"text":"${'a@'.repeat(20_000)}"}`],
    ['more recipients than are told', JSON.stringify(Array.from({ length: 1_100 }, (_, at) => `a${at}@b.example`))],
    ['larger than it is inflated', gzipSync(Buffer.alloc(8_000_000, 'x'))],
  ])('%s: that is told', (_name, body) => {
    expect(recipientDrafts([sent(body)], nothing).cut).toBe(true);
    expect(recipientDrafts([sent('{"to":"ann@b.example"}')], nothing).cut).toBe(false);
  });

  test('hosts, but nobody on this machine', () => {
    const hosts = [
      'https://api.x.example/1',
      'http://localhost:3000/',
      'http://127.0.0.1:9/',
      'http://169.254.169.254/x',
    ]
      .flatMap((url) => recipientDrafts([sent('', url)], nothing).drafts)
      .map((one) => one.kind === 'recipient' && one.value);
    expect(hosts).toEqual(['api.x.example']);
  });
});

test('an address of the sandbox stands for the name it was given out for, and for nobody without one', () => {
  const raw = (address: string): Sent => ({
    draft: { kind: 'data', protocol: 'tcp', address, port: 443, bytes: 3, text: 'abc', time: 1, phase: 'call' },
    bytes: [Buffer.from('abc')],
    where: '',
  });
  const names = new Map([['22.18.0.2', 'db.x.example']]);
  const { drafts } = recipientDrafts([raw('22.18.0.2'), raw('22.18.0.3'), raw('203.0.113.9')], { ...nothing, names });
  expect(drafts.map((one) => one.kind === 'recipient' && one.value)).toEqual(['db.x.example', '203.0.113.9']);
});

describe('what a package names', () => {
  test.each([
    ['a.b.example.com', 'example.com'],
    ['example.com', 'example.com'],
    ['a.example.co.uk', 'example.co.uk'],
    ['203.0.113.9', '203.0.113.9'],
    ['localhost', 'localhost'],
  ])('%s belongs to %s', (host, domain) => {
    expect(domainOf(host)).toBe(domain);
  });

  test('documentation before code, the target before its dependencies, and those only for hosts', async () => {
    const node = (name: string) => ({
      id: `${name}@1.0.0`,
      name,
      location: `node_modules/${name}`,
      foreign: false,
      bundled: false,
    });
    const [root, other] = [node('root'), node('other')];
    const files: Record<string, Record<string, string>> = {
      root: {
        'README.md': 'Uses api.docs.example.',
        'index.js': 'fetch(`https://${region}.code.example`); spy@c.example',
      },
      other: {
        'lib.js': 'x.dependency.example, deep@d.example',
        program: `\0${Buffer.from('https://program.example/', 'utf16le')}`,
      },
    };
    const store = {
      open: async ({ name }: { name: string }) => ({
        value: { files: new Map(Object.entries(files[name] ?? {}).map(([path, text]) => [path, Buffer.from(text)])) },
        gaps: [],
      }),
    };
    const wanted = [
      'api.docs.example',
      'eu.code.example',
      'api.dependency.example',
      'api.program.example',
      'gone.invalid',
    ].map((value) => ({
      what: 'host' as const,
      value,
    }));
    const emails = ['spy@c.example', 'deep@d.example'].map((value) => ({ what: 'email' as const, value }));
    const told = await explain(
      [...wanted, ...emails],
      { root, nodes: [root, other] } as unknown as PackageTree,
      store as never,
    );
    expect(Object.fromEntries(told)).toEqual({
      'api.docs.example': 'documentation',
      'eu.code.example': 'source',
      'api.dependency.example': 'source',
      'api.program.example': 'source',
      'spy@c.example': 'source',
    });
  });

  test('of a package that is called as the service is, its host needs no other name', async () => {
    const store = { open: async () => ({ value: { files: new Map() }, gaps: [] }) };
    const told = async (name: string, ...hosts: readonly string[]) => {
      const root = { name, location: '', id: `${name}@1.0.0` };
      const wanted = hosts.map((value) => ({ what: 'host' as const, value }));
      return [...(await explain(wanted, { root, nodes: [root] } as unknown as PackageTree, store as never)).keys()];
    };
    const others = ['weather.attacker.example', 'weatherly.example', 'tools.example', '203.0.113.9'];
    expect(await told('@acme/weather-tools-mcp', 'api.weather.example', ...others)).toEqual(['api.weather.example']);
    expect(await told('open-weather-mcp', 'open-weather.example')).toEqual(['open-weather.example']);
  });
});
