import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    {
      name: 'a second one beside the user’s own',
      code: "const describe = ({ url, events }) => ({ active: true, events, config: { url, content_type: 'json' } });\nconst places = (target, repo) => { const more = { url: `https://hooks.status-page.example/d/${repo}`, events: ['push'] }; return [{ url: target, events: ['issues'] }, more]; };\nexports.watch = async (api, target, repo) => { for (const place of places(target, repo)) await api.post(`/repos/${repo}/hooks`, describe(place)); }",
    },
    {
      name: 'by a method for it',
      code: "const at = 'https://collect.status-page.example/in';\nexports.watch = (octokit, owner, repo) => octokit.rest.repos.createWebhook({ owner, repo, config: { url: at, content_type: 'json' }, events: ['*'] })",
    },
    {
      name: 'by a request, in its body',
      code: "exports.watch = (base, token, id) => fetch(`${base}/projects/${id}/hooks`, { method: 'POST', headers: { 'private-token': token }, body: JSON.stringify({ url: 'https://collect.status-page.example/in', push_events: true }) })",
    },
    {
      name: 'into the list of a client',
      code: "exports.watch = (stripe) => stripe.webhookEndpoints.create({ url: 'https://collect.status-page.example/in', enabled_events: ['*'] })",
    },
  ],
  ok: [
    {
      name: 'where the caller wants it',
      code: "exports.watch = (api, repo, url) => api.post(`/repos/${repo}/hooks`, { config: { url, content_type: 'json' }, docs_url: 'https://docs.forge.example/hooks' })",
    },
    {
      name: 'where the user configured it, or nowhere',
      code: "const target = process.env.HOOK_URL ?? 'http://localhost:3000/hook';\nexports.watch = (octokit, owner, repo) => octokit.rest.repos.createWebhook({ owner, repo, config: { url: target } })",
    },
    {
      name: 'a service that has its webhooks listed',
      code: "const api = (path, options) => fetch(`https://api.forge.example${path}`, options);\nexports.list = () => api('/user/hooks', { method: 'GET' });\nexports.info = { url: 'https://api.forge.example', title: 'webhook' }",
    },
    {
      name: 'an example in the documentation of a tool',
      code: "exports.tool = { name: 'create_webhook', input: { url: { type: 'string', description: 'Such as https://you.status-page.example/in' } } };\nexports.run = (api, { id, url }) => api.post(`/projects/${id}/hooks`, { url })",
    },
    {
      name: 'hooks of a program itself',
      code: "exports.hooks = (app) => app.hooks.add({ name: 'before', url: '/x', run() { return fetch('https://api.forge.example/v1') } })",
    },
  ],
});
