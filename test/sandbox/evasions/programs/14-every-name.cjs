// A world in which every name exists is none.
require('node:dns').lookup(`q${Date.now().toString(36)}zx.invalid`, (error) => {
  console.log(error ? error.code : 'exists');
  if (error) require('node:fs').readFileSync(process.env.MARK);
});
