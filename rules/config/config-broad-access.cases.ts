import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    {
      name: 'the root of the disk',
      server: { command: 'npx', args: ['-y', '@modelcontextprotocol/server-filesystem@1.0.0', '/'] },
    },
    { name: 'a whole home', server: { command: 'npx', args: ['-y', 'files-mcp@1.0.0', '/Users/ann'] } },
    { name: 'the drive', server: { command: 'npx', args: ['-y', 'files-mcp@1.0.0', 'C:\\'] } },
    { name: 'the root in a container', server: { command: 'docker', args: ['run', '-v', '/:/host', 'a'] } },
    {
      name: 'the engine',
      server: { command: 'docker', args: ['run', '-v', '/var/run/docker.sock:/var/run/docker.sock', 'a'] },
    },
    {
      name: 'keys',
      server: { command: 'docker', args: ['run', '--mount', 'type=bind,src=/home/ann/.ssh,dst=/k', 'a'] },
    },
    { name: 'privileged', server: { command: 'docker', args: ['run', '--privileged', 'a'] } },
    { name: 'sudo', server: { command: 'sudo', args: ['npx', 'a'] } },
  ],
  ok: [
    {
      name: 'a project',
      server: {
        command: 'npx',
        args: [
          '-y',
          '@modelcontextprotocol/server-filesystem@1.0.0',
          '/Users/ann/Projects/weather',
          '${workspaceFolder}',
        ],
      },
    },
    {
      name: 'a volume',
      server: {
        command: 'docker',
        args: ['run', '-i', '--rm', '-v', 'weather-data:/data', '-v', '/srv/weather:/srv:ro', 'a'],
      },
    },
    {
      name: 'a capability given up',
      server: { command: 'docker', args: ['run', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges', 'a'] },
    },
    { name: 'a root path within a container', server: { command: 'docker', args: ['run', 'a', '/'] } },
  ],
});
