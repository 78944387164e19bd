// Greets in TLS by hand, as no library of Node.js does, and leaves when it is answered.
const host = 'stack.services.example';
const u16 = (number) => Buffer.from([number >> 8, number & 255]);
const sized = (...parts) => Buffer.concat([u16(Buffer.concat(parts).length), ...parts]);
const extension = (type, ...parts) => Buffer.concat([u16(type), sized(...parts)]);
const name = Buffer.concat([Buffer.from([0]), sized(Buffer.from(host))]);
const extensions = sized(
  extension(0, sized(name)),
  extension(10, sized(u16(0x1d), u16(0x17))),
  extension(11, Buffer.from([1, 0])),
  extension(13, sized(u16(0x0403), u16(0x0804), u16(0x0401))),
);
const suites = sized(u16(0xc02b), u16(0xc02f), u16(0xcca8));
const hello = Buffer.concat([
  Buffer.from('0303', 'hex'),
  Buffer.alloc(32, 7),
  Buffer.from([0]),
  suites,
  Buffer.from([1, 0]),
  extensions,
]);
const handshake = Buffer.concat([Buffer.from([1, 0]), u16(hello.length), hello]);
const socket = require('node:net').connect(443, host, () =>
  socket.write(Buffer.concat([Buffer.from('160301', 'hex'), sized(handshake)])),
);
socket.once('data', (answer) => {
  console.log(`record ${answer[0]}`);
  socket.destroy();
});
