/**
 * The verdict as a SLSA verification summary in an in-toto statement, unsigned: `cosign attest-blob` or any other signer
 * makes an attestation of it. https://slsa.dev/spec/v1.0/verification_summary
 */
import { UsageError } from '../errors.ts';
import type { Report, Result } from '../types.ts';
import { digestOf, purlOf } from './purl.ts';
import { stringify } from './stringify.ts';

/** Throws `UsageError` where there is nothing to attest, or where the report does not say when it was made, which the format requires. */
export function vsa(result: Result): string {
  if ('reports' in result) {
    throw new UsageError('a statement is about one target', 'vet each target into a statement of its own');
  }
  const { at } = result.tool;
  if (at === undefined) {
    throw new UsageError(
      'the report does not say when it was made',
      'vet the target again: it is of an earlier version',
    );
  }
  const { name, version, digest } = subjectOf(result);
  const passed = result.verdict.level === 'pass';
  const uri = purlOf(name, version);
  return stringify({
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: uri, digest: { [digest[0]]: digest[1] } }],
    predicateType: 'https://slsa.dev/verification_summary/v1',
    predicate: {
      verifier: { id: purlOf(result.tool.name, result.tool.version) },
      timeVerified: at,
      resourceUri: uri,
      policy: { uri: `${purlOf(result.tool.name, result.tool.version)}#${result.static ? 'static' : 'sandbox'}` },
      verificationResult: passed ? 'PASSED' : 'FAILED',
      // Nothing is said of SLSA's own tracks.
      verifiedLevels: [passed ? 'LAZARET_PASS' : 'FAILED'],
      slsaVersion: '1.0',
    },
  });
}

function subjectOf({ target, packages }: Report) {
  const root = packages.find(({ id }) => id === target.package);
  const digest = digestOf(root?.integrity ?? '');
  if (root === undefined || digest === undefined) {
    throw new UsageError(
      'there is nothing to attest: the target did not resolve to a package with a digest',
      'see --format text',
    );
  }
  return { name: root.name, version: root.version, digest };
}
