/** Who the package thinks it runs for, and where. Two profiles by default, because some code acts only on one of them; `--deep` adds three. */

export interface Profile {
  readonly name: 'laptop' | 'ci' | 'abroad' | 'picky' | 'offline';
  readonly user: string;
  readonly uid: number;
  readonly home: string;
  /** Where the user works: the working directory of the server, relative to home. */
  readonly work: string;
  readonly hostname: string;
  /** Where its own name leads: to Debian's entry for it, or to the card, as in a cloud. */
  readonly own: string;
  /** Address and hardware address of the network card. */
  readonly address: string;
  readonly mac: string;
  /** A second card without an address, as such machines have one: not every kernel can make a card without another end. */
  readonly otherCard: { readonly name: string; readonly mac: string };
  readonly env: Readonly<Record<string, string>>;
  /** Which names exist: every one, so that whatever is sent is seen; those that everybody knows; or none, where no network answers. */
  readonly names: 'all' | 'known' | 'none';
  /** How far its clock is off, as libfaketime writes it. */
  readonly clock?: string;
  /** Where services that are asked for it say that we are. */
  readonly place?: Readonly<Record<'COUNTRY' | 'COUNTRY_CODE' | 'CITY' | 'ZONE', string>>;
}

const laptop: Profile = {
  name: 'laptop',
  user: 'mark',
  uid: 1000,
  home: '/home/mark',
  work: 'work/acme-api',
  hostname: 'marks-thinkpad',
  own: '127.0.1.1',
  address: '192.168.1.23',
  mac: '3c:22:fb:41:9a:07',
  otherCard: { name: 'wlp0s20f3', mac: '3c:21:9c:5d:10:e2' },
  env: {
    SHELL: '/bin/bash',
    TERM: 'xterm-256color',
    TERM_PROGRAM: 'vscode',
    EDITOR: 'vim',
    LANG: 'C.UTF-8',
    TZ: 'Europe/Berlin',
  },
  names: 'all',
};

const ci: Profile = {
  name: 'ci',
  user: 'runner',
  uid: 1001,
  home: '/home/runner',
  work: 'work/acme-api/acme-api',
  hostname: 'fv-az1204-774',
  own: '10.1.0.87',
  address: '10.1.0.87',
  mac: '00:22:48:6b:0c:e5',
  otherCard: { name: 'enP41230s1', mac: '00:22:48:6b:0c:e6' },
  env: {
    SHELL: '/bin/bash',
    LANG: 'C.UTF-8',
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_REPOSITORY: 'acme/acme-api',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_RUN_ID: '11934402817',
    RUNNER_OS: 'Linux',
    RUNNER_ARCH: 'X64',
    RUNNER_NAME: 'GitHub Actions 12',
  },
  names: 'all',
};

/**
 * Each differs from the laptop in what code looks at that waits for its hour or its country (malware that spares Russian locales,
 * protest that acts in them only), or that wants to know whether its world is real: one in which every name exists is not.
 * The clock stays within the lifetime of the certificates.
 */
const abroad: Profile = {
  ...laptop,
  name: 'abroad',
  env: { ...laptop.env, LANG: 'ru_RU.UTF-8', LANGUAGE: 'ru', TZ: 'Europe/Moscow' },
  clock: '+160d',
  place: { COUNTRY: 'Russia', COUNTRY_CODE: 'RU', CITY: 'Moscow', ZONE: 'Europe/Moscow' },
};

const picky: Profile = { ...laptop, name: 'picky', names: 'known' };

const offline: Profile = { ...laptop, name: 'offline', names: 'none' };

export const PROFILES: readonly Profile[] = [laptop, ci];
export const DEEP_PROFILES: readonly Profile[] = [...PROFILES, abroad, picky, offline];
