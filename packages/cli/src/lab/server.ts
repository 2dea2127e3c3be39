/**
 * Serves the page, and the models it may open, to this machine alone.
 *
 * Every answer carries the two headers without which a page gets no shared memory, and a policy that lets nothing leave the page.
 */
import { readdir, stat } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { basename, dirname, resolve } from "node:path";
import { InklingError } from "inkling";
import sirv from "sirv";
import { tokenizerBeside } from "../shared/openSource.ts";

export interface LabOptions {
  /** The built page: the folder of its index.html. */
  readonly page: string;
  /** A model's folder, or its file, to offer in place of those that lie beside the page. */
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
  const path = resolve(dir);
  const name = basename(path);
  const { folder, files } = await filesOfModel(path, dir);
  const list = JSON.stringify([{ name, files }]);
  const serve = sirv(folder, { dev: true });
  return (request, response, next) => {
    if (request.url === "/models/index.json") {
      response.setHeader("Content-Type", "application/json");
      response.end(list);
      return;
    }
    const [, , folderName = "", file = ""] = (request.url ?? "").split("/");
    // Beside a model of one file may lie what is nobody's business.
    if (decoded(folderName) !== name || !files.some((one) => one.name === decoded(file))) return next?.();
    request.url = `/${file}`;
    serve(request, response, next);
  };
}

/** A folder's files; or a model's file, and llama2.c's tokenizer where it is one of those. */
async function filesOfModel(path: string, given: string) {
  const isFile = (await stat(path).catch(() => undefined))?.isFile() === true;
  if (isFile) {
    const folder = dirname(path);
    const tokenizer = await tokenizerBeside(path);
    const names = [basename(path), ...(tokenizer === undefined ? [] : [basename(tokenizer)])];
    return { folder, files: await sizesOf(folder, names) };
  }
  const files = await filesOf(path);
  if (!files.some((file) => /^model\.safetensors(\.index\.json)?$/.test(file.name))) {
    throw new InklingError(
      `${given} has no model.safetensors, so it is not a model's folder. Give one that "inkling train" has written, one from Hugging Face, or a .gguf file.`,
    );
  }
  return { folder: path, files };
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
    // Links count as what they lead to: the hub's cache is made of them.
    const names = await readdir(folder);
    const kinds = await Promise.all(names.map((name) => stat(resolve(folder, name)).catch(() => undefined)));
    return await sizesOf(
      folder,
      names.filter((_, i) => kinds[i]?.isFile()),
    );
  } catch {
    throw new InklingError(`The folder ${folder} could not be read: is it there?`);
  }
}

function sizesOf(folder: string, names: readonly string[]) {
  return Promise.all(names.map(async (name) => ({ name, bytes: (await stat(resolve(folder, name))).size })));
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
