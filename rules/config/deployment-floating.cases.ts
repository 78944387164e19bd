import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    {
      name: 'a server started by name',
      deployment: { Dockerfile: `FROM node@sha256:${'0'.repeat(64)}\nUSER node\nCMD ["npx", "-y", "weather-mcp"]\n` },
    },
    {
      name: 'a server installed by name',
      deployment: {
        Dockerfile: `FROM node@sha256:${'0'.repeat(64)}\nRUN npm install -g weather-mcp && npm cache clean\n`,
      },
    },
    {
      name: 'a workflow',
      deployment: {
        '.github/workflows/a.yml': 'jobs:\n  a:\n    steps:\n    - run: |\n        uvx weather-mcp --once\n',
      },
    },
    { name: 'latest', deployment: { Dockerfile: 'FROM node\nUSER node\nCMD ["npx", "weather-mcp"]\n' } },
    { name: 'a tag', deployment: { 'compose.yaml': 'services:\n  mcp:\n    image: mcp/weather:1\n' } },
    {
      name: 'a pod',
      deployment: { 'k8s/mcp.yaml': 'kind: Pod\nspec:\n  containers:\n  - {name: mcp, image: "mcp/weather:latest"}\n' },
    },
  ],
  ok: [
    {
      name: 'installed at an exact version, then started by its name',
      deployment: {
        Dockerfile: `FROM node@sha256:${'0'.repeat(64)}\nRUN npm i -g weather-mcp@1.2.3\nCMD ["npx", "weather-mcp"]\n`,
      },
    },
    {
      name: 'exact versions',
      deployment: {
        Dockerfile: `FROM node@sha256:${'0'.repeat(64)}\nRUN npm i -g weather-mcp@1.2.3 && pip install mcp-x==2.0.0\nCMD ["npx", "weather-mcp@1.2.3"]\n`,
      },
    },
    {
      name: 'the project itself',
      deployment: {
        '.github/workflows/a.yml': 'jobs:\n  a:\n    steps:\n    - run: npm install\n    - run: node mcp/server.js\n',
      },
    },
    {
      name: 'a digest',
      deployment: {
        Dockerfile: `FROM node@sha256:${'0'.repeat(64)} AS build\nFROM build\nUSER node\nCMD ["npx", "weather-mcp@1.2.3"]\n`,
      },
    },
    {
      name: 'built here',
      deployment: { 'compose.yaml': 'services:\n  mcp:\n    build: .\n    image: ours/weather\n' },
    },
    {
      name: 'a digest in Compose',
      deployment: { 'compose.yaml': `services:\n  mcp:\n    image: mcp/weather:1@sha256:${'0'.repeat(64)}\n` },
    },
  ],
});
