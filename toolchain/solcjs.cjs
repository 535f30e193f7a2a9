// Native `solc --standard-json` on top of the npm package `solc` (WebAssembly).
//
//   solc-v0.8.37 --standard-json [file] [--base-path P] [--include-path P]... [--allow-paths P]
//
// Reads standard JSON from the file or stdin, writes standard JSON to stdout. Imports that the input
// does not carry are read from disk, first under the base path (default: the working directory),
// then under each include path.
'use strict';

const fs = require('node:fs');
const path = require('node:path');

const repository = path.resolve(__dirname, '..');

function fail(sentence) {
  process.stderr.write(`solc: ${sentence}\n`);
  process.exit(1);
}

function parse(argv) {
  const wanted = { standardJson: false, input: 0, basePath: process.cwd(), includePaths: [] };
  const rest = argv.flatMap((word) =>
    word.startsWith('--') && word.includes('=')
      ? [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]
      : [word],
  );
  while (rest.length > 0) {
    const option = rest.shift();
    switch (option) {
      case '--standard-json':
        wanted.standardJson = true;
        if (rest.length > 0 && !rest[0].startsWith('--')) {
          const file = rest.shift();
          if (file !== '-') wanted.input = file;
        }
        break;
      case '--base-path':
        wanted.basePath = rest.shift();
        break;
      case '--include-path':
        wanted.includePaths.push(rest.shift());
        break;
      case '--allow-paths':
        rest.shift(); // this process reads with the user's own rights anyway
        break;
      default:
        fail(`unknown option ${option}: this stand-in knows --version and --standard-json only.`);
    }
  }
  if (!wanted.standardJson) fail('expected --standard-json or --version.');
  return wanted;
}

function loadCompiler() {
  try {
    return require(path.join(repository, 'node_modules', 'solc'));
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error;
    return fail('the npm package solc is not installed. Run `make setup`.');
  }
}

const wanted = parse(process.argv.slice(2));
const folders = [wanted.basePath, ...wanted.includePaths];

function readImport(name) {
  for (const folder of folders) {
    const file = path.resolve(folder, name);
    if (fs.existsSync(file)) return { contents: fs.readFileSync(file, 'utf8') };
  }
  return { error: `File not found: ${name} (looked under ${folders.join(', ')})` };
}

const input = fs.readFileSync(wanted.input, 'utf8');
const output = loadCompiler().compile(input, { import: readImport });
// A pipe may take less than all at once: write until everything is out.
fs.writeFileSync(1, output);
