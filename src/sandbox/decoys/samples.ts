/** Files of the kinds that tools read, small and whole. Pure. */
import { crc32, deflateSync } from 'node:zlib';

/** By their place in the directory the user works in. */
export const SAMPLES: ReadonlyMap<string, string> = new Map([
  ['docs/guide.pdf', pdf('Orders and invoices over HTTP')],
  ['docs/guide.html', '<!doctype html><title>acme-api</title><h1>Orders</h1><p>Orders and invoices over HTTP.</p>\n'],
  ['docs/logo.png', png(8)],
  ['data/orders.csv', 'id,customer,total\n1,acme,12.50\n2,globex,7.25\n'],
  [
    'docs/logo.svg',
    '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8"/></svg>\n',
  ],
]);

/** What a text becomes as a file: each character of a picture is a byte of it. */
export function bytesOf(path: string, text: string): Buffer {
  return Buffer.from(text, path.endsWith('.png') ? 'latin1' : 'utf8');
}

/** The sample that words ask for, by its ending or as a picture. */
export function sampleFor(words: string): string | undefined {
  const ending = (path: string) => path.split('.').at(-1);
  const named = [...SAMPLES.keys()].find((path) => new RegExp(`\\b${ending(path)}s?\\b`, 'i').test(words));
  return named ?? (/\b(?:image|picture|photo)s?\b/i.test(words) ? 'docs/logo.png' : undefined);
}

/** One page with one line; its table tells where each part begins. */
function pdf(line: string): string {
  const stream = `BT /F1 18 Tf 72 720 Td (${line}) Tj ET`;
  const parts = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let text = '%PDF-1.4\n';
  const places = parts.map((part, index) => {
    const at = text.length;
    text += `${index + 1} 0 obj\n${part}\nendobj\n`;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const table = `xref\n0 ${parts.length + 1}\n0000000000 65535 f \n${places.join('')}`;
  return `${text}${table}trailer\n<< /Size ${parts.length + 1} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`;
}

/** A grey square, as wide as that. */
function png(width: number): string {
  const chunk = (kind: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(kind), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width);
  head.writeUInt32BE(width, 4);
  head.writeUInt8(8, 8);
  // Each row begins with how it is filtered.
  const rows = Buffer.alloc(width * (width + 1), 0x80).map((value, at) => (at % (width + 1) === 0 ? 0 : value));
  const parts = [chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...parts]).toString('latin1');
}
