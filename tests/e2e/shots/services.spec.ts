// The services of an account in each of their looks.
import { PANELS, expect, test } from "./studio";

const { north, volga } = PANELS;

test("services as they come", async ({ studio, page }) => {
  await studio.add(north);
  await studio.open("/services");
  await expect(page.locator(".services .c-name a").first()).toBeVisible();
  studio.says("services", "wait");
  await studio.pass(120); // older than an hour: read again while the kept list shows
  await studio.open("/services");
  await expect(page.locator(".services .c-name a").first()).toBeVisible();
  await expect(page.locator(".refreshing")).toBeVisible();
  await studio.shot("services-kept");
});

test("services, first load and failures", async ({ studio, page }) => {
  studio.says("services", { body: '{"error":"Service temporarily unavailable"}' });
  await studio.test(north);
  await expect(page.locator("#outcome .panel")).toBeVisible();
  await page.locator(".submit-bar .btn--primary").click();
  await expect(page.locator(".accounts")).toBeVisible();
  studio.says("services", "wait");
  await studio.open("/services");
  await expect(page.locator(".toolbar")).toBeVisible();
  await expect(page.locator(".skel").first()).toBeVisible();
  await studio.shot("services-loading");
  studio.says("services", { body: '{"error":"Service temporarily unavailable"}' });
  await studio.open("/services");
  await expect(page.locator(".main .note")).toBeVisible();
  await studio.shot("services-error");
  studio.says("services", { body: "[]" });
  await studio.open("/services");
  await expect(page.locator(".empty")).toBeVisible();
  await studio.shot("services-empty");
  studio.says("services", { body: ODD });
  await studio.pass(120); // an empty list is a list, and kept
  await studio.open("/services");
  await expect(page.locator("details.skipped")).toBeVisible();
  await page.locator("details.skipped summary").click();
  await studio.shot("services-skipped");
});

test("services found, filtered, not found, opened", async ({ studio, page }) => {
  await studio.add(north);
  await studio.open("/services");
  await expect(page.locator(".services .c-name a").first()).toBeVisible();
  await studio.shot("services-content");
  await page.locator(".pills .pill").first().click();
  await page.locator("#search").fill("instagram likes");
  await page.locator(".input--qty input").fill("2500");
  await studio.shot("services-found");
  await page.locator("#search").fill("zzzz nothing");
  await expect(page.locator(".empty")).toBeVisible();
  await studio.shot("services-no-match");
  await studio.open("/services");
  const row = page.locator(".services .c-name a").nth(2);
  await expect(row).toBeVisible();
  await row.click();
  await expect(page.locator(".detail[open]")).toBeVisible();
  await studio.shot("services-detail");
  await studio.open("/services?q=instagram");
  await expect(page.locator(".services .c-name a").first()).toBeVisible();
  studio.says("services", { body: '{"error":"Service temporarily unavailable"}' });
  await studio.pass(180);
  await page.locator(".page-head .icon-btn").click();
  await expect(page.locator(".strip")).toBeVisible();
  await studio.shot("services-stale");
});

test("services of a v1 panel", async ({ studio, page }) => {
  await studio.add(volga);
  await studio.open("/services");
  await expect(page.locator(".services .c-name a").first()).toBeVisible();
  await studio.shot("services-v1");
});

/// Rows that a panel should not have sent, beside good ones.
const ODD = JSON.stringify([
  { service: 1, name: "Instagram Likes [R30]", type: "Default", category: "Instagram", rate: "0.90", min: "10", max: "5000", refill: true, cancel: true },
  "not a service",
  { name: "without a number", rate: "1" },
  { service: 2, name: "인스타그램 팔로워 【한국】 ⭐ 30일 보장", type: "Default", category: "Instagram", rate: "12.5", min: "100", max: "100000", refill: true },
  { service: 3, name: "متابعين انستقرام عرب [ضمان 30 يوم]", type: "Default", category: "Instagram", rate: "4.2", min: "50", max: "20000" },
  { service: 4, name: "<b>Telegram Members</b> &amp; views 🚀🚀🚀 MAX 1M Instant start, 50K/day speed, no drop guaranteed, best price in the market", type: "Default", category: "Telegram", rate: "free?", min: "1", max: "9" },
]);
