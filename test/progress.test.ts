/** What a waiting user sees. */
import { afterEach, expect, it, vi } from 'vitest';
import { follow, frame, NOTHING, progressOn, type Shown } from '../src/cli/progress.ts';

const after = (...events: readonly (readonly [stage: string, detail: string])[]): Shown =>
  events.reduce((shown, [stage, detail]) => follow(shown, { stage, detail }), NOTHING);

afterEach(() => vi.useRealTimers());

it('has a line for what goes on side by side, and forgets what is over', () => {
  const shown = after(
    ['resolve', '1 of 2, weather-mcp'],
    ['read', '1 of 9 packages, a@1.0.0'],
    ['laptop boot', ''],
    ['ci boot', ''],
    ['read', '2 of 9 packages, b@1.0.0'],
    ['laptop call', 'tool 1 of 3, forecast'],
  );
  const [head, ...rows] = frame(shown, 12_400, 80);
  expect(head).toMatch(/^\S 12 s {2}1 of 2, weather-mcp$/);
  expect(rows).toEqual([
    '  read      2 of 9 packages, b@1.0.0',
    '  laptop    call: tool 1 of 3, forecast',
    '  ci        boot',
  ]);
  const next = after(['laptop idle', ''], ['resolve', 'next']);
  expect([next.title, ...next.tracks.keys()]).toEqual(['next', 'resolve']);
});

it('never writes a line that would wrap, nor what would move the cursor', () => {
  const shown = after(
    ['resolve', '天'.repeat(99)],
    ['laptop call', `${'天'.repeat(200)}`],
    ['ci call', '\u001b[2J\n\u202e'],
  );
  for (const line of frame(shown, 0, 40)) {
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

it('says each stage once where nothing can be drawn, and now and then that it goes on', () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  let out = '';
  const line = progressOn({ write: (text) => (out += text) }, true);
  for (const detail of ['1 of 3', '2 of 3']) line.tell({ stage: 'read', detail });
  line.tell({ stage: 'ci boot', detail: '' });
  vi.advanceTimersByTime(25_000);
  line.tell({ stage: 'read', detail: '3 of 3' });
  line.tell({ stage: 'resolve', detail: 'the next' });
  line.tell({ stage: 'ci boot', detail: '' });
  line.clear();
  expect(out.split('\n')).toEqual([
    '   0 s  read: 1 of 3',
    '   0 s  ci boot',
    '  25 s  read: 3 of 3',
    '  25 s  resolve: the next',
    '  25 s  ci boot',
    '',
  ]);
});
