// Service lists that are too long, or hold what would be code, direction or a wall of signs.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addAccount, goTo, trySandbox } from "../support/steps";
import { forgetStops, longestStop, watchStops } from "../support/stops";
import { expect, test } from "../support/test";

test.skip(({ isMobile }) => Boolean(isMobile), "the list is read the same way on a phone");

const OVERRIDE = "\u202e";
const NAMES = {
  markup: '<img src=x onerror="document.title=`owned`"><b>bold</b>',
  direction: `Followers ${OVERRIDE}gnp.exe`,
  wall: "😀".repeat(2_560),
  nul: "Likes\u0000after",
};

test.describe("odd names", () => {
  const file = join(mkdtempSync(join(tmpdir(), "panelboard-names-")), "services.json");
  const services = Object.values(NAMES).map((name, at) => ({
    service: at + 1, name, type: "Default", rate: "1.00", min: 10, max: 10_000, refill: true, cancel: true, dripfeed: false, category: name.slice(0, 60),
  }));
  writeFileSync(file, JSON.stringify(services));
  test.use({ sandboxArguments: ["--catalogue", file] });

  test("fault 25: are inert text, keep their own direction and do not spread over the page", async ({ page }) => {
    await trySandbox(page);
    await goTo(page, "Services");
    const main = page.getByRole("main");
    await expect(main.locator("bdi:visible").filter({ hasText: "onerror" }).first()).toBeVisible();
    expect(await main.locator("img, b > b").count()).toBe(0);
    expect(await page.title()).not.toContain("owned");
    const raw = await main.evaluate((element) => /[\u202a-\u202e\u0000]/.test(element.textContent ?? ""));
    expect(raw, "characters that turn the direction").toBe(false);
    const name = main.locator("bdi").filter({ hasText: "gnp.exe" }).first();
    await expect(name).toBeVisible();
    const heights = await main.locator('a[href*="/services/"]').evaluateAll((links) => links.map((link) => link.getBoundingClientRect().height));
    expect(Math.max(...heights), "height of a row").toBeLessThan(160);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wide, "wider than the window").toBeLessThanOrEqual(0);
  });
});

test.describe("a list above the limit of 16 MiB", () => {
  test.use({ sandboxArguments: ["--services", "80000"], tolerated: /Failed to load resource/ });

  test("fault 22: is refused with the reason, and the page stays awake meanwhile", async ({ page, sandbox }) => {
    await watchStops(page);
    await addAccount(page, sandbox.account("v2"), "Direct"); // the relay has a limit of its own
    await goTo(page, "Settings");
    await forgetStops(page);
    await goTo(page, "Services");
    await expect(page.getByText("The answer is too large to be real.").first()).toBeVisible({ timeout: 60_000 });
    expect(await longestStop(page), "the longest stop").toBeLessThan(1_000);
  });
});
