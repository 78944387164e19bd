/** What errors of tools say of the answer that was wanted. */
import { describe, expect, test } from 'vitest';
import { wantedAt, wantedIn } from '../src/sandbox/talk/wanted.ts';

const issue = (path: readonly (string | number)[], expected: string) => ({ code: 'invalid_type', path, expected });

describe('an error says what was wanted', () => {
  test.each([
    ['zod, as data', `Failed to parse: ${JSON.stringify([issue(['records'], 'array')], null, 2)}`, ['array records']],
    ['zod, the whole answer', JSON.stringify([issue([], 'array')]), ['array ']],
    [
      'zod, an older one',
      'Invalid input: [{"code":"invalid_type","expected":"string","received":"undefined","path":["ref"],"message":"Required"}]',
      ['string ref'],
    ],
    [
      'zod, a union',
      JSON.stringify([
        { code: 'invalid_union', path: ['a'], errors: [[issue([0, 'b'], 'number')], [issue([], 'null')]] },
      ]),
      ['number a.0.b'],
    ],
    [
      'zod, an older union',
      JSON.stringify([
        { code: 'invalid_union', path: ['a'], unionErrors: [{ issues: [issue(['a', 'b'], 'number')] }] },
      ]),
      ['number a.b'],
    ],
    ['a program, of the id of something', 'Failed to start, could not get job ID', ['string jobId', 'string job_id']],
    ['a program, of a field', 'Health check returned invalid version field', ['string version']],
    ['zod, formats', JSON.stringify([{ code: 'invalid_format', format: 'url', path: ['html_url'] }]), ['url html_url']],
    [
      'zod, choices',
      JSON.stringify([{ code: 'invalid_value', values: ['Note', 'Diff'], path: ['type'] }]),
      ['any type=Note'],
    ],
    [
      'zod, strict',
      JSON.stringify([{ code: 'unrecognized_keys', keys: ['hits', 'rows'], path: ['data'] }]),
      ['absent data.hits', 'absent data.rows'],
    ],
    [
      'zod, an empty list',
      JSON.stringify([{ code: 'too_small', origin: 'array', minimum: 1, path: ['rows'] }]),
      ['object rows.0'],
    ],
    [
      'zod, in words',
      'Invalid arguments: : Invalid input: expected array, received object, author.id: Invalid input: expected number, received string',
      ['array ', 'number author.id'],
    ],
    [
      'zod, in more words',
      '✖ Invalid input: expected array, received undefined\n  → at records[0].fields',
      ['array records.0.fields'],
    ],
    [
      'zod, in other words',
      'Validation error: Required at "data"; Expected array, received string at "list"',
      ['array list', 'any data'],
    ],
    [
      'data within data',
      JSON.stringify({ error: { name: 'ZodError', message: JSON.stringify([issue(['x'], 'boolean')]) } }),
      ['boolean x'],
    ],
    ['ajv', "data/items must be array, data must have required property 'next'", ['array items', 'any next']],
    ['somebody who looks', 'Expected property "items"', ['any items']],
    ['somebody who misses', "Response is missing the required field 'data.rows'", ['any data.rows']],
    ['a list that is none', 'body.data.map is not a function', ['array data']],
    ['an answer that is no list', 'e.data?.map is not a function', ['array ']],
    ['a list below a response', 'response.data.items.forEach is not a function', ['array items']],
    ['the answer is the list', '(intermediate value).filter is not a function', ['array ']],
    ['something to go through', 'Error: results is not iterable', ['array results']],
    ['Go', 'json: cannot unmarshal string into Go struct field Full.channel of type slack.Channel', ['object channel']],
    ['a status', 'Unexpected Status or Content-Type: Status 200', ['status']],
    ['a status with its number', 'expected status code 204, got 200', ['status=204']],
  ])('%s', (_name, error, expected) => {
    expect(wantedIn(error).map(shown)).toEqual(expected);
  });
});

const shown = (one: ReturnType<typeof wantedIn>[number]) => {
  const value = one.value === undefined ? '' : `=${one.value}`;
  return one.kind === 'status' ? `status${value}` : `${one.kind} ${one.path.join('.')}${value}`;
};

describe('an error says nothing', () => {
  test.each([
    ['of another matter', 'Entity with name x not found'],
    ['where a name is that of every object', JSON.stringify([issue(['__proto__', 'polluted'], 'string')])],
    ['where a name is long', JSON.stringify([issue(['x'.repeat(61)], 'string')])],
    ['where a path is deep', JSON.stringify([issue(Array(9).fill('x'), 'string')])],
    ['where a list is long', JSON.stringify([issue(['rows', 100_000], 'string')])],
    ['where it is cut', '[{"code":"invalid_type","path":["a"'],
  ])('%s', (_name, error) => {
    expect(wantedIn(error)).toEqual([]);
  });
});

test('of a flood only so much is taken', () => {
  const flood = Array.from({ length: 300 }, (_, index) => issue([`k${index}`], 'string'));
  expect(wantedIn(JSON.stringify(flood)).length).toBeLessThanOrEqual(60);
});

test.each([
  ['dots', '.'.repeat(1e6)],
  ['names', 'a'.repeat(1e6)],
  ['brackets', '['.repeat(1e6)],
  ['lists', '[{'.repeat(1e6)],
  ['slashes', '/a'.repeat(1e6)],
  ['spaces', 'expected array, received x '.repeat(1e5)],
  ['texts in texts', Array.from({ length: 9 }).reduce<string>((text) => JSON.stringify([text, text]), '"')],
])('a hostile error of %s is read in a moment', (_name, error) => {
  const began = performance.now();
  wantedIn(error);
  expect(performance.now() - began).toBeLessThan(500);
});

describe('an error says what was missing, and the code where', () => {
  const at = (name: string, ...scripts: string[]) =>
    wantedAt(`Error: Cannot read properties of undefined (reading '${name}')`, scripts).map((one) =>
      'path' in one ? `${one.kind} ${one.path.join('.')}` : one.kind,
    );

  test.each([
    ['a member of a member', 'geometry', 'const { location } = data.results[0].geometry;', ['object results.0']],
    ['in what a client returns', 'city', 'response.data.address.city', ['object address']],
    ['a list', 'map', 'return json.route.paths.map((one) => one.id)', ['array route.paths']],
    ['what may be absent', 'name', 'body?.user?.name', ['object user']],
    ['of a variable that is no answer', 'city', 'options.address.city', []],
    ['of the answer itself', 'city', 'data.city', []],
    ['another member', 'cities', 'data.address.city', []],
    ['a name with a sign', '$ref', 'data.schema.$ref', ['object schema']],
  ])('%s', (_name, name, code, expected) => expect(at(name, code)).toEqual(expected));

  test('nothing, where nothing was missing', () => expect(wantedAt('no such city', ['data.a.b'])).toEqual([]));
});
