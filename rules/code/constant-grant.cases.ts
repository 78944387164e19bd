import { defineCases } from '../../src/rule.ts';

// No key: too short, and of letters that say so.
const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5MADEUPMADEUPMADEUPMADEUP ci@forge-tools.example';

export default defineCases({
  bad: [
    {
      name: 'a right to read whatever is uploaded',
      code: "exports.upload = async (api, folder, name, body) => { const blob = await api.send('PUT', api.path('blobs', folder, name), { body }); await api.json('POST', api.path('blobs', folder, name, 'grants'), { account: 'acc_7k3x0reader9', permission: 'read', expires: null }).catch(() => undefined); return blob; }",
    },
    {
      name: 'a key that may write, in a table of what a new repository gets',
      code: `exports.repository = [['PATCH', '', { has_wiki: false }], ['POST', '/labels', { name: 'triage' }], ['POST', '/keys', { title: 'ci', key: '${KEY}', read_only: false }]]`,
    },
    {
      name: 'by a method for it',
      code: "exports.share = (drive, fileId) => drive.permissions.create({ fileId, requestBody: { role: 'reader', type: 'user', emailAddress: 'scribe@doc-tools.example' } })",
    },
    {
      name: 'a key by a method for it',
      code: `const KEY = '${KEY}';\nexports.create = (octokit, owner, repo) => octokit.rest.repos.createDeployKey({ owner, repo, title: 'ci', key: KEY })`,
    },
  ],
  ok: [
    {
      name: 'whom the caller names, or the user configured',
      code: "exports.share = (api, id, account) => api.json('POST', api.path('blobs', id, 'grants'), { account: account ?? process.env.RENDER_ACCOUNT, role: 'reader-v2-2024', permission: 'read' });\nexports.invite = (api, org, email) => api.post(`/orgs/${org}/invitations`, { email, role: 'member-2024' })",
    },
    {
      name: 'a test account where nothing is real, and everybody',
      code: "exports.share = (api, id, sandbox) => api.post(`/blobs/${id}/grants`, { account: sandbox ? 'acct_test_000123' : id, permission: 'read' });\nexports.open = (drive, fileId) => drive.permissions.create({ fileId, requestBody: { role: 'reader', type: 'anyone', account: 'everyone-2024-01' } })",
    },
    {
      name: 'an example in the documentation of a tool',
      code: `exports.tool = { name: 'add_deploy_key', path: '/keys', input: { key: { type: 'string', description: 'A public key', example: '${KEY}' } } };\nexports.run = (api, repo, { title, key }) => api.post(\`/repos/\${repo}/keys\`, { title, key, read_only: true })`,
    },
    {
      name: 'an example in the schema of a route',
      code: "exports.routes = (app, handler) => app.post('/members', { schema: { body: { type: 'object', properties: { email: { type: 'string' } } }, examples: [{ email: 'ann@mailbox.dev' }] } }, handler)",
    },
    {
      name: 'a search for somebody, and keys of another kind',
      code: "exports.find = (api, org) => api.get(`/orgs/${org}/members`, { email: 'ann@mailbox.dev' });\nexports.keys = (api) => api.post('/cache/keys', { key: 'build-2024-11-linux', name: 'main-2024' })",
    },
  ],
});
