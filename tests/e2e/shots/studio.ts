// Where pictures are taken: one sandbox and relay a worker, panels with the same names each time, a
// clock that begins at the same moment, and answers that can be held back, broken or replaced.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test as base, type Page, type Route } from "@playwright/test";
import { CANARY, Relay, Sandbox, type Account } from "../support/servers";

export type Look = { device: "phone" | "desktop"; language: "en" | "ar" };

/// What the panel does with an action instead of answering as it should; with "lose" it does what was
/// asked and the answer is lost.
type Answer = "wait" | "fail" | "lose" | { status?: number; type?: string; body: string };

/// The panels of all pictures: their addresses look like real ones and lead to the sandbox.
export const PANELS = {
  north: { name: "Northpanel", address: "https://northpanel.example/api/v2", profile: "perfect", key: CANARY.v2, dialect: "v2", hue: 1 },
  volga: { name: "Volga", address: "https://volga.example/api/v1", profile: "smartpanel", key: CANARY.v1, dialect: "v1", hue: 5 },
} as const;
type Panel = (typeof PANELS)[keyof typeof PANELS];

const BEGIN = Date.UTC(2026, 2, 4, 10);
const FOLDER = process.env.PANELBOARD_SHOTS!;

type Servers = { sandbox: Sandbox; relay: Relay };

export class Studio {
  private readonly answers = new Map<string, Answer>();

  constructor(
    readonly page: Page,
    readonly sandbox: Sandbox,
    readonly origin: string,
    readonly look: Look,
  ) {}

  async prepare(): Promise<void> {
    await this.page.addInitScript(tellTime, BEGIN);
    await this.page.addInitScript((locale) => {
      const data = { locale, theme: "auto", density: "comfortable" };
      localStorage.setItem("panelboard.settings", JSON.stringify({ v: 1, data }));
    }, this.look.language);
    for (const panel of Object.values(PANELS)) await this.page.route(panel.address, (route) => this.answer(route, panel));
  }

  /// Time passes: whole minutes and a half, so that "3 minutes ago" does not hang on a second.
  async pass(minutes: number): Promise<void> {
    await this.page.evaluate((milliseconds) => {
      const clock = JSON.parse(sessionStorage.getItem("clock")!);
      sessionStorage.setItem("clock", JSON.stringify({ base: clock.base + milliseconds, since: performance.timeOrigin + performance.now() }));
      dispatchEvent(new Event("focus")); // the app looks at the clock when the page gets the focus
    }, minutes * 60_000 + 30_000);
  }

  /// From the next page on, the two waits before a lost order is judged by its balance are short.
  async hurry(): Promise<void> {
    await this.page.addInitScript(() => {
      const real = window.setTimeout.bind(window);
      const hurried = (act: () => void, millis?: number) => real(act, millis === 35_000 || millis === 20_000 ? 1_500 : millis);
      window.setTimeout = hurried as typeof window.setTimeout;
    });
  }

  /// From now on the panels answer an action so; `undefined` is as they should.
  says(action: string, answer: Answer | undefined): void {
    if (answer === undefined) this.answers.delete(action);
    else this.answers.set(action, answer);
  }

  private async answer(route: Route, panel: Panel): Promise<void> {
    const body = route.request().postData() ?? "";
    const action = new URLSearchParams(body).get("action") ?? "";
    const headers = { "access-control-allow-origin": "*" };
    const own = this.answers.get(action) ?? this.answers.get("*");
    if (own === "wait") return; // the page is closed before anybody misses it
    if (own === "fail") return route.abort("connectionrefused");
    if (own && own !== "lose") return route.fulfill({ status: own.status ?? 200, contentType: own.type ?? "application/json", body: own.body, headers });
    const account = this.sandbox.accounts.find(({ name }) => name === panel.profile)!;
    const type = { "content-type": "application/x-www-form-urlencoded" };
    const answer = await fetch(account.address, { method: "POST", body, headers: type });
    if (own === "lose") return route.abort("connectionreset");
    await route.fulfill({ status: answer.status, contentType: "application/json", body: await answer.text(), headers });
  }

  async open(path: string): Promise<void> {
    await this.page.goto(this.origin + path);
    await expect(this.page.locator("#boot-skeleton")).toHaveCount(0);
  }

  /// Fills the form of a new account and lets it be tested.
  async test(panel: Panel, change: Partial<{ address: string; key: string }> = {}): Promise<void> {
    await this.open("/accounts/add");
    await this.page.locator("#address").fill(change.address ?? panel.address.replace("https://", ""));
    await this.page.locator("#key").fill(change.key ?? panel.key);
    await this.page.locator(".submit-bar .btn--primary").click();
  }

  /// An account as the user added it, by the form.
  async add(panel: Panel): Promise<void> {
    await this.test(panel);
    await expect(this.page.locator("#outcome .panel")).toBeVisible();
    await this.page.locator("#name").fill(panel.name);
    await this.page.locator(".submit-bar .btn--primary").click();
    await expect(this.page.locator(".accounts")).toBeVisible();
  }

  /// A service of the panel's list.
  async service(panel: Panel, fits: (one: Record<string, unknown>) => boolean): Promise<string> {
    const account = this.sandbox.accounts.find(({ name }) => name === panel.profile)!;
    const body = new URLSearchParams({ key: account.key, action: "services" });
    const all = (await (await fetch(account.address, { method: "POST", body })).json()) as Record<string, unknown>[];
    const found = all.find(fits);
    if (!found) throw new Error("no service of the sandbox fits");
    return String(found.service);
  }

  /// A link inside the app, so that nothing is read anew.
  async go(path: string): Promise<void> {
    await this.page.evaluate((path) => {
      history.pushState(null, "", path);
      dispatchEvent(new PopStateEvent("popstate"));
    }, path);
  }

  /// The order form with its usual fields filled.
  async fill(service: string, link: string, quantity: string): Promise<void> {
    await this.open(`/new?service=${service}`);
    await expect(this.page.locator(".picked")).toBeVisible();
    await this.page.locator("#link").fill(link);
    if (quantity) await this.page.locator("#quantity").fill(quantity);
    await this.page.locator("#link").blur();
  }

  /// Opens the last question and waits until it may be answered.
  async review(): Promise<void> {
    await this.page.locator(".submit-bar .btn--primary").click();
    await expect(this.page.locator("#confirm")).toBeVisible();
  }

  async confirm(): Promise<void> {
    await this.review();
    await this.page.locator("#confirm .btn--primary").click();
  }

  /// Places an order and says its number.
  async place(service: string, link: string, quantity: string): Promise<string> {
    await this.fill(service, link, quantity);
    await this.confirm();
    const number = await this.page.locator(".placed-id").textContent();
    await this.pass(3);
    return number!.trim();
  }

  /// Takes the picture, light and dark, and finds what no picture should have. A `full` one is as tall
  /// as the page, so that what sticks to an edge stands where it would at the page's end.
  async shot(name: string, { full = false } = {}): Promise<void> {
    const { page } = this;
    mkdirSync(FOLDER, { recursive: true });
    const size = page.viewportSize()!;
    if (full) {
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      await page.setViewportSize({ ...size, height: Math.max(height, size.height) });
    }
    for (const theme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
      const path = join(FOLDER, `${name}-${this.look.device}-${theme}-${this.look.language}.png`);
      await page.screenshot({ path, animations: "disabled", caret: "hide" });
    }
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect.soft(wider, `${name}: the page is wider than the screen`).toBeLessThanOrEqual(0);
    if (full) await page.setViewportSize(size);
  }
}

/// Runs in the page before everything else: the clock begins at the same moment in each walk. Timers
/// are the browser's own.
function tellTime(begin: number): void {
  const real = () => performance.timeOrigin + performance.now();
  if (!sessionStorage.getItem("clock")) sessionStorage.setItem("clock", JSON.stringify({ base: begin, since: real() }));
  Date.now = () => {
    const { base, since } = JSON.parse(sessionStorage.getItem("clock")!);
    return Math.floor(base + real() - since);
  };
}

export const test = base.extend<Look & { studio: Studio }, { servers: Servers }>({
  device: ["desktop", { option: true }],
  language: ["en", { option: true }],
  servers: [
    async ({}, use) => {
      const sandbox = await Sandbox.start(["--speed", "0"]);
      const relay = await Relay.start(sandbox, sandbox.accounts);
      await use({ sandbox, relay });
      await relay.stop();
      await sandbox.stop();
    },
    { scope: "worker" },
  ],
  studio: async ({ page, servers, device, language }, use) => {
    await servers.sandbox.change("/reset", {});
    await servers.sandbox.change("/world", { cors: true });
    const studio = new Studio(page, servers.sandbox, servers.relay.origin, { device, language });
    await studio.prepare();
    await use(studio);
    await page.unrouteAll({ behavior: "ignoreErrors" });
  },
});

export { expect };
export type { Account };
