import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    {
      name: 'the network of the node',
      deployment: { 'k8s/mcp.yaml': 'kind: Pod\nspec:\n  hostNetwork: true\n  containers: [{name: mcp}]\n' },
    },
    {
      name: 'the disk of the node',
      deployment: {
        'k8s/mcp.yaml':
          'kind: Pod\nspec:\n  containers: [{name: mcp}]\n  volumes: [{name: a, hostPath: {path: /var/run/docker.sock}}]\n',
      },
    },
    { name: 'no user', deployment: { Dockerfile: 'FROM node:24\nCMD ["npx", "weather-mcp"]\n' } },
    { name: 'root', deployment: { Dockerfile: 'FROM node:24\nUSER root\nCMD ["npx", "weather-mcp"]\n' } },
    {
      name: 'privileged',
      deployment: { 'compose.yaml': 'services:\n  mcp:\n    image: mcp/weather:1\n    privileged: true\n' },
    },
    {
      name: 'the engine',
      deployment: {
        'compose.yaml':
          'services:\n  mcp:\n    image: mcp/weather:1\n    volumes: ["/var/run/docker.sock:/var/run/docker.sock"]\n',
      },
    },
    {
      name: 'a privileged pod',
      deployment: {
        'k8s/mcp.yaml': 'kind: Pod\nspec:\n  containers:\n  - name: mcp\n    securityContext: {privileged: true}\n',
      },
    },
  ],
  ok: [
    {
      name: 'a folder of the node that is its own',
      deployment: {
        'k8s/mcp.yaml':
          'kind: Pod\nspec:\n  containers: [{name: mcp}]\n  volumes: [{name: a, hostPath: {path: /srv/weather}}]\n',
      },
    },
    {
      name: 'a user',
      deployment: { Dockerfile: 'FROM node:24\nRUN npm i -g weather-mcp@1.0.0\nUSER node\nCMD ["weather-mcp"]\n' },
    },
    {
      name: 'a plain service',
      deployment: {
        'compose.yaml':
          'services:\n  mcp:\n    image: mcp/weather:1\n    user: "1000:1000"\n    volumes: ["data:/data", "./config:/config:ro"]\n',
      },
    },
    {
      name: 'a pod with a user',
      deployment: {
        'k8s/mcp.yaml':
          'kind: Pod\nspec:\n  containers:\n  - name: mcp\n    securityContext: {runAsUser: 1000, privileged: false}\n',
      },
    },
  ],
});
