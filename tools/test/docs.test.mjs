/** The checks of what the documents say. */
import { describe, expect, it } from "vitest";
import { checkDocs } from "../check-docs.mjs";
import { checkReadme } from "../check-readme.mjs";
import { tree } from "./tree.mjs";

const FILES = {
  "packages/inkling/src/index.ts": "",
  "packages/inkling/src/ops/add.ts": "",
  "packages/inkling/src/model/block.ts": "",
  "docs/log.md": "",
};
const TREE = `inkling/
  packages/inkling/src/   the engine
    index.ts              the public names
    ops/                  # one op per file
    model/   ids → logits
  docs/`;

function readme(lines, files = FILES) {
  return checkReadme(tree({ ...files, "README.md": `# Inkling\n\n\`\`\`\n${lines}\n\`\`\`\n` }));
}

describe("the README's tree", () => {
  it("is accepted when it is true", () => {
    expect(readme(TREE)).toEqual([]);
    expect(
      readme("inkling/\n├── packages/inkling/src/  a\n│   ├── ops/\n│   └── model/  b\n└── docs/"),
    ).toEqual([]);
  });

  it("is found by a comment, too", () => {
    const text = `<!-- tree -->\n\n\`\`\`text\npackages/inkling/src/ops/\nnowhere/\n\`\`\``;
    const problems = checkReadme(tree({ "packages/inkling/src/ops/add.ts": "", "README.md": text }));
    expect(problems).toEqual(["README.md:5 nowhere/ doesn't exist"]);
  });

  it("must be there, as must the README", () => {
    expect(checkReadme(tree(FILES))).toEqual(["README.md:1 is missing"]);
    expect(readme("something/")[0]).toContain("has no tree");
  });

  it("may name nothing that doesn't exist, nor by another spelling", () => {
    expect(readme(`${TREE}\n    chapters/   later`)).toEqual(["README.md:10 docs/chapters/ doesn't exist"]);
    expect(readme(TREE.replace("index.ts", "Index.ts"))).toHaveLength(1);
    expect(readme(TREE.replace("ops/ ", "ops  "))).toHaveLength(2); // not a file; and the folder is missing
  });

  it("may leave out no folder at the top nor in the engine's src/", () => {
    const files = {
      ...FILES,
      "packages/inkling/src/train/trainer.ts": "",
      "tools/check.mjs": "",
      ".ci/run": "",
    };
    expect(readme(TREE, files)).toEqual([
      "README.md:4 the tree lacks .ci/",
      "README.md:4 the tree lacks packages/inkling/src/train/",
      "README.md:4 the tree lacks tools/",
    ]);
  });

  it("has one path a line, and nothing inside of a file", () => {
    expect(readme(`${TREE} log.md`)[0]).toContain("one path a line");
    expect(readme(TREE.replace("    ops/", "      ops/"))[0]).toContain("is no folder");
  });
});

describe("the documents", () => {
  const docs = (text, path = "README.md") =>
    checkDocs(
      tree({
        "README.md": "",
        "CONTRIBUTING.md": "",
        "package.json": JSON.stringify({ scripts: { start: "", test: "", "check:all": "" } }),
        "docs/a.md": "# First thing\n\n## What's `new`, then?\n\n## First thing\n\n```\n## in a block\n```\n",
        [path]: text,
      }),
    );

  it.each([
    "[a](docs/a.md) [b](docs/) ![c](./docs/a.md#first-thing) [web](https://example.org/nowhere)",
    "[a](docs/a.md#whats-new-then) [b](docs/a.md#first-thing-1) [c](docs/a.md#L3)",
    "`[a](nowhere.md)`\n\n```\n[a](nowhere.md)\n```",
    "# Here\n\n[up](#here)",
    "`npm start` and `npm test -- --run`, `npm run check:all`, `npm ci`; the npm package. npm run test.",
  ])("are accepted when they are true: %s", (text) => {
    expect(docs(text)).toEqual([]);
  });

  it.each([
    "[a](nowhere.md)",
    '<img src="nowhere.png">',
    "[a]: nowhere.md",
    "[a](docs/a.md#third-thing)",
    "[a](docs/a.md#in-a-block)",
    "[a](docs/a.md#L99)",
    "[a](#nowhere)",
    "[a](docs/A.md)",
    "`npm run nothing`",
    "`npm strat`",
    "npm run nothing",
    "```sh\nnpm run nothing\n```",
    "`npm --silent run nothing`",
  ])("are not when they aren't: %s", (text) => {
    expect(docs(`\n${text}`)).toEqual([expect.stringMatching(/^README\.md:[23] /)]);
  });

  it("resolves a link from the document's own folder", () => {
    expect(docs("[a](../README.md) [b](a.md)", "docs/b.md")).toEqual([]);
    expect(docs("[a](README.md)", "docs/b.md")).toHaveLength(1);
  });

  it("reports a missing README", () => {
    expect(checkDocs(tree({ "CONTRIBUTING.md": "" }))).toEqual(["README.md:1 is missing"]);
  });
});
