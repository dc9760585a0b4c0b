// What the runs of one worker share: a sandbox panel, a relay that serves the app, a gate before each,
// and for each route a browser profile that has the account already.
import { test as base } from "@playwright/test";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Relay, Sandbox, type Account } from "../support/servers";
import { addAccount, goTo, plainService, type Service } from "../support/steps";
import { Chromium } from "./chromium";
import { Gate } from "./gate";
import type { Route, Run } from "./plan";

const TEMPLATE_MILLIS = 30_000;
/// Enough money for every run, and time as it really passes.
const SANDBOX = ["--services", "60", "--speed", "1", "--balance", "90000.00000"];

export class World {
  private readonly templates = new Map<string, Promise<string>>();

  private constructor(
    readonly sandbox: Sandbox,
    readonly relay: Relay,
    private readonly services: Record<Run["dialect"], Service>,
    /// On the direct route.
    readonly panelGate: Gate,
    /// Before the relay, which also serves the app.
    readonly relayGate: Gate,
  ) {}

  static async start(): Promise<World> {
    const sandbox = await Sandbox.start(SANDBOX);
    const accounts = [sandbox.account("v1"), sandbox.account("v2")];
    const panelGate = await Gate.before(() => Number(new URL(accounts[0]!.address).port));
    let relayPort = 0;
    const relayGate = await Gate.before(() => relayPort);
    const relay = await Relay.start(sandbox, accounts, ["--origin", `http://127.0.0.1:${relayGate.port}`, "--quiet"]);
    relayPort = Number(new URL(relay.origin).port);
    const [v1, v2] = await Promise.all(accounts.map(plainService));
    return new World(sandbox, relay, { v1: v1!, v2: v2! }, panelGate, relayGate);
  }

  get origin(): string {
    return `http://127.0.0.1:${this.relayGate.port}`;
  }

  service(run: Run): Service {
    return this.services[run.dialect];
  }

  gate(route: Route): Gate {
    return route === "direct" ? this.panelGate : this.relayGate;
  }

  /// A browser profile that has the run's account already.
  async profile(run: Run): Promise<string> {
    const name = `${run.route} ${run.dialect}`;
    let template = this.templates.get(name);
    if (!template) this.templates.set(name, (template = this.makeTemplate(run)));
    const profile = newFolder();
    cpSync(await template, profile, { recursive: true });
    return profile;
  }

  async stop(): Promise<void> {
    await this.relay.stop();
    await this.sandbox.stop();
    await Promise.all([this.panelGate.close(), this.relayGate.close()]);
    for (const template of await Promise.allSettled(this.templates.values())) {
      if (template.status === "fulfilled") rmSync(template.value, { recursive: true, force: true, maxRetries: 20 });
    }
  }

  private async makeTemplate(run: Run): Promise<string> {
    const chromium = await Chromium.start(newFolder());
    try {
      const page = await chromium.context.newPage();
      page.setDefaultTimeout(TEMPLATE_MILLIS);
      await page.goto(this.origin);
      await addAccount(page, this.account(run), run.route === "direct" ? "Direct" : "Relay");
      await goTo(page, "Services");
      await page.getByRole("main").locator(`a[href$="/${this.service(run).service}"]`).first().waitFor();
      await chromium.quit();
      return chromium.profile;
    } catch (error) {
      await chromium.discard();
      throw error;
    }
  }

  /// The direct route goes through the gate as well.
  private account({ route, dialect }: Run): Account {
    const account = this.sandbox.account(dialect);
    if (route === "relay") return account;
    const address = new URL(account.address);
    address.port = String(this.panelGate.port);
    return { ...account, address: address.href };
  }
}

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), "panelboard-kill-"));
}

export const test = base.extend<object, { world: World }>({
  world: [
    async ({}, use) => {
      const world = await World.start();
      await use(world);
      await world.stop();
    },
    { scope: "worker", timeout: 60_000 },
  ],
});
