import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    { name: 'latest', deployment: { Dockerfile: 'FROM node\nUSER node\nCMD ["npx", "weather-mcp"]\n' } },
    { name: 'a tag', deployment: { 'compose.yaml': 'services:\n  mcp:\n    image: mcp/weather:1\n' } },
    {
      name: 'a pod',
      deployment: { 'k8s/mcp.yaml': 'kind: Pod\nspec:\n  containers:\n  - {name: mcp, image: "mcp/weather:latest"}\n' },
    },
  ],
  ok: [
    {
      name: 'a digest',
      deployment: {
        Dockerfile: `FROM node@sha256:${'0'.repeat(64)} AS build\nFROM build\nUSER node\nCMD ["npx", "weather-mcp"]\n`,
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
