/** What people write for documentation and tests (RFC 2606, RFC 6761); nobody calls his own host so below `.example`. */
const RESERVED = /(?:^|\.)(?:example\.(?:com|org|net)|test|invalid|localhost|domain\.com|acme\.com|email\.com)$/i;

/** True for a host that stands for any. */
export function isReserved(host: string): boolean {
  return RESERVED.test(host);
}

const ADDRESS = /^[^@\s<>]{1,64}@([a-z0-9-]+(?:\.[a-z0-9-]+)+)$/i;

/** True for a mail address of somebody. */
export function isAddress(text: string | undefined): boolean {
  const domain = text === undefined ? undefined : ADDRESS.exec(text)?.[1];
  return domain !== undefined && !isReserved(domain);
}
