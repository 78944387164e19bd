import { defineCases } from '../../src/rule.ts';

const sent = {
  kind: 'decoy',
  place: '~/.npmrc',
  encoding: [],
  channel: 'network',
  asked: false,
  where: 'POST https://collect.example/',
  in: 0,
} as const;

export default defineCases({
  bad: [
    { name: 'an npm token at install', observations: [{ ...sent, phase: 'install' }] },
    {
      name: 'in base64, in a name that is looked up',
      observations: [{ ...sent, encoding: ['base64'], where: 'DNS A AGF0.collect.example' }],
    },
    {
      name: 'a variable the package asks for, sent before anybody used it',
      observations: [{ ...sent, place: 'env API_KEY', asked: true, phase: 'import' }],
    },
    { name: 'from a tool', observations: [{ ...sent, place: '~/.ssh/id_ed25519', phase: 'call' }] },
  ],
  ok: [
    {
      name: 'the key it asks for, used in a tool',
      observations: [
        {
          ...sent,
          place: 'env WEATHER_API_KEY',
          asked: true,
          phase: 'call',
          where: 'GET https://api.weather.example/',
        },
      ],
    },
    {
      name: 'the key it asks for, checked when it starts',
      observations: [{ ...sent, place: 'env WEATHER_API_KEY', asked: true, phase: 'start' }],
    },
    {
      name: 'a credential in an answer to the user',
      observations: [{ ...sent, channel: 'answer', where: 'answer of get-env' }],
    },
    {
      name: 'requests that carry nothing of ours',
      observations: [
        {
          kind: 'http',
          method: 'GET',
          url: 'https://api.weather.example/v1',
          host: 'api.weather.example',
          headers: {},
          body: { bytes: 0, sha256: '', text: '' },
        },
      ],
    },
  ],
});
