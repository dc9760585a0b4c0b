// Five languages, both directions: chosen in Settings, taken on at once, and right to left on every
// screen.
import { expect, expectAccessible, test } from "../support/test";
import { addAccount, plainService } from "../support/steps";
import { say, type Language } from "../support/words";

const LANGUAGES: [Language, "ltr" | "rtl"][] = [["ko", "ltr"], ["tr", "ltr"], ["ru", "ltr"], ["ar", "rtl"], ["en", "ltr"]];

test("a language is chosen in Settings: words and direction change without a reload, and are kept", async ({ page, sandbox }) => {
  await addAccount(page, sandbox.account("v2"));
  await page.goto(new URL("/settings", page.url()).href);
  await page.evaluate(() => Object.assign(globalThis, { sameDocument: true }));
  for (const [language, direction] of LANGUAGES) {
    await page.locator("#language").selectOption(language);
    await expect(page.locator("html")).toHaveAttribute("lang", language);
    await expect(page.locator("html")).toHaveAttribute("dir", direction);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(say(language, "settings.title"));
    await expect(page.getByRole("navigation").filter({ visible: true })).toContainText(say(language, "nav.orders"));
    await expect(page).toHaveTitle(new RegExp(say(language, "settings.title")));
  }
  expect(await page.evaluate(() => "sameDocument" in globalThis)).toBe(true);
  await page.locator("#language").selectOption("ru");
  await expect(page.locator("html")).toHaveAttribute("lang", "ru");
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(say("ru", "settings.title"));
});

test.describe("right to left", () => {
  test.use({ world: { speed: 0 } });

  test("axe finds nothing on any screen, and figures keep their direction", async ({ page, sandbox }) => {
    test.setTimeout(180_000);
    const account = sandbox.account("v2");
    const service = await plainService(account);
    await addAccount(page, account);
    await page.evaluate(() => {
      const data = { locale: "ar", theme: "auto", density: "comfortable" };
      localStorage.setItem("panelboard.settings", JSON.stringify({ v: 1, data }));
    });
    const visit = async (path: string, ready: string) => {
      await page.goto(new URL(path, page.url()).href);
      await expect(page.locator("html[dir=rtl][lang=ar]")).toBeAttached();
      await expect(page.locator(ready).filter({ visible: true }).first()).toBeVisible();
      await expectAccessible(page);
    };
    await visit("/", ".accounts .money");
    await visit("/accounts", ".rows .btn--danger");
    await visit("/accounts/add", "#address");
    await visit("/settings", "#language");
    await visit("/services", ".services .c-name a");
    await page.locator(".services .c-name a").first().click();
    await expect(page.locator(".detail[open]")).toBeVisible();
    await expectAccessible(page);

    await visit(`/new?service=${service.service}`, ".picked");
    await page.locator("#link").fill("https://www.instagram.com/p/Crtl01/");
    await page.locator("#quantity").fill("100");
    await page.locator(".submit-bar button").click();
    await expect(page.locator("#confirm .btn--primary")).toBeEnabled(); // half way there its contrast is low
    await expectAccessible(page);
    await page.locator("#confirm .btn--primary").click();
    await expect(page.locator(".placed-id")).toBeVisible();
    await expectAccessible(page);
    await visit("/orders", ".orders tbody tr");
    await page.locator(".orders .row-link").first().click();
    await expect(page.locator(".detail[open]")).toBeVisible();
    await expectAccessible(page);
    for (const text of await page.locator(".detail bdi[dir=ltr]").all()) expect(await readsLeftToRight(text)).toBe(true);
  });
});

/// Whether the characters of an id or link stand from left to right, whatever surrounds them.
async function readsLeftToRight(text: import("@playwright/test").Locator): Promise<boolean> {
  return text.evaluate((element) => {
    const node = document.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode();
    if (!node) return true;
    const range = document.createRange();
    const places = [...node.textContent!].map((_, at) => {
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      return range.getBoundingClientRect();
    });
    const wraps = (one: DOMRect, next: DOMRect) => next.top >= one.bottom;
    return places.every((next, at) => at === 0 || wraps(places[at - 1], next) || next.left >= places[at - 1].left);
  });
}
