// Relays: found, added with a token, chosen for an account, said to be missing something, kept while needed.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { Relay, type Account, type Sandbox } from "../support/servers";
import { StaticHost } from "../support/static";
import { addAccount, countsOf, placeOrder, plainService, testAccount, testResult } from "../support/steps";
import { expect, expectAccessible, test } from "../support/test";

// A relay that is away, closed to this page or private is what these tests are about.
test.use({ world: { speed: 0 }, tolerated: /Failed to load resource|CORS policy|net::ERR/ });

const TOKEN = "TOKEN-51c2-0123456789abcdef";
const LINK = "https://www.instagram.com/p/Crelays/";

/// A relay beside the one that serves the app; ended with the test.
async function another(sandbox: Sandbox, panels: Account[], more: string[]): Promise<Relay> {
  return Relay.start(sandbox, panels, more);
}

function tokenFile(): { path: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), "panelboard-token-"));
  const path = join(folder, "token");
  writeFileSync(path, `${TOKEN}\n`);
  return { path, remove: () => rmSync(folder, { recursive: true }) };
}

async function openForm(page: Page): Promise<void> {
  await page.goto(new URL("/settings", page.url()).href);
  await page.getByRole("link", { name: "Add relay" }).click();
  await expect(page.getByLabel("Relay address")).toBeVisible();
}

async function testRelay(page: Page, address: string, token = ""): Promise<void> {
  await page.getByLabel("Relay address").fill(address);
  await page.getByRole("textbox", { name: /^Token/ }).fill(token);
  await page.getByRole("button", { name: "Test relay" }).click();
}

async function addRelay(page: Page, address: string, token = ""): Promise<void> {
  await openForm(page);
  await testRelay(page, address, token);
  await page.getByRole("button", { name: "Add relay" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Settings" })).toBeAttached();
}

/// Tests another route of the only account, on its page.
async function testRoute(page: Page, label: string): Promise<void> {
  await page.goto(new URL("/accounts", page.url()).href);
  await page.getByRole("link", { name: /^Edit/ }).click();
  await page.getByLabel("Route to test").selectOption({ label });
  await page.getByRole("button", { name: "Test again" }).click();
}

function row(page: Page, relay: Relay) {
  const token = page.getByRole("button", { name: /^Token of/ }); // accounts have rows too
  return page.getByRole("listitem").filter({ hasText: new URL(relay.origin).host }).filter({ has: token });
}

/// The places besides the store of tokens that hold the token.
function leaks(page: Page, ...outputs: string[]): Promise<string[]> {
  return page.evaluate(
    ([token, ...printed]) => {
      const stored = Object.entries({ ...localStorage }).filter(([name, value]) => value.includes(token) && name !== "panelboard.tokens");
      const page = { document: document.documentElement.outerHTML, address: location.href, state: JSON.stringify(history.state) ?? "" };
      const timed = JSON.stringify(performance.getEntries());
      const places = { ...page, timed, printed: printed.join("\n") };
      const found = Object.entries(places).filter(([, content]) => content.includes(token));
      return [...stored.map(([name]) => name), ...found.map(([name]) => name)];
    },
    [TOKEN, ...outputs],
  );
}

test("a private relay is added with its token, chosen for an account, and stays while it is needed", async ({ page, sandbox, relay }) => {
  const account = sandbox.account("v2");
  const { path, remove } = tokenFile();
  const second = await another(sandbox, [account], ["--origin", relay.origin, "--token-file", path]);
  const status = page.getByRole("status");
  await addAccount(page, account);
  await openForm(page);
  await expectAccessible(page);
  await testRelay(page, second.origin);
  await expect(status.filter({ hasText: "Needs a token" })).toBeVisible();
  await expectAccessible(page);
  await testRelay(page, second.origin, "TOKEN-wrong-0123456789");
  await expect(status.filter({ hasText: "Wrong token" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Add relay" })).toHaveCount(0);
  await testRelay(page, second.origin, TOKEN);
  await expect(status.filter({ hasText: "Works" })).toBeVisible();
  expect(await leaks(page, second.output, relay.output)).toEqual([]);
  await page.getByRole("button", { name: "Add relay" }).click();

  await expect(row(page, second).getByText("Works")).toBeVisible();
  await expect(row(page, second)).toContainText("1 panel");
  await expect(row(page, second)).toContainText("…cdef");
  await expectAccessible(page);

  await testRoute(page, new URL(second.origin).host);
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText(`Through ${new URL(second.origin).host}`)).toBeVisible();
  const before = relay.output.length; // it served other tests
  await placeOrder(page, await plainService(account), LINK);
  expect(await countsOf(sandbox, account)).toMatchObject({ adds_received: 1, orders: 1 });
  expect(second.output, "it went over the second relay").toMatch(/ add /);
  expect(relay.output.slice(before)).not.toMatch(/ add /);

  await page.goto(new URL("/settings", page.url()).href);
  await page.reload();
  await expect(row(page, second).getByText("Works")).toBeVisible();
  await expect(row(page, second)).toContainText("1 account");
  await row(page, second).getByRole("button", { name: /^Remove/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(page.getByText("Accounts use it")).toBeVisible();
  await expect(row(page, second)).toBeVisible();
  expect(await leaks(page, second.output, relay.output)).toEqual([]);

  // With another route nothing needs it.
  await testRoute(page, "Direct");
  await page.getByRole("button", { name: "Save changes" }).click();
  await page.goto(new URL("/settings", page.url()).href);
  await row(page, second).getByRole("button", { name: /^Remove/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(row(page, second)).toHaveCount(0);
  expect(await page.evaluate(() => localStorage.getItem("panelboard.tokens"))).not.toContain("TOKEN");
  await second.stop();
  remove();
});

test("a relay that does not list this page says the line to add, and the test goes on by itself", async ({ page, sandbox, relay }) => {
  const account = sandbox.account("v2");
  const closed = await another(sandbox, [account], ["--origin", "https://app.example"]);
  await openForm(page);
  // Its own pages of this machine may use a relay on loopback: a page of another port may not.
  await testRelay(page, closed.origin);
  await expect(page.getByRole("status").filter({ hasText: "Not open to this page" })).toBeVisible();
  await expect(page.getByText(`--origin ${relay.origin}`, { exact: true })).toBeVisible();
  await expectAccessible(page);
  const { host } = new URL(closed.origin);
  await closed.stop();
  const open = await another(sandbox, [account], ["--origin", relay.origin, "--listen", host]);
  await expect(page.getByRole("button", { name: "Add relay" })).toBeEnabled();
  await expect(page.getByRole("status").filter({ hasText: "Works" })).toBeVisible();
  await open.stop();
});

test("a relay that lacks a panel says the line to add, and the account's test goes on by itself", async ({ page, sandbox, relay }) => {
  const account = sandbox.account("v2");
  const empty = await another(sandbox, [], ["--origin", relay.origin]);
  const { host } = new URL(empty.origin);
  await addRelay(page, empty.origin);
  await expect(row(page, empty)).toContainText("0 panels");
  await page.goto(new URL("/accounts/add", page.url()).href);
  await page.getByLabel("Panel address").fill(account.address);
  await page.getByLabel("API key").fill(account.key);
  await page.getByText("More options: route, read-only").click();
  await page.getByLabel("Route", { exact: true }).selectOption({ label: host });
  await page.getByRole("button", { name: "Test connection" }).click();
  const { host: panel } = new URL(account.address);
  await expect(testResult(page)).toContainText(`--panel ${panel.replace(":", "-")}=${account.address}`);
  await expectAccessible(page);
  await empty.stop();
  const full = await another(sandbox, [account], ["--origin", relay.origin, "--listen", host]);
  await expect(page.getByRole("button", { name: "Save account" })).toBeVisible();
  await expect(testResult(page).getByText(`Through ${host}`)).toBeVisible();
  await full.stop();
});

test("a link of the relay's fills the form and leaves the address bar; what is no address says why", async ({ page }) => {
  await page.goto(new URL("/settings/relays#relay=https%3A%2F%2Frelay.example%3A8443", page.url()).href);
  await expect(page.getByLabel("Relay address")).toHaveValue("https://relay.example:8443");
  expect(page.url()).not.toContain("#");
  for (const [typed, said] of [
    ["http://relay.example", "Use https"],
    ["https://user@relay.example", "without a user name"],
    ["https://relay.example/panels", "without a path"],
    ["relay", "not a valid address"],
  ] as const) {
    await testRelay(page, typed);
    await expect(page.getByText(said)).toBeVisible();
    await expect(page.getByLabel("Relay address")).toBeFocused();
  }
  await testRelay(page, "https://relay.example", "short");
  await expect(page.getByText("at least 16 characters")).toBeVisible();
  await expectAccessible(page);
});

test("on a static host no relay is asked for", async ({ page, context, sandbox, isMobile }) => {
  test.skip(Boolean(isMobile), "requests are the same on a phone");
  const account = sandbox.account("v2");
  const host = await StaticHost.start(process.env.PANELBOARD_SITE_FOLDER!, "/");
  const elsewhere = await context.newPage();
  await elsewhere.goto(host.at());
  await testAccount(elsewhere, account.address, account.key);
  await expect(testResult(elsewhere).getByText("Direct", { exact: true })).toBeVisible();
  await elsewhere.goto(host.at("settings"));
  await expect(elsewhere.getByText("No relay yet")).toBeVisible();
  await expectAccessible(elsewhere);
  expect(host.asked.filter((asked) => /panels|healthz/.test(asked))).toEqual([]);
  await elsewhere.close();
  await host.stop();
  await page.bringToFront();
});
