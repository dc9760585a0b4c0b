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
import type { Route } from "./plan";

/// Enough money for every run, and time as it really passes.
const SANDBOX = ["--services", "60", "--speed", "1", "--balance", "90000.00000"];

export class World {
  private readonly templates = new Map<Route, Promise<string>>();

  private constructor(
    readonly sandbox: Sandbox,
    readonly relay: Relay,
    readonly service: Service,
    /// On the direct route.
    readonly panelGate: Gate,
    /// Before the relay, which also serves the app.
    readonly relayGate: Gate,
  ) {}

  static async start(): Promise<World> {
    const sandbox = await Sandbox.start(SANDBOX);
    const account = sandbox.account("v2");
    const panelGate = await Gate.before(() => Number(new URL(account.address).port));
    let relayPort = 0;
    const relayGate = await Gate.before(() => relayPort);
    const relay = await Relay.start(sandbox, [account], ["--origin", `http://127.0.0.1:${relayGate.port}`, "--quiet"]);
    relayPort = Number(new URL(relay.origin).port);
    return new World(sandbox, relay, await plainService(account), panelGate, relayGate);
  }

  get origin(): string {
    return `http://127.0.0.1:${this.relayGate.port}`;
  }

  get profileName(): string {
    return this.sandbox.account("v2").name;
  }

  gate(route: Route): Gate {
    return route === "direct" ? this.panelGate : this.relayGate;
  }

  /// A fresh copy of the route's profile.
  async profile(route: Route): Promise<string> {
    let template = this.templates.get(route);
    if (!template) this.templates.set(route, (template = this.makeTemplate(route)));
    const profile = newFolder();
    cpSync(await template, profile, { recursive: true });
    return profile;
  }

  async stop(): Promise<void> {
    await this.relay.stop();
    await this.sandbox.stop();
    await Promise.all([this.panelGate.close(), this.relayGate.close()]);
    for (const template of this.templates.values()) rmSync(await template, { recursive: true, force: true, maxRetries: 20 });
  }

  private async makeTemplate(route: Route): Promise<string> {
    const chromium = await Chromium.start(newFolder());
    const page = await chromium.context.newPage();
    await page.goto(this.origin);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await addAccount(page, this.account(route), route === "direct" ? "Direct" : "Relay");
    await goTo(page, "Services");
    await page.getByRole("main").locator(`a[href$="/${this.service.service}"]`).first().waitFor();
    await chromium.quit();
    return chromium.profile;
  }

  /// The direct route goes through the gate as well.
  private account(route: Route): Account {
    const account = this.sandbox.account("v2");
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
