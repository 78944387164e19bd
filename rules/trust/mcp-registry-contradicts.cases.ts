import { defineCases } from '../../src/rule.ts';
import type { McpLink } from '../../src/types.ts';

const chain = (...links: McpLink[]) => ({ mcp: { name: 'io.github.wendy/weather', links } });
const link = (of: McpLink['link'], state: McpLink['state'], text: string): McpLink => ({ link: of, state, text });
const listed = link('entry', 'holds', 'the registry lists it');

export default defineCases({
  bad: [
    {
      name: 'an entry of another package',
      trust: chain(listed, link('package', 'broken', 'it names weather-mcp, not case')),
    },
    {
      name: 'a repository of somebody else',
      trust: chain(listed, link('owner', 'broken', 'is not of github.com/wendy')),
    },
    {
      name: 'a build of somebody else',
      trust: chain(listed, link('provenance', 'broken', 'is not of github.com/wendy')),
    },
    { name: 'an entry that was deleted', trust: chain(link('entry', 'broken', 'the registry has deleted it')) },
    { name: 'no such entry', trust: chain(link('entry', 'broken', 'the registry has no entry of this name')) },
  ],
  ok: [
    { name: 'a whole chain', trust: chain(listed, link('package', 'holds', 'it names case@1.0.0')) },
    {
      name: 'an entry that is a version behind',
      trust: chain(listed, link('package', 'unknown', 'in other versions only')),
    },
    { name: 'a registry that does not answer', trust: chain(link('entry', 'unknown', 'the registry answered 500')) },
    { name: 'no claim', trust: {} },
  ],
});
