/**
 * Which files of a repository are fetched.
 *
 *   --file given              those
 *   model.safetensors there   it, or the shards with their index; and what goes with it
 *   no safetensors            the one .gguf; and what goes with it
 *   only pickles              none: a pickle can run anything when it is opened
 *
 * Knows nothing of how they are fetched. Try it: `chooseFiles(listing, [])`
 */
import { didYouMean, InklingError } from "inkling";
import { UsageError } from "../shared/errors.ts";
import type { HubFile, Listing } from "./listing.ts";
import { isCompanion, isGguf, isPickle, isShard, SHARDS_INDEX, WEIGHTS } from "./modelFiles.ts";
import { inBytes } from "./words.ts";

/** @param named the paths of --file @throws InklingError if there is nothing that Inkling should open */
export function chooseFiles(listing: Listing, named: readonly string[]): HubFile[] {
  const chosen = named.length > 0 ? named.map((path) => namedFile(listing, path)) : modelOf(listing);
  for (const { path } of chosen) checkOrdinary(path, listing);
  return chosen;
}

function modelOf(listing: Listing): HubFile[] {
  const top = listing.files.filter(({ path }) => !path.includes("/"));
  const companions = top.filter(({ path }) => isCompanion(path));
  return [...companions, ...weightsOf(listing, top)];
}

function weightsOf(listing: Listing, top: readonly HubFile[]): HubFile[] {
  const whole = top.filter(({ path }) => path === WEIGHTS);
  if (whole.length > 0) return whole;
  const index = top.filter(({ path }) => path === SHARDS_INDEX);
  if (index.length > 0) return [...index, ...top.filter(({ path }) => isShard(path))];
  const ggufs = listing.files.filter(({ path }) => isGguf(path));
  if (ggufs.length === 1) return ggufs;
  const { id } = listing.repository;
  if (ggufs.length > 1) throw tooManyGgufs(id, ggufs);
  if (listing.files.some(({ path }) => isPickle(path))) throw onlyPickles(id);
  throw new InklingError(
    `${id} holds no weights that Inkling opens: neither ${WEIGHTS} nor a .gguf file. ` +
      `It holds ${namesOf(listing.files)}. Give --file with the name of one to fetch it all the same.`,
  );
}

function namedFile({ files, repository: { id } }: Listing, path: string): HubFile {
  if (isPickle(path)) {
    throw new UsageError(
      `${path} is a pickle: a program that runs when it is opened. Inkling neither opens nor fetches such files.`,
    );
  }
  const found = files.find((file) => file.path === path);
  if (found) return found;
  const paths = files.map((file) => file.path);
  throw new InklingError(
    `${id} has no file ${JSON.stringify(path)}.${didYouMean(path, paths)} It holds ${namesOf(files)}.`,
  );
}

/** Every system takes such a name, and no shell minds it. */
function checkOrdinary(path: string, { repository: { id } }: Listing): void {
  const device = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i; // to Windows, whatever their ending
  const ordinary = (piece: string) =>
    /^[A-Za-z0-9_][A-Za-z0-9_.+=-]{0,200}$/.test(piece) && !piece.endsWith(".") && !device.test(piece);
  if (path.split("/").every(ordinary)) return;
  throw new InklingError(
    `${id}: ${JSON.stringify(path.slice(0, 120))} can't be fetched under that name. ` +
      "Expected letters, digits, dots, dashes and underscores, not beginning with a dot.",
  );
}

function tooManyGgufs(id: string, ggufs: readonly HubFile[]): InklingError {
  const lines = ggufs.slice(0, 30).map(({ path, size }) => `  --file ${path}   ${inBytes(size)}`);
  const more = ggufs.length > 30 ? [`  and ${ggufs.length - 30} more`] : [];
  return new InklingError(
    [
      `${id} has ${ggufs.length} .gguf files, the same model in several sizes. Choose one:`,
      ...lines,
      ...more,
    ].join("\n"),
  );
}

function onlyPickles(id: string): InklingError {
  return new InklingError(
    `${id} has its weights only as pickles (pytorch_model.bin and the like). A pickle is a program that runs when it is ` +
      "opened, so Inkling neither opens nor fetches it. The way out: look for the same model as safetensors " +
      "(often in a pull request of the repository: @refs/pr/1), or, if you trust its makers, save it anew with transformers: " +
      'AutoModelForCausalLM.from_pretrained("…").save_pretrained("DIR").',
  );
}

function namesOf(files: readonly HubFile[]): string {
  const names = files.slice(0, 12).map(({ path }) => JSON.stringify(path));
  if (names.length === 0) return "nothing at all";
  return `${names.join(", ")}${files.length > 12 ? ` and ${files.length - 12} more` : ""}`;
}
