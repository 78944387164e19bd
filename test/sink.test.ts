/** What the sink prints, as it prints it. */
import { describe, expect, test } from 'vitest';
import { readSinkLine } from '../src/sandbox/witnesses/sink.ts';

describe('readSinkLine', () => {
  test('a request with its body', () => {
    const line =
      '{"time":1795391433.725,"kind":"http","method":"POST","url":"https://shop.example/x?y=1","host":"shop.example","address":"198.18.0.3","port":443,"secure":true,"headers":{"host":"shop.example","user-agent":"node"},"body":{"bytes":5,"sha256":"2cf2","data":"aGVsbG8="}}';
    expect(readSinkLine(line)).toEqual({
      kind: 'http',
      time: 1795391433.725,
      method: 'POST',
      url: 'https://shop.example/x?y=1',
      host: 'shop.example',
      address: '198.18.0.3',
      port: 443,
      headers: { host: 'shop.example', 'user-agent': 'node' },
      body: { bytes: 5, sha256: '2cf2', data: Buffer.from('hello') },
    });
  });

  test('names, raw bytes, and clients that do not trust us', () => {
    expect(readSinkLine('{"time":1,"kind":"dns","name":"a.example","type":"TXT"}')).toEqual({
      kind: 'dns',
      time: 1,
      name: 'a.example',
      type: 'TXT',
      via: 'udp',
      address: '',
    });
    expect(
      readSinkLine(
        '{"time":2,"kind":"data","protocol":"udp","address":"","port":0,"source":38206,"bytes":7,"data":"dWRwZGF0YQ=="}',
      ),
    ).toMatchObject({ protocol: 'udp', bytes: 7, data: Buffer.from('udpdata') });
    expect(
      readSinkLine(
        '{"time":3,"kind":"tls","host":"pinned.example","address":"198.18.0.9","port":443,"outcome":"ERR_SSL_TLSV1_ALERT_UNKNOWN_CA"}',
      ),
    ).toMatchObject({ kind: 'tls', host: 'pinned.example', outcome: 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA' });
  });

  test.each([
    '',
    'not json',
    '{"time":1,"kind":"surprise"}',
    '{"time":1,"kind":"overflow"}',
    '{"time":1,"kind":"fault","reason":"out of memory"}',
  ])('trouble is a fault, never nothing: %s', (line) => {
    expect(readSinkLine(line)).toMatchObject({ kind: 'fault', reason: expect.stringMatching(/./) });
  });

  test('whom a service named', () => {
    const line = '{"time":4,"kind":"named","values":["C0ABCDEFGH1"]}';
    expect(readSinkLine(line)).toEqual({ kind: 'named', time: 4, values: ['C0ABCDEFGH1'] });
    expect(readSinkLine('{"time":4,"kind":"named","values":"C0ABCDEFGH1"}')).toMatchObject({ values: [] });
  });

  test('fields of a wrong shape do not throw', () => {
    expect(readSinkLine('{"kind":"http","headers":null,"body":null,"port":"x"}')).toMatchObject({
      kind: 'http',
      headers: {},
      body: { bytes: 0 },
    });
  });
});
