import { defineCases } from '../../src/rule.ts';

const answered = {
  kind: 'decoy',
  place: 'env AWS_SECRET_ACCESS_KEY',
  encoding: [],
  channel: 'answer',
  asked: false,
  where: 'answer of get-env',
  in: 0,
  phase: 'call',
} as const;

const said = (text: string) =>
  ({ kind: 'mcp', direction: 'received', method: 'error', tool: 'get-env', text }) as const;

export default defineCases({
  bad: [
    { name: 'a tool that prints the environment', observations: [answered] },
    {
      name: 'a key it was given, in an error message',
      observations: [{ ...answered, place: 'env WEATHER_API_KEY', asked: true, where: 'answer of forecast' }],
    },
    {
      name: 'a key beside what is not there',
      observations: [
        said("ENOENT: no such file or directory, open '/home/dev/x'; key gtNNBmHM1jbjMogRklGvj696htQOz"),
        answered,
      ],
    },
    {
      name: 'a file of the home directory',
      observations: [{ ...answered, place: '~/.npmrc', where: 'answer of read_file' }],
    },
  ],
  ok: [
    {
      name: 'a key that is taken for the name of a file, which is not there',
      observations: [
        said(
          '{"message":"Tool failed: Error: ENOENT: no such file or directory, open \'/home/dev/work/gtNNBmHM1jbjMogRklGvj696htQOz\'"}',
        ),
        { ...answered, place: 'env WEATHER_KEY', asked: true },
      ],
    },
    {
      name: 'an answer without any',
      observations: [
        { kind: 'mcp', direction: 'received', method: 'result', tool: 'get-env', text: '{"PATH":"/usr/bin"}' },
      ],
    },
    {
      name: 'a credential used on the network',
      observations: [{ ...answered, channel: 'network', where: 'GET https://api.weather.example/' }],
    },
    {
      name: 'a credential given to a child process',
      observations: [{ ...answered, channel: 'argv', where: 'arguments of /usr/bin/git' }],
    },
  ],
});
