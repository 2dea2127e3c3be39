/** Hands the visitor a file. */
export function download(
  name: string,
  parts: readonly (string | Uint8Array<ArrayBuffer>)[],
  type: string,
): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([...parts], { type }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
