/** Ports that somebody listens on, from the kernel's table. */
import { expect, test } from 'vitest';
import { listeners } from '../src/sandbox/witnesses/listeners.ts';

const TABLE = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:0F4D 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 12345 1 0000000000000000 100 0 0 10 0
   1: 00000000:270F 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 12346 1 0000000000000000 100 0 0 10 0
   2: 0100007F:C350 0100007F:0F4D 01 00000000:00000000 00:00000000 00000000  1000        0 12347 1 0000000000000000 20 4 30 10 -1
  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 12348 1 0000000000000000 100 0 0 10 0
`;

test('those of the user, and no connections', () => {
  expect(listeners(TABLE, 1000)).toEqual([80, 3917]);
});

test('whatever the table says', () => {
  expect(listeners('', 1000)).toEqual([]);
  expect(listeners('0: : : 0A\nx', 1000)).toEqual([]);
});
