/**
 * Servers of other protocols than HTTP, as far as a client needs them to show whom it takes them for and with which
 * credentials: a greeting, a login that succeeds, and an agreeable answer to whatever follows. What the client says is
 * recorded by whoever calls. Formats as in RFC 5321, 959, 1939, 3501, the Redis protocol specification, the PostgreSQL
 * frontend/backend protocol 3.0 and the MySQL client/server protocol; MongoDB's has a file of its own.
 */

import { isMongo, mongo } from './mongo.mjs';

/** Calls back with each line of a client, without its end. */
function eachLine(socket, onLine) {
  let held = '';
  socket.on('data', (chunk) => {
    held = (held + chunk.toString('latin1')).slice(-65_536);
    for (let end = held.indexOf('\n'); end >= 0; end = held.indexOf('\n')) {
      const line = held.slice(0, end).replace(/\r$/, '');
      held = held.slice(end + 1);
      onLine(line);
    }
  });
}

/** Commands of SMTP: what is waited for next, and the answer. The first that fits. */
const SMTP = [
  [/^EHLO/i, 'command', '250-mx1.mail.example\r\n250-SIZE 10240000\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME'],
  [/^DATA/i, 'mail', '354 End data with <CR><LF>.<CR><LF>'],
  [/^AUTH LOGIN$/i, 'user', '334 VXNlcm5hbWU6'],
  [/^AUTH LOGIN /i, 'password', '334 UGFzc3dvcmQ6'],
  [/^AUTH PLAIN$/i, 'password', '334 '],
  [/^AUTH /i, 'command', '235 2.7.0 Authentication successful'],
  [/^QUIT/i, 'command', '221 2.0.0 Bye'],
  [/^/, 'command', '250 2.1.0 Ok'],
];

function smtp(socket) {
  socket.write('220 mx1.mail.example ESMTP Postfix\r\n');
  let waiting = 'command';
  const states = {
    command: (line) => SMTP.find(([command]) => command.test(line)).slice(1),
    mail: (line) => (line === '.' ? ['command', '250 2.0.0 Ok: queued as 4Rk2pX1c9Jz'] : ['mail', '']),
    user: () => ['password', '334 UGFzc3dvcmQ6'],
    password: () => ['command', '235 2.7.0 Authentication successful'],
  };
  eachLine(socket, (line) => {
    const [next, text] = states[waiting](line);
    waiting = next;
    if (text) socket.write(`${text}\r\n`);
  });
}

function ftp(socket) {
  socket.write('220 (vsFTPd 3.0.5)\r\n');
  eachLine(socket, (line) => {
    const word = line.split(' ')[0].toUpperCase();
    const answers = {
      USER: '331 Please specify the password.',
      PASS: '230 Login successful.',
      QUIT: '221 Goodbye.',
      PWD: '257 "/" is the current directory',
    };
    socket.write(`${answers[word] ?? '200 OK.'}\r\n`);
  });
}

function pop(socket) {
  socket.write('+OK Dovecot ready.\r\n');
  eachLine(socket, () => socket.write('+OK\r\n'));
}

function imap(socket) {
  socket.write('* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] Dovecot ready.\r\n');
  eachLine(socket, (line) => {
    const [tag = '*', word = ''] = line.split(' ');
    if (/^CAPABILITY$/i.test(word)) socket.write('* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n');
    socket.write(`${tag} OK ${word.toUpperCase()} completed.\r\n`);
  });
}

/** A client of SSH shows its name and the algorithms it would use; more would take its keys. */
function ssh(socket) {
  socket.write('SSH-2.0-OpenSSH_9.6p1 Ubuntu-3ubuntu13.5\r\n');
  socket.resume();
}

/** Commands come as arrays of strings; one reply for each. */
function redis(socket) {
  let expected = 0;
  let words = [];
  const reply = () => {
    const word = String(words[0] ?? '').toUpperCase();
    if (word === 'PING') socket.write('+PONG\r\n');
    else if (word === 'HELLO') socket.write("-ERR unknown command 'HELLO'\r\n");
    else if (word === 'INFO') socket.write('$20\r\nredis_version:7.2.4\n\r\n');
    else if (/GET|KEYS|SCAN/.test(word)) socket.write('*0\r\n');
    else socket.write('+OK\r\n');
  };
  eachLine(socket, (line) => {
    if (line.startsWith('*')) {
      expected = Math.min(Number(line.slice(1)) || 0, 1000);
      words = [];
    } else if (expected > 0 && !line.startsWith('$')) {
      words.push(line);
      if (words.length === expected) {
        reply();
        expected = 0;
      }
    } else if (expected === 0) {
      words = line.split(' ');
      reply();
    }
  });
}

const SSL_REQUEST = 80_877_103;

/** PostgreSQL's clients ask for TLS before they begin; the answer is one letter. */
export function wantsTls(first) {
  return first.length === 8 && first.readInt32BE(4) === SSL_REQUEST;
}

const VERSION_3 = 196_608;

/** Asks for the password in clear, which drivers give. */
function postgres(socket) {
  let held = Buffer.alloc(0);
  let started = false;
  const message = (type, body) => {
    const head = Buffer.alloc(5);
    head.write(type, 'latin1');
    head.writeInt32BE(body.length + 4, 1);
    return Buffer.concat([head, body]);
  };
  const int = (value) => {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32BE(value);
    return bytes;
  };
  const ready = message('Z', Buffer.from('I'));
  const done = message('C', Buffer.from('SELECT 0\0'));
  const replies = {
    p: [message('R', int(0)), message('S', Buffer.from('server_version\x0016.2\0')), ready],
    Q: [done, ready],
    S: [ready],
    P: [message('1', Buffer.alloc(0))],
    B: [message('2', Buffer.alloc(0))],
    D: [message('n', Buffer.alloc(0))],
    E: [done],
  };
  const onData = (chunk) => {
    held = Buffer.concat([held, chunk]).subarray(0, 1_048_576);
    while (!started && held.length >= 8 && held.length >= held.readInt32BE(0)) {
      const length = Math.max(8, held.readInt32BE(0));
      held = held.subarray(length);
      started = true;
      socket.write(message('R', int(3)));
    }
    while (started && held.length >= 5 && held.length >= 1 + held.readInt32BE(1)) {
      const type = held.toString('latin1', 0, 1);
      held = held.subarray(1 + Math.max(4, held.readInt32BE(1)));
      if (type === 'X') return socket.end();
      socket.write(Buffer.concat(replies[type] ?? []));
    }
  };
  socket.on('data', onData);
}

/** The greeting with a fixed scramble; any login succeeds and any command is done. */
function mysql(socket) {
  const packet = (sequence, body) =>
    Buffer.concat([Buffer.from([body.length & 255, body.length >> 8, 0, sequence]), body]);
  const ok = Buffer.from([0, 0, 0, 2, 0, 0, 0]);
  const greeting = Buffer.concat([
    Buffer.from('\x0a8.0.36\0', 'latin1'),
    Buffer.from([9, 0, 0, 0]),
    Buffer.from('k7Qw2Lx9\0', 'latin1'),
    // Capabilities: protocol 4.1, authentication by plug-in, with a database; no TLS.
    Buffer.from([0x0d, 0xa2, 33, 2, 0, 0x08, 0x00, 21]),
    Buffer.alloc(10),
    Buffer.from('p3Zr8Ty1Bn6M\0mysql_native_password\0', 'latin1'),
  ]);
  socket.write(packet(0, greeting));
  socket.on('data', (chunk) => chunk.length >= 4 && socket.write(packet((chunk[3] + 1) & 255, ok)));
}

/** Those that speak first, by the port they are known on. */
const FIRST = new Map([
  ...[25, 465, 587, 2525].map((port) => [port, smtp]),
  [21, ftp],
  [22, ssh],
  [110, pop],
  [995, pop],
  [143, imap],
  [993, imap],
  [3306, mysql],
  [3307, mysql],
]);

/** Who answers on a port before the client has said anything; undefined where the client speaks first. */
export function speaksFirst(port) {
  return FIRST.get(port);
}

/** Who understands these first bytes; undefined where nobody does. */
export function understands(first, port) {
  if (first.length >= 8 && first.readInt32BE(4) === VERSION_3) return postgres;
  if (isMongo(first)) return mongo;
  if (/^\*\d+\r\n\$/.test(first.toString('latin1', 0, 16)) || port === 6379) return redis;
  if (/^SSH-/.test(first.toString('latin1', 0, 4))) return ssh;
  return FIRST.get(port);
}
