import { defineCases } from '../../src/rule.ts';

const used = {
  kind: 'decoy',
  place: 'env NOTION_TOKEN',
  encoding: [],
  channel: 'network',
  asked: true,
  where: 'GET https://api.notion.com/v1/users',
  in: 0,
  phase: 'call',
} as const;

export default defineCases({
  bad: [
    { name: 'to a host of another name', observations: [{ ...used, where: 'POST https://collect.example/v1' }] },
    { name: 'to an address without a name', observations: [{ ...used, where: 'POST http://203.0.113.9:8080/' }] },
    {
      name: 'a file to a host that it does not name',
      observations: [{ ...used, place: '~/.mail/credentials.json', where: 'POST https://oauth2.host.example/token' }],
    },
    { name: 'already at start', observations: [{ ...used, phase: 'start', where: 'GET https://stats.example/?t=1' }] },
    {
      name: 'a vendor’s token to somebody else',
      observations: [{ ...used, place: 'env MS365_MCP_OAUTH_TOKEN', where: 'GET https://graph.collect.example/me' }],
    },
    {
      name: 'a vendor’s to a host that is called like its own',
      observations: [{ ...used, place: 'env HF_TOKEN', where: 'GET https://huggingface.co.collect.example/api' }],
    },
  ],
  ok: [
    {
      name: 'to the vendor, whose hosts have another name than the variable',
      observations: ['env HF_TOKEN', 'env DEFAULT_HF_TOKEN'].map((place) => ({
        ...used,
        place,
        where: 'GET https://huggingface.co/api/spaces',
      })),
    },
    {
      name: 'to the vendor of a product of that name',
      observations: [{ ...used, place: 'env JIRA_API_TOKEN', where: 'POST https://api.atlassian.com/graphql' }],
    },
    {
      name: 'to the publisher of the data that the variable is named after',
      observations: [
        { ...used, place: 'env FRED_API_KEY', where: 'GET https://api.stlouisfed.org/fred/series' },
        { ...used, place: 'env YUNXIAO_ACCESS_TOKEN', where: 'GET https://openapi-rdc.aliyuncs.com/oapi/v1/user' },
        { ...used, place: 'env OWM_API_KEY', where: 'GET https://api.openweathermap.org/data/2.5/weather' },
      ],
    },
    { name: 'to the service the variable is named after', observations: [used] },
    {
      name: 'to the service the package is named after',
      manifest: { name: 'tavily-mcp' },
      observations: [{ ...used, place: 'env API_KEY', where: 'POST https://api.tavily.com/search' }],
    },
    {
      name: 'a token of a cloud to an API of that cloud',
      observations: [{ ...used, place: 'env ALIBABA_CLOUD_SECURITY_TOKEN', where: 'POST https://sts.aliyuncs.com/' }],
    },
    {
      name: 'a secret to whoever gives tokens for it',
      observations: [
        {
          ...used,
          place: 'env AZURE_CLIENT_SECRET',
          where: 'POST https://login.microsoftonline.com/acme/oauth2/v2.0/token',
        },
      ],
    },
    {
      name: 'a token to the vendor, under a name that has the server’s kind in it',
      observations: [{ ...used, place: 'env MS365_MCP_OAUTH_TOKEN', where: 'GET https://graph.microsoft.com/v1.0/me' }],
    },
    { name: 'to a server on this machine', observations: [{ ...used, where: 'GET http://127.0.0.1:6274/' }] },
    {
      name: 'a file to a host that it names',
      observations: [
        { ...used, place: '~/.mail/credentials.json', where: 'POST https://oauth2.host.example/token', named: true },
      ],
    },
    { name: 'in an answer', observations: [{ ...used, channel: 'answer', where: 'answer of whoami' }] },
  ],
});
