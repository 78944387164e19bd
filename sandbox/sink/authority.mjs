/** A certificate authority made afresh for each run, and a certificate for whatever name a client asks for. */
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import { createSecureContext } from 'node:tls';
import * as x509 from '@peculiar/x509';

x509.cryptoProvider.set(webcrypto);
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY = 86_400_000;
/** Contexts kept; a package that asks for random names forever must not fill the memory. */
const MAX_CONTEXTS = 2_000;

const issuerName = 'CN=GlobalTrust Root R4, O=GlobalTrust Services, C=US';
const rootKeys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
const leafKeys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
const validity = { notBefore: new Date(Date.now() - 90 * DAY), notAfter: new Date(Date.now() + 275 * DAY) };
const root = await x509.X509CertificateGenerator.createSelfSigned({
  serialNumber: '3f1c77a2',
  name: issuerName,
  ...validity,
  signingAlgorithm: algorithm,
  keys: rootKeys,
  extensions: [
    new x509.BasicConstraintsExtension(true, undefined, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    await x509.SubjectKeyIdentifierExtension.create(rootKeys.publicKey),
  ],
});

/** PEM of the authority, for the target's trust store. */
export const authority = `${root.toString('pem')}\n`;

const leafKey = pem('PRIVATE KEY', await webcrypto.subtle.exportKey('pkcs8', leafKeys.privateKey));
const contexts = new Map();

/** A TLS context with a certificate for `name` (a host name or an IP address). */
export async function contextFor(name) {
  const known = contexts.get(name);
  if (known) return known;
  if (contexts.size >= MAX_CONTEXTS) contexts.delete(contexts.keys().next().value);
  const context = mint(name);
  contexts.set(name, context);
  return context;
}

async function mint(name) {
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: Buffer.from(webcrypto.getRandomValues(new Uint8Array(8)))
      .toString('hex')
      .replace(/^[89a-f]/, '7'),
    subject: [{ CN: [name.slice(0, 64)] }],
    issuer: issuerName,
    ...validity,
    signingAlgorithm: algorithm,
    publicKey: leafKeys.publicKey,
    signingKey: rootKeys.privateKey,
    extensions: [
      new x509.SubjectAlternativeNameExtension([{ type: isIP(name) ? 'ip' : 'dns', value: name }]),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      await x509.AuthorityKeyIdentifierExtension.create(rootKeys.publicKey),
    ],
  });
  return createSecureContext({ key: leafKey, cert: `${certificate.toString('pem')}\n${authority}` });
}

function pem(label, der) {
  const body = Buffer.from(der).toString('base64').replace(/.{64}/g, '$&\n');
  return `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`;
}
