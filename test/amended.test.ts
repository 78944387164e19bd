/** An argument more or less, by what a tool's error says. */
import { describe, expect, test } from 'vitest';
import { amendedBy } from '../src/sandbox/talk/amended.ts';

const world = { file: '/w/README.md', directory: '/w', canary: () => 'k3y' };
const text = { type: 'string' };
const schema = {
  type: 'object',
  properties: {
    path: { ...text, default: '.', description: 'The repository' },
    url: text,
    scrapeId: text,
    status: { enum: ['open', 'done'] },
    owner: text,
    id: text,
  },
  required: ['id'],
};
const amended = (error: string, input: Record<string, unknown>) =>
  amendedBy(
    error,
    { kind: 'named', input, canaries: Object.keys(input).map((argument) => ({ argument, value: argument })) },
    schema,
    world,
    '',
  );

describe('amendedBy', () => {
  test.each([
    ['scrapeId applies to crawls only', { id: 'a', scrapeId: 'b' }, { id: 'a' }],
    ["Provide either 'url' or 'scrapeId', not both", { url: 'a', scrapeId: 'b' }, { url: 'a' }],
    ['Provide exactly one of url or scrapeId', { url: 'a', scrapeId: 'b' }, { url: 'a' }],
    ['owner: owner is not supported here', { id: 'a', owner: 'b' }, { id: 'a' }],
    [
      'At least one of `status` or `owner` must be provided',
      { id: 'a' },
      { id: 'a', status: 'open', owner: 'octocat' },
    ],
    ["No directory set. Please specify a 'path'", { id: 'a', path: '.' }, { id: 'a', path: '/w' }],
    ['owner is required for this', { id: 'a' }, { id: 'a', owner: expect.any(String) }],
  ])('%s', (error, input, better) => {
    expect(amended(error, input)?.input).toEqual(better);
  });

  test.each([
    ['id is not supported here', { id: 'a', owner: 'b' }],
    ['webhook is required', { id: 'a' }],
    ['path is required', { id: 'a', path: '/w/x' }],
    ['constructor is required', { id: 'a' }],
    ['No owner was found', { id: 'a', owner: 'b' }],
    ['not both', { id: 'a', owner: 'b' }],
    ['', { id: 'a' }],
  ])('but not %s', (error, input) => {
    expect(amended(error, input)).toBeUndefined();
  });

  test('where one argument holds all others, they are meant', () => {
    const params = { type: 'object', properties: { slug: text, branch: text } };
    const holder = { type: 'object', properties: { params } };
    const given = { kind: 'named', input: { params: { slug: 'a' } }, canaries: [] } as const;
    const better = amendedBy('Missing inputs: provide slug with branch', given, holder, world, '');
    expect(better?.input).toEqual({ params: { slug: 'a', branch: 'main' } });
    const less = amendedBy('slug is not supported here', given, holder, world, '');
    expect(less?.input).toEqual({ params: {} });
  });

  test('what is left out has no canary', () => {
    const { canaries } = amended('scrapeId applies to crawls only', { scrapeId: 'b', url: 'a' }) ?? {};
    expect(canaries).toEqual([{ argument: 'url', value: 'url' }]);
  });
});
