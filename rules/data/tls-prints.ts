/**
 * How Node.js greets in TLS, by the second part (cipher suites) and the third (extensions, signature algorithms) of JA4, the
 * fingerprint of FoxIO: read from the sandbox's own Node 24 by `fetch`, `https`, `http2` and `tls`, with TLS 1.2 only, 1.3 only, a resumed
 * session and old ciphers (2026-11). Who changes the ciphers keeps the extensions. test/sandbox/world.test.ts compares them with the image.
 */
export const NODE_PRINTS: ReadonlySet<string> = new Set([
  'b262b3658495',
  '8e6e362c5eac',
  '66863fb0a24c',
  'a3a57eb31a6a',
  '36cef8aed422',
  '3217d83565aa',
  '3c5a66c06c35',
]);
