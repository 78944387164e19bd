/** Files of the kinds that tools read, small and whole. Pure. */

/** By their place in the directory the user works in. */
export const SAMPLES: ReadonlyMap<string, string> = new Map([
  ['docs/guide.pdf', pdf('Orders and invoices over HTTP')],
  ['docs/guide.html', '<!doctype html><title>acme-api</title><h1>Orders</h1><p>Orders and invoices over HTTP.</p>\n'],
  ['data/orders.csv', 'id,customer,total\n1,acme,12.50\n2,globex,7.25\n'],
  [
    'docs/logo.svg',
    '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8"/></svg>\n',
  ],
]);

/** The sample that words ask for, by its ending. */
export function sampleFor(words: string): string | undefined {
  return [...SAMPLES.keys()].find((path) => new RegExp(`\\b${path.split('.').at(-1)}s?\\b`, 'i').test(words));
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
