/** Clients of stores, queues, chats and models: what they are given lies in somebody's account afterwards. */
import { CLIENTS } from '../../../rules/data/clients.ts';

/** Everything between a package and what is called at last. */
const ON = String.raw`(?:\/[\w/.-]+)?(?:\.[$\w]+|\(\))*`;
const methods = (packages: string, names: string | undefined): readonly string[] =>
  names === undefined ? [] : [`(?:${packages})${ON}\\.(?:${names})`];

const SERVICES = new RegExp(
  `^(?:${CLIENTS.flatMap(({ packages, sends, calls, files }) => [
    ...methods(packages, sends),
    ...methods(packages, files),
    ...(calls === undefined ? [] : [`(?:${packages})${calls}`]),
  ]).join('|')})$`,
);

/** True for the name of a call by which a client hands on what it is given. */
export function servesUser(name: string): boolean {
  return SERVICES.test(name);
}

/** Calls that send the file whose path they are given. */
const BY_PATH = new RegExp(`^(?:${CLIENTS.flatMap(({ packages, files }) => methods(packages, files)).join('|')})$`);

/** True for the name of a call that sends the file whose path it is given. */
export function sendsByPath(name: string): boolean {
  return BY_PATH.test(name);
}

/** The name of one of these packages, as a module names what it loads. */
export const NAMES_CLIENT = new RegExp(
  `['"\`](?:${CLIENTS.map(({ packages }) => packages).join('|')}|winston|socket\\.io-client|nodemailer|octokit|@octokit/\\w+|@aws-sdk/[\\w-]+)(?:/[\\w/.-]+)?['"\`]`,
);
