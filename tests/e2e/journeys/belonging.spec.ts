// Orders belong to their panel, not to a row in a list of accounts: they guard and come back when an
// account is removed and added again; nothing leads to another panel; missing orders are missed.
import type { Page, Route } from "@playwright/test";
import { openForm, order } from "../support/journal";
import type { Account } from "../support/servers";
import { addAccount, confirmOrder, countsOf, goTo, orderDetail, placeOrder, plainService } from "../support/steps";
import { expect, expectAccessible, test } from "../support/test";

test.skip(({ isMobile }) => Boolean(isMobile), "whose an order is does not hang on the screen");
test.use({ world: { speed: 0 }, tolerated: /status of 502/ });

const LINK = "https://www.instagram.com/p/Cbelongs/";

async function removeAccount(page: Page): Promise<void> {
  await page.goto(new URL("/accounts", page.url()).href);
  const remove = page.getByRole("button", { name: /^Remove/ });
  await expect(remove).not.toHaveCount(0);
  const before = await remove.count();
  await remove.first().click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove account" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  // It goes when what must outlive it is durable: a page that is left earlier still has it.
  await expect(remove).toHaveCount(before - 1);
}

test("s04 with its account removed and added again, a lost order still guards its link, and is the account's", async ({ page, sandbox }) => {
  const account = sandbox.account("v2");
  const service = await plainService(account);
  await addAccount(page, account);
  await sandbox.change("/faults", { kind: "rst", action: "add", times: 1 });
  await openForm(page, service, LINK);
  await confirmOrder(page);
  await expect(page.getByText("Your panel may have accepted this order")).toBeVisible();
  await removeAccount(page);
  await addAccount(page, account);
  await openForm(page, service, LINK);
  await page.getByRole("button", { name: /^Place order/ }).click();
  const question = page.getByRole("dialog", { name: "Place this order?" });
  await expect(question.getByText("An order like this is unconfirmed")).toBeVisible();
  await expect(question.getByRole("button", { name: /^Confirm/ })).toBeDisabled();
  await expect(question.getByText("To order anyway, type the quantity: 100")).toBeVisible();
  await page.goto(new URL("/orders?tab=attention", page.url()).href);
  const card = page.getByRole("article", { name: "Your panel may have accepted this order" });
  await expect(card.getByText("removed", { exact: true })).toHaveCount(0);
  await expect(card.getByRole("link", { name: "Open panel" })).toBeVisible();
  expect(await countsOf(sandbox, account)).toMatchObject({ adds_received: 1 });
});

/// The panel takes this key too.
async function alsoTakes(page: Page, account: Account, key: string): Promise<void> {
  await page.context().route(account.address, async (route: Route) => {
    const form = new URLSearchParams(route.request().postData() ?? "");
    if (form.get("key") === key) form.set("key", account.key);
    await route.continue({ postData: form.toString() });
  });
}

test("s04 orders of a removed account guard an account with another key, and can be taken over by it", async ({ page, sandbox }) => {
  const account = sandbox.account("v2");
  const other = { ...account, key: "CANARY-7f3a-other-0123456789" };
  await alsoTakes(page, account, other.key);
  const service = await plainService(account);
  await addAccount(page, account, "Direct");
  const number = await order(page, service, LINK);
  await removeAccount(page);
  await addAccount(page, other, "Direct");
  await openForm(page, service, LINK);
  await page.getByRole("button", { name: /^Place order/ }).click();
  await expect(page.getByRole("dialog", { name: "Place this order?" }).getByText("You already placed this order")).toBeVisible();
  await page.goto(new URL("/orders", page.url()).href);
  await page.getByRole("row").filter({ hasText: number }).getByRole("link").click();
  await expect(orderDetail(page).getByText("removed", { exact: true })).toBeVisible();

  await page.goto(new URL("/accounts", page.url()).href);
  await page.getByRole("link", { name: /^Edit/ }).click();
  await expect(page.getByRole("heading", { name: "Orders of a removed account" })).toBeVisible();
  await page.getByRole("button", { name: "Take over" }).click();
  await expectAccessible(page);
  await page.getByRole("dialog").getByRole("button", { name: "Take over" }).click();
  await expect(page.getByRole("heading", { name: "Orders of a removed account" })).toHaveCount(0);
  await sandbox.change("/world", { order: { id: number, state: "completed" }, profile: account.name });
  await page.goto(new URL(`/orders`, page.url()).href);
  await page.getByRole("button", { name: "Refresh statuses" }).first().click();
  await expect(page.getByRole("row").filter({ hasText: number }).getByText("Completed")).toBeVisible();
});

test("s08 an order of a removed account cannot be ordered again at another panel, and its old address opens no form", async ({ page, sandbox }) => {
  const account = sandbox.account("v2");
  await addAccount(page, account);
  const service = await plainService(account);
  const number = await placeOrder(page, service, LINK);
  await expect(orderDetail(page).getByRole("link", { name: "Reorder" })).toBeVisible();
  const gone = await page.evaluate(() => JSON.parse(localStorage.getItem("panelboard.accounts")!).data.current as string);
  await removeAccount(page);
  await addAccount(page, sandbox.account("v1"));
  await goTo(page, "Orders");
  await page.getByRole("row").filter({ hasText: number }).getByRole("link").click();
  await expect(orderDetail(page).getByRole("heading", { name: "Timeline" })).toBeVisible();
  await expect(orderDetail(page).getByRole("link", { name: "Reorder" })).toHaveCount(0);
  await page.goto(new URL(`/new?account=${gone}&service=${service.service}`, page.url()).href);
  await expect(page.getByText("Nothing was opened in its place.")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Place order/ })).toHaveCount(0);
  await expectAccessible(page);
});

test("s08 o08 Reorder puts aside what was typed, and another panel's form does not see it", async ({ page, sandbox }) => {
  const account = sandbox.account("v2");
  await addAccount(page, account);
  const service = await plainService(account);
  const number = await placeOrder(page, service, LINK);
  await openForm(page, service, "https://www.instagram.com/p/Cmine/");
  await expect.poll(() => page.evaluate(() => Object.values(localStorage).join())).toContain("Cmine");
  await page.goto(new URL("/orders", page.url()).href);
  await page.getByRole("row").filter({ hasText: number }).getByRole("link").click();
  await orderDetail(page).getByRole("link", { name: "Reorder" }).click();
  const link = page.getByLabel("Link", { exact: true });
  await expect(link).toHaveValue(LINK);
  await expect(page.getByText("What you typed before was put aside.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Bring it back" }).click();
  await expect(link).toHaveValue("https://www.instagram.com/p/Cmine/");
  const other = sandbox.account("v1");
  await addAccount(page, other);
  await page.goto(new URL(`/new?service=${(await plainService(other)).service}`, page.url()).href);
  await expect(link).toHaveValue("");
  await expect(page.getByText("What you typed before was put aside.")).toHaveCount(0);
});

test("after an order the form stands there for the next service that is chosen", async ({ page, sandbox }) => {
  const account = sandbox.account("v2");
  await addAccount(page, account);
  const service = await plainService(account);
  await order(page, service, LINK);
  await goTo(page, "Services");
  await page.getByLabel("Name, ID or category").fill("instagram");
  await page.getByRole("row").getByRole("link").filter({ visible: true }).nth(1).click();
  await page.getByRole("dialog", { name: "Service details" }).getByRole("link", { name: "Order", exact: true }).click();
  await expect(page.getByLabel("Link", { exact: true })).toHaveValue("");
  await expect(page.getByText("Order placed")).toHaveCount(0);
});

test.describe("storage that the browser cleared", () => {
  test.use({ tolerated: /IndexedDB|favicon/i });

  test("k17 with accounts and orders gone and only an empty cache left, missing orders are said once the account is back", async ({ page, sandbox }) => {
    const account = sandbox.account("v2");
    await addAccount(page, account);
    await order(page, await plainService(account), LINK);
    await expect.poll(() => page.evaluate(async () => (await caches.keys()).join())).toContain("panelboard.orders.1");
    await page.goto(new URL("/icon.svg", page.url()).href);
    await page.evaluate(async () => {
      localStorage.clear();
      const deleting = indexedDB.deleteDatabase("panelboard");
      await new Promise((done, failed) => Object.assign(deleting, { onsuccess: done, onerror: failed, onblocked: failed }));
    });
    await page.goto(new URL("/", page.url()).href);
    await addAccount(page, account);
    const alarm = page.getByRole("alert").filter({ hasText: "Orders are missing on this device" });
    await expect(alarm).toContainText("Records before: 1. Records now: 0.");
    await expectAccessible(page);
    await alarm.getByRole("button", { name: "I have seen this" }).click();
    await expect(alarm).toBeHidden();
    await page.reload();
    await expect(page.getByRole("heading", { name: "Home" })).toBeAttached();
    await expect(alarm).toHaveCount(0);
  });
});
