/** What the world answers. Plain and plausible, so that a client goes on and shows what it wants to do next. */

const json = (status, value) => ({
  status,
  headers: { 'content-type': 'application/json' },
  text: JSON.stringify(value),
});

/** The answer to one HTTP request: `{ status, headers, text }`. */
export function answerFor({ method, url, headers }) {
  const { hostname, pathname } = parse(url);
  if (hostname === '169.254.169.254') return metadata(method, pathname);
  if (/(^|\.)registry\./.test(hostname)) return json(404, { error: 'Not found' });
  if (String(headers.accept ?? '').includes('text/html')) {
    return { status: 200, headers: { 'content-type': 'text/html' }, text: '<!doctype html><title>OK</title><p>OK</p>' };
  }
  return json(200, { ok: true });
}

/** A cloud's metadata service as an ordinary machine sees it: there, and with a token step. */
function metadata(method, pathname) {
  if (method === 'PUT')
    return { status: 200, headers: { 'content-type': 'text/plain' }, text: 'AQAEAL3X9v8kq0bHcVxY2w==' };
  if (pathname.endsWith('/security-credentials/'))
    return { status: 200, headers: { 'content-type': 'text/plain' }, text: 'web-app-role' };
  if (pathname.endsWith('/security-credentials/web-app-role')) return json(200, JSON.parse(process.env.ROLE ?? '{}'));
  return { status: 404, headers: { 'content-type': 'text/plain' }, text: '' };
}

function parse(url) {
  try {
    return new URL(url);
  } catch {
    return { hostname: '', pathname: '' };
  }
}
