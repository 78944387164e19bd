/** Values for variables, by their names. */
import { expect, test } from 'vitest';
import { credentialFor } from '../src/sandbox/decoys/shapes.ts';

test.each(['SENTRY_DSN', 'ACME_SITE_NAME', 'DATABASE_URL', 'API_HOST', 'MONGO_URL', 'ACME_SUBDOMAIN'])(
  'machines that are given a %s speak to the same host, each with a secret of its own',
  (name) => {
    const hosts = [credentialFor(name), credentialFor(name)].map((value) => /@([^/]+)/.exec(value)?.[1] ?? value);
    expect(hosts[0]).toBe(hosts[1]);
  },
);

test('a secret is never given twice', () => {
  for (const name of ['SENTRY_DSN', 'DATABASE_URL', 'MONGO_URL', 'API_KEY'])
    expect(credentialFor(name)).not.toBe(credentialFor(name));
});
