/** The lower half of the fake hub: a server that gives out files by Range, and breaks where it is told to. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/** What goes wrong with the next `times` requests whose path ends in `path`. */
export interface Fault {
  readonly path: string;
  readonly times: number;
  readonly does:
    | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }
    /** The connection is cut when so many bytes have left. */
    | { readonly after: number }
    /** So many bytes, and then nothing more, with the connection open. */
    | { readonly stalls: number }
    /** Others come than are held. */
    | { readonly bytes: Uint8Array }
    | "ignores Range"
    | "goes on after the end";
}

export class Faults {
  readonly #list: { left: number; readonly fault: Fault }[] = [];

  add(fault: Fault): void {
    this.#list.push({ left: fault.times, fault });
  }

  next(path: string): Fault["does"] | undefined {
    const found = this.#list.find(({ left, fault }) => left > 0 && path.endsWith(fault.path));
    if (found) found.left--;
    return found?.fault.does;
  }
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | number>>;
  readonly json?: unknown;
  /** Given out by Range. */
  readonly file?: Uint8Array;
}

export function send(
  { status = 200, headers = {}, json, file }: Answer,
  request: IncomingMessage,
  response: ServerResponse,
  fault: Fault["does"] | undefined,
): void {
  if (typeof fault === "object" && "status" in fault) {
    response.writeHead(fault.status, fault.headers ?? {}).end(fault.body ?? "");
  } else if (file !== undefined) {
    sendFile({ headers, file }, request, response, fault);
  } else {
    const type = json === undefined ? {} : { "Content-Type": "application/json" };
    response.writeHead(status, { ...type, ...headers }).end(json === undefined ? "" : JSON.stringify(json));
  }
}

function sendFile(
  {
    headers,
    file,
  }: { readonly headers: Readonly<Record<string, string | number>>; readonly file: Uint8Array },
  request: IncomingMessage,
  response: ServerResponse,
  fault: Fault["does"] | undefined,
): void {
  const bytes = typeof fault === "object" && "bytes" in fault ? fault.bytes : file;
  const [, from] = (fault !== "ignores Range" && /^bytes=(\d+)-/.exec(request.headers.range ?? "")) || [];
  const start = Number(from ?? 0);
  if (start > 0 && start >= bytes.length) return void response.writeHead(416).end();
  const rest = bytes.subarray(start);
  const range = { "Content-Range": `bytes ${start}-${bytes.length - 1}/${bytes.length}` };
  const status = from === undefined ? 200 : 206;
  const head = { ...headers, ...(from === undefined ? {} : range) };
  if (fault === "goes on after the end") {
    response.writeHead(status, head); // without a length
    response.write(rest);
    return void response.end("and more");
  }
  response.writeHead(status, { ...head, "Content-Length": rest.length, "Accept-Ranges": "bytes" });
  if (request.method === "HEAD") return void response.end();
  if (typeof fault === "object" && "after" in fault) {
    response.write(rest.subarray(0, fault.after), () => setImmediate(() => response.destroy()));
  } else if (typeof fault === "object" && "stalls" in fault) response.write(rest.subarray(0, fault.stalls));
  else response.end(rest);
}

export interface RunningServer {
  readonly address: string;
  close(): Promise<void>;
}

export async function listen(
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<RunningServer> {
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    address: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
