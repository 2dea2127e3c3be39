/** The hash by which weights are known, in hexadecimal; undefined where a page is not trusted with it (http from elsewhere). */
export async function sha256Of(bytes: BufferSource): Promise<string | undefined> {
  if (!globalThis.crypto?.subtle) return undefined;
  const hash = await crypto.subtle.digest("SHA-256", bytes);
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
