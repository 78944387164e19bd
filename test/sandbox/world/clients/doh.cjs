(async () => {
  const json = await (
    await fetch('https://cloudflare-dns.com/dns-query?name=hidden.example&type=A', {
      headers: { accept: 'application/dns-json' },
    })
  ).json();
  const body = Buffer.from('000001000001000000000000066869646465320765786' + '16d706c650000010001', 'hex');
  const wire = await fetch('https://dns.google/dns-query', {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/dns-message' },
  });
  console.log(
    json.Answer[0].data,
    wire.headers.get('content-type'),
    (await wire.arrayBuffer()).byteLength > body.length,
  );
})();
