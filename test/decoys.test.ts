/** Decoys: their formats, and their recognition through what thieves wrap them in. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, crc32, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type Decoy, plant, plantLater } from '../src/sandbox/decoys/decoys.ts';
import {
  type Effort,
  findDecoys,
  findInEach,
  type Leak,
  type Sought,
  together,
} from '../src/sandbox/decoys/recognise.ts';
import { credentialFor } from '../src/sandbox/decoys/shapes.ts';
import { decoyDrafts } from '../src/sandbox/leaks.ts';
import type { Draft, Sent } from '../src/sandbox/witnesses/observe.ts';
import { cpuOf } from './support/cpu.ts';

const value = 'ghp_A7kd93jfKQ02mZxcvB5nM1pLqWeRtYuIoP34';
const decoy: Decoy = { place: 'env GITHUB_TOKEN', value, asked: false };
const found = (text: string | Uint8Array) =>
  findDecoys(Buffer.from(text), [decoy]).map(({ encoding }) => encoding.join(' of '));
const base64 = (text: string | Uint8Array) => Buffer.from(text).toString('base64');
const long = JSON.stringify({ note: 'x'.repeat(400), token: value });

const CODES: Readonly<Record<string, (bytes: Buffer, random: () => number) => Buffer>> = {
  base64: (bytes) => Buffer.from(bytes.toString('base64')),
  base64url: (bytes) => Buffer.from(bytes.toString('base64url')),
  hex: (bytes) => Buffer.from(bytes.toString('hex')),
  base32: (bytes) => Buffer.from(base32(bytes)),
  percent: (bytes) => Buffer.from([...bytes].map((one) => `%${one.toString(16).padStart(2, '0')}`).join('')),
  reversed: (bytes) => Buffer.from(bytes).reverse(),
  rot13: (bytes) =>
    Buffer.from(
      bytes
        .toString('latin1')
        .replace(/[a-z]/gi, (c) =>
          String.fromCharCode((((c.charCodeAt(0) & 31) + 12) % 26) + (c.charCodeAt(0) & 96) + 1),
        ),
      'latin1',
    ),
  gzip: (bytes) => gzipSync(bytes),
  deflate: (bytes) => deflateSync(bytes),
  brotli: (bytes) => brotliCompressSync(bytes),
  raw: (bytes) => deflateRawSync(bytes),
  xor: (bytes, random) => {
    const key = 1 + Math.floor(random() * 255);
    return Buffer.from(bytes.map((one) => one ^ key));
  },
};

function base32(bytes: Buffer): string {
  const bits = [...bytes].map((one) => one.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(five.padEnd(5, '0'), 2)])
    .join('');
}

/** A random nesting, always the same for a seed. Letters are turned and texts reversed only where they are texts; what is under a key is none. */
function nest(seed: number): { readonly steps: string; readonly bytes: Buffer } {
  let state = seed * 2_654_435_761 + 1;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const names = Object.keys(CODES);
  const steps: string[] = [];
  let bytes: Buffer = Buffer.from(JSON.stringify({ note: 'of the day '.repeat(8), token: value }));
  for (let depth = 2 + Math.floor(random() * 3); depth > 0; depth--) {
    const binary = steps[0] === 'xor' || bytes.some((one) => one > 126);
    const fit = names.filter((name) => (!binary || !/reversed|rot13/.test(name)) && name !== steps[0]);
    const name = fit[Math.floor(random() * fit.length)] ?? 'hex';
    bytes = CODES[name]?.(bytes, random) ?? bytes;
    steps.unshift(name);
  }
  return { steps: steps.join(' of '), bytes };
}

describe('findDecoys', () => {
  test.each([
    ['in clear', `token=${value}&x=1`, ''],
    ['reversed', `t=${[...value].reverse().join('')}`, 'reversed'],
    [
      'rot13',
      `t=${value.replace(/[a-z]/gi, (c) => String.fromCharCode((((c.charCodeAt(0) & 31) + 12) % 26) + (c.charCodeAt(0) & 96) + 1))}`,
      'rot13',
    ],
    ['base64', base64(value), 'base64'],
    ['base64, shifted by one', base64(`a${value}b`), 'base64'],
    ['base64, shifted by two', base64(`ab${value}`), 'base64'],
    ['base64 for addresses', Buffer.from(long).toString('base64url'), 'base64'],
    ['base64 three times', base64(base64(base64(long))), 'base64 of base64 of base64'],
    ['hex', Buffer.from(value).toString('hex'), 'hex'],
    ['percent', [...Buffer.from(value)].map((byte) => `%${byte.toString(16)}`).join(''), 'percent'],
    ['labels of a name', `${Buffer.from(value).toString('hex').replace(/.{30}/g, '$&.')}.collect.example`, 'hex'],
    ['gzip', gzipSync(long), 'gzip'],
    ['deflate', deflateSync(long), 'deflate'],
    ['brotli', brotliCompressSync(long), 'brotli'],
    ['gzip in base64 in JSON', JSON.stringify({ d: base64(gzipSync(long)) }), 'base64 of gzip'],
  ])('%s', (_name, text, encoding) => {
    expect(found(text)).toHaveLength(1);
    expect(found(text)[0]).toContain(encoding);
  });

  test('under a key of one byte, in a frame of its own', () => {
    const xor = (text: string | Uint8Array, key: number) => Buffer.from(text).map((one) => one ^ key);
    expect(found(Buffer.concat([Buffer.from('\x01\x02'), xor(value, 0x5a)]))).toEqual(['xor']);
    expect(found(xor(base64(long), 0x99))).toEqual(['xor of base64']);
    expect(found(xor(gzipSync(long), 0x21))).toEqual(['xor of gzip']);
    expect(found(xor(deflateRawSync(value), 0xc3))).toEqual(['xor of deflate']);
    expect(found(xor(brotliCompressSync(long), 0x77))).toEqual(['xor of brotli']);
    expect(found(xor(Buffer.from(value).toString('hex'), 0x05))).toEqual(['xor of hex']);
  });

  test('in the body of a request, whatever the head says', () => {
    const head = Buffer.from('POST https://collect.example/\ncontent-encoding: br\n\n');
    const leaks = findDecoys([head, brotliCompressSync(long)], [decoy]);
    expect(leaks.map(({ encoding }) => encoding)).toEqual([['brotli']]);
  });

  test('any nesting of two to four encodings', () => {
    const missed = Array.from({ length: 600 }, (_, seed) => nest(seed)).filter(
      ({ bytes }) => found(bytes).length === 0,
    );
    expect(missed.map(({ steps }) => steps)).toEqual([]);
  });

  test('in each of many texts, as in each alone', async () => {
    const say = (leaks: readonly (readonly Leak[])[]) =>
      leaks.map((some) => some.map(({ encoding }) => encoding.join(' of ')));
    const honest = Array.from({ length: 40 }, (_, at) =>
      JSON.stringify({ event: 'call', at, id: randomBytes(24).toString('base64') }),
    );
    const hiding = Array.from({ length: 20 }, (_, seed) => nest(seed).bytes);
    const bodies = [...honest, `token=${value}`, ...hiding, ...honest, `${value} ${base64(gzipSync(long))}`];
    const texts = bodies.map((body, at) => {
      return { text: [Buffer.from('POST https://collect.example/\n\n'), Buffer.from(body)], to: `${at % 3}` };
    });
    const effort: Effort = { left: 1e9 };
    const each = await Promise.all(
      [...together(texts, ({ text }) => text)].map((some) => findInEach(some, [decoy], new Set(), effort)),
    );
    expect(say(each.flat())).toEqual(say(texts.map(({ text }) => findDecoys(text, [decoy]))));
    expect(effort.cut).toBeUndefined();
  });

  const spentOn = async (search: (effort: Effort) => unknown): Promise<number> => {
    const effort: Effort = { left: 1e12, vain: new Map() };
    await search(effort);
    return 1e12 - effort.left;
  };

  test.each([true, false])(
    'a thousand short texts cost little more than their bytes; each with a canary: %s',
    async (own) => {
      const canaries = Array.from({ length: own ? 1_000 : 0 }, (_, at) => {
        return { place: `${at}`, value: `k3j9x0qzw1tu${at.toString(36).padStart(4, '0')}e`, asked: true };
      });
      const once = new Set<Decoy>(canaries);
      const decoys = [decoy, ...canaries];
      const texts = Array.from({ length: 1_000 }, (_, at) => {
        const head = 'POST https://in.telemetry.example/v1/batch\nuser-agent: sdk/1.2 (Linux; X64) Release/2026.11\n\n';
        const body = {
          event: 'Tool Call',
          at,
          name: canaries[at]?.value ?? 'search',
          version: '2025-11-25',
          ms: at * 7,
        };
        return { text: [Buffer.from(head), Buffer.from(JSON.stringify(body))], to: 'in.telemetry.example' };
      });
      let found = 0;
      const all = await spentOn(async (effort) => {
        for (const some of together(texts, ({ text }) => text))
          found += (await findInEach(some, decoys, once, effort)).flat().length;
      });
      const alone = await spentOn((effort) => {
        for (const { text } of texts.slice(0, 100)) findDecoys(text, decoys, effort);
      });
      expect(all).toBeLessThan(2 * alone);
      expect(found).toBe(canaries.length);
    },
  );

  test('ids of traces cost little, and what is hidden beside them is found', async () => {
    const id = (bytes: number) => randomBytes(bytes).toString('hex');
    const request = (more: string) => {
      const trace = id(16);
      const head = [
        'GET https://api.example/v1/runs',
        'user-agent: Client/2.25.0 (linux; Node/v24.21.0)',
        `sentry-trace: ${trace}-${id(8)}`,
        `baggage: sentry-release=0.16.0,sentry-trace_id=${trace}`,
        more,
      ];
      return { text: [Buffer.from(head.join('\n'))], to: 'api.example' };
    };
    const texts = Array.from({ length: 500 }, () => request('connection: keep-alive'));
    const size = texts.reduce((sum, { text }) => sum + (text[0]?.length ?? 0), 0);
    let found = 0;
    const search = (some: readonly Sought[]) =>
      spentOn(async (effort) => {
        found += (await findInEach(some, [decoy], new Set(), effort)).flat().length;
      });
    expect(await search(texts)).toBeLessThan(20 * size);
    expect(found).toBe(0);
    const rot13Hex = Buffer.from(value)
      .toString('hex')
      .replace(/[a-f]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 13));
    await search([request(`x-id: ${id(16)}-${base64(value)}`), request(rot13Hex), ...texts]);
    expect(found).toBe(2);
  });

  test('what lies in many texts is read once, and again where something was found', async () => {
    const picture = base64(randomBytes(300_000));
    const page = (of: string) => Buffer.from(`{"page":"${of}","picture":"${picture}"}`);
    const decoys = [decoy];
    const spent = (...texts: readonly Buffer[]) =>
      spentOn((effort) => texts.map((text) => findDecoys(text, decoys, effort)));
    expect(await spent(page('one'), page('two'))).toBeLessThan(1.3 * (await spent(page('one'))));
    const hidden = Buffer.from(`${randomBytes(90_000).toString('hex')} ${picture} ${base64(gzipSync(long))}`);
    const effort: Effort = { left: 1e12, vain: new Map() };
    const found = [hidden, Buffer.concat([hidden, Buffer.from(' ')])].map((text) => findDecoys(text, decoys, effort));
    expect(found.map((leaks) => leaks.length)).toEqual([1, 1]);
  });

  test.each([
    ['nothing', ''],
    ['another token', 'ghp_ZZZZ93jfKQ02mZxcvB5nM1pLqWeRtYuIoP34'],
    ['most of it', value.slice(0, -2)],
    ['its base64, cut', base64(value).slice(0, 30)],
    ['random bytes', Buffer.from(Array.from({ length: 5_000 }, (_, i) => (i * 7919) % 256))],
  ])('leaves alone: %s', (_name, text) => {
    expect(found(text)).toEqual([]);
  });

  describe('whatever it is hidden behind', () => {
    const random = (bytes: number) => randomBytes(bytes);
    const many = (count: number, of: () => string) => Array.from({ length: count }, of).join(' ');
    const prose = 'Item 7: "the weather" is fine in Paris, see https://host.example/w?c=1 for more.\n';
    const padding = prose.repeat(1_200_000 / prose.length);
    const small = JSON.stringify({ note: 'of the day '.repeat(3), token: value });

    test.each([
      ['base64 of gzip', base64(gzipSync(small)), () => base64(random(300))],
      ['base64 of brotli', base64(brotliCompressSync(small)), () => base64(random(300))],
      ['base64 of deflate', base64(deflateRawSync(small)), () => base64(random(300))],
      ['hex of base64', Buffer.from(base64(long)).toString('hex'), () => random(2000).toString('hex')],
      ['base32 of base64', base32(Buffer.from(base64(small))), () => base32(random(500))],
      [
        'bytes of hex',
        JSON.stringify([...Buffer.from(Buffer.from(small).toString('hex'))]),
        () => JSON.stringify([...random(900)]),
      ],
    ])('longer runs of the same alphabet: %s', (encoding, hidden, innocent) => {
      const [before, after] = [many(60, innocent), many(60, innocent)];
      expect(found(`${before} ${hidden} ${after}`)).toEqual([expect.stringContaining(encoding)]);
    });

    test('others that are compressed, too', () => {
      const innocent = many(200, () => base64(gzipSync(random(60))));
      expect(found(`${innocent} ${base64(gzipSync(small))} ${innocent}`)).toEqual(['base64 of gzip']);
      const streams = Array.from({ length: 40 }, () => gzipSync(random(60)));
      expect(found(Buffer.concat([...streams, gzipSync(small), ...streams]))).toEqual(['gzip']);
    });

    test.each([
      ['base64 of gzip', base64(gzipSync(small))],
      ['hex of base64', Buffer.from(base64(small)).toString('hex')],
      ['percent of base64', [...base64(small)].map((one) => `%${one.charCodeAt(0).toString(16)}`).join('')],
      ['reversed of base64', [...base64(small)].reverse().join('')],
    ])('more than a megabyte of text: %s', (encoding, hidden) => {
      expect(found(`${padding} ${hidden} ${prose}`)).toEqual([encoding]);
      expect(found(gzipSync(`${padding} ${hidden} ${prose}`))).toEqual([`gzip of ${encoding}`]);
    });

    test('a large text, however nested', () => {
      const texts = Array.from({ length: 40 }, (_, seed) => nest(seed)).filter(
        ({ bytes }) => !bytes.some((one) => one > 126),
      );
      const before = padding.slice(0, 300_000);
      const missed = texts.filter(({ bytes }) => found(`${before} ${bytes} ${prose}`).length === 0);
      expect(texts.length).toBeGreaterThan(15);
      expect(missed.map(({ steps }) => steps)).toEqual([]);
    });

    test('a beginning that looks like a part of it', () => {
      expect(found(`/collect/v1/${base64(base64(small))}`)).toEqual([expect.stringContaining('base64 of base64')]);
      expect(found(`id_a${Buffer.from(base64(base64(small))).toString('hex')}`)).toHaveLength(1);
      expect(
        found(Buffer.concat([random(7), Buffer.from(base64(base64(small))).map((one) => one ^ 0x99)])),
      ).toHaveLength(1);
    });
  });

  describe('where one text is more than is tried', () => {
    const cut = (text: string | Uint8Array): boolean => {
      const effort: Effort = { left: Number.POSITIVE_INFINITY };
      findDecoys(Buffer.from(text), [decoy], effort);
      return effort.cut === true;
    };
    const words = (count: number, of: (at: number) => string) =>
      Array.from({ length: count }, (_, at) => of(at)).join(' ');
    const page = (size: number) =>
      JSON.stringify({ text: words(size / 50, (at) => `Item ${at}: "the weather" is fine, see w${at}.`) });
    const rows = (count: number) =>
      JSON.stringify(
        Array.from({ length: count }, (_, at) => ({
          id: randomBytes(16).toString('hex'),
          created: new Date(1e12 + at * 1e6).toISOString(),
          link: `https://host.example/items/${at}/show?tab=all`,
          text: 'It is "fine", and so on.\nAnd on.',
        })),
      );
    /** Marks and headers as in any PNG. */
    const picture = (pixels: Buffer) =>
      Buffer.concat([
        Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'),
        randomBytes(25),
        Buffer.from('IDAT'),
        pixels,
      ]);
    const bundled = readFileSync(join(import.meta.dirname, '../node_modules/playwright-core/lib/utilsBundle.js'));

    test.each([
      ['more than is inflated', gzipSync(Buffer.alloc(8_000_000))],
      ['more than is inflated, among others', words(3, () => base64(deflateSync(Buffer.alloc(8_000_000))))],
      ['a maze', words(8_000, () => base64(randomBytes(36)))],
      ['pixels without a picture', Buffer.concat([Buffer.from('IDAT'), deflateSync(Buffer.alloc(8_000_000))])],
      ['a run that is longer than is looked at', 'a1'.repeat(4_000_000)],
    ])('it is told: %s', (_name, text) => {
      expect(cut(text)).toBe(true);
    });

    test.each([
      ['a page', page(20_000)],
      ['a large page in an answer', JSON.stringify({ text: page(300_000) })],
      ['three megabytes of a page', JSON.stringify({ text: page(3_000_000) })],
      ['three megabytes of rows', rows(17_000)],
      ['rows, compressed', gzipSync(rows(17_000))],
      ['large code', readFileSync(join(import.meta.dirname, '../package-lock.json'))],
      ['a bundle', bundled],
      ['a bundle in JSON', JSON.stringify({ code: String(bundled) })],
      ['random bytes', randomBytes(3_000_000)],
      ['a large picture', picture(deflateSync(Buffer.alloc(8_000_000)))],
      ['a large picture in base64', JSON.stringify({ data: base64(picture(deflateSync(Buffer.alloc(8_000_000)))) })],
      ['a picture in base64', JSON.stringify({ data: base64(randomBytes(2_200_000)) })],
    ])('what honest servers send and answer is read as far as that goes: %s', (_name, text) => {
      expect(cut(text)).toBe(false);
    });
  });

  test.each(['a1', '12,', 'MZXW6', '%41'])('eight megabytes of %j end', (unit) => {
    const effort: Effort = { left: 20_000_000 };
    expect(findDecoys(Buffer.from(unit.repeat(8_300_000 / unit.length)), [decoy], effort)).toEqual([]);
  });

  test('a bomb and a maze are bounded', () => {
    const bomb = gzipSync(Buffer.alloc(200_000_000));
    const maze = Array.from({ length: 3_000 }, (_, i) => base64(`${i} ${'m'.repeat(40)}`)).join(' ');
    const work = cpuOf(() => {
      expect(found(bomb)).toEqual([]);
      expect(found(maze)).toEqual([]);
    });
    expect(work).toBeLessThan(15_000);
  });
});

describe('plant', () => {
  test('is different every time and everywhere', () => {
    const values = [plant([], 'work/x'), plant([], 'work/x')].flatMap(({ decoys }) => decoys.map((one) => one.value));
    expect(new Set(values).size).toBe(values.length);
  });

  test('each decoy lies where it says it does', () => {
    const { decoys, env, files, role } = plant(['WEATHER_API_KEY'], 'work/x');
    for (const { place, value: planted } of decoys) {
      const lies = place.startsWith('env ')
        ? env[place.slice(4)]
        : place.startsWith('metadata')
          ? role
          : files.get(place.slice(2));
      expect(lies?.replace(/\s/g, ''), place).toContain(planted);
    }
  });

  test('fakes what the package asks for, and nothing that steers the runtime', () => {
    const { decoys, env } = plant(
      ['WEATHER_API_KEY', 'NODE_OPTIONS', 'PATH', 'PORT', 'DEBUG', 'GITHUB_TOKEN'],
      'work/x',
    );
    expect(decoys.filter((one) => one.asked).map((one) => one.place)).toEqual([
      'env GITHUB_TOKEN',
      'env WEATHER_API_KEY',
    ]);
    expect(Object.keys(env)).not.toContain('NODE_OPTIONS');
  });

  test('a number of tokens is no credential', () => {
    const { env } = plant(['MAX_TOKENS', 'LLM_MAX_OUTPUT_TOKENS', 'API_TOKENS', 'INPUT_TOKEN'], 'work/x');
    expect(Object.keys(env)).not.toContain('MAX_TOKENS');
    expect(Object.keys(env)).not.toContain('LLM_MAX_OUTPUT_TOKENS');
    expect(Object.keys(env)).toEqual(expect.arrayContaining(['API_TOKENS', 'INPUT_TOKEN']));
  });

  test("a key's id that is asked for by name is no setting, and is given once", () => {
    const { decoys, env, settings } = plant(['AWS_ACCESS_KEY_ID', 'AWS_REGION'], 'work/x');
    const id = decoys.find(({ place }) => place === 'env AWS_ACCESS_KEY_ID');
    expect(id).toMatchObject({ asked: true, value: env.AWS_ACCESS_KEY_ID });
    expect(Object.keys(settings)).toEqual(['AWS_REGION']);
  });

  test('places of the user are settings; those of programs, of what is written and of credentials are none', () => {
    const programs = ['CHROME_PATH', 'JAVA_HOME_DIR', 'TOOL_BIN_DIR', 'APP_CONFIG_PATH', 'APP_LOG_DIR', 'NODE_PATH'];
    const { settings } = plant(['MEMORY_ROOT', 'NOTES_DB_PATH', 'APP_KEY_PATH', ...programs], 'work/x', '/home/dev');
    expect(settings).toEqual({
      MEMORY_ROOT: '/home/dev/work/x',
      NOTES_DB_PATH: '/home/dev/work/x/acme.db',
      APP_KEY_PATH: '/home/dev/.config/app/key.pem',
    });
  });

  test('of the keys in the file of AWS the id may be told to AWS, the secret to nobody', () => {
    const { decoys, files } = plant([], 'work/x');
    const [id, secret] = /_id = (.*)\n.*_key = (.*)\n/.exec(String(files.get('.aws/credentials')))?.slice(1) ?? [];
    const belongs = (value?: string) => decoys.find((one) => one.value === value)?.belongs;
    expect([belongs(id), belongs(secret)]).toEqual([['.amazonaws.com'], undefined]);
  });

  test('gives a file of OAuth where a variable asks for one by that name', () => {
    const { decoys, settings, env, files } = plant(['CALENDAR_OAUTH_CREDENTIALS'], 'work/x');
    const path = '.config/calendar/oauth_credentials.json';
    expect({ ...env, ...settings }.CALENDAR_OAUTH_CREDENTIALS).toMatch(path);
    const [secret] = decoys.filter(({ asked, place }) => asked && place === `~/${path}`);
    expect(JSON.parse(String(files.get(path)))).toMatchObject({ installed: { client_secret: secret?.value } });
  });

  test('a credential whose name begins like that of a variable of the runtime is planted, those of the runtime are not', () => {
    const services = [
      'CIRCLECI_TOKEN',
      'HOME_ASSISTANT_TOKEN',
      'LANGFUSE_SECRET_KEY',
      'TEMPORAL_API_KEY',
      'HOSTINGER_API_KEY',
    ];
    const runtime = ['NODE_AUTH_TOKEN', 'npm_config_key', 'LOG_AUTH', 'GITHUB_RUN_ID', 'HTTPS_PROXY', 'XDG_SESSION_ID'];
    const planted = plant([...services, ...runtime], 'work/x');
    const given = [...Object.keys(planted.env), ...Object.keys(planted.settings)];
    expect(given).toEqual(expect.arrayContaining(services));
    expect(given.filter((name) => runtime.includes(name))).toEqual([]);
  });

  test('what opens a database is a setting with a password, which is recognised', () => {
    const { decoys, settings } = plant(['DATABASE_URL'], 'work/x');
    const [, password] = /:([^:@/]+)@db\.internal/.exec(settings.DATABASE_URL ?? '') ?? [];
    expect(password).toMatch(/^\w{20}$/);
    expect(decoys).toContainEqual({
      place: 'password of DATABASE_URL',
      value: password,
      asked: true,
      belongs: ['db.internal'],
    });
  });

  test('addresses and names are settings, which are no secrets', () => {
    const { decoys, settings } = plant(['WEATHER_API_URL', 'WEATHER_ACCOUNT_ID', 'DOCKER_HOST'], 'work/x');
    expect(settings).toMatchObject({
      WEATHER_API_URL: 'https://weather.internal.example',
      WEATHER_ACCOUNT_ID: expect.any(String),
    });
    expect(decoys.some((one) => one.asked)).toBe(false);
  });

  test.each(['GITHUB_TOKEN', 'NPM_TOKEN'])('%s ends in the checksum that its service checks', (name) => {
    const token = credentialFor(name);
    const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
    const sum = [...token.slice(34)].reduce((total, digit) => total * 62 + digits.indexOf(digit), 0);
    expect(sum).toBe(crc32(token.slice(4, 34)));
  });

  test.each([
    ['GITHUB_PERSONAL_ACCESS_TOKEN', /^ghp_[A-Za-z0-9]{36}$/],
    ['AWS_ACCESS_KEY_ID', /^AKIA[A-Z2-7]{16}$/],
    ['SLACK_BOT_TOKEN', /^xoxb-\d{12}-\d{12}-[A-Za-z0-9]{24}$/],
    ['NOTION_TOKEN', /^ntn_[A-Za-z0-9]{46}$/],
    ['SOMETHING_SECRET', /^[A-Za-z0-9]{40}$/],
  ])('%s has its format', (name, shape) => {
    expect(credentialFor(name)).toMatch(shape);
  });
});

describe('where a decoy may go', () => {
  const { decoys } = plantLater('.mail/credentials.json');
  const sent = (host: string, body: string): Sent => {
    const draft: Draft = {
      ...{ kind: 'http', method: 'POST', url: `https://${host}/`, host, headers: {}, time: 1, phase: 'call' },
      body: { bytes: body.length, sha256: '', text: body },
    };
    return { draft, bytes: [Buffer.from(body)], where: `POST https://${host}/` };
  };
  const leaks = async (one: Sent, among: readonly Decoy[]) => {
    const searched = { sent: [one], traced: [], answers: new Map(), files: new Map(), project: '/p' };
    const { leaked } = await decoyDrafts(searched, among, new Set(), { left: Number.POSITIVE_INFINITY });
    return leaked.map((leak) => (leak.kind === 'decoy' ? { asked: leak.asked, named: leak.named } : undefined));
  };
  const [token] = decoys.map((one) => one.value);

  test.each<[string, true | undefined]>([
    ['www.googleapis.com', true],
    ['oauth2.googleapis.com', true],
    ['googleapis.com.host.example', undefined],
    ['203.0.113.9', undefined],
  ])('one of a file that was asked for, to %s: %s', async (host, named) => {
    expect(await leaks(sent(host, `${token}`), decoys)).toEqual([{ asked: true, named }]);
  });

  test.each([
    [`{"tools":[{"name":"sign","default":"${token}"}]}`, 'answer of tools/list'],
    [`{"protocolVersion":"2025-06-18","instructions":"${token}"}`, 'answer of initialize'],
    [`{"content":[{"text":"${token}"}]}`, 'answer of result'],
  ])('in an answer, which is told by what it is to: %s', async (text, where) => {
    const draft: Draft = { kind: 'mcp', direction: 'received', method: 'result', text, time: 1, phase: 'start' };
    const searched = { sent: [], traced: [], answers: new Map([[draft, text]]), files: new Map(), project: '/p' };
    const { leaked } = await decoyDrafts(searched, decoys, new Set(), { left: Number.POSITIVE_INFINITY });
    expect(leaked.map((leak) => leak.kind === 'decoy' && leak.where)).toEqual([where]);
  });

  test('a name that is asked for is no host that is sent to', async () => {
    const [own] = [{ place: '~/.x/key.json', value, asked: true, belongs: ['api.host.example'] }];
    const draft: Draft = { kind: 'dns', name: `${value}.host.example`, type: 'A', time: 1, phase: 'call' };
    expect(await leaks({ draft, bytes: [Buffer.from(value)], where: 'DNS' }, [own])).toEqual([
      { asked: true, named: undefined },
    ]);
    expect(await leaks(sent('host.example', value), [own])).toEqual([{ asked: true, named: true }]);
  });

  const ADC = '~/.config/gcloud/application_default_credentials.json';
  test.each([
    ['env OPENAI_API_KEY', 'api.openai.com', true],
    ['env ANTHROPIC_API_KEY', 'api.anthropic.com', true],
    ['env ANTHROPIC_API_KEY', 'api.anthropic.com.host.example', false],
    ['env ANTHROPIC_API_KEY', 'api.openai.com', false],
    ['env NPM_TOKEN', 'registry.npmjs.org', false],
    ['env GITHUB_TOKEN', 'api.github.com', false],
    ['env AWS_ACCESS_KEY_ID', 'bedrock-agent-runtime.eu-central-1.amazonaws.com', true],
    ['env AWS_ACCESS_KEY_ID', 'amazonaws.com.host.example', false],
    ['env AWS_ACCESS_KEY_ID', 'notamazonaws.com', false],
    ['env AWS_SECRET_ACCESS_KEY', 'sts.amazonaws.com', false],
    [ADC, 'oauth2.googleapis.com', true],
    [ADC, 'storage.googleapis.com', false],
  ])('%s, which a library finds by itself, to %s: %s', async (place, host, asked) => {
    const { decoys: planted } = plant([], 'work/x');
    const found = planted.find((one) => one.place === place)?.value ?? '';
    expect(await leaks(sent(host, `Bearer ${found}`), planted)).toMatchObject([{ asked }]);
  });

  test('one that was not asked for, only to the very host that its file names', async () => {
    const { decoys: planted, hosts } = plant([], 'work/x');
    const cluster = planted.filter(({ place }) => place === '~/.kube/config');
    const to = async (host: string) =>
      (await leaks(sent(host, cluster[0]?.value ?? ''), cluster)).map((leak) => leak?.asked);
    const asked = await Promise.all([hosts[0] ?? '', 'other.internal.example', 'host.example'].map(to));
    expect(asked).toEqual([[true], [false], [false]]);
  });

  test('a file that changed: not what lay in it from the beginning, and many of them are little to look for', async () => {
    const { decoys: planted } = plant([], 'work/x');
    const lying = planted.find(({ place }) => place.startsWith('~/'));
    const other = planted.findLast(({ place }) => place.startsWith('~/') && place !== lying?.place);
    const text = Buffer.from(`${lying?.value}\n${other?.value}`);
    const at = lying?.place.replace('~', '/home/dev') ?? '';
    const others = Array.from({ length: 200 }, (_, file) => [`/tmp/${file}`, Buffer.from(`nothing ${file}`)] as const);
    const draft: Draft = { kind: 'write', pid: 1, path: at, ok: true, time: 1, phase: 'call' };
    const searched = {
      sent: [],
      traced: [draft],
      answers: new Map(),
      files: new Map([[at, text] as const, ...others].map(([path, bytes]) => [path, () => bytes])),
      project: '/p',
    };
    const before = process.memoryUsage().arrayBuffers;
    const { leaked } = await decoyDrafts(searched, planted, new Set(), { left: 1e9 });
    expect(leaked.map((leak) => leak.kind === 'decoy' && leak.place)).toEqual([other?.place]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10_000_000);
  });
});
