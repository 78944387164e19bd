/** What a launch names on the user's disk is there in the sandbox, and only there. */
import { describe, expect, it } from 'vitest';
import { broughtHere, handedOver, namedPlaces } from '../src/sandbox/world/arguments.ts';

const USER = { home: '/home/mark', work: 'work/api' };

describe('arguments', () => {
  it.each([
    ['${workspaceFolder}/docs', '/home/mark/work/api/docs'],
    ['${CLAUDE_PROJECT_DIR}', '/home/mark/work/api'],
    ['--root=${HOME}/notes', '--root=/home/mark/notes'],
    ['~/notes', '/home/mark/notes'],
    ['~', '/home/mark'],
    ['~notes', '~notes'],
    ['${API_KEY}', '${API_KEY}'],
    ['${HOME}/${SECRET}', '${HOME}/${SECRET}'],
    ['./data', './data'],
  ])('%s is handed over as %s', (given, handed) => {
    expect(handedOver([given], USER)).toEqual([handed]);
  });

  it.each([
    ['/Users/ann/Projects', '/home/mark/work/api/Projects'],
    ['C:\\Users\\ann\\notes', '/home/mark/work/api/notes'],
    ['/path/to/dir', '/home/mark/work/api/dir'],
  ])('%s is brought to this machine', (given, here) => {
    expect(broughtHere(['--x', given], USER)).toEqual(['--x', here]);
  });

  it.each(['/', '-y', '/home/mark/notes', './data', 'https://a.example/x', '@scope/name'])('%s stays', (given) => {
    expect(broughtHere([given], USER)).toBeUndefined();
  });
});

describe('places', () => {
  const places = (...args: string[]) => {
    const { folders, files } = namedPlaces(args, USER);
    return { folders, files: [...files] };
  };

  it('are folders, and files by their ending', () => {
    expect(places('./data', '--db=./store/app.sqlite', '~/c.json', '.', '..', './.hidden', './v1.2')).toEqual({
      folders: [
        '/home/mark/work/api/data',
        '/home/mark/work/api',
        '/home/mark/work',
        '/home/mark/work/api/.hidden',
        '/home/mark/work/api/v1.2',
      ],
      files: [
        ['/home/mark/work/api/store/app.sqlite', ''],
        ['/home/mark/c.json', '{}\n'],
      ],
    });
  });

  it('are none outside of the home, in an address or in a name', () => {
    const none = { folders: [], files: [] };
    expect(places('../../..', './../../../etc', 'https://a.example/x', '@scope/name', 'owner/repo', '-y')).toEqual(
      none,
    );
    expect(places(`./${'a'.repeat(500)}`, './a\0b', '')).toEqual(none);
    expect(places(...Array.from({ length: 100 }, (_, index) => `./d${index}`)).folders).toHaveLength(20);
  });
});
