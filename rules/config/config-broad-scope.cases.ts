import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    { name: 'a star', server: { url: 'https://a.example', oauth: { scopes: ['*'] } } },
    {
      name: 'all of Drive',
      server: { url: 'https://a.example', oauth: { scope: 'openid https://www.googleapis.com/auth/drive' } },
    },
    { name: 'every repository', server: { url: 'https://a.example', oauth: { scopes: 'repo' } } },
  ],
  ok: [
    {
      name: 'reading',
      server: {
        url: 'https://a.example',
        oauth: { scopes: ['openid', 'forecast:read', 'https://www.googleapis.com/auth/drive.readonly', 'read:user'] },
      },
    },
    { name: 'none', server: { url: 'https://a.example' } },
    {
      name: 'a scope that only begins so',
      server: { url: 'https://a.example', oauth: { scopes: ['repo:status', 'admin-panel.read'] } },
    },
  ],
});
