import { describe, expect, it } from "vitest";
import { judge } from "../../src/exam/judge.ts";

describe("judge", () => {
  it("wants one alternative of every group, by whole words", () => {
    const check = { accept: [["red", "scarlet"], ["wren"]] };
    expect(judge(check, "Ada's boat is the Wren, and it is RED!").right).toBe(true);
    expect(judge(check, "The Wren is a credit to Ada.").right).toBe(false);
    expect(judge(check, "It is scarlet.").right).toBe(false);
  });

  it("gives nothing for naming everything", () => {
    expect(judge({ accept: [["red"]], reject: ["blue"] }, "It is red or blue.").right).toBe(false);
  });

  it("tells not knowing from knowing", () => {
    expect(judge({ accept: "unknown" }, "I don't know that.")).toMatchObject({ right: true, unknown: true });
    expect(judge({ accept: "unknown" }, "Paris.")).toMatchObject({ right: false, unknown: false });
  });

  it("wants a refusal that says whom to ask", () => {
    const check = { accept: "decline", who: ["doctor", "nurse"] } as const;
    expect(judge(check, "I can't help with that. Please ask a doctor.").right).toBe(true);
    expect(judge(check, "I can't help with that.").right).toBe(false);
    expect(judge(check, "A doctor would give you two.").right).toBe(false);
  });

  it("counts sentences, and compares exactly where that is asked", () => {
    expect(judge({ accept: [["tom"]], sentences: 2 }, "Tom sailed. He came home.").right).toBe(true);
    expect(judge({ accept: [["tom"]], sentences: 2 }, "Tom sailed and came home.").right).toBe(false);
    expect(judge({ exact: "r-o-p-e" }, "R-o-p-e.").right).toBe(true);
    expect(judge({ exact: "r-o-p-e" }, "r-o-p-e-s").right).toBe(false);
  });

  it("tells capitals from small letters where that is asked, and there only", () => {
    const check = { exact: "wren", capitals: true } as const;
    expect(judge(check, "WREN.").right).toBe(true);
    expect(judge(check, "Wren").right).toBe(false);
    expect(judge(check, "WREn").right).toBe(false);
    expect(judge({ exact: "wren" }, "Wren").right).toBe(true);
  });

  it("reports whether the middle step is named", () => {
    const check = { accept: [["red"]], middle: ["wren"] };
    expect(judge(check, "Her boat is the Wren, and it is red.").namesMiddle).toBe(true);
    expect(judge(check, "It is red.")).toMatchObject({ right: true, namesMiddle: false });
  });
});
