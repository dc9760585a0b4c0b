// Five languages, both directions: every screen is accessible and takes its direction at once.
import { expect, expectAccessible, test } from "../support/test";
import { addAccount } from "../support/steps";

const LANGUAGES = [
  ["ko", "ltr"],
  ["tr", "ltr"],
  ["ru", "ltr"],
  ["ar", "rtl"],
] as const;

for (const [language, direction] of LANGUAGES) {
  test(`${language}: every screen has its direction and axe finds nothing`, async ({ page, sandbox }) => {
    await addAccount(page, sandbox.account("v2"));
    await page.evaluate((locale) => {
      const data = { locale, theme: "auto", density: "comfortable" };
      localStorage.setItem("panelboard.settings", JSON.stringify({ v: 1, data }));
    }, language);
    for (const path of ["/", "/services", "/new", "/orders", "/accounts", "/accounts/add", "/settings"]) {
      await page.goto(new URL(path, page.url()).href);
      await expect(page.locator("html")).toHaveAttribute("lang", language);
      await expect(page.locator("html")).toHaveAttribute("dir", direction);
      await expect(page.getByRole("heading", { level: 1 })).toBeAttached();
      await expectAccessible(page);
    }
  });
}
