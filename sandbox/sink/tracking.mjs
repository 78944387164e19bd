/** Where a connection or datagram was going before it was led here, as the kernel's connection tracking remembers it. */
import { readFileSync } from 'node:fs';

/** `{ address, port }`; port 0 and no address where the kernel does not show it (the tracer's record has it then). */
export function destinationOf(protocol, sourcePort) {
  try {
    const table = readFileSync('/proc/net/nf_conntrack', 'latin1');
    const flow = new RegExp(`^.* ${protocol} .*?dst=(\\S+) sport=${sourcePort} dport=(\\d+)`, 'm').exec(table);
    if (flow) return { address: flow[1], port: Number(flow[2]) };
  } catch {
    // Not shown here.
  }
  return { address: '', port: 0 };
}
