// Home, accounts, settings, and what stands over every screen.
import { PANELS, expect, test } from "./studio";

const { north, volga } = PANELS;

test("home", async ({ studio, page }) => {
  await studio.add(volga);
  await studio.add(north);
  await expect(page.locator(".accounts .money").nth(1)).toBeVisible();
  await studio.shot("home-empty");
  const service = await studio.service(north, plain);
  const moved = await studio.place(service, "https://www.instagram.com/p/Cfirst01/", "1000");
  await studio.place(service, "https://www.instagram.com/p/Csecond2/", "2500");
  const order = { id: moved, state: "partial", remains: 376 };
  await studio.sandbox.change("/world", { order, profile: north.profile });
  studio.says("add", { body: '{"error":"Not enough funds on balance"}' });
  await studio.fill(service, "https://www.instagram.com/p/Cthird03/", "500");
  await studio.confirm();
  await expect(page.locator(".outcome .btn--primary")).toBeVisible();
  studio.says("add", "fail");
  await studio.fill(service, "https://www.instagram.com/p/Cfourth4/", "500");
  await studio.confirm();
  await expect(page.locator(".outcome .btn--primary")).toBeVisible();
  await studio.pass(5);
  await studio.open("/");
  await expect(page.locator(".attention li").nth(1)).toBeVisible();
  await expect(page.locator(".accounts .money").nth(1)).toBeVisible();
  await studio.shot("home-content", { full: true });
});

test("home, balances", async ({ studio, page }) => {
  await studio.add(north);
  await studio.add(volga);
  studio.says("balance", "wait");
  await studio.open("/");
  await expect(page.locator(".accounts .skel").first()).toBeVisible();
  await studio.shot("home-loading");
  studio.says("balance", { status: 503, body: '{"error":"Service temporarily unavailable"}' });
  await studio.open("/");
  await expect(page.locator(".accounts")).toBeVisible();
  await studio.pass(2);
  await expect(page.locator(".accounts .skel")).toHaveCount(0);
  await studio.shot("home-error");
});

test("accounts and their removal", async ({ studio, page }) => {
  await studio.open("/accounts");
  await expect(page.locator(".empty")).toBeVisible();
  await studio.shot("accounts-empty");
  await studio.add(north);
  await studio.add(volga);
  await studio.open("/accounts");
  await expect(page.locator(".rows .btn--danger").nth(1)).toBeVisible();
  await studio.shot("accounts-content");
  await page.locator(".rows .btn--danger").first().click();
  await expect(page.locator("#remove")).toBeVisible();
  await studio.shot("accounts-remove-keep");
  await page.locator("#remove input[type=radio]").nth(1).check();
  await expect(page.locator("#erase")).toBeVisible();
  await studio.shot("accounts-remove-erase");
});

test("settings, switcher, shortcuts, offline, not found", async ({ studio, page, context }) => {
  await studio.add(north);
  await studio.add(volga);
  await studio.open("/settings");
  await expect(page.locator(".settings")).toBeVisible();
  await studio.shot("settings-content", { full: true });
  await studio.open("/");
  await page.locator(".switcher:visible").first().click();
  await expect(page.locator(".dialog--menu")).toBeVisible();
  await studio.shot("switcher-open");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Shift+?");
  await expect(page.locator("#shortcuts")).toBeVisible();
  await studio.shot("shortcuts-open");
  await page.keyboard.press("Escape");
  await context.setOffline(true);
  await expect(page.locator(".strip")).toBeVisible();
  await studio.shot("offline-strip");
  await context.setOffline(false);
  await studio.open("/nothing/here");
  await expect(page.locator(".narrow")).toBeVisible();
  await studio.shot("not-found");
});

const plain = (one: Record<string, unknown>) =>
  one.type === "Default" && one.refill === true && one.cancel === true && Number(one.min) <= 100 && Number(one.max) >= 5000;
