/**
 * What went wrong between us and the hub, in plain words with what to do; everything said here is without the token.
 *
 * The hub says 401 for "no such model" as well as for "it is private": who may not see it shall not learn that it is
 * there. So without a token the two can't be told apart.
 */
import { InklingError } from "inkling";
import type { Hub } from "./hub.ts";
import { networkReason, Unreachable } from "./patience.ts";
import { HubRefusal } from "./refusal.ts";
import type { Repository } from "./repository.ts";
import { otherModels, otherRevisions } from "./suggestions.ts";

export interface Asked {
  readonly hub: Hub;
  readonly repository: Repository;
  /** "fetch from", "write to" */
  readonly doing: string;
  /** What may do without a network, as a sentence; or "". */
  readonly instead?: () => Promise<string>;
}

/** The error to show: an InklingError for what the user can mend; anything else comes back as it is, without the token. */
export async function explainHubError(error: unknown, asked: Asked): Promise<unknown> {
  const { hub } = asked;
  if (error instanceof HubRefusal) return new InklingError(await refused(error, asked), { cause: error });
  const reason = error instanceof Unreachable ? error.reason : networkReason(error);
  if (reason !== undefined) {
    const instead = (await asked.instead?.()) ?? "";
    return new InklingError(`${unreachable(hub, reason)}${instead}`, { cause: error });
  }
  if (error instanceof SyntaxError) {
    return new InklingError(
      `${hub.endpoint} answered something that is no JSON: is HF_ENDPOINT a hub? Try again later.`,
    );
  }
  if (error instanceof Error) {
    error.message = hub.redact(error.message);
    error.stack = hub.redact(error.stack ?? "");
  }
  return error;
}

function unreachable({ endpoint }: Hub, reason: string): string {
  return (
    `${endpoint} could not be reached, or stopped answering (${reason}). Is there a network? ` +
    "What has come so far is kept: run the same command again to go on."
  );
}

async function refused(refusal: HubRefusal, asked: Asked): Promise<string> {
  const { status, code, said } = refusal;
  const { hub, repository, doing } = asked;
  const { id, revision } = repository;
  if (code === "RevisionNotFound") {
    return `${id} has no revision ${JSON.stringify(revision)}.${await otherRevisions(hub, repository)}`;
  }
  if (code === "GatedRepo") return gated(id, hub);
  if (status === 401 && /^Invalid (credentials|username)/.test(said) && hub.tokenFrom !== undefined) {
    return `${hub.endpoint} doesn't know your token (from ${hub.tokenFrom}): it has expired, or was taken back. ${newToken(hub)}`;
  }
  if (code === "RepoNotFound" || status === 401 || status === 404) {
    const others = await otherModels(hub, repository);
    return `${hub.endpoint} shows no model ${id}.${others} ${perhapsPrivate(hub)}`;
  }
  const words = said === "" ? "" : ` It says: “${said}”`;
  if (status === 403) {
    return `You may not ${doing} ${id} with this token (${hub.tokenFrom ?? "there is none"}).${words} ${newToken(hub)}`;
  }
  if (status === 429)
    return `${hub.endpoint} asks for patience: too many requests. Wait some minutes.${words}`;
  if (status >= 500)
    return `${hub.endpoint} is in trouble (${status}), and stays so. Try again later.${words}`;
  return `${hub.endpoint} refused to ${doing} ${id} (${status}).${words}`;
}

function gated(id: string, hub: Hub): string {
  const terms = `${id} is gated: its makers want to know who takes it. Accept their terms on ${hub.endpoint}/${id}`;
  return hub.tokenFrom === undefined
    ? `${terms}, and say who you are. ${newToken(hub)}`
    : `${terms}; your token (from ${hub.tokenFrom}) is of somebody who has not, or who was not let in yet.`;
}

function perhapsPrivate(hub: Hub): string {
  return hub.tokenFrom === undefined
    ? `If it is private, say who you are. ${newToken(hub)}`
    : `If it is private, your token (from ${hub.tokenFrom}) is of somebody who may not see it.`;
}

function newToken({ endpoint }: Hub): string {
  return `Put a token from ${endpoint}/settings/tokens into the variable HF_TOKEN.`;
}
