/** The kernel's table of TCP sockets, as `/proc/net/tcp` and `/proc/net/tcp6` show it. Pure. */

/** Ports on which sockets of a user listen, sorted. Columns: slot, local address, remote address, state, queues, timer, retransmits, user. */
export function listeners(table: string, uid: number): readonly number[] {
  const ports = table.split('\n').flatMap((line) => {
    const [, local = '', , state, , , , user] = line.trim().split(/\s+/);
    const port = Number.parseInt(local.split(':')[1] ?? '', 16);
    return state === LISTENS && Number(user) === uid && port > 0 ? [port] : [];
  });
  return [...new Set(ports)].sort((a, b) => a - b);
}

/** State of a socket that waits for connections. */
const LISTENS = '0A';
