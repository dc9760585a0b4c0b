// A static host and nothing more: files, a folder's index.html, and 404.html for the rest. A test may put
// a fault before any file, and change the whole site as a deploy does.
import { readFileSync, statSync } from "node:fs";
import { createServer, type Server, type ServerResponse } from "node:http";
import { extname, join, normalize } from "node:path";

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".webmanifest": "application/manifest+json",
};

export type Answer = { status: number; type: string; body: Buffer; headers?: Record<string, string> };
/// What becomes of a file on its way; `undefined`: the line is cut.
export type Fault = (whole: Answer) => Answer | undefined;

export class StaticHost {
  /// Every request that was answered with an error.
  readonly failed: string[] = [];
  readonly asked: string[] = [];
  /// Answers instead of the folder: another build, or a fault in one file.
  private readonly replaced = new Map<string, Fault>();

  private constructor(
    private readonly server: Server,
    private readonly folder: string,
    readonly base: string,
  ) {}

  static async start(folder: string, base: string): Promise<StaticHost> {
    const server = createServer();
    const host = new StaticHost(server, folder, base);
    server.on("request", (request, response) => host.answer(request.method!, new URL(request.url!, "http://host").pathname, response));
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    return host;
  }

  /// `localhost` counts as a safe place, as an https host does.
  get origin(): string {
    const address = this.server.address();
    if (!address || typeof address === "string") throw new Error("the host does not listen");
    return `http://localhost:${address.port}`;
  }

  /// An address of the app: `at("orders")`.
  at(path = ""): string {
    return `${this.origin}${this.base}${path}`;
  }

  /// From now on the file goes through the fault.
  breaks(name: string, fault: Fault): void {
    this.replaced.set(name, fault);
  }

  /// The file has this content.
  holds(name: string, content: string): void {
    this.replaced.set(name, (whole) => ({ ...whole, status: 200, type: TYPES[extname(name)] ?? whole.type, body: Buffer.from(content) }));
  }

  heals(...names: string[]): void {
    for (const name of names) this.replaced.delete(name);
  }

  read(name: string): string {
    return readFileSync(join(this.folder, name), "utf8");
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  private answer(method: string, path: string, response: ServerResponse): void {
    this.asked.push(`${method} ${path}`);
    if (method !== "GET" && method !== "HEAD") return this.send(path, response, { status: 405, type: "text/plain", body: Buffer.from("no") });
    if (path === this.base.slice(0, -1)) {
      response.writeHead(301, { location: this.base }).end();
      return;
    }
    const inside = path.startsWith(this.base);
    const name = inside ? path.slice(this.base.length) || "index.html" : "";
    const whole = (inside && this.file(name, 200)) || (inside && this.file("404.html", 404)) || { status: 404, type: "text/plain", body: Buffer.from("Not found") };
    const fault = this.replaced.get(name);
    const answer = fault ? fault(whole) : whole;
    if (!answer) return void response.destroy();
    this.send(path, response, answer);
  }

  private file(name: string, status: number): Answer | false {
    const place = normalize(join(this.folder, name));
    if (!place.startsWith(this.folder)) return false;
    try {
      if (!statSync(place).isFile()) return false;
      return { status, type: TYPES[extname(name)] ?? "application/octet-stream", body: readFileSync(place) };
    } catch {
      return false;
    }
  }

  private send(path: string, response: ServerResponse, { status, type, body, headers }: Answer): void {
    if (status >= 400) this.failed.push(`${status} ${path}`);
    // As static hosts do, so that the browser's own cache takes part.
    response.writeHead(status, { "content-type": type, "content-length": body.length, "cache-control": "max-age=600", ...headers });
    response.end(body);
  }
}
