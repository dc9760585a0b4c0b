// Starts the sandbox panel and the relay on free ports of loopback, and ends them.
import { spawn, type ChildProcess } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/// Every key of the tests: searched in every place where a key must not be.
export const CANARY = { v2: "CANARY-7f3a-v2-0123456789abcdef", v1: "CANARY-7f3a-v1-0123456789abcdef" };

export type Account = { name: string; title: string; address: string; key: string; dialect: "v1" | "v2" };

/// What `POST /world` of the sandbox's control port takes.
export type World = {
  balance?: string;
  advance_ms?: number;
  speed?: number;
  cors?: boolean;
  suspended?: boolean;
  fate?: "mixed" | "complete" | "partial" | "cancel" | "fail" | "stuck";
  rate?: { service: string; rate: string };
  order?: { id: string; state: string; remains?: number };
  profile?: string;
};

/// A rule of the sandbox's control port: `panelboard-sandbox --help` lists the kinds.
export type Fault = { kind: string; action?: string; times?: number; status?: number; body?: string };

type Ready = Record<string, unknown>;

/// What an interrupted run must not leave behind.
const running = new Set<ChildProcess>();
process.once("exit", () => running.forEach((child) => child.kill("SIGKILL")));

class Server {
  private constructor(
    private readonly child: ChildProcess,
    readonly ready: Ready,
    readonly output: string[],
  ) {}

  static async start(program: string | undefined, args: string[]): Promise<Server> {
    if (!program) throw new Error("run the tests with `cargo xtask test --only e2e`");
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
    running.add(child);
    child.once("exit", () => running.delete(child));
    const output: string[] = [];
    child.stderr!.on("data", (bytes) => output.push(String(bytes)));
    const lines = createInterface({ input: child.stdout! });
    const ready = await new Promise<Ready>((resolve, reject) => {
      lines.once("line", (line) => resolve(JSON.parse(line)));
      child.once("error", reject);
      child.once("exit", (code) => reject(new Error(`${program} ended (${code}): ${output.join("")}`)));
    });
    lines.on("line", (line) => output.push(line));
    return new Server(child, ready, output);
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const ended = new Promise((resolve) => this.child.once("exit", resolve));
    this.child.kill("SIGKILL");
    await ended;
  }
}

/// The sandbox and what its control port tells.
export class Sandbox {
  private constructor(private readonly server: Server) {}

  static async start(args: string[] = []): Promise<Sandbox> {
    const keys = ["--key-v2", CANARY.v2, "--key-v1", CANARY.v1];
    return new Sandbox(await Server.start(process.env.PANELBOARD_SANDBOX, ["--port", "0", ...keys, ...args]));
  }

  get accounts(): Account[] {
    return this.server.ready.accounts as Account[];
  }

  /// As `cargo xtask start` offers them.
  get trialAccounts(): Account[] {
    return (["v2", "v1"] as const).map((dialect) => ({ ...this.account(dialect), name: `Sandbox ${dialect}` }));
  }

  account(dialect: "v1" | "v2"): Account {
    const wanted = this.accounts.find((account) => new URL(account.address).pathname === `/api/${dialect}`);
    if (!wanted) throw new Error(`the sandbox has no ${dialect} account`);
    return wanted;
  }

  /// Asks the control port, which never shows a key.
  async look<T>(path: string): Promise<T> {
    return (await fetch(`${this.server.ready.control}${path}`)).json() as Promise<T>;
  }

  async change(path: "/world", body: World): Promise<void>;
  async change(path: "/faults", body: Fault | Fault[]): Promise<void>;
  async change(path: "/reset", body: object): Promise<void>;
  async change(path: string, body: object): Promise<void> {
    const answer = await fetch(`${this.server.ready.control}${path}`, { method: "POST", body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(await answer.text());
  }

  /// No more faults.
  async heal(): Promise<void> {
    await fetch(`${this.server.ready.control}/faults`, { method: "DELETE" });
  }

  stop = () => this.server.stop();
}

/// The relay, serving the app from its own origin.
export class Relay {
  private constructor(
    private readonly server: Server,
    private readonly folder: string,
  ) {}

  /// `more` are arguments besides where it listens, what it serves and the panels that it knows.
  static async start(sandbox: Sandbox, panels: Account[], more: string[] = []): Promise<Relay> {
    const folder = mkdtempSync(join(tmpdir(), "panelboard-e2e-"));
    cpSync(process.env.PANELBOARD_SITE_FOLDER!, folder, { recursive: true });
    writeFileSync(join(folder, "sandbox.json"), JSON.stringify({ accounts: sandbox.trialAccounts }));
    const aliases = panels.flatMap(({ name, address }) => ["--panel", `sandbox-${name}=${address}`]);
    const args = ["--listen", "127.0.0.1:0", "--no-presets", "--no-attempts-file", "--allow-loopback", "--app", folder, ...aliases, ...more];
    return new Relay(await Server.start(process.env.PANELBOARD_RELAY, args), folder);
  }

  /// Where the app is.
  get origin(): string {
    return new URL(this.server.ready.listening as string).origin;
  }

  /// Everything that it printed.
  get output(): string {
    return this.server.output.join("\n");
  }

  async stop(): Promise<void> {
    await this.server.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
