// The whole path by keyboard alone.
import { expect, test } from "../support/test";
import { plainService } from "../support/steps";
import type { Locator, Page } from "@playwright/test";

/// Presses Tab until the element has the focus, as a person would.
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 120; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement || element.contains(document.activeElement))) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab never reaches ${target}`);
}

test("an order is placed without a pointer", async ({ page, sandbox }) => {
  const account = sandbox.account("v2");
  const service = await plainService(account);
  await tabTo(page, page.getByRole("button", { name: /Try the sandbox.*v2/ }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Home" })).toBeAttached();

  await tabTo(page, page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /New/ }));
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByLabel("Service name or ID"));
  await page.keyboard.type(service.service);
  await expect(page.getByRole("option").first()).toBeVisible();
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByLabel("Link", { exact: true }));
  await page.keyboard.type("https://www.instagram.com/p/Ckeys/");
  await tabTo(page, page.getByRole("textbox", { name: /^Quantity/ }));
  await page.keyboard.type("100");
  await tabTo(page, page.getByRole("button", { name: /^Place order/ }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Place this order?" })).toBeVisible();
  await tabTo(page, page.getByRole("button", { name: /^Confirm/ }));
  await page.keyboard.press("Enter");
  await expect(page.getByText("Order placed")).toBeVisible();
});
