#!/usr/bin/env node
// The door to Rochdale. It is plain JavaScript of an old kind, so that a Node that is too old says so in a sentence.

const major = Number(process.versions.node.split(".")[0]);

if (major < 18) {
  console.error(
    `Expected Node 18 or newer to start Rochdale, got \`${process.version}\`. Install a newer Node from your system's packages or from https://nodejs.org, then start again.`,
  );
  process.exitCode = 1;
} else {
  import("./launch.mjs").then((launcher) => launcher.launch(process.argv.slice(2)));
}
