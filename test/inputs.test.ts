/** Arguments for tools from their schemas, honest and hostile. */
import { describe, expect, test } from 'vitest';
import { correctedBy, inputFor, inputsFor } from '../src/sandbox/talk/inputs.ts';

const world = { file: '/home/dev/work/README.md', directory: '/home/dev/work', canary: () => 'k3y' };
const property = (schema: unknown, name = 'x') =>
  inputFor({ type: 'object', properties: { [name]: schema }, required: [name] }, world)[name];

describe('inputFor', () => {
  test.each([
    ['path', { type: 'string' }, '/home/dev/work/README.md'],
    ['directory', { type: 'string' }, '/home/dev/work'],
    ['url', { type: 'string' }, 'https://site-k3y.example/page'],
    ['to', { type: 'string' }, 'k3y@mail.example'],
    ['source', { type: 'string' }, 'console.log("k3y")'],
    ['resourceId', { type: 'string' }, 'sample-k3y'],
    ['source_branch', { type: 'string' }, 'sample-k3y'],
    ['x', { type: 'string', format: 'email' }, 'k3y@mail.example'],
    ['x', { type: 'string', enum: ['a', 'b'] }, 'a'],
    ['x', { const: 7 }, 7],
    ['x', { type: 'integer', minimum: 10 }, 10],
    ['x', { type: 'number', exclusiveMinimum: 3, maximum: 3.5 }, 3.5],
    ['x', { type: 'boolean' }, false],
    ['x', { type: 'string', maxLength: 2 }, 'sa'],
    ['x', { type: 'array', items: { type: 'number' }, minItems: 2 }, [1, 1]],
    ['x', { type: 'string', pattern: '^[A-Z]{3}-\\d+$' }, 'AAA-1'],
    ['x', { type: 'string', pattern: '^[a-z0-9-]+$' }, 'k3y'],
    ['x', { type: 'string', pattern: '^https?:\\/\\/' }, 'http://site-k3y.example/page'],
    ['x', { type: 'string', pattern: '^[0-9a-f]+$', minLength: 4 }, 'aaaa'],
    ['graphql_query', { type: 'string' }, '{ __typename }'],
    ['x', { anyOf: [{ type: 'null' }, { type: 'integer' }] }, 1],
    ['x', { type: ['string', 'null'], default: null }, null],
  ])('%s %j', (name, schema, expected) => {
    expect(property(schema, name)).toEqual(expected);
  });

  test('required properties, and optional ones whose name says what they are', () => {
    const schema = {
      type: 'object',
      properties: { city: { type: 'string' }, flux: { type: 'string' }, verbose: { type: 'boolean' } },
      required: ['flux'],
    };
    expect(inputFor(schema, world)).toEqual({ city: 'Venice', flux: 'sample-k3y' });
  });

  test('the one argument that holds all others is given', () => {
    const params = { type: 'object', properties: { city: { type: 'string' }, flux: { type: 'string' } } };
    expect(inputFor({ type: 'object', properties: { params } }, world)).toEqual({ params: { city: 'Venice' } });
  });

  test('follows references, also where they go in circles', () => {
    const node = {
      type: 'object',
      properties: { name: { type: 'string' }, child: { $ref: '#/$defs/node' } },
      required: ['name', 'child'],
    };
    const made = inputFor({ $defs: { node }, $ref: '#/$defs/node' }, world);
    expect(made).toMatchObject({ name: 'sample-k3y', child: { name: 'sample-k3y' } });
    expect(inputFor({ $ref: '#' }, world)).toEqual({});
  });

  test.each([
    null,
    3,
    'x',
    [],
    { properties: 'no' },
    { type: 'object', properties: { ['__proto__']: { type: 'string' } }, required: ['__proto__'] },
    { type: 'object', required: 7 },
  ])('nonsense gives an object: %j', (schema) => {
    expect(Object.getPrototypeOf(inputFor(schema, world))).toBe(Object.prototype);
  });
});

describe('inputsFor', () => {
  const counting = () => {
    let count = 0;
    return { ...world, canary: () => `canary${count++}` };
  };
  const schema = {
    type: 'object',
    properties: {
      to: { type: 'array', items: { type: 'object', properties: { email: { type: 'string' } }, required: ['email'] } },
      body: { type: 'string', examples: ['Hello'] },
      city: { type: 'string' },
      tone: { enum: ['calm', 'loud'] },
      day: { type: 'string', format: 'date' },
    },
    required: ['to', 'body', 'city', 'tone', 'day'],
  };

  test('each argument that may be any text holds one of its own, under its path', () => {
    const inputs = inputsFor(schema, counting());
    const full = inputs.find(({ kind }) => kind === 'full');
    expect(full?.canaries.map(({ argument }) => argument)).toEqual(['to[0].email', 'body', 'city']);
    for (const { value } of full?.canaries ?? []) expect(JSON.stringify(full?.input)).toContain(value);
    const all = inputs.flatMap(({ canaries }) => canaries.map(({ value }) => value));
    expect(new Set(all).size).toBe(all.length);
  });

  test('the first input is what the tool expects', () => {
    const [named] = inputsFor(schema, counting());
    expect(named?.input).toMatchObject({ body: 'Hello', city: 'Venice', tone: 'calm', day: '2026-01-15' });
    expect(named?.canaries.map(({ argument }) => argument)).toEqual(['to[0].email']);
  });

  test('where there is little room, the canary alone', () => {
    const short = { type: 'object', properties: { x: { type: 'string', maxLength: 8 } }, required: ['x'] };
    expect(inputsFor(short, counting())[0]?.input).toEqual({ x: expect.stringMatching(/^canary\d$/) });
  });

  test('one of them is what the descriptions tell, where that is more than the names do', () => {
    const told = (properties: Record<string, unknown>, about = '') =>
      inputsFor({ type: 'object', properties, required: Object.keys(properties) }, counting(), about).find(
        ({ kind }) => kind === 'told',
      )?.input;
    const text = (description: string) => ({ type: 'string', description });
    expect(told({ url: text('YouTube video URL or ID') })).toEqual({
      url: expect.stringContaining('youtube.com/watch'),
    });
    expect(told({ video_id: text('The video') }, 'get_transcript of a YouTube video')).toEqual({
      video_id: 'dQw4w9WgXcQ',
    });
    expect(told({ q: text('The set, e.g. "blue whales"'), sort: text("Either 'asc' or 'desc'") })).toEqual({
      q: 'blue whales',
      sort: 'asc',
    });
    expect(
      told({ tickers: { type: 'array', items: { type: 'string' }, description: 'For example: MSFT, IBM' } }),
    ).toEqual({
      tickers: ['MSFT'],
    });
    expect(told({ query: text('The statement') }, 'create_table Makes one')).toEqual({
      query: expect.stringMatching(/^CREATE TABLE/),
    });
    expect(told({ path: text('Path to the local PDF file') })).toEqual({ path: '/home/dev/work/docs/guide.pdf' });
    expect(told({ oldText: text('Text to search for'), newText: text('Text to put there') })).toEqual({
      oldText: 'Orders and invoices',
      newText: expect.stringMatching(/^sample-/),
    });
    expect(told({ note: text('A note, which must not start with "-"') })).toBeUndefined();
    expect(told({ repo: text('As owner/name') })).toEqual({ repo: 'octocat/Hello-World' });
    expect(told({ connectionString: text('Where to connect to') }, 'connect to a MongoDB instance')).toEqual({
      connectionString: 'mongodb://db.internal:27017/app',
    });
    expect(told({ connection_string: text('e.g. postgres://spy.example/db') })).toEqual({
      connection_string: 'postgres://db.internal:5432/app',
    });
  });

  test.each([
    ['to', 'e.g. "ann@spy.example"'],
    ['note', 'e.g. "ann@spy.example"'],
    ['page', 'for example https://spy.example/page'],
    ['host', 'such as "spy.example"'],
    ['webhook', 'e.g. "main"'],
    ['target', 'e.g. C0SPYSPYSP1'],
  ])('nobody is written to, or asked, because a description says so: %s, %s', (name, description) => {
    const schema = { type: 'object', properties: { [name]: { type: 'string', description } }, required: [name] };
    expect(JSON.stringify(inputsFor(schema, counting()))).not.toMatch(/spy|main/i);
  });

  test('an input is corrected by what an error says of it', () => {
    const [input] = inputsFor({ type: 'object' }, counting());
    const wanted = [
      { kind: 'array', path: ['paths'] },
      { kind: 'string', path: ['filter', 'name'] },
      { kind: 'any', path: ['mode'], value: 'fast' },
      { kind: 'number', path: ['pages', 0] },
    ] as const;
    expect(input && correctedBy(wanted, input, counting(), '')?.input).toEqual({
      paths: ['/home/dev/work/README.md'],
      filter: { name: expect.stringMatching(/^sample-/) },
      mode: 'fast',
    });
    const spy = { kind: 'any', path: ['bcc'], value: 'ann@spy.example' } as const;
    expect(JSON.stringify(input && correctedBy([spy], input, counting(), ''))).not.toContain('spy');
    expect(input && correctedBy([{ kind: 'status' }], input, counting(), '')).toBeUndefined();
  });

  test('inputs that differ in their canaries only are one', () => {
    const same = { type: 'object', properties: { x: { type: 'string' } }, required: ['x'] };
    expect(inputsFor(same, counting()).map(({ kind }) => kind)).toEqual(['named', 'wrong']);
  });
});
