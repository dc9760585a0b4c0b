// A door in the line between the browser and a server. It lets everything through, except that one
// request, the one that spends, can be held or cut at an exact place.
import { createServer, connect, type Server, type Socket } from "node:net";
import { Sign } from "./sign";

export type Trap =
  /// The request waits before the server; later it still gets there, or never.
  | { at: "request"; later: "delivered" | "lost" }
  /// The server has done it; its answer waits.
  | { at: "answer" }
  /// Half of the answer gets through, the rest waits.
  | { at: "half" }
  /// The server has done it; the browser gets the end of the connection instead of the answer.
  | { at: "cut"; by: "fin" | "rst" | "408"; always: boolean };

const SPENDING = "action=add";
const TIMEOUT = "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
/// How long what was on its way stays on its way after the browser is gone.
const LAG_MILLIS = 30;

export class Gate {
  private trap: Trap | undefined;
  private sprung = new Sign();
  private readonly open = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async before(target: () => number): Promise<Gate> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("the gate has no port");
    const gate = new Gate(server, address.port);
    server.on("connection", (browser) => gate.join(browser, connect(target(), "127.0.0.1")));
    return gate;
  }

  /// Lays a trap for the next spending request; tells when it is in there.
  set(trap: Trap): Sign {
    this.trap = trap;
    this.sprung = new Sign();
    return this.sprung;
  }

  /// The line is dead: everything that is on it ends.
  drop(): void {
    for (const socket of this.open) socket.destroy();
  }

  clear(): void {
    this.trap = undefined;
  }

  async close(): Promise<void> {
    this.drop();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private take(chunk: Buffer): Trap | undefined {
    if (!this.trap || !chunk.includes(SPENDING)) return undefined;
    const trap = this.trap;
    if (!(trap.at === "cut" && trap.always)) this.trap = undefined;
    return trap;
  }

  private join(browser: Socket, server: Socket): void {
    let trap: Trap | undefined;
    let late: Buffer | undefined;
    for (const socket of [browser, server]) {
      this.open.add(socket);
      socket.setNoDelay(true);
      socket.on("error", () => socket.destroy());
      socket.on("close", () => this.open.delete(socket));
    }
    browser.on("data", (chunk) => {
      trap = this.take(chunk) ?? trap;
      if (trap?.at !== "request") return server.write(chunk);
      late = chunk;
      return this.sprung.give();
    });
    server.on("data", (chunk) => {
      if (!trap) return browser.write(chunk);
      if (trap.at === "cut") {
        end(browser, trap.by);
      } else if (trap.at === "half") {
        browser.write(chunk.subarray(0, chunk.length >> 1));
      }
      return this.sprung.give();
    });
    browser.on("close", () => {
      if (late && trap?.at === "request" && trap.later === "delivered") server.write(late);
      setTimeout(() => server.destroy(), LAG_MILLIS);
    });
    server.on("close", () => browser.destroy());
  }
}

function end(browser: Socket, by: "fin" | "rst" | "408"): void {
  if (by === "rst") browser.resetAndDestroy();
  else browser.end(by === "408" ? TIMEOUT : undefined);
}
