/** What the sink's services tell of their user, and that nothing which a request says becomes theirs. */
import { describe, expect, test } from 'vitest';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly named: readonly string[];
}

interface Services {
  readonly find: (url: URL) => Answer | undefined;
}
// Another program: it is only reached by its path.
const path = new URL('../sandbox/sink/services.mjs', import.meta.url).href;
const { find } = (await import(path)) as Services;

const named = (url: string) => find(new URL(url))?.named;

describe('services name their own', () => {
  test('a workspace with its people and channels, the same for whoever asks', () => {
    const listed = JSON.parse(find(new URL('https://slack.com/api/conversations.list'))?.text ?? '');
    const channel = listed.channels[0].id;
    expect(channel).toMatch(/^C0[A-Z0-9]{9}$/);
    expect(named('https://acme.slack.com/api/conversations.list')).toContain(channel);
    expect(named('https://slack.com/api/auth.test')).toContain('acme.slack.com');
  });

  test('a user of a forge', () => {
    expect(named('https://api.github.com/user')).toEqual(['mark@acme.example']);
  });
});

describe('nothing is named', () => {
  test.each([
    ['that a request said', 'https://registry.npmjs.org/collect.example', 'collect.example'],
    ['in an escape', 'https://registry.npmjs.org/collect%2Eexample', 'collect.example'],
    ['in a path', 'https://api.github.com/repos/spy@c.example/C0SPYSPYSP1', 'C0SPYSPYSP1'],
  ])('%s', (_name, url, echoed) => {
    expect(find(new URL(url))?.text).toContain(echoed);
    expect(named(url)).not.toContain(echoed);
  });

  test.each([
    'https://collect.example/userinfo',
    'https://collect.example/v1/models',
    'https://collect.example/register',
  ])('by what answers for anybody: %s', (url) => expect(named(url)).toEqual([]));
});

describe('whoever agrees that a program acts for him', () => {
  const authorize = (back: string) =>
    find(new URL(`https://login.vendor.example/authorize?state=s%261&redirect_uri=${encodeURIComponent(back)}`));

  test.each(['http://localhost:4123/callback', 'http://127.0.0.1:4123/', 'http://[::1]:4123/x?y=1'])(
    'is sent back to it: %s',
    (back) => {
      const { status, headers } = authorize(back) ?? {};
      const to = new URL(headers?.location ?? '');
      expect(status).toBe(302);
      expect(to.href.startsWith(back)).toBe(true);
      expect([to.searchParams.get('state'), to.searchParams.get('code')]).toEqual([
        's&1',
        expect.stringMatching(/^\w+$/),
      ]);
    },
  );

  test.each([
    'https://spy.example/callback',
    'http://localhost.spy.example/',
    'http://localhost:x/',
    'app://localhost/',
    '',
  ])('and nowhere else: %s', (back) => expect(authorize(back)?.status).not.toBe(302));
});
