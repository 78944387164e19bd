/** The search for credentials on its own: everything a package ships goes through it. */
import { describe, expect, test } from 'vitest';
import { findCredentials, mask } from '../rules/data/credentials.ts';
import { cpuOf } from './support/cpu.ts';

// Made for this test; none was ever issued. Put together so that scanners of this repository stay calm.
const join = (...parts: string[]) => parts.join('');
const TOKEN = join('gh', 'p_aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5');

describe('findCredentials', () => {
  test('knows formats of the library and its own', () => {
    const text = [
      TOKEN,
      join('7203948', '156:', 'AAHx9Kq2LmZ8vRt4WsYb6NcPd1QeUf3GjJk'),
      join('dckr', '_pat_aB3dE5gH7jK9mN1pQ3sT5vW7yZ9'),
      `https://deploy:${'Tr7Kq2vX9mB4'}@git.weather.dev/x`,
    ].join('\n');
    expect(findCredentials(text).map(({ kind }) => kind)).toEqual([
      'a GitHub token',
      'a Telegram bot token',
      'a Docker token',
      'a password in an address',
    ]);
  });

  test('says where, across the pieces it searches in', () => {
    for (const before of [0, 512 * 1024 - 10, 512 * 1024 + 5, 1_400_000]) {
      const text = `${' '.repeat(before)} ${TOKEN} `;
      expect(findCredentials(text)).toEqual([{ kind: 'a GitHub token', value: TOKEN, at: before + 1 }]);
    }
  });

  test('is not switched off by what a file says', () => {
    expect(findCredentials(`// secretlint-disable\n${TOKEN}`)).toHaveLength(1);
  });

  test.each([
    'ghs_1_',
    'mongodb://a:',
    `SG.a.${'a'.repeat(300)}`,
    'xoxb-a-',
    `http://${'a'.repeat(256)}:`,
    'postgres://a:b',
  ])('ends soon on text that is made to be slow: %s', (piece) => {
    const text = `${TOKEN} ${piece.repeat(Math.ceil(1_000_000 / piece.length))}`;
    // A limit of its own, far above the slowest (1.3 s): a step that reads may take ten.
    expect(cpuOf(() => void findCredentials(text))).toBeLessThan(8_000);
  });
});

test('mask shows too little to use', () => {
  expect(mask(TOKEN)).toBe('ghp_aB3d… (40 characters, masked)');
  expect(mask('short')).toBe('s… (5 characters, masked)');
});
