/**
 * What the messages of a chat must be like, and which white space around them counts.
 *
 * Refuses to know: tokens, templates, where the messages come from.
 */
import { InklingError } from "../errors.ts";
import type { Message, Role } from "./documents.ts";
import { trimSpace } from "./whiteSpace.ts";

export const roles: readonly Role[] = ["system", "user", "assistant"];

export function isRole(value: unknown): value is Role {
  return roles.some((role) => role === value);
}

/** Throws unless there is a message, every role is known and no content is empty; `where` opens the error's message. */
export function checkMessages(messages: readonly Message[], where: string): void {
  if (messages.length === 0) throw new InklingError(`${where}: there are no messages. Give at least one.`);
  messages.forEach(({ role, content }, i) => {
    if (!isRole(role)) {
      throw new InklingError(
        `${where}: message ${i} has the role "${role}", expected one of ${roles.join(", ")}.`,
      );
    }
    if (trimSpace(content) === "") {
      throw new InklingError(
        `${where}: message ${i} (${role}) is empty. Give it content, or leave the message out.`,
      );
    }
  });
}
