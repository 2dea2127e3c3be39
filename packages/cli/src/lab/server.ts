/**
 * Serves the page, and the models it may open, to this machine alone.
 *
 * Every answer carries the two headers without which a page gets no shared memory, and a policy that lets nothing leave the page.
 */
import { readdir, stat } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { basename, resolve } from "node:path";
import { InklingError } from "inkling";
import sirv from "sirv";

export interface LabOptions {
  /** The built page: the folder of its index.html. */
  readonly page: string;
  /** A model's folder to offer in place of those that lie beside the page. */
  readonly model?: string;
  /** 0: any that is free. */
  readonly port: number;
}

export interface Lab {
  readonly address: string;
  close(): Promise<void>;
}

/** Other machines have no business here; and a page on "localhost" is trusted as much as one by https. */
const HOST = "127.0.0.1";

const headers = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Cache-Control": "no-cache",
  "X-Content-Type-Options": "nosniff",
  "Content-Security-Policy":
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval' blob:; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'",
} as const;

/** @throws InklingError if the port is taken or the model's folder has no model */
export async function openLab({ page, model, port }: LabOptions): Promise<Lab> {
  const files = sirv(page, { dev: true, etag: true });
  const own = model === undefined ? undefined : await ownModel(model);
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (!isLocal(request.headers.host))
      return void response.writeHead(403).end("This page is for this machine alone.\n");
    delete request.headers.range; // whole files only: a range that ends before it begins would end the server
    const missing = () => void response.writeHead(404).end("There is no such page.\n");
    if (own && request.url?.startsWith("/models/")) return own(request, response, missing);
    files(request, response, missing);
  });
  await listen(server, port);
  const address = server.address();
  const used = typeof address === "object" && address !== null ? address.port : port;
  return {
    address: `http://localhost:${used}/`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** A page elsewhere may name this machine by an address of its own (DNS rebinding); its requests then carry that name. */
function isLocal(host: string | undefined): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host ?? "");
}

/** models/index.json and the model's files under models/, where the page looks for them. */
async function ownModel(dir: string): Promise<ReturnType<typeof sirv>> {
  const folder = resolve(dir);
  const name = basename(folder);
  const files = await filesOf(folder);
  if (!files.some((file) => file.name === "model.safetensors")) {
    throw new InklingError(
      `${dir} has no model.safetensors, so it is not a model's folder. Give one that "inkling train" has written, or one from Hugging Face.`,
    );
  }
  const list = JSON.stringify([{ name, files }]);
  const serve = sirv(folder, { dev: true });
  return (request, response, next) => {
    if (request.url === "/models/index.json") {
      response.setHeader("Content-Type", "application/json");
      response.end(list);
      return;
    }
    const [, , folderName = "", ...path] = (request.url ?? "").split("/");
    if (decoded(folderName) !== name) return next?.();
    request.url = `/${path.join("/")}`;
    serve(request, response, next);
  };
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

async function filesOf(folder: string) {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    const names = entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
    return await Promise.all(
      names.map(async (name) => ({ name, bytes: (await stat(resolve(folder, name))).size })),
    );
  } catch {
    throw new InklingError(`The folder ${folder} could not be read: is it there?`);
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((done, fail) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      fail(
        error.code === "EADDRINUSE"
          ? new InklingError(
              `Port ${port} is in use: another lab, perhaps. Choose one with --port, or 0 for any.`,
            )
          : error,
      );
    });
    server.listen(port, HOST, () => done());
  });
}
