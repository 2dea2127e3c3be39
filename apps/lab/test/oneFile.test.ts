import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { insideScript, pageOf } from "../build/oneFile.ts";
import { leadOf, proseOf } from "../src/onefile/card.ts";

const run = (script: string): unknown => new Function(`return (${script.replace('"use strict";', "")})`)();
const card = (text: string) => new TextEncoder().encode(text);

describe("a script in a page", () => {
  it("spells markup otherwise and means the same", () => {
    const code = `["</script>", \`<!---->\`, '<SCRIPT', /<\\/script>/.test("</script>"), 1 < 2]`;
    const safe = insideScript(code);
    expect(safe).not.toMatch(/<!--|<\/?script/i);
    expect(run(safe)).toEqual(["</script>", "<!---->", "<SCRIPT", true, true]);
  });

  it("is refused where that can't be", () => {
    expect(() => insideScript("let b = 1; 2 <!--b")).toThrow(SyntaxError);
    expect(() => insideScript("`a\rb`")).toThrow("carriage return");
  });

  it("is the only one that the page's policy lets run", () => {
    const page = pageOf("run()", "p{}", "<svg/>");
    const [, policy] = /Content-Security-Policy" content="([^"]+)"/.exec(page)!;
    const hash = createHash("sha256").update("run()").digest("base64");
    expect(policy).toContain(`script-src 'sha256-${hash}' 'wasm-unsafe-eval';`);
    expect(policy).toMatch(/^default-src 'none';/);
    expect(policy).not.toMatch(/https?:|\*|'self'|unsafe-inline|'unsafe-eval'/);
    expect(page).toContain("<script>run()</script>");
  });
});

describe("a model card", () => {
  it("introduces the model with its first sentences, where they are plain words", () => {
    const text =
      "---\nlicense: mit\n---\n\n# fish\n\nA model of 1.5 M\nnumbers. It swims. {long}\n\n## Data\n";
    const intro = (long: string) => leadOf(card(text.replace("{long}", long)));
    expect(intro("It dives.")).toBe("A model of 1.5 M numbers. It swims. It dives.");
    expect(intro(`It ${"d".repeat(300)}.`)).toBe("A model of 1.5 M numbers. It swims.");
    expect(intro("See [here](x).")).toBeUndefined();
    expect(leadOf(card("no heading\n\nA text."))).toBeUndefined();
    expect(leadOf(undefined)).toBeUndefined();
  });

  it("is shown without the lines for programs", () => {
    expect(proseOf(card("---\nlicense: mit\n---\n# fish\n"))).toBe("# fish");
    expect(proseOf(card("# fish --- \n"))).toBe("# fish ---");
  });
});
