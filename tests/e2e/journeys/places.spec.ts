// Lists and forms keep their place: scroll, focus, search and filters survive opening, closing, going
// back and a visit elsewhere.
import { expect, test } from "../support/test";
import { addAccount, goTo } from "../support/steps";

test.use({ sandboxArguments: ["--services", "3000"] });

test.beforeEach(async ({ page, sandbox }) => {
  await addAccount(page, sandbox.account("v2"));
  await goTo(page, "Services");
  await expect(page.getByRole("row").nth(3)).toBeVisible();
});

const top = "window.scrollY";

test("d05 opening and closing a service leaves the list where it is", async ({ page }) => {
  await page.evaluate("window.scrollTo(0, 20000)");
  await expect.poll(() => page.evaluate(top)).toBeGreaterThan(19_000);
  const before = await page.evaluate(top);
  const row = page.getByRole("row").getByRole("link").filter({ visible: true }).nth(8);
  await row.click();
  await expect(page.getByRole("dialog", { name: "Service details" })).toBeVisible();
  expect(Math.abs(Number(await page.evaluate(top)) - Number(before))).toBeLessThan(120);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog", { name: "Service details" })).toBeHidden();
  expect(Math.abs(Number(await page.evaluate(top)) - Number(before))).toBeLessThan(120);
});

test("d05 d17 back from the order form the list stands where it was, with its search", async ({ page }) => {
  await page.getByLabel("Name, ID or category").fill("a");
  await expect(page).toHaveURL(/q=a/);
  await page.evaluate("window.scrollTo(0, 6000)");
  await expect.poll(() => page.evaluate(top)).toBeGreaterThan(5_000);
  const row = page.getByRole("row").getByRole("link").filter({ visible: true }).nth(6);
  const order = page.getByRole("dialog", { name: "Service details" }).getByRole("link", { name: "Order", exact: true });
  // The list may still be drawing its rows after the jump, and then another element is in this place; the
  // press may also scroll its row into view first.
  await expect(async () => {
    if (!(await order.isVisible())) await row.click();
    await expect(order).toBeVisible({ timeout: 3_000 });
  }).toPass();
  const place = await page.evaluate(top);
  expect(place).toBeGreaterThan(3_000);
  const distance = async () => Math.abs((await page.evaluate(top)) - place);
  await order.click();
  await expect(page.getByRole("heading", { level: 1, name: "New order" })).toBeAttached();
  await page.goBack();
  await page.goBack();
  await expect(page.getByLabel("Name, ID or category")).toHaveValue("a");
  await expect.poll(distance).toBeLessThan(120);

  await goTo(page, "Orders");
  await goTo(page, "Services");
  await expect(page.getByLabel("Name, ID or category")).toHaveValue("a");
  await expect.poll(distance).toBeLessThan(120);
});

test("d16 the forms begin in their first field", async ({ page, isMobile }) => {
  test.skip(Boolean(isMobile), "on a phone the keyboard would cover the page");
  await page.keyboard.press("c");
  await expect(page.locator("#find")).toBeFocused();
  await page.goto(new URL("/accounts/add", page.url()).href);
  await expect(page.getByLabel("Panel address")).toBeFocused();
});
