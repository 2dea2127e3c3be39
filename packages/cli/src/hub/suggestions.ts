/**
 * "Did you mean …?", from what the hub itself has. Asked only when something was not found, and never in the way: if
 * the hub doesn't answer, there is no suggestion.
 */
import { listModels } from "@huggingface/hub";
import { didYouMean } from "inkling";
import type { Hub } from "./hub.ts";
import type { Repository } from "./repository.ts";

const MOST = 3;

/** Models whose name is like this one's. */
export async function otherModels({ endpoint, api }: Hub, { id }: Repository): Promise<string> {
  const [, query = ""] = id.split("/");
  const found: string[] = [];
  try {
    const models = listModels({
      search: { query },
      sort: "downloads",
      limit: MOST,
      hubUrl: endpoint,
      fetch: api,
    });
    for await (const { name } of models) {
      if (/^[\w.-]{1,96}\/[\w.-]{1,96}$/.test(name) && found.push(name) === MOST) break;
    }
  } catch {
    return "";
  }
  return found.length === 0 ? "" : ` Did you mean ${found.join(" or ")}?`;
}

/** Branches and tags. @huggingface/hub has no call for them. */
export async function otherRevisions(hub: Hub, { id, revision }: Repository): Promise<string> {
  try {
    const refs: unknown = await (await hub.api(`${hub.endpoint}/api/models/${id}/refs`)).json();
    const names = [...namesIn(refs, "branches"), ...namesIn(refs, "tags")];
    if (names.length === 0) return "";
    return `${didYouMean(revision, names)} It has ${names.slice(0, 10).join(", ")}${names.length > 10 ? ", …" : ""}.`;
  } catch {
    return "";
  }
}

/** { "branches": [{ "name": "main", … }], "tags": […] } */
function namesIn(refs: unknown, kind: "branches" | "tags"): string[] {
  if (typeof refs !== "object" || refs === null) return [];
  const list: unknown = new Map(Object.entries(refs)).get(kind);
  if (!Array.isArray(list)) return [];
  return list
    .map((ref: unknown) => (typeof ref === "object" && ref !== null && "name" in ref ? ref.name : ""))
    .filter((name): name is string => typeof name === "string" && /^[\w./+-]{1,200}$/.test(name));
}
