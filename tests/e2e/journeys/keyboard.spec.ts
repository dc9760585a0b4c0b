// The whole path by keyboard alone.
import { expect, test } from "../support/test";
import { goTo, placeOrder, plainService, trySandbox } from "../support/steps";
import type { Locator, Page } from "@playwright/test";

/// Presses Tab until the element has the focus, as a person would.
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 60; presses += 1) {
    if (await target.evaluate((element) => element.contains(document.activeElement))) return;
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement !== null)).toBe(true);
  }
  throw new Error(`Tab never reaches ${target}`);
}

test.describe("without a pointer", () => {
  test.use({ world: { speed: 0 } });

  test("an account is tried, an order placed, looked at and asked to be canceled", async ({ page, sandbox }) => {
    const account = sandbox.account("v2");
    const service = await plainService(account);
    await tabTo(page, page.getByRole("button", { name: /Try the sandbox.*v2/ }));
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { name: "Home" })).toBeAttached();

    await tabTo(page, page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /New/ }));
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "New order" })).toBeAttached();
    await tabTo(page, page.getByLabel("Service name or ID")); // where a pointer is fine it is there already
    await page.keyboard.type(service.service);
    await expect(page.getByRole("option").first()).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("button", { name: "Change" })).toBeVisible();
    await expect(page.locator("body")).not.toBeFocused();
    await tabTo(page, page.getByLabel("Link", { exact: true }));
    await page.keyboard.type("https://www.instagram.com/p/Ckeys/");
    await tabTo(page, page.getByRole("textbox", { name: /^Quantity/ }));
    await page.keyboard.type("100");
    await tabTo(page, page.getByRole("button", { name: /^Place order/ }));
    await page.keyboard.press("Enter");
    const question = page.getByRole("dialog", { name: "Place this order?" });
    await expect(question).toBeVisible();
    await expect(question.getByRole("heading", { name: "Place this order?" })).toBeFocused();
    const confirm = question.getByRole("button", { name: /^Confirm/ });
    await expect(confirm).toBeEnabled();
    await tabTo(page, confirm);
    await page.keyboard.press("Enter");
    await expect(page.getByText("Order placed")).toBeVisible();
    await expect(page.locator("body")).not.toBeFocused();

    await tabTo(page, page.getByRole("link", { name: "View order" }));
    await page.keyboard.press("Enter");
    const detail = page.getByRole("dialog", { name: "Order details" });
    await tabTo(page, detail.getByRole("button", { name: "Cancel order" }));
    await page.keyboard.press("Enter");
    await tabTo(page, page.getByRole("button", { name: "Ask to cancel" }));
    await page.keyboard.press("Enter");
    await expect(detail.getByText(/Requested|Declined/).first()).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(detail).toBeHidden();
    await expect(page.locator("body")).not.toBeFocused();
  });

  test("a question that is not answered gives the focus back", async ({ page, sandbox }) => {
    await trySandbox(page);
    await placeOrder(page, await plainService(sandbox.account("v2")));
    const cancel = page.getByRole("dialog", { name: "Order details" }).getByRole("button", { name: "Cancel order" });
    await cancel.focus();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("button", { name: "Ask to cancel" })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(cancel).toBeFocused();
  });

  test("J and K walk through the rows from anywhere on the page, Enter opens, Escape comes back to the row", async ({ page, sandbox }) => {
    await trySandbox(page);
    const service = await plainService(sandbox.account("v2"));
    await placeOrder(page, service);
    await page.keyboard.press("Escape");
    await goTo(page, "Orders");
    const row = page.getByRole("main").getByRole("row").getByRole("link").first();
    await expect(row).toBeVisible();
    await page.keyboard.press("j");
    await expect(row).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog", { name: "Order details" })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(row).toBeFocused();

    await goTo(page, "Services");
    const rows = page.getByRole("main").getByRole("row").getByRole("link");
    await expect(rows.first()).toBeVisible();
    await page.keyboard.press("j");
    await expect(rows.nth(0)).toBeFocused();
    await page.keyboard.press("j");
    await expect(rows.nth(1)).toBeFocused();
    await page.keyboard.press("k");
    await expect(rows.nth(0)).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog", { name: "Service details" })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(rows.nth(0)).toBeFocused();
  });

  test("the shortcuts are listed with ? and lead where they say", async ({ page }) => {
    await trySandbox(page);
    await page.keyboard.press("?");
    const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });
    await expect(sheet).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(sheet).toBeHidden();
    await page.keyboard.press("g");
    await page.keyboard.press("o");
    await expect(page.getByRole("heading", { level: 1, name: "Orders" })).toBeFocused();
    await page.keyboard.press("g");
    await page.keyboard.press("h");
    await expect(page.getByRole("heading", { level: 1, name: "Home" })).toBeFocused();
    await page.keyboard.press("c");
    await expect(page.getByRole("heading", { level: 1, name: "New order" })).toBeAttached();
    await page.goBack(); // in the form's first field a key is a letter
    await expect(page.getByRole("heading", { level: 1, name: "Home" })).toBeAttached();
    await page.keyboard.press("/");
    await expect(page.getByRole("heading", { level: 1, name: "Services" })).toBeAttached();
  });
});
