import { defineCases } from '../../src/rule.ts';

const span = (line: number) => ({ line, column: 3, endLine: line, endColumn: 9 });
const server = { command: 'npx', args: ['-y', 'weather-mcp@1.2.3'] };

export default defineCases({
  bad: [
    { name: 'a server twice', server, context: { duplicates: [{ key: 'weather', span: span(8), first: span(3) }] } },
    { name: 'a command twice', server, context: { duplicates: [{ key: 'command', span: span(5), first: span(4) }] } },
    {
      name: 'the container twice',
      server,
      context: { duplicates: [{ key: 'mcpServers', span: span(9), first: span(2) }] },
    },
  ],
  ok: [
    { name: 'every key once', server },
    { name: 'the same key in two servers', server, others: { other: { command: 'npx', args: ['-y', 'other@1.0.0'] } } },
    {
      name: 'the same argument twice',
      server: { command: 'npx', args: ['-y', 'weather-mcp@1.2.3', '--verbose', '--verbose'] },
    },
  ],
});
