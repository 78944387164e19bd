/** What a waiting user sees. */
import { expect, it } from 'vitest';
import { follow, frame, progressOn } from '../src/cli/progress.ts';

type Tracks = Parameters<typeof frame>[0];
const after = (...events: readonly (readonly [stage: string, detail: string])[]): Tracks =>
  events.reduce<Tracks>((tracks, [stage, detail]) => follow(tracks, { stage, detail }), new Map());

it('has a line for what goes on side by side, and forgets what is over', () => {
  const tracks = after(
    ['resolve', 'weather-mcp'],
    ['read', '1 of 9 packages, a@1.0.0'],
    ['laptop boot', ''],
    ['ci boot', ''],
    ['read', '2 of 9 packages, b@1.0.0'],
    ['laptop call', 'forecast'],
  );
  const [head, ...rows] = frame(tracks, 12_400, 80);
  expect(head).toMatch(/^\S 12 s$/);
  expect(rows).toEqual(['  read      2 of 9 packages, b@1.0.0', '  laptop    call: forecast', '  ci        boot']);
  expect([...after(['laptop idle', ''], ['resolve', 'next']).keys()]).toEqual(['resolve']);
});

it('never writes a line that would wrap, nor what would move the cursor', () => {
  const tracks = after(['laptop call', `${'天'.repeat(200)}`], ['ci call', '\u001b[2J\n\u202e']);
  for (const line of frame(tracks, 0, 40)) {
    expect(line).not.toMatch(/[\u001b\n\u202e]/);
    expect([...line].reduce((sum, one) => sum + (one === '天' ? 2 : 1), 0)).toBeLessThanOrEqual(40);
  }
});

it('removes every line it drew', () => {
  let screen = '';
  const line = progressOn(
    {
      isTTY: true,
      columns: 60,
      write: (text) => {
        screen += text;
      },
    },
    true,
  );
  line.tell({ stage: 'laptop boot', detail: '' });
  const lines = screen.split('\n').length;
  screen = '';
  line.clear();
  expect(screen.match(/\u001b\[2K/g)).toHaveLength(lines);
  expect(screen.match(/\u001b\[1A/g)).toHaveLength(lines - 1);
});

it('says each stage once where nothing can be drawn', () => {
  let out = '';
  const line = progressOn(
    {
      write: (text) => {
        out += text;
      },
    },
    true,
  );
  for (const detail of ['a', 'b']) line.tell({ stage: 'read', detail });
  line.tell({ stage: 'ci boot', detail: '' });
  line.clear();
  expect(out).toBe('read: a\nci boot\n');
});
