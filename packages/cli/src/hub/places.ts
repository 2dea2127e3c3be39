/**
 * Where the hub is, where what was fetched is kept, and where the token lies, by the same variables that Hugging
 * Face's own programs read: so what transformers has fetched is found, and the other way round.
 *
 *   HF_ENDPOINT                                   https://huggingface.co
 *   HF_HUB_CACHE, HUGGINGFACE_HUB_CACHE           HF_HOME/hub
 *   HF_TOKEN_PATH                                 HF_HOME/token
 *   HF_HOME, XDG_CACHE_HOME/huggingface           ~/.cache/huggingface
 *
 * Opens no file. (@huggingface/hub has getHFHubCachePath(), which reads the process's environment only and knows no "~".)
 * Try it: `hubPlaces({ HF_HOME: "/data/hf" }).cache`
 */
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { InklingError } from "inkling";

export type Env = Readonly<Record<string, string | undefined>>;

export interface HubPlaces {
  /** Without a slash at its end. */
  readonly endpoint: string;
  readonly cache: string;
  readonly tokenFile: string;
  /** HF_HUB_OFFLINE: the network must not be used. */
  readonly offline: boolean;
}

/** @throws InklingError if HF_ENDPOINT is no address */
export function hubPlaces(env: Env): HubPlaces {
  const given = (name: string): string | undefined => env[name] || undefined; // an empty variable counts as none
  const folder = (path: string): string => resolve(path.replace(/^~(?=$|[\\/])/, homedir()));
  const caches = given("XDG_CACHE_HOME") ?? join(homedir(), ".cache");
  const home = folder(given("HF_HOME") ?? join(caches, "huggingface"));
  return {
    endpoint: endpointFrom(given("HF_ENDPOINT") ?? "https://huggingface.co"),
    cache: folder(given("HF_HUB_CACHE") ?? given("HUGGINGFACE_HUB_CACHE") ?? join(home, "hub")),
    tokenFile: folder(given("HF_TOKEN_PATH") ?? join(home, "token")),
    offline: /^(1|on|yes|true)$/i.test(given("HF_HUB_OFFLINE") ?? ""),
  };
}

function endpointFrom(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "") {
    throw new InklingError(
      "HF_ENDPOINT is not the address of a hub: expected one as https://huggingface.co, without a name or password in it.",
    );
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
}
