fetch('https://downloads.example/part-1.0.0.json')
  .then((answer) => answer.json())
  .then(({ files }) => console.log(files.join(' ')));
