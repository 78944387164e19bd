import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    { name: 'the key at start', code: 'console.error(`starting with ${process.env.WEATHER_API_KEY}`)' },
    {
      name: 'a configuration that holds it',
      code: "const config = { url: 'https://x.example', token: process.env.WEATHER_TOKEN };\nconsole.log('config', JSON.stringify(config))",
    },
    {
      name: 'through a logger',
      code: "const { WEATHER_SECRET: s } = process.env;\nconst pino = require('pino');\nconst logger = pino();\nlogger.info(s)",
    },
    {
      name: 'through a logger without a name',
      code: "const { WEATHER_SECRET: s } = process.env;\nrequire('pino')().info(s)",
    },
  ],
  ok: [
    {
      name: 'whether it is set',
      code: "console.error('key', process.env.WEATHER_API_KEY ? 'set' : 'not set', !!process.env.WEATHER_TOKEN)",
    },
    { name: 'its first letters', code: 'console.error(`key ${process.env.WEATHER_API_KEY.slice(0, 4)}…`)' },
    {
      name: 'other parts of what holds it',
      code: "const session = { kind: 'key', token: process.env.WEATHER_TOKEN };\nconst log = (message) => console.error(`[x] ${message}`);\nlog(process.env.WEATHER_TOKEN ? 'key given' : 'no key');\nconsole.error(JSON.stringify({ kind: session.kind, by: session?.kind }))",
    },
    { name: 'another setting', code: 'console.error(`listening on ${process.env.PORT} in ${process.env.NODE_ENV}`)' },
    {
      name: 'what a service answered',
      code: "fetch('https://x.example', { headers: { key: process.env.WEATHER_API_KEY } }).then((r) => console.log(r.status))",
    },
  ],
});
