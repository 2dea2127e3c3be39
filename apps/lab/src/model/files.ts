/** The files of a model, by name: which of them are what. */

type Files = Readonly<Record<string, Uint8Array<ArrayBuffer>>>;

/** What belongs to a model's folder and is no weights. */
export function textsOf(files: Files): Files {
  return Object.fromEntries(Object.entries(files).filter(([file]) => /\.(json|jinja|md)$/.test(file)));
}

/** Where a model is one file, that one. */
export function largestOf(files: Files): Uint8Array<ArrayBuffer> {
  return Object.values(files).reduce((a, b) => (b.length > a.length ? b : a), new Uint8Array(0));
}

/** A name that any disk takes. */
export function fileName(name: string): string {
  return (
    name
      .replace(/\.(gguf|bin)$/, "")
      .replace(/[^\w.-]+/g, "-")
      .replace(/^\W+/, "") || "model"
  );
}
