// A book of ten thousand orders: few rows are alive, all can be reached, and the list keeps its place.
import type { Page } from "@playwright/test";
import { fillBook } from "../support/journal";
import { goTo, orderDetail } from "../support/steps";
import { expect, expectAccessible, test } from "../support/test";

test.use({ trace: "off" });

const COUNT = 10_000;
const rowsOf = (page: Page) => page.locator("[data-rows] tr");
const top = (page: Page) => page.evaluate(() => Math.round(window.scrollY));

/// The panel's number of the first order whose row is whole below the bars.
const inView = (page: Page) =>
  page.evaluate(() => {
    const rows = [...document.querySelectorAll("[data-rows] tr")];
    return rows.find((row) => row.getBoundingClientRect().top > 120)?.querySelector(".c-id .mono")?.textContent;
  });

test.beforeEach(async ({ page, relay, sandbox }) => {
  const { address, key } = sandbox.account("v2");
  await fillBook(page, relay.origin, COUNT, address, key);
  await page.goto(`${relay.origin}/orders`);
  await expect(page.getByRole("link", { name: /^All/ })).toContainText("10,000", { timeout: 60_000 });
});

test("of ten thousand orders at most forty rows are alive, and each can be reached", async ({ page }) => {
  const table = page.getByRole("table", { name: "Orders, newest first (10,000)" });
  await expect(table).toHaveAttribute("aria-rowcount", String(COUNT + 1));
  await expect(rowsOf(page).first()).toHaveAttribute("aria-rowindex", "2");
  await expectAccessible(page);

  for (const part of [0.2, 0.5, 0.9, 1, 0]) {
    await page.evaluate((part) => window.scrollTo(0, part * document.documentElement.scrollHeight), part);
    await expect.poll(() => inView(page)).toBeTruthy();
    expect(await rowsOf(page).count()).toBeLessThanOrEqual(40);
    const overflows = await rowsOf(page).evaluateAll((rows) => rows.filter((row) => row.scrollHeight > row.clientHeight).length);
    expect(overflows, "rows whose content is taller than they are").toBe(0);
  }

  const number = (at: number) => rowsOf(page).filter({ has: page.getByText(String(1_000_000 + at), { exact: true }) });
  await page.keyboard.press("j");
  await expect(number(COUNT - 1).getByRole("link")).toBeFocused();
  await page.keyboard.press("End");
  await expect(number(0).getByRole("link")).toBeFocused();
  await expect(number(0)).toBeInViewport();
  await expect(number(0)).toHaveAttribute("aria-rowindex", String(COUNT + 1));
  await page.keyboard.press("k");
  await page.keyboard.press("ArrowUp");
  await expect(number(2).getByRole("link")).toBeFocused();
  await page.keyboard.press("Home");
  await expect(number(COUNT - 1).getByRole("link")).toBeFocused();
  for (let presses = 0; presses < 50; presses += 1) await page.keyboard.press("ArrowDown");
  await expect(number(COUNT - 51).getByRole("link")).toBeFocused();
  await expect(number(COUNT - 51)).toBeInViewport();
  expect(await rowsOf(page).count()).toBeLessThanOrEqual(40);
});

test("the long book stands where it stood: after an order was looked at, after a visit elsewhere, after a search", async ({ page }) => {
  await page.evaluate(() => window.scrollTo(0, 200_017));
  await expect.poll(() => inView(page)).toBeTruthy();
  const [before, first] = [await top(page), await inView(page)];
  const row = rowsOf(page).filter({ has: page.getByText(first!, { exact: true }) });
  await row.getByRole("link").click();
  await expect(orderDetail(page)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(orderDetail(page)).toBeHidden();
  expect(Math.abs((await top(page)) - before)).toBeLessThan(2);
  await expect(row.getByRole("link")).toBeFocused();

  // Its row goes away and comes back, and so does the focus.
  await page.evaluate(() => window.scrollTo(0, 0));
  await expect(row).toHaveCount(0);
  await page.evaluate((before) => window.scrollTo(0, before), before);
  await expect(row.getByRole("link")).toBeFocused();

  await goTo(page, "Services");
  await goTo(page, "Orders");
  await expect.poll(() => inView(page)).toBe(first);
  expect(Math.abs((await top(page)) - before)).toBeLessThan(2);

  await page.getByRole("searchbox").fill("1000042");
  await expect(rowsOf(page)).toHaveCount(1);
  await expect(page.getByRole("table")).toHaveAttribute("aria-rowcount", "2");
  await page.getByRole("searchbox").fill("");
  await expect(page.getByRole("table")).toHaveAttribute("aria-rowcount", String(COUNT + 1));
});
