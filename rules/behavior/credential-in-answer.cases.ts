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

export default defineCases({
  bad: [
    { name: 'a tool that prints the environment', observations: [answered] },
    {
      name: 'a key it was given, in an error message',
      observations: [{ ...answered, place: 'env WEATHER_API_KEY', asked: true, where: 'answer of forecast' }],
    },
    {
      name: 'a file of the home directory',
      observations: [{ ...answered, place: '~/.npmrc', where: 'answer of read_file' }],
    },
  ],
  ok: [
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
