/** Who the package thinks it runs for. Two profiles by default, because some code acts only on one of them. */

export interface Profile {
  readonly name: 'laptop' | 'ci';
  readonly user: string;
  readonly uid: number;
  readonly home: string;
  /** Where the user works: the working directory of the server, relative to home. */
  readonly work: string;
  readonly hostname: string;
  /** Address and hardware address of the only network card. */
  readonly address: string;
  readonly mac: string;
  readonly env: Readonly<Record<string, string>>;
}

const laptop: Profile = {
  name: 'laptop',
  user: 'mark',
  uid: 1000,
  home: '/home/mark',
  work: 'work/acme-api',
  hostname: 'marks-thinkpad',
  address: '192.168.1.23',
  mac: '3c:22:fb:41:9a:07',
  env: {
    SHELL: '/bin/bash',
    TERM: 'xterm-256color',
    TERM_PROGRAM: 'vscode',
    EDITOR: 'vim',
    LANG: 'C.UTF-8',
    TZ: 'Europe/Berlin',
  },
};

const ci: Profile = {
  name: 'ci',
  user: 'runner',
  uid: 1001,
  home: '/home/runner',
  work: 'work/acme-api/acme-api',
  hostname: 'fv-az1204-774',
  address: '10.1.0.87',
  mac: '00:22:48:6b:0c:e5',
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
};

export const PROFILES: readonly Profile[] = [laptop, ci];
