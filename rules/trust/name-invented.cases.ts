import { defineCases } from '../../src/rule.ts';
import type { Release } from '../../src/types.ts';

const named = (name: string, ...releases: (Partial<Release> & { version: string })[]) => ({
  code: '',
  manifest: { name },
  trust: { histories: [{ releases: releases.map((release) => ({ publisher: 'mallory', ...release })) }] },
});
const NEW = { version: '1.0.0', at: '2026-06-20T00:00:00.000Z' };

export default defineCases({
  bad: [
    { name: 'of a codemod and its engine', ...named('react-codeshift', NEW) },
    { name: 'of a server and a validator', ...named('express-mongoose-validator', NEW) },
    { name: 'under a scope of its own', ...named('@helpful/webpack-dotenv', NEW) },
    {
      name: 'of a dependency',
      code: '',
      dependencies: ['express-mongoose-validator@1.0.0'],
      trust: {
        histories: [
          {
            package: 'express-mongoose-validator@1.0.0',
            name: 'express-mongoose-validator',
            version: '1.0.0',
            releases: [{ publisher: 'mallory', ...NEW }],
          },
        ],
      },
    },
  ],
  ok: [
    { name: 'with a repository', ...named('react-codeshift', { ...NEW, repository: 'github.com/wendy/codeshift' }) },
    { name: 'claimed long ago', ...named('react-codeshift', { ...NEW, at: '2024-06-20T00:00:00.000Z' }) },
    { name: 'with dates that are not told', ...named('react-codeshift', { version: '1.0.0' }) },
    {
      name: 'of a registry that leaves things out',
      code: '',
      manifest: { name: 'react-codeshift' },
      trust: { histories: [{ releases: [NEW] }] },
    },
    { name: 'of words of its own', ...named('harbour-lanterns', NEW) },
    { name: 'a well-known name', ...named('react-router', NEW) },
  ],
});
