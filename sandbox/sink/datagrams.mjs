/** Every datagram that is no question for a name ends here. */
import { createSocket } from 'node:dgram';
import { nameOf } from './names.mjs';
import { report } from './report.mjs';
import { destinationOf } from './tracking.mjs';

export function serveDatagrams() {
  const socket = createSocket('udp6');
  socket.on('message', (packet, from) => {
    const { address, port } = destinationOf('udp', from.port);
    report({
      kind: 'data',
      protocol: 'udp',
      address,
      port,
      host: nameOf(address) ?? address,
      bytes: packet.length,
      data: packet.subarray(0, 65536).toString('base64'),
    });
  });
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(9998, '::', resolve);
  });
}
