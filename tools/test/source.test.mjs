/** The checks that read one file at a time: sizes, banned maths, loose ends. */
import { describe, expect, it } from "vitest";
import { checkBanned } from "../check-banned.mjs";
import { checkLooseEnds } from "../check-loose-ends.mjs";
import { checkSizes, longFunctions } from "../check-sizes.mjs";
import { tree } from "./tree.mjs";

describe("sizes", () => {
  it("allows 300 lines and no more, in packages, apps and tools", () => {
    for (const path of ["packages/cli/src/a.ts", "apps/lab/src/a.svelte", "tools/a.mjs"]) {
      expect(checkSizes(tree({ [path]: "//\n".repeat(300) }))).toEqual([]);
      expect(checkSizes(tree({ [path]: "//\n".repeat(301) }))).toHaveLength(1);
    }
    expect(checkSizes(tree({ "packages/inkling/src/unicode.generated.ts": "//\n".repeat(999) }))).toEqual([]);
  });

  it("leaves out the village's lists, and nothing beside them", () => {
    const long = (path) => checkSizes(tree({ [`packages/village/src/${path}`]: "//\n".repeat(301) }));
    for (const path of ["phrases/person.ts", "world/table.ts"]) expect(long(path)).toEqual([]);
    for (const path of ["phrases.ts", "language/phrases.ts", "world/subjects.ts"]) {
      expect(long(path)).toHaveLength(1);
    }
  });

  it("counts the model's lines of code together, without comments and blank lines", () => {
    const two = (lines) => ({
      "packages/inkling/src/model/a.ts": "let a = 1; // a comment beside\n".repeat(200),
      "packages/inkling/src/model/b.ts": `/** doc\n * of b */\n\n// more\n${"let b;\n".repeat(lines)}`,
    });
    expect(checkSizes(tree(two(200)))).toEqual([]);
    expect(checkSizes(tree(two(201)))).toEqual([
      "packages/inkling/src/model/ has 401 lines of code, over 400 in all",
    ]);
  });

  it("lists functions over 60 lines, the longest first", () => {
    const body = (lines) => `{\n${"  work();\n".repeat(lines - 2)}}`;
    const text = `function a() ${body(60)}\nfunction b() ${body(61)}\nconst c = () => ${body(62)};\n`;
    expect(longFunctions(tree({ "packages/cli/src/a.ts": text }))).toEqual([
      "packages/cli/src/a.ts:122 c has 62 lines",
      "packages/cli/src/a.ts:61 b has 61 lines",
    ]);
  });
});

describe("banned", () => {
  const path = "packages/inkling/src/ops/a.ts";
  const banned = (text, allowed) => checkBanned(tree({ [path]: text }), allowed);

  it.each([
    "2 ** x",
    "x **= 2",
    "Math.exp(x)",
    "Math.random()",
    "Math?.pow(x, 2)",
    'Math["log"](x)',
    "const { exp } = Math",
    "const m = Math",
    "globalThis.Math.tanh(x)",
    "new Date()",
    "globalThis.Date.now()",
    "const t = Date.now",
    "new Intl.Segmenter()",
    "/\\p{L}/u",
    "/[^\\P{L}]/u",
    "/a\\s/",
    "/[\\S]/",
    'new RegExp("\\\\p{L}", "u")',
    "RegExp(String.raw`\\s+`)",
    `new RegExp(\`\${x}\\\\s\`)`,
    'new RegExp("a" + "\\\\s")',
    "s.toLowerCase()",
    "s?.toUpperCase()",
    's["toLowerCase"]()',
    "names.map(String.prototype.toLowerCase.call)",
    "a.localeCompare(b)",
    "n.toLocaleString()",
    's.normalize("NFKC")',
  ])("catches %s", (text) => {
    expect(banned(`\n${text};`)).toEqual([expect.stringMatching(/^packages\/inkling\/src\/ops\/a\.ts:2 /)]);
  });

  it.each([
    "// Math.exp(x) is 2 ** (x · log2 e), and \\p{L} a letter",
    '"Math.exp(Date.now() ** 2)"',
    "Math.fround(Math.sqrt(x)) + Math.PI",
    "import { exp } from '../math/float32.ts'",
    "arithmetic.exp(x)",
    "const record = { Date: 1 }; record.Date",
    "/\\\\p{L} [a-z]+ \\d/",
    'new RegExp("\\\\d")',
    'const text = "\\\\s"',
    'vector.normalize(1e-5) + "NFC".length',
  ])("lets %s be", (text) => {
    expect(banned(text)).toEqual([]);
  });

  it("looks at the engine's sources only", () => {
    expect(checkBanned(tree({ "packages/cli/src/a.ts": "Math.exp(1)" }))).toEqual([]);
  });

  it("honours an exception, and reports one that excuses nothing any more", () => {
    const allowed = [{ path, what: "Math.exp", reason: "a test" }];
    expect(banned("Math.exp(1)", allowed)).toEqual([]);
    expect(banned("Math.log(1); Math.exp(1)", allowed)).toHaveLength(1);
    expect(banned("", allowed)).toEqual([
      `${path}:1 no longer has Math.exp: strike it from tools/check-banned.mjs`,
    ]);
  });
});

// In pieces, because this file is checked as well.
const [WORK, HOME, PYTHON] = ["work", "root", "tmp/pyenv"].map((path) => `/${path}`);

describe("loose ends", () => {
  const ends = (text, path = "packages/cli/test/a.test.ts") => checkLooseEnds(tree({ [path]: text }));

  it.each([
    "let a: any;",
    "f(b as any);",
    "// @ts-ignore",
    "// @ts-expect-error later",
    "// @ts-nocheck",
    "// biome-ignore lint: no",
    "// TODO",
    "/* FIXME */",
    'it.only("a", () => {});',
    'describe.skip("a", () => {});',
    'it.concurrent.skip("a", () => {});',
    'it.skip.each([1])("a", () => {});',
    'test.todo("a");',
    `const file = "${WORK}/shared/a";`,
  ])("catches %s", (text) => {
    expect(ends(`\n${text}\n`)).toEqual([expect.stringContaining("a.test.ts:2 ")]);
  });

  it.each([
    "it.skipIf(!present)('a', () => {});",
    "stream.skip(4); const any = 1; // any word",
    `const url = "https://example.org${WORK}/"; import "../..${HOME}/a.ts";`,
  ])("lets %s be", (text) => {
    expect(ends(text)).toEqual([]);
  });

  it("finds a machine's path in any text, and leaves binary files alone", () => {
    expect(ends(`see ${HOME}/notes/a.md`, "docs/a.md")).toEqual([
      `docs/a.md:1 ${HOME}: a path of one machine`,
    ]);
    expect(ends(`${PYTHON}/bin/python a.py`, "a.sh")).toHaveLength(1);
    expect(ends(`\0 ${HOME}/notes`, "a.bin")).toEqual([]);
  });
});
