console.error('this package wants another package manager');
process.exit(1);
