import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { base64Length, fillPage, type PageContents } from "../../src/export/fillPage.ts";

const template = `<title>{{title}}</title>
<script type="application/json" id="model">{{model}}</script>
<script type="text/plain" id="weights">{{weights}}</script>
<script>run("{{title}}{{model}}{{weights}}")</script>
`;

const contents = (more: Partial<PageContents> = {}): PageContents => ({
  title: "A fish",
  questions: ["Who are you?"],
  storedAs: "F16",
  texts: { "config.json": '{"a": 1}\n' },
  weights: Uint8Array.from([0, 1, 254, 255]),
  ...more,
});

/** What a browser would find in the page: its elements end at the first end tag, whatever is in them. */
function read(page: string) {
  const [, title] = /<title>(.*?)<\/title>/s.exec(page)!;
  const [, model] = /id="model">(.*?)<\/script/s.exec(page)!;
  const [, weights] = /id="weights">(.*?)<\/script/s.exec(page)!;
  return { title, model, weights };
}

describe("a model put into a page", () => {
  it("is read out of it again, whatever its texts and bytes are", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(
        "</script>",
        "</SCRIPT ",
        "<!--",
        "-->",
        "<script>",
        "&lt;",
        "{{weights}}",
        "\u2028",
        "$&",
      ),
    );
    const texts = fc.array(text, { maxLength: 5 }).map((parts) => parts.join(""));
    const all = fc.record({
      title: texts,
      questions: fc.array(texts, { maxLength: 2 }),
      storedAs: texts,
      texts: fc.dictionary(fc.constantFrom("tokenizer.json", "README.md"), texts),
      weights: fc.uint8Array({ maxLength: 9 }),
    });
    const property = fc.property(all, ({ weights, ...model }) => {
      const page = fillPage(template, { weights, ...model });
      const found = read(page);
      expect(JSON.parse(found.model)).toEqual(JSON.parse(JSON.stringify(model)));
      expect([...Buffer.from(found.weights, "base64")]).toEqual([...weights]);
      expect(found.title).not.toContain("<");
      expect(found.model).not.toContain("<");
    });
    fc.assert(property, { seed: 6, numRuns: 200 });
  });

  it("cannot end an element or open a comment with its title or its texts", () => {
    const attack = "</title></script><script>alert(1)</script><!-- <script>";
    const page = fillPage(template, contents({ title: attack, texts: { "tokenizer.json": attack } }));
    const count = (text: string, what: RegExp) => text.match(what)?.length ?? 0;
    for (const tag of [/<\/script/gi, /<script/gi, /<!--/g, /<\/title/gi])
      expect(count(page, tag), String(tag)).toBe(count(template, tag));
    expect(read(page).title).toBe(
      "&lt;/title&gt;&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;!-- &lt;script&gt;",
    );
    expect(JSON.parse(read(page).model).texts["tokenizer.json"]).toBe(attack);
  });

  it("changes nothing of the page behind it, whatever that looks like", () => {
    const page = fillPage(template, contents());
    expect(page.endsWith(template.slice(template.indexOf("<script>run")))).toBe(true);
  });

  it("takes as many characters as are foretold, also over the ends of pieces", () => {
    for (const length of [0, 1, 2, 3, 12_287, 12_288, 12_289, 30_001]) {
      const weights = Uint8Array.from({ length }, (_, i) => i * 7);
      const found = read(fillPage(template, contents({ weights }))).weights;
      expect(found).toHaveLength(base64Length(length));
      expect(Buffer.from(found, "base64").equals(weights)).toBe(true);
    }
  });

  it("is refused by a page that has no place for it", () => {
    expect(() => fillPage("<title>{{title}}</title>", contents())).toThrow("no {{model}}");
  });
});
