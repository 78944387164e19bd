import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    { name: 'no version', server: { command: 'npx', args: ['-y', 'weather-mcp'] } },
    { name: 'latest', server: { command: 'npx', args: ['-y', 'weather-mcp@latest'] } },
    { name: 'a range', server: { command: 'npx', args: ['-y', 'weather-mcp@^1.2.0'] } },
    { name: 'a Python package', server: { command: 'uvx', args: ['weather-mcp'] } },
    { name: 'one of two', server: { command: 'uvx', args: ['--with', 'helper', 'weather-mcp==1.0.0'] } },
    { name: 'an image by tag', server: { command: 'docker', args: ['run', '-i', 'mcp/weather:latest'] } },
    { name: 'a branch', server: { command: 'uvx', args: ['--from', 'git+https://git.example/w.git', 'w'] } },
    { name: 'a bridge', server: { command: 'npx', args: ['mcp-remote', 'https://a.example/mcp'] } },
    { name: 'within a shell', server: { command: 'sh', args: ['-c', 'npx -y weather-mcp'] } },
  ],
  ok: [
    { name: 'an exact version', server: { command: 'npx', args: ['-y', 'weather-mcp@1.2.3'] } },
    { name: 'an exact Python version', server: { command: 'uvx', args: ['weather-mcp==1.2.3'] } },
    { name: 'a digest', server: { command: 'docker', args: ['run', `mcp/weather@sha256:${'0'.repeat(64)}`] } },
    { name: 'a commit', server: { command: 'npx', args: [`github:o/r#${'a'.repeat(40)}`] } },
    { name: 'the project’s own code', server: { command: 'node', args: ['dist/server.js'] } },
    { name: 'a remote server', server: { url: 'https://a.example/mcp' } },
  ],
});
