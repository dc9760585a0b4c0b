// The page of one account: each change holds at once and after a reload, and reaches what it is about.
import type { Page, Route } from "@playwright/test";
import { expect, expectAccessible, test } from "../support/test";
import { openForm } from "../support/journal";
import { addAccount, countsOf, goTo, orderDetail, placeOrder, plainService } from "../support/steps";

test.use({ world: { speed: 0 } });

const LINK = "https://www.instagram.com/p/Caccount/";

/// From the list to the page of the only account.
async function openAccount(page: Page): Promise<void> {
  await page.goto(new URL("/accounts", page.url()).href);
  await page.getByRole("link", { name: /^Edit/ }).click();
  await expect(page.getByRole("heading", { name: "Name and colour" })).toBeVisible();
}

/// Left at once the browser may not have written it yet.
async function kept(page: Page, part: string): Promise<void> {
  await expect.poll(() => page.evaluate(() => localStorage.getItem("panelboard.accounts"))).toContain(part);
}

test("name, colour and currency label hold after a reload", async ({ page, sandbox }) => {
  await addAccount(page, sandbox.account("v2"));
  await openAccount(page);
  await page.locator("summary", { hasText: "How requests are written" }).click();
  await expectAccessible(page);
  await page.getByLabel("Name", { exact: true }).fill("Agency");
  await page.getByLabel("Name", { exact: true }).blur();
  await page.locator("label.hue").nth(4).click();
  await page.getByRole("group", { name: "Currency label" }).getByText("My own").click();
  await page.getByLabel("Currency code").fill("eur");
  await page.getByLabel("Currency code").blur();
  await kept(page, "EUR");
  await page.reload();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Agency");
  await expect(page.getByRole("radio", { name: "Colour 5" })).toBeChecked();
  await expect(page.getByLabel("Currency code")).toHaveValue("EUR");
  await page.goto(new URL("/", page.url()).href);
  await expect(page.getByRole("main").getByRole("link", { name: /^Agency/ })).toBeVisible();
  await expect(page.getByRole("main").getByRole("link", { name: /^Agency/ })).toContainText("€");
  await openForm(page, await plainService(sandbox.account("v2")), LINK);
  await expect(page.getByRole("button", { name: /^Place order · ≈ €/ })).toBeVisible();
});

test("a read-only account orders nothing", async ({ page, sandbox }) => {
  const account = sandbox.account("v2");
  const service = await plainService(account);
  await addAccount(page, account);
  await openAccount(page);
  await page.getByRole("switch", { name: /^Read-only/ }).click();
  await kept(page, '"read_only":true');
  await openForm(page, service, LINK);
  await expect(page.getByText("This account is read-only").first()).toBeVisible();
  const place = page.getByRole("button", { name: /^Place order/ });
  if ((await place.count()) > 0) await place.click({ force: true });
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("dialog", { name: "Place this order?" })).toBeHidden();
  expect(await countsOf(sandbox, account)).toMatchObject({ adds_received: 0 });
});

test("an ability that the user sets says so, holds, and can be taken back", async ({ page, sandbox }) => {
  await addAccount(page, sandbox.account("v2"));
  await openAccount(page);
  const cancel = page.getByLabel("Cancel", { exact: true });
  const known = await cancel.locator("option").first().textContent();
  await cancel.selectOption({ label: "No (set by you)" });
  await kept(page, '"abilities":[["cancel",false]]');
  await page.reload();
  await expect(cancel.locator("option:checked")).toHaveText("No (set by you)");
  await placeOrder(page, await plainService(sandbox.account("v2")), LINK);
  await expect(orderDetail(page).getByRole("button", { name: "Refill" })).toBeVisible();
  await expect(orderDetail(page).getByRole("button", { name: "Cancel order" })).toHaveCount(0);
  await openAccount(page);
  await cancel.selectOption({ index: 0 });
  await expect(cancel.locator("option:checked")).toHaveText(known!);
  await goTo(page, "Orders");
  await page.getByRole("row").getByRole("link").first().click();
  await expect(orderDetail(page).getByRole("button", { name: "Cancel order" })).toBeVisible();
});

test("a parameter's name that the user sets is the one that the panel receives", async ({ page, sandbox, isMobile }) => {
  test.skip(Boolean(isMobile), "requests are the same on a phone");
  const account = sandbox.account("v2");
  await addAccount(page, account);
  const number = await placeOrder(page, await plainService(account), LINK);
  await openAccount(page);
  await page.locator("summary", { hasText: "How requests are written" }).click();
  await page.getByLabel("Parameter for one ID in status").selectOption({ label: "id (set by you)" });
  await kept(page, '"names":[[');
  type Received = { requests: { fields: Record<string, string> }[] };
  const asked = async () => {
    const { requests } = await sandbox.look<Received>(`/received?profile=${account.name}&action=status`);
    return requests.map(({ fields }) => fields);
  };
  await page.goto(new URL("/orders", page.url()).href);
  await page.getByRole("button", { name: "Refresh statuses" }).first().click();
  await expect.poll(async () => (await asked()).some((fields) => fields.id === number && fields.order === undefined)).toBe(true);
});

test("a new key takes the old one's place: orders stay, and the next one is sent with it", async ({ page, context, sandbox, isMobile }) => {
  test.skip(Boolean(isMobile), "requests are the same on a phone");
  const account = sandbox.account("v2");
  const renewed = "CANARY-7f3a-renewed-0123456789";
  const keys: string[] = [];
  await context.route(account.address, async (route: Route) => {
    const form = new URLSearchParams(route.request().postData() ?? "");
    const key = form.get("key")!;
    if (form.get("action") === "add") keys.push(key);
    if (key === renewed) form.set("key", account.key);
    await route.continue({ postData: form.toString() });
  });
  await addAccount(page, account, "Direct");
  const service = await plainService(account);
  const number = await placeOrder(page, service, LINK);
  await openAccount(page);
  const field = page.getByLabel("New API key");
  const change = page.getByRole("button", { name: "Test and use this key" });
  await field.fill("CANARY-7f3a-wrong-0123456789");
  await change.click();
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByText("The account stays as it is.")).toBeVisible();
  await field.fill(renewed);
  await change.click();
  await expect(page.getByText("The new key is in use")).toBeVisible();
  await expect(field).toHaveValue("");
  await expect(page.getByText("…6789", { exact: true })).toBeVisible();
  await page.goto(new URL("/orders", page.url()).href);
  await expect(page.getByRole("row").filter({ hasText: number })).toBeVisible();
  await placeOrder(page, service, "https://www.instagram.com/p/Crenewed/");
  expect(keys).toEqual([account.key, renewed]);
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain(account.key);
});
