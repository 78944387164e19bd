import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    {
      name: 'in a command',
      deployment: {
        '.github/workflows/agent.yml':
          'jobs:\n  a:\n    steps:\n    - run: TOKEN=ghp_aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bD1fG3hJ5 npx weather-mcp@1.0.0\n',
      },
    },
    {
      name: 'ENV in an image',
      deployment: {
        Dockerfile: 'FROM node:24\nENV API_KEY=k3JmR8vQ2wXz5TnB7hLd\nUSER node\nCMD ["npx", "weather-mcp"]\n',
      },
    },
    {
      name: '.env in an image',
      deployment: { Dockerfile: 'FROM node:24\nCOPY .env /app/\nUSER node\nCMD ["npx", "weather-mcp"]\n' },
    },
    {
      name: 'Compose',
      deployment: {
        'compose.yaml':
          'services:\n  mcp:\n    image: mcp/weather:1\n    environment:\n      API_KEY: k3JmR8vQ2wXz5TnB7hLd\n',
      },
    },
    {
      name: 'a plain Secret',
      deployment: { 'k8s/mcp.yaml': 'kind: Secret\nmetadata: {name: mcp}\nstringData:\n  token: abc\n' },
    },
    {
      name: 'a variable of a pod',
      deployment: {
        'k8s/mcp.yaml':
          'kind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n      - name: mcp\n        image: mcp/weather:1\n        env:\n        - {name: API_KEY, value: k3JmR8vQ2wXz5TnB7hLd}\n',
      },
    },
    {
      name: 'a workflow',
      deployment: {
        '.github/workflows/agent.yml':
          'jobs:\n  a:\n    env: {API_KEY: k3JmR8vQ2wXz5TnB7hLd}\n    steps: [{run: npx weather-mcp}]\n',
      },
    },
  ],
  ok: [
    {
      name: 'a build argument without a value',
      deployment: {
        Dockerfile:
          'FROM node:24\nARG API_KEY\nENV NODE_ENV=production\nCOPY .env.example /app/\nUSER node\nCMD ["npx", "weather-mcp"]\n',
      },
    },
    {
      name: 'a reference',
      deployment: {
        'compose.yaml': 'services:\n  mcp:\n    image: mcp/weather:1\n    environment:\n      API_KEY: ${API_KEY}\n',
      },
    },
    {
      name: 'secretKeyRef',
      deployment: {
        'k8s/mcp.yaml':
          'kind: Pod\nspec:\n  containers:\n  - name: mcp\n    env:\n    - name: API_KEY\n      valueFrom: {secretKeyRef: {name: s, key: k}}\n',
      },
    },
    {
      name: 'the secret store of the CI',
      deployment: {
        '.github/workflows/agent.yml':
          'jobs:\n  a:\n    env: {API_KEY: "${{ secrets.API_KEY }}"}\n    steps: [{run: npx weather-mcp}]\n',
      },
    },
    {
      name: 'a deployment of something else',
      deployment: { Dockerfile: 'FROM node:24\nENV API_KEY=k3JmR8vQ2wXz5TnB7hLd\nCMD ["node", "shop.js"]\n' },
    },
  ],
});
