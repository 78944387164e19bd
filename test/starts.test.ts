/** Ways to start a server, by what it said. */
import { describe, expect, test } from 'vitest';
import { plant } from '../src/sandbox/decoys/decoys.ts';
import type { Stage } from '../src/sandbox/phases/stage.ts';
import { startsOf } from '../src/sandbox/phases/starts.ts';

function stageOf(asked: readonly string[], readme = ''): Stage {
  const profile = { home: '/home/mark', work: 'work' };
  const stage: Partial<Stage> = { planting: plant(asked, 'work'), readme, extra: [], work: '/home/mark/work' };
  return { ...stage, profile } as unknown as Stage;
}

/** The arguments of every start there is, where the server always says the same. */
function argumentsOf(said: string, stage = stageOf([])): readonly string[] {
  const starts = startsOf(stage, [], 'tool');
  const all: string[] = [];
  for (let start = starts.next(); start; start = starts.next()) {
    all.push(start.args.join(' '));
    starts.hear(said);
  }
  return all;
}

test('a server that says the same again is not given another of the same', () => {
  const databases = argumentsOf('Usage: tool <database-url>').map((args) => args.split('postgres://').length - 1);
  expect(databases.filter((count) => count > 0).every((count) => count === 1)).toBe(true);
  expect(databases.filter((count) => count > 0).length).toBeLessThanOrEqual(2);
});

describe('variables that it names when it ends', () => {
  const second = (said: string) => {
    const starts = startsOf(stageOf([]), [], 'tool');
    starts.next();
    starts.hear(said);
    return starts.next();
  };

  test('that say where a key lies get the path of one that is there', () => {
    const start = second('Please set: ACME_ISSUER_ID, ACME_P8_PATH');
    const path = start?.env.ACME_P8_PATH ?? '';
    expect(Object.keys(start?.env ?? {}).sort()).toEqual(['ACME_ISSUER_ID', 'ACME_P8_PATH']);
    expect(path).toBe('/home/mark/.config/acme/p8.p8');
    expect(start?.files.get(path)).toMatch(/^-----BEGIN PRIVATE KEY-----/);
  });

  test('that lead to settings get those that its readme shows', () => {
    const client = '```json\n{"mcpServers": {"tool": {"env": {"ACME_CONFIG_PATH": "/path/to/acme.json"}}}}\n```';
    const readme = `Point to your acme.json:\n${client}\nIn acme.json:\n\n  \`\`\`json\n  {"lines": ["one"]}\n  \`\`\`\n`;
    const starts = startsOf(stageOf([], readme), [], 'tool');
    starts.next();
    starts.hear('ACME_CONFIG_PATH must be set');
    const start = starts.next();
    expect(start?.env).toEqual({ ACME_CONFIG_PATH: '/home/mark/work/acme.json' });
    expect(JSON.parse(start?.files.get('/home/mark/work/acme.json') ?? '')).toEqual({ lines: ['one'] });
  });

  test('get a place or a word, whatever they are for', () => {
    const start = second('NOTES_DIR is required\nNOTES_BOARD is required\nNODE_OPTIONS is required');
    expect(start?.env).toEqual({ NOTES_DIR: '/home/mark/work', NOTES_BOARD: 'acme' });
  });
});

test('a service on this machine that does not answer is looked for elsewhere', () => {
  const readme = '```json\n{"env": {"ACME_BASE_URL": "http://localhost:7130/api"}}\n```';
  const starts = startsOf(stageOf(['ACME_BASE_URL'], readme), [], 'tool');
  const urls = ['', 'request to http://localhost:7130/api/health failed', ''].map((said) => {
    starts.hear(said);
    return starts.next()?.env.ACME_BASE_URL;
  });
  expect(urls).toEqual([undefined, expect.stringMatching(/^https:\/\/(?!localhost)/), undefined]);
});

test.each([
  ['settings.json', '{"lines": 2}'],
  ['token.json', expect.not.stringContaining('"lines": 2')],
])('of a file that it opened, %s, its readme may show what settings it holds, and no credential', (file, expected) => {
  const starts = startsOf(stageOf([], `In ${file}:\n\`\`\`json\n{"lines": 2}\n\`\`\`\n`), [], 'tool');
  starts.next();
  starts.hear(`Error: ENOENT: no such file or directory, open '/home/mark/.tool/${file}'`);
  expect(starts.next()?.files.get(`/home/mark/.tool/${file}`)).toEqual(expected);
});

describe('tools that only fail', () => {
  const asked = ['ACME_SITE_NAME', 'ACME_API_TOKEN'];
  const more = (said: string, env = {}) => {
    const starts = startsOf(stageOf(asked), [], 'tool');
    const first = starts.next();
    return first && starts.more({ ...first, env }, said);
  };

  test.each([
    'Authentication credentials are missing',
    'No access, refresh token, API key or refresh handler callback is set.',
    'You are not logged in',
    'connect ECONNREFUSED 127.0.0.1:5432',
    '{"content":[{"type":"text","text":""}],"isError":true}',
    'The "path" argument must be of type string. Received undefined',
  ])('for want of something they do not name get all settings there are: %s', (said) => {
    expect(more(`Error: ${said}`)?.env).toEqual({
      ACME_SITE_NAME: expect.stringMatching(/^acme-/),
    });
  });

  test('for want of keys of another shape get such keys, of the service that they speak of', () => {
    const keys = ['ACME_API_KEY', 'OTHER_API_KEY'];
    const stage = stageOf(keys);
    const starts = startsOf(stage, [], 'tool');
    const first = starts.next();
    const better =
      first && starts.more({ ...first, env: {} }, "Error: Invalid Acme API key. API keys start with 'acme-'");
    expect(better?.env).toEqual({ ACME_API_KEY: expect.stringMatching(/^acme-\w{40}$/) });
    expect(stage.extra).toEqual([{ place: 'env ACME_API_KEY', value: better?.env.ACME_API_KEY, asked: true }]);
  });

  test('for want of headers in a line get them so', () => {
    const stage = stageOf(['API_HEADERS', 'API_KEY']);
    const starts = startsOf(stage, [], 'tool');
    const first = starts.next();
    const better =
      first && starts.more({ ...first, env: {} }, 'Error: Header name must be a valid HTTP token ["{"Authorization""]');
    expect(better?.env).toEqual({ API_HEADERS: `Authorization: Bearer ${stage.extra[0]?.value}` });
  });

  test('for want of a file that a key was taken for get one', () => {
    const stage = stageOf(['ACME_ACCOUNT_KEY']);
    const [key] = stage.planting.decoys.filter(({ place }) => place === 'env ACME_ACCOUNT_KEY');
    const starts = startsOf(stage, [], 'tool');
    const first = starts.next();
    const error = `ENOENT: no such file or directory, open '/home/mark/work/${key?.value}'`;
    const better = first && starts.more({ ...first, env: {} }, error);
    expect(better?.env).toEqual({ ACME_ACCOUNT_KEY: '/home/mark/.config/acme/account_key.json' });
    expect(better?.files.get('/home/mark/.config/acme/account_key.json')).toMatch(/^\{/);
  });

  test('for want of something they name get that', () => {
    expect(more('Error: set ACME_TEAM_KEY')?.ours).toBe('what tools asked for: ACME_TEAM_KEY');
  });

  test('which is told by its name, whatever its readme has there', () => {
    const starts = startsOf(stageOf([], '```json\n{"env": {"ACME_REGION": "eu-west"}}\n```'), [], 'tool');
    const first = starts.next();
    expect(first && starts.more({ ...first, env: {} }, 'Error: set ACME_REGION')).toMatchObject({
      ours: 'what tools asked for: ACME_REGION',
      env: { ACME_REGION: 'eu-west' },
    });
  });

  test.each([
    ['for another reason', 'Error: no such city', {}],
    ['with all there is', 'Error: Authentication credentials are missing', { ACME_SITE_NAME: 'acme' }],
  ])('%s get nothing', (_name, said, env) => expect(more(said, env)).toBeUndefined());
});

describe('a server that has the key of a service', () => {
  const more = (asked: readonly string[], env = {}) => {
    const starts = startsOf(stageOf(asked), [], 'tool');
    const first = starts.next();
    return first && starts.more({ ...first, env }, '');
  };

  test('gets its address as well, for it may offer more', () => {
    const found = more(['ACME_API_KEY', 'ACME_API_URL', 'ACME_TEAM_ID', 'OTHER_API_URL']);
    expect(found?.ours).toBe('addresses of ours: ACME_API_URL');
    expect(found?.env).toEqual({ ACME_API_URL: 'https://acme.internal.example' });
  });

  test('an address of its readme is told with it: what goes there goes where we sent it', () => {
    const readme = '```json\n{"env": {"ACME_API_URL": "http://198.51.100.7:3000", "ACME_API_KEY": "…"}}\n```';
    const starts = startsOf(stageOf(['ACME_API_KEY', 'ACME_API_URL'], readme), [], 'tool');
    const first = starts.next();
    expect(first && starts.more({ ...first, env: {} }, '')?.ours).toBe(
      'addresses of ours: ACME_API_URL (http://198.51.100.7:3000, as in its readme)',
    );
  });

  test.each([
    ['which has it', ['ACME_API_KEY', 'ACME_API_URL'], { ACME_API_URL: 'https://acme.example' }],
    ['of another', ['ACME_API_KEY', 'OTHER_API_URL'], {}],
    ['that reads none', ['ACME_API_KEY', 'ACME_TEAM_ID'], {}],
  ])('but not one %s', (_name, asked, env) => expect(more(asked, env)).toBeUndefined());
});
