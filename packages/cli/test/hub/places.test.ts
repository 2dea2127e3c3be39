import { homedir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { hubPlaces } from "../../src/hub/places.ts";

describe("hubPlaces", () => {
  it("is where Hugging Face's own programs look", () => {
    const home = join(homedir(), ".cache", "huggingface");
    expect(hubPlaces({})).toEqual({
      endpoint: "https://huggingface.co",
      cache: join(home, "hub"),
      tokenFile: join(home, "token"),
      offline: false,
    });
    expect(hubPlaces({ XDG_CACHE_HOME: "/x" }).cache).toBe("/x/huggingface/hub");
    expect(hubPlaces({ XDG_CACHE_HOME: "/x", HF_HOME: "/h" })).toMatchObject({
      cache: "/h/hub",
      tokenFile: "/h/token",
    });
    expect(hubPlaces({ HF_HOME: "/h", HUGGINGFACE_HUB_CACHE: "/old" }).cache).toBe("/old");
    expect(
      hubPlaces({ HUGGINGFACE_HUB_CACHE: "/old", HF_HUB_CACHE: "/c", HF_TOKEN_PATH: "/t" }),
    ).toMatchObject({
      cache: "/c",
      tokenFile: "/t",
    });
    expect(hubPlaces({ HF_HOME: "~/hf" }).cache).toBe(join(homedir(), "hf", "hub"));
    expect(hubPlaces({ HF_HOME: "", HF_HUB_OFFLINE: "1" })).toMatchObject({
      cache: join(home, "hub"),
      offline: true,
    });
  });

  it("takes another hub's address, and nothing that is none or holds a password", () => {
    expect(hubPlaces({ HF_ENDPOINT: "http://localhost:8080/hf//" }).endpoint).toBe(
      "http://localhost:8080/hf",
    );
    for (const HF_ENDPOINT of ["hub.example", "file:///etc", "https://me:secret@hub.example"]) {
      const refused = () => hubPlaces({ HF_ENDPOINT });
      expect(refused, HF_ENDPOINT).toThrow("HF_ENDPOINT is not the address of a hub");
      expect(refused).not.toThrow("secret");
    }
  });
});
