/** Other people's formats and chat templates: fetched when somebody brings such a model, or takes ours away. */
import type { Doors } from "inkling";

const formats = async () => (await import("@inkling/formats")).doors;

export const doors: Doors = {
  source: async (name, files) => (await formats()).source(name, files),
  chatIds: async (model, messages) => (await formats()).chatIds(model, messages),
  carry: async (source, ask) => (await formats()).carry(source, ask),
};
