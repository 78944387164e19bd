/** What the sink's services tell of their user, and that nothing which a request says becomes theirs. */
import { describe, expect, test } from 'vitest';

interface Services {
  readonly find: (url: URL) => { readonly text: string; readonly named: readonly string[] } | undefined;
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
