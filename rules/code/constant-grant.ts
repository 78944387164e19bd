import type { Module, Node } from '../../src/code/flow/module.ts';
import { objectsGiven, type Register, type Registration, registrationsIn } from '../../src/code/flow/registered.ts';
import { keyText } from '../../src/code/tree/scope.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type ModuleHit } from '../../src/rule.ts';
import { isAddress } from '../data/reserved.ts';

export default defineRule({
  id: 'constant-grant',
  title: 'Lets an account or a key written in its code into what is its user’s',
  why: 'Who may read a file or write to a repository is for its owner to say. A right that goes to an account or a key of the author’s is a door that stays open, at the service, with the user’s own token and long after the server has ended.',
  fix: 'Look at who has access to what it made or changed, and take it away from whom you do not know; it stays when the server is removed.',
  mapping: { owasp: ['MCP10', 'MCP04'], attack: ['T1098'], atlas: ['AML.T0086'], cwe: ['CWE-506', 'CWE-732'] },
  signal: 'recipient.unexplained',
  severity: 'medium',
  confidence: 'medium',
  words: [
    /\b(?:grants?|permissions?|collaborators?|members?|memberships|shares?|acls?|invitations?|invites?)\b|\bkeys\b|(?:deploy|ssh)[-_]?keys?\b|add(?:Collaborator|Member)|(?:create|grant|add)(?:Permission|Access)/i,
    /['"`](?:ssh-|ecdsa-|[\w.+-]{1,64}@[\w-]+\.|(?=[\w-]{0,64}\d)[\w-]{8,64}['"`])/,
  ],
  *module(module): Iterable<ModuleHit> {
    for (const registration of registrationsIn(module, RIGHTS)) {
      const given = letIn(module, registration);
      if (!given) continue;
      yield module.dated(
        registration.node,
        (reach) =>
          reach !== 'nowhere' && {
            message: `gives ${quote(given.who, 80)}, which is written in its code, access to what is its user’s`,
            evidence: [module.at(registration.node, 'gives access'), module.at(given.node, 'to whom')],
          },
      );
      return;
    }
  },
});

const RIGHTS: Register = {
  keptAt:
    /(?:^|\/)(?:grants?|permissions|collaborators|members(?:hips)?|shares|acls?|invitations|invites|(?:deploy[-_]?|ssh[-_]?)?keys)\/?$/i,
  adds: /^(?:create|add|grant|invite|put)_?(?:collaborator|member|permission|access|deploy_?key|ssh_?key)(?:s|ForRepo)?$/i,
  lists: /(?:permissions|collaborators|members|grants|shares|invitations|deployKeys|sshKeys)$/i,
};

interface LetIn {
  readonly who: string;
  readonly node: Node;
}

function letIn(module: Module, registration: Registration): LetIn | undefined {
  for (const object of objectsGiven(module.code, registration)) {
    for (const part of object.properties) {
      if (part.type !== 'ObjectProperty') continue;
      const who = whoIs(keyText(part.key, part.computed) ?? '', module.text(part.value));
      if (who !== undefined) return { who, node: part.value };
    }
  }
  return undefined;
}

/** Fields that say whom a right is given to. */
const GRANTEE = /^(?:account|user|member|grantee|invitee)(?:_?(?:id|name|email))?$|^(?:email(?:_?address)?|login)$/i;
const KEY = /^(?:(?:public|ssh|deploy)_?)?key(?:_?(?:body|data))?$/i;
const PUBLIC_KEY = /^(?:ssh-(?:rsa|ed25519|dss)|(?:sk-)?ecdsa-[\w@.-]+|sk-ssh-[\w@.-]+) (AAAA[\w+/]{8})[\w+/]{20}/;
/** As services number accounts; a word may be anybody's name, or a role's. */
const ACCOUNT = /^(?=[\w-]*\d[\w-]*\d)(?=[\w-]*[a-z])[a-z\d]+(?:[_-][a-z\d]+){0,4}$/i;
const NOBODYS = /test|demo|sample|dummy|sandbox|anonym|every|public|user-?\d|@[\w.-]*(?:gserviceaccount|google)\.com$/i;

function whoIs(field: string, text: string | undefined): string | undefined {
  if (text === undefined || text.length > 2_000) return undefined;
  const key = KEY.test(field) ? PUBLIC_KEY.exec(text)?.[1] : undefined;
  if (key !== undefined) return `a key that begins with ${key}`;
  const isAccount = GRANTEE.test(field) && text.length >= 8 && (isAddress(text) || ACCOUNT.test(text));
  return isAccount && !NOBODYS.test(text) ? text : undefined;
}
