// Every screen under the folder that the site was built for: links stay inside, a reload stays where it
// is, nothing fails.
import { Sandbox } from "../support/servers";
import { BASE, expect, expectRunning, isLocal, test } from "./site";

test.use({ serviceWorkers: "block" });

const LINKS = ["Services", "New order", "Orders", "Home"];

test("a first visit asks for nothing that is not there", async ({ page, host, watch }) => {
  await page.goto(host.at());
  await expectRunning(page);
  await page.waitForLoadState("networkidle");
  expect(host.failed).toEqual([]);
  expect(watch.addresses.filter((address) => !address.startsWith(host.at()))).toEqual([]);
});

test.describe("with an account", () => {
  // The host has no relay, and answers an address of the app with its 404.html.
  test.use({ tolerated: /status of 404/ });
  test.skip(!isLocal, "a published site reaches https panels only");

  test("every main link stays under the folder, and a reload stays where it is", async ({ page, host, watch }) => {
    const sandbox = await Sandbox.start();
    try {
      await page.goto(host.at());
      await page.getByRole("link", { name: "Add an account" }).click();
      await expect(page).toHaveURL(host.at("accounts/add"));
      const account = sandbox.account("v2");
      await page.getByLabel("Panel address").fill(account.address);
      await page.getByLabel("API key").fill(account.key);
      await page.getByRole("button", { name: "Test connection" }).click();
      await page.getByRole("button", { name: "Save account" }).click();
      await expect(page).toHaveURL(host.at());
      for (const name of [...LINKS, "Settings"]) {
        const link = page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: new RegExp(`^${name}`) });
        await link.click();
        const heading = page.getByRole("heading", { level: 1, name });
        await expect(heading).toBeAttached();
        expect(new URL(page.url()).pathname.startsWith(BASE), page.url()).toBe(true);
        const address = page.url();
        await page.reload();
        await expect(heading).toBeAttached();
        await expect(link).toHaveAttribute("aria-current", "page");
        expect(page.url()).toBe(address);
      }
      await page.goto(host.at("accounts"));
      await page.getByRole("main").getByRole("link", { name: /^Edit/ }).first().click();
      await expect(page.getByText("What this panel supports, and how we know").first()).toBeVisible();
      await page.keyboard.press("g");
      await page.keyboard.press("s");
      await expect(page.getByRole("heading", { level: 1, name: "Services" })).toBeAttached();
      await page.getByRole("row").getByRole("link").first().click();
      await expect(page.getByRole("dialog", { name: "Service details" })).toBeVisible();
      await page.reload();
      await page.getByRole("dialog", { name: "Service details" }).getByRole("link", { name: "Order", exact: true }).click();
      await expect(page.getByRole("heading", { level: 1, name: "New order" })).toBeAttached();
      const outside = await page.locator("a[href^='/']").evaluateAll((links, base) => links.map((link) => link.getAttribute("href")!).filter((href) => !href.startsWith(base)), BASE);
      expect(outside).toEqual([]);
      // What the host answered with 404: addresses of the app itself, and what only a relay knows.
      const missing = host.failed.filter((line) => !/404 .*\/(panels|accounts\/?\w*|services\/?.*|new|orders|settings)$/.test(line));
      expect(missing).toEqual([]);
      const foreign = watch.addresses.filter((address) => !address.startsWith(host.at()) && !address.startsWith(account.address) && !address.endsWith("/panels"));
      expect(foreign).toEqual([]);
    } finally {
      await sandbox.stop();
    }
  });
});

test("a language is fetched from the site's own folder", async ({ page, host }) => {
  await page.addInitScript(() => localStorage.setItem("panelboard.settings", JSON.stringify({ v: 1, data: { locale: "ko", theme: "", density: "" } })));
  await page.goto(host.at());
  await expectRunning(page);
  await expect(page.locator("html")).toHaveAttribute("lang", "ko");
  await expect.poll(() => host.asked.some((line) => line.includes(`${BASE}locales/ko.json`))).toBe(true);
});
