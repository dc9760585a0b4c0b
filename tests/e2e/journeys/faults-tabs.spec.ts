// Tabs that die, sleep, come back or compete: one order for one confirmation, and its end in view.
import { chromium } from "@playwright/test";
import { chromiumArguments } from "../support/browser";
import { counts, openForm, order, sendingTab, states } from "../support/journal";
import { confirmOrder, goTo, plainService, trySandbox } from "../support/steps";
import { expect, test } from "../support/test";

test.skip(({ isMobile }) => Boolean(isMobile), "tabs are the same on a phone");

const HANGS = ["--speed", "1", "--fault", "hang:action=add"];

test.describe("while an order is on its way", () => {
  test.use({ sandboxArguments: HANGS, tolerated: /net::ERR|Failed to load resource/ });

  test("fault 29: a closed tab leaves an unconfirmed order, and the panel has one", async ({ page, context, sandbox }) => {
    await trySandbox(page);
    const account = sandbox.account("v2");
    const tab = await sendingTab(context, page, sandbox, account, await plainService(account));
    expect(await states(page)).toEqual(["sending"]);
    await tab.close();
    await goTo(page, "Orders");
    await expect(page.getByRole("row").filter({ hasText: "Unconfirmed" })).toBeVisible();
    expect(await states(page)).toEqual(["unknown"]);
    expect(await counts(sandbox, account)).toMatchObject({ orders: 1, adds_received: 1 });
  });

  test("fault 30: when a tab's process dies, the other tab says so within a second or so", async ({ page, context, sandbox }) => {
    await trySandbox(page);
    const account = sandbox.account("v2");
    const service = await plainService(account);
    await goTo(page, "Orders");
    const tab = await sendingTab(context, page, sandbox, account, service);
    const session = await context.newCDPSession(tab);
    const crashed = tab.waitForEvent("crash");
    session.send("Page.crash").catch(() => undefined); // nobody is left to answer
    await crashed;
    await expect.poll(() => states(page), { timeout: 2_000, intervals: [50] }).toEqual(["unknown"]);
    await expect(page.getByRole("row").filter({ hasText: "Unconfirmed" })).toBeVisible();
    expect((await counts(sandbox, account)).adds_received).toBe(1);
  });
});

test("fault 32: a double click and a held Enter send one order", async ({ page, sandbox }) => {
  await trySandbox(page);
  const account = sandbox.account("v2");
  const service = await plainService(account);
  await openForm(page, service, "https://www.instagram.com/p/Cdouble/");
  await page.getByRole("button", { name: /^Place order/ }).click();
  const confirm = page.getByRole("button", { name: /^Confirm/ });
  await expect(confirm).toBeEnabled();
  await confirm.dblclick();
  await expect(page.getByText("Order placed")).toBeVisible();
  expect((await counts(sandbox, account)).adds_received).toBe(1);

  await openForm(page, service, "https://www.instagram.com/p/Center/");
  await page.getByRole("button", { name: /^Place order/ }).press("Enter");
  await expect(confirm).toBeEnabled();
  await confirm.focus();
  for (let presses = 0; presses < 6; presses += 1) await page.keyboard.down("Enter");
  await page.keyboard.up("Enter");
  await expect(page.getByText("Order placed")).toBeVisible();
  expect(await counts(sandbox, account)).toMatchObject({ orders: 2, adds_received: 2 });
});

test("fault 32: the same order confirmed in two tabs at once is sent once", async ({ page, context, sandbox }) => {
  await trySandbox(page);
  const account = sandbox.account("v2");
  const service = await plainService(account);
  const other = await context.newPage();
  await other.goto(page.url());
  for (const tab of [page, other]) {
    await openForm(tab, service, "https://www.instagram.com/p/Ctwotabs/");
    await tab.getByRole("button", { name: /^Place order/ }).click();
    await expect(tab.getByRole("button", { name: /^Confirm/ })).toBeEnabled();
  }
  await Promise.all([page, other].map((tab) => tab.getByRole("button", { name: /^Confirm/ }).click()));
  const texts = () => Promise.all([page, other].map((tab) => tab.locator(".outcome").textContent()));
  await expect.poll(async () => (await texts()).map((text) => /Order placed|was not sent/.exec(text ?? "")?.[0]).sort()).toEqual(["Order placed", "was not sent"]);
  expect(await counts(sandbox, account)).toMatchObject({ orders: 1, adds_received: 1 });
});

test("fault 33: back, forward and reload send nothing again", async ({ page, sandbox }) => {
  await trySandbox(page);
  const account = sandbox.account("v2");
  await openForm(page, await plainService(account), "https://www.instagram.com/p/Cback/");
  await confirmOrder(page);
  await expect(page.getByText("Order placed")).toBeVisible();
  await page.reload();
  await page.goBack();
  await page.goForward();
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: "New order" })).toBeAttached();
  expect(await counts(sandbox, account)).toMatchObject({ orders: 1, adds_received: 1 });
});

test.describe("with the back/forward cache", () => {
  test("fault 33: a page that comes back sends nothing and is up to date", async ({ relay, sandbox }) => {
    const browser = await cachingBrowser();
    const page = await browser.newPage();
    await page.goto(relay.origin);
    await trySandbox(page);
    const account = sandbox.account("v2");
    const number = await order(page, await plainService(account), "https://www.instagram.com/p/Ccache/");
    await goTo(page, "Orders");
    await expect(page.getByRole("row").filter({ hasText: number })).toBeVisible();
    // Playwright does not follow a page into the cache, so the rest is asked of the browser itself.
    const session = await page.context().newCDPSession(page);
    const ask = async (expression: string) => (await session.send("Runtime.evaluate", { expression })).result.value as unknown;
    await ask("addEventListener('pageshow', (event) => (globalThis.cameFromCache = event.persisted))");
    await ask(`location.href = "/icon.svg"`);
    await expect.poll(() => ask("location.pathname")).toBe("/icon.svg");
    await ask("history.back()");
    await expect.poll(() => ask("location.pathname")).toBe("/orders");
    await expect.poll(() => ask(`document.body.innerText.includes("${number}")`)).toBe(true);
    expect(await counts(sandbox, account)).toMatchObject({ orders: 1, adds_received: 1 });
    expect(await ask("globalThis.cameFromCache")).toBe(true);
    await browser.close();
  });

  test("fault 33: a page put to sleep while it opens its storage does not lock out the next one", async ({ relay, sandbox }) => {
    const browser = await cachingBrowser();
    for (let visit = 0; visit < 4; visit += 1) {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(relay.origin);
      await page.goto(new URL("/accounts/add", relay.origin).href);
      await page.goto(relay.origin);
      await trySandbox(page);
      await goTo(page, "Services");
      await expect(page.getByText("Downloading services")).toBeHidden();
      await expect(page.getByRole("main").getByRole("link").nth(3)).toBeVisible();
      await context.close();
    }
    expect((await counts(sandbox, sandbox.account("v2"))).adds_received).toBe(0);
    await browser.close();
  });
});

test.describe("without a network", () => {
  test.use({ tolerated: /net::ERR|Failed to load resource/, sandboxArguments: ["--speed", "1"] });

  test("fault 34: offline before the click, nothing is sent and it is said", async ({ page, context, sandbox }) => {
    await trySandbox(page);
    const account = sandbox.account("v2");
    await openForm(page, await plainService(account), "https://www.instagram.com/p/Coffline/");
    await page.getByRole("button", { name: /^Place order/ }).click();
    await expect(page.getByRole("button", { name: /^Confirm/ })).toBeEnabled();
    await context.setOffline(true);
    await page.getByRole("button", { name: /^Confirm/ }).click();
    await expect(page.getByText("The order was not sent", { exact: true })).toBeVisible();
    await context.setOffline(false);
    expect((await counts(sandbox, account)).adds_received).toBe(0);
    expect(await states(page)).toEqual([]);
  });

  test("fault 34: a network that comes and goes each second makes no storm of questions", async ({ page, context, sandbox }) => {
    await trySandbox(page);
    const account = sandbox.account("v2");
    await order(page, await plainService(account), "https://www.instagram.com/p/Ctab2/");
    const before = (await counts(sandbox, account)).requests;
    for (let turn = 0; turn < 6; turn += 1) {
      await context.setOffline(turn % 2 === 0);
      await page.evaluate(() => new Promise((done) => setTimeout(done, 1_000)));
    }
    const asked = (await counts(sandbox, account)).requests - before;
    expect(asked, "questions in six seconds").toBeLessThanOrEqual(8);
    expect((await counts(sandbox, account)).adds_received).toBe(1);
  });
});

test.describe("a network that goes while an order is on its way", () => {
  test.use({ sandboxArguments: ["--speed", "1", "--fault", "latency:ms=4000,action=add", "--fault", "fin:action=add"], tolerated: /net::ERR|Failed to load resource/ });

  test("fault 34: the order is unconfirmed and never sent again", async ({ page, context, sandbox }) => {
    await trySandbox(page);
    const account = sandbox.account("v2");
    const tab = await sendingTab(context, page, sandbox, account, await plainService(account));
    await context.setOffline(true);
    await expect(tab.getByText("Your panel may have accepted this order")).toBeVisible();
    await context.setOffline(false);
    expect(await states(page)).toEqual(["unknown"]);
    // On the direct route the browser itself may have sent it again; the panel refused that.
    expect((await counts(sandbox, account)).orders).toBe(1);
    await tab.close();
  });
});

test("fault 35: after a night asleep the page asks once and can order again", async ({ page, context, sandbox }) => {
  await trySandbox(page);
  const account = sandbox.account("v2");
  const service = await plainService(account);
  await order(page, service, "https://www.instagram.com/p/Cevening/");
  const session = await context.newCDPSession(page);
  const asked = async () => {
    const { requests } = await sandbox.look<{ requests: unknown[] }>(`/received?profile=${account.name}&action=status`);
    return requests.length;
  };
  await session.send("Page.setWebLifecycleState", { state: "frozen" });
  // Timers stand still in a sleeping machine; the clock does not.
  await page.evaluate(() => {
    const now = Date.now;
    Date.now = () => now() + 8 * 3_600_000;
  });
  const before = await asked();
  await session.send("Page.setWebLifecycleState", { state: "active" });
  await expect.poll(asked).toBeGreaterThan(before);
  expect((await asked()) - before, "rounds after eight hours").toBeLessThanOrEqual(2);
  await order(page, service, "https://www.instagram.com/p/Cmorning/");
  expect((await counts(sandbox, account)).orders).toBe(2);
});

/// Playwright switches the cache off; people have it.
function cachingBrowser() {
  const executablePath = process.env.PANELBOARD_CHROMIUM;
  return chromium.launch({ executablePath, args: chromiumArguments, ignoreDefaultArgs: ["--disable-back-forward-cache"] });
}
