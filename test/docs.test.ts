/** What the pages for users say is there: files they link to, commands and options they show. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lazaret } from './support/machine.ts';

const ROOT = join(import.meta.dirname, '..');
const PAGES = [
  ...['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md'],
  ...(await readdir(join(ROOT, 'docs'))).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`),
];
const read = (page: string): Promise<string> => readFile(join(ROOT, page), 'utf8');

describe.each(PAGES)('%s', (page) => {
  it('links only to what is there', async () => {
    const links = [...(await read(page)).matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, link]) => link!);
    for (const link of links.filter((one) => !/^https?:/.test(one)))
      expect(existsSync(join(ROOT, dirname(page), link)), link).toBe(true);
  });

  it('shows only commands and options that there are', async () => {
    const blocks = [...(await read(page)).matchAll(/```sh\n(.*?)```/gs)].flatMap(([, block]) => block!.split('\n'));
    for (const line of blocks.map((one) => one.replace(/ +#.*/, ''))) {
      const [, command, rest = ''] = /(?:^lazaret|lazaret --) ([a-z]+)(.*)$/.exec(line) ?? [];
      if (command === undefined) continue;
      const { out, code } = await lazaret([command, '--help']);
      expect(code, line).toBe(0);
      for (const [option] of rest.replace(/"[^"]*"/g, '').matchAll(/--[a-z-]+/g)) expect(out, line).toContain(option);
    }
  });

  it('gives vitest no file as the value of -u, which would run and write everything', async () => {
    expect(await read(page)).not.toMatch(/vitest run -u [\w./]/);
  });
});
