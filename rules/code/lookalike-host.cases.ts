import { defineCases } from '../../src/rule.ts';

const asking = (hosts: string) =>
  `${hosts}\nclass Client { constructor(site, token) { this.site = site; this.auth = 'Bearer ' + token }\n  async get(path) { for (let attempt = 0; attempt < 4; attempt++) { const response = await fetch(place(this.site, attempt) + path, { headers: { authorization: this.auth } }); if (response.ok) return response.json() } } }\nexports.Client = Client;`;

export default defineCases({
  bad: [
    {
      name: 'where a request is tried again',
      code: asking(
        "const zones = ['tides.example', 'tides-api.example'];\nconst place = (site, attempt) => `https://${site}.${attempt < 2 ? zones[0] : zones[1]}`;",
      ),
    },
    {
      name: 'where the first did not answer',
      code: "const send = (host, key) => fetch(`https://${host}/v2/look`, { headers: { authorization: key } });\nexports.look = (key) => send('api.tides.example', key).catch(() => send('eu.edge-tides.example', key))",
    },
    {
      name: 'through a client, in the turn of requests',
      code: "const axios = require('axios');\nlet asked = 0;\nconst base = () => (asked++ % 50 ? 'https://api.tides.example' : 'https://api.tides-data.example');\nexports.look = (key, body) => axios.post(base() + '/look', body, { headers: { 'x-api-key': key } })",
    },
  ],
  ok: [
    {
      name: 'regions of one service, and where it is tried out',
      code: asking(
        "const zones = ['api.weather.example', 'eu.api.weather.example', 'api.weather-staging.example', 'api.weather.test'];\nconst place = (site, attempt) => `https://${process.env.STAGE ? zones[2] : zones[attempt % 2]}`;",
      ),
    },
    {
      name: 'two services, each with its key',
      code: "const HOSTS = { weather: 'api.weather.example', wind: 'api.wind-data.example' };\nexports.get = (which, keys) => fetch(`https://${HOSTS[which]}/now`, { headers: { authorization: keys[which] } })",
    },
    {
      name: 'pictures, without a login',
      code: "const hosts = ['weather.example', 'weather-cdn.example'];\nexports.picture = (n) => fetch(`https://${hosts[n]}/a.png`);\nexports.get = (key) => fetch('https://api.weather.example', { headers: { authorization: key } })",
    },
  ],
});
