import { spot, wordAt } from '../../src/config/facts.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'config-code-env',
  title: 'A variable makes a server load other code or install from elsewhere',
  why: 'Some variables are orders: they load a file before the program, put another program in its place, or send the installer to another registry. The package that was vetted is then not what runs.',
  fix: 'Take the variable out. What a server needs belongs into its own package or arguments.',
  mapping: {
    practice: ['BP7'],
    owasp: ['MCP04', 'MCP05'],
    attack: ['T1574'],
    atlas: ['AML.T0081'],
    cwe: ['CWE-426', 'CWE-427', 'CWE-15'],
  },
  signal: 'config.weak',
  severity: 'high',
  confidence: 'high',
  *config(entry, { launch }) {
    const set = [...entry.env, ...launch.env.map((pair) => ({ ...pair, span: wordAt(entry, pair.from).span }))];
    for (const pair of set) {
      const order = ORDERS.find(({ name, harmless }) => name.test(pair.name) && !harmless?.test(pair.value));
      if (order !== undefined && pair.value !== '')
        yield {
          message: `${pair.name} ${order.does}`,
          evidence: [spot(entry, pair, pair.name)],
          severity: order.severity,
        };
    }
    for (const { kind, text, from } of launch.options) {
      const does = OPTIONS[kind];
      if (does !== undefined) yield { message: does, evidence: [spot(entry, wordAt(entry, from), text)] };
    }
  },
});

interface Order {
  readonly name: RegExp;
  readonly does: string;
  readonly severity: 'high' | 'medium';
  /** Values that are orders to nobody. */
  readonly harmless?: RegExp;
}

const ORDERS: readonly Order[] = [
  {
    // Windows does not tell capitals from small letters.
    name: /^NODE_OPTIONS$/i,
    does: 'changes how Node.js starts',
    severity: 'high',
    harmless:
      /^(?:\s*--(?:max[-_]old[-_]space[-_]size|max-http-header-size|stack-trace-limit)=\d+|\s*--(?:no-warnings|no-deprecation|enable-source-maps|experimental-vm-modules|use-system-ca|dns-result-order=\w+))+\s*$/,
  },
  {
    name: /^(?:LD_PRELOAD|LD_LIBRARY_PATH|LD_AUDIT|DYLD_INSERT_LIBRARIES|DYLD_LIBRARY_PATH)$/,
    does: 'loads a library into every program',
    severity: 'high',
  },
  {
    name: /^(?:BASH_ENV|ENV|PROMPT_COMMAND|PYTHONSTARTUP|PERL5OPT|RUBYOPT|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|DOTNET_STARTUP_HOOKS|GIT_SSH_COMMAND|GIT_EXTERNAL_DIFF|ELECTRON_RUN_AS_NODE)$/,
    does: 'runs code before the server does',
    severity: 'high',
  },
  {
    name: /^(?:PYTHONPATH|NODE_PATH|PERL5LIB|RUBYLIB|CLASSPATH|PYTHONHOME)$/i,
    does: 'decides where modules come from',
    severity: 'medium',
  },
  {
    name: /^PATH$/i,
    does: 'decides which programs run',
    severity: 'medium',
    harmless: /^(?:\/(?:usr\/(?:local\/)?|opt\/homebrew\/|opt\/local\/)?s?bin(?::|$)|\$\{?(?:env:)?PATH\}?(?::|$))+$/,
  },
  {
    name: /^npm_config_(?:registry|.*:registry|userconfig|globalconfig|script_shell|node_options|prefix|cafile|proxy|https_proxy)$/i,
    does: 'changes where npm installs from or how',
    severity: 'high',
    harmless: /^https:\/\/registry\.(?:npmjs\.org|yarnpkg\.com)\/?$/,
  },
  {
    name: /^npm_config_(?:allow_scripts|allow_git|allow_remote|ignore_scripts|dangerously_allow_all_scripts)$/i,
    does: 'lets install scripts or foreign sources in',
    severity: 'high',
    harmless: /^(?:none|true)$/,
  },
  {
    name: /^(?:UV_(?:DEFAULT_)?INDEX(?:_URL)?|UV_EXTRA_INDEX_URL|PIP_(?:EXTRA_)?INDEX_URL|UV_FIND_LINKS|YARN_NPM_REGISTRY_SERVER|BUN_CONFIG_REGISTRY|GOPROXY|CARGO_REGISTRIES_.*)$/,
    does: 'changes where packages come from',
    severity: 'high',
    harmless: /^https:\/\/(?:pypi\.org\/simple|proxy\.golang\.org)\/?/,
  },
  {
    name: /^(?:ANTHROPIC|OPENAI|GEMINI|GOOGLE_GEMINI)(?:_\w+)?_BASE_URL$/,
    does: 'sends what the model is told, and the key for it, to another host',
    severity: 'medium',
    harmless: /^https:\/\/(?:api\.anthropic\.com|api\.openai\.com|generativelanguage\.googleapis\.com)(?:\/|$)|^\$/,
  },
  {
    name: /^(?:https?|all)_proxy$/i,
    does: 'sends all traffic through another machine',
    severity: 'medium',
    harmless: /^\$|^[a-z0-9+]+:\/\/(?:localhost|127\.)/i,
  },
];

const OPTIONS: Readonly<Record<string, string | undefined>> = {
  registry: 'The launcher installs from another registry',
  'install-scripts': 'The launcher lets install scripts or foreign sources in',
  preload: 'A file is loaded before the server',
};
