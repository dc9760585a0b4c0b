// Chromium as a process group of its own, driven over CDP, so that it can be killed like by a power
// switch. Only groups that were started here are ever killed.
import { spawn, type ChildProcess } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { chromium, type Browser, type BrowserContext } from "@playwright/test";
import { chromiumArguments } from "../support/browser";

/// A browser that starts, or a page that loads, takes no longer.
const LONGEST_MILLIS = 30_000;

const started = new Set<number>();
process.on("exit", () => started.forEach(killGroup));

export class Chromium {
  private constructor(
    private readonly child: ChildProcess,
    private readonly browser: Browser,
    readonly profile: string,
  ) {}

  static async start(profile: string): Promise<Chromium> {
    const program = process.env.PANELBOARD_CHROMIUM;
    if (!program) throw new Error("run the tests with `cargo xtask test --only kills`");
    // A killed browser leaves its lock; its number may belong to another process by now.
    for (const lock of ["SingletonLock", "SingletonSocket", "SingletonCookie"]) rmSync(join(profile, lock), { force: true });
    const own = ["--headless=new", "--remote-debugging-port=0", `--user-data-dir=${profile}`, "--hide-crash-restore-bubble"];
    const child = spawn(program, [...chromiumArguments, "--disable-breakpad", "--lang=en-US", ...own, "about:blank"], {
      detached: true,
      stdio: ["ignore", "ignore", "pipe"],
    });
    if (child.pid) started.add(child.pid);
    try {
      const address = await listening(child);
      const browser = await chromium.connectOverCDP(address, { timeout: LONGEST_MILLIS });
      for (const context of browser.contexts()) {
        context.setDefaultNavigationTimeout(LONGEST_MILLIS);
        // What is cut off here is the line to the app as well; `everywhere` tests what is kept.
        await context.addInitScript(() => Object.defineProperty(navigator, "serviceWorker", { value: undefined }));
      }
      return new Chromium(child, browser, profile);
    } catch (error) {
      await stop(child);
      throw error;
    }
  }

  get context(): BrowserContext {
    const [context] = this.browser.contexts();
    if (!context) throw new Error("the browser has no context");
    return context;
  }

  /// SIGKILL to the whole group, at once.
  async kill(): Promise<void> {
    await stop(this.child);
    await this.browser.close().catch(() => undefined);
  }

  /// As a person closes it: everything is written first.
  async quit(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once("exit", resolve));
    const session = await this.browser.newBrowserCDPSession();
    await session.send("Browser.close").catch(() => undefined);
    await ended;
    if (this.child.pid) started.delete(this.child.pid);
  }

  /// Kills it if it lives and removes its profile.
  async discard(): Promise<void> {
    await this.kill();
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 20 });
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (!child.pid || !started.has(child.pid)) return;
  const ended = child.exitCode !== null || child.signalCode !== null;
  const exit = ended ? Promise.resolve() : new Promise((resolve) => child.once("exit", resolve));
  killGroup(child.pid);
  started.delete(child.pid);
  await exit;
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // Nothing of the group is left.
  }
}

function listening(child: ChildProcess): Promise<string> {
  const said: string[] = [];
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stderr! }).on("line", (line) => {
      said.push(line);
      const found = /DevTools listening on (ws:\S+)/.exec(line);
      if (found) resolve(found[1]!);
    });
    setTimeout(() => reject(new Error(`Chromium does not listen: ${said.join("\n")}`)), LONGEST_MILLIS).unref();
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`Chromium ended (${code}): ${said.join("\n")}`)));
  });
}
