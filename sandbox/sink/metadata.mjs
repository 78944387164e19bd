/**
 * The metadata services of the large clouds, as an ordinary machine finds them: the token step of AWS, the headers Google
 * and Azure ask for, and credentials of a role. The credentials come from whoever started us (`ROLE`), and are looked for
 * in all that leaves.
 */
const role = JSON.parse(process.env.ROLE || '{}');
const text = (body) => ({ status: 200, headers: { 'content-type': 'text/plain' }, text: body });
const json = (value, status = 200) => ({
  status,
  headers: { 'content-type': 'application/json' },
  text: JSON.stringify(value),
});
const later = () => new Date(Date.now() + 6 * 3_600_000).toISOString().replace(/\.\d+/, '');
const NAME = 'web-app-role';

/** Addresses at which clouds serve it: most share one; containers of AWS and machines of Alibaba have their own. */
const ADDRESSES = new Set([
  '169.254.169.254',
  '169.254.170.2',
  '100.100.100.200',
  '[fd00:ec2::254]',
  'metadata.google.internal',
  'metadata.goog',
  'instance-data.ec2.internal',
]);

export function isMetadata(hostname) {
  return ADDRESSES.has(hostname);
}

export function metadata({ method, url, headers }) {
  const { hostname, pathname } = url;
  if (hostname === '169.254.170.2') return json(awsRole());
  if (pathname.startsWith('/computeMetadata/')) return google(pathname, headers);
  if (pathname.startsWith('/metadata/')) return azure(pathname, headers);
  return amazon(method, pathname);
}

function awsRole() {
  return {
    Code: 'Success',
    LastUpdated: later(),
    Type: 'AWS-HMAC',
    AccessKeyId: role.aws?.id,
    SecretAccessKey: role.aws?.secret,
    Token: role.aws?.token,
    Expiration: later(),
  };
}

function amazon(method, pathname) {
  if (method === 'PUT' && pathname.endsWith('/api/token')) return text('AQAEAL3X9v8kq0bHcVxY2w5iT1nqJ0kzqL2s8g==');
  const path = pathname.replace(/^\/(latest|\d{4}-\d\d-\d\d)/, '').replace(/\/$/, '');
  const roles = '/meta-data/iam/security-credentials';
  if (path === roles) return text(NAME);
  if (path === `${roles}/${NAME}` || path.startsWith('/meta-data/ram/security-credentials/')) return json(awsRole());
  const values = {
    '': 'dynamic\nmeta-data\nuser-data',
    '/meta-data': 'ami-id\nhostname\niam/\ninstance-id\ninstance-type\nlocal-ipv4\nplacement/',
    '/meta-data/instance-id': 'i-0b4f1c93d7a2e865f',
    '/meta-data/instance-type': 't3.large',
    '/meta-data/placement/region': 'eu-central-1',
    '/meta-data/placement/availability-zone': 'eu-central-1b',
    '/meta-data/hostname': 'ip-10-1-0-87.eu-central-1.compute.internal',
  };
  if (Object.hasOwn(values, path)) return text(values[path]);
  if (path === '/dynamic/instance-identity/document')
    return json({
      accountId: '481516234299',
      region: 'eu-central-1',
      instanceId: 'i-0b4f1c93d7a2e865f',
      imageId: 'ami-04f1b917806393faa',
    });
  return { status: 404, headers: { 'content-type': 'text/plain' }, text: '' };
}

function google(pathname, headers) {
  if (headers['metadata-flavor'] !== 'Google')
    return { status: 403, headers: {}, text: 'Missing Metadata-Flavor:Google header.' };
  const answer = /\/token$/.test(pathname)
    ? json({ access_token: role.google, expires_in: 3599, token_type: 'Bearer' })
    : text(
        /project-id$/.test(pathname)
          ? 'acme-prod-28114'
          : /\/email$/.test(pathname)
            ? 'web-app@acme-prod-28114.iam.gserviceaccount.com'
            : 'default/',
      );
  return { ...answer, headers: { ...answer.headers, 'metadata-flavor': 'Google' } };
}

function azure(pathname, headers) {
  if (headers.metadata !== 'true')
    return json({ error: 'invalid_request', error_description: 'Required metadata header not specified' }, 400);
  if (pathname.startsWith('/metadata/identity'))
    return json({
      access_token: role.azure,
      expires_in: '86399',
      resource: 'https://management.azure.com/',
      token_type: 'Bearer',
    });
  return json({
    compute: { azEnvironment: 'AzurePublicCloud', location: 'westeurope', name: 'web-app', vmSize: 'Standard_D2s_v5' },
  });
}
