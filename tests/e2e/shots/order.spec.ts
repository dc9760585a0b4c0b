// The order form for each kind of service, the last question, and what became of the order.
import { PANELS, expect, test, type Studio } from "./studio";

const { north, volga } = PANELS;
const LINK = "https://www.instagram.com/p/Cabc123/";

const kind = (type: string) => (one: Record<string, unknown>) => one.type === type && Number(one.min) <= 100 && Number(one.max) >= 1000;
const plain = (one: Record<string, unknown>) => kind("Default")(one) && one.refill === true && one.cancel === true;

test("the form, empty and finding", async ({ studio, page }) => {
  await studio.add(north);
  await studio.open("/new");
  await expect(page.locator("#find")).toBeVisible();
  await studio.shot("order-form-empty", { full: true });
  await page.locator("#find").fill("instagram");
  await expect(page.locator("[role=option]").first()).toBeVisible();
  await studio.shot("order-form-finder", { full: true });
  await page.locator("#find").fill("zzzz");
  await studio.shot("order-form-finder-none", { full: true });
});

test("the form of a plain service", async ({ studio, page }) => {
  await studio.add(north);
  const service = await studio.service(north, (one) => plain(one) && one.dripfeed === true);
  await studio.fill(service, "https://www.instagram.com/p/Cabc123/?igsh=MzRl", "1000");
  await studio.shot("order-form-default", { full: true });
  await page.locator("details.more summary").click();
  await page.locator("#runs").fill("3");
  await page.locator("#interval").fill("30");
  await studio.shot("order-form-drip", { full: true });
  await studio.fill(service, "https://www.tiktok.com/@studio/video/1", "1");
  await page.locator("#link").fill("");
  await page.locator(".submit-bar .btn--primary").click();
  await expect(page.locator("[aria-invalid=true]").first()).toBeVisible();
  await studio.shot("order-form-invalid", { full: true });
  await studio.sandbox.change("/world", { balance: "0.01", profile: north.profile });
  await studio.fill(service, LINK, "1000");
  await expect(page.locator(".summary .note")).toBeVisible();
  await studio.shot("order-form-funds", { full: true });
});

test("the form of other kinds", async ({ studio, page }) => {
  await studio.add(north);
  await studio.open(`/new?service=${await studio.service(north, (one) => one.type === "Custom Comments")}`);
  await page.locator("#link").fill(LINK);
  await page.locator("#comments").fill("Beautiful work\nLove the colours\nWhere is this?\nBeautiful work\nSo calm\nGreat\nPerfect\nWow\nMore of this\nYes");
  await page.locator("#comments").blur();
  await studio.shot("order-form-comments", { full: true });
  await studio.open(`/new?service=${await studio.service(north, (one) => one.type === "Subscriptions")}`);
  await expect(page.locator("#username")).toBeVisible();
  await page.locator("#username").fill("studio.nordlys");
  await page.locator("#min").fill("100");
  await page.locator("#max").fill("200");
  await studio.shot("order-form-subscription", { full: true });
  await studio.open(`/new?service=${await studio.service(north, (one) => one.type === "Package")}`);
  await expect(page.locator("#link")).toBeVisible();
  await studio.shot("order-form-package", { full: true });
});

test("comments on a v1 panel", async ({ studio, page }) => {
  await studio.add(volga);
  await studio.open(`/new?service=${await studio.service(volga, (one) => /custom.comments/i.test(String(one.type)))}`);
  await page.locator("#link").fill(LINK);
  await page.locator("#comments").fill("Beautiful work\nWow, love it\nSo calm\nYes, please, more\nGreat\nPerfect\nNice\nTop\nGood\nBest");
  await page.locator("#comments").blur();
  await studio.shot("order-form-comments-v1", { full: true });
});

test("the last question", async ({ studio, page }) => {
  await studio.add(north);
  const service = await studio.service(north, plain);
  await studio.fill(service, LINK, "1000");
  await studio.review();
  await expect(page.locator("#confirm .btn--primary")).toBeEnabled();
  await studio.shot("confirm-open");
  await page.keyboard.press("Escape");
  await studio.pass(20);
  studio.says("services", "wait");
  await studio.review();
  await studio.shot("confirm-checking");
  await page.keyboard.press("Escape");
});

test("a changed price, and an order a second time", async ({ studio, page }) => {
  await studio.add(north);
  const service = await studio.service(north, plain);
  await studio.place(service, LINK, "1000");
  await studio.fill(service, LINK, "1000");
  await studio.review();
  await expect(page.locator("#confirm .note")).toBeVisible();
  await studio.shot("confirm-duplicate", { full: false });
  await page.keyboard.press("Escape");
  await studio.fill(service, LINK, "500");
  await expect(page.locator("#order .note")).toBeVisible();
  await studio.shot("order-form-active-link", { full: true });
  await studio.sandbox.change("/world", { rate: { service, rate: "9.75" }, profile: north.profile });
  await page.locator("#link").fill("https://www.instagram.com/p/Cother9/");
  await studio.pass(20);
  await studio.review();
  await expect(page.locator("#confirm .compare")).toBeVisible();
  await studio.shot("confirm-rate-alert");
});

test("what became of it: waiting, sending, placed", async ({ studio, page }) => {
  await studio.add(north);
  const service = await studio.service(north, plain);
  await studio.fill(service, LINK, "1000");
  studio.says("balance", "wait");
  await studio.confirm();
  await expect(page.locator(".outcome .note")).toBeVisible();
  await studio.shot("order-waiting");
});

test("what became of it: on its way", async ({ studio, page }) => {
  await studio.add(north);
  const service = await studio.service(north, plain);
  studio.says("add", "wait");
  await studio.fill(service, LINK, "1000");
  const sent = page.waitForRequest((request) => request.postData()?.includes("action=add") ?? false);
  await studio.confirm();
  await sent;
  await expect(page.locator(".outcome .note")).toBeVisible();
  await studio.shot("order-sending");
});

test("what became of it: placed, refused, not sent, unknown", async ({ studio, page }) => {
  await studio.add(north);
  const service = await studio.service(north, plain);
  await studio.fill(service, LINK, "1000");
  await studio.confirm();
  await expect(page.locator(".placed-id")).toBeVisible();
  await studio.shot("order-placed");
  await copyNumber(studio);
  await studio.shot("toast-copied");
  studio.says("add", { body: '{"error":"Not enough funds on balance"}' });
  await ended(studio, service, "https://www.instagram.com/p/Crefused/", "order-rejected");
  studio.says("add", undefined);
  studio.says("balance", "fail");
  await ended(studio, service, "https://www.instagram.com/p/Cnotsent/", "order-not-sent");
  studio.says("balance", undefined);
  studio.says("add", "fail");
  await ended(studio, service, "https://www.instagram.com/p/Cunknown/", "order-unknown");
  studio.says("add", undefined);
  await studio.fill(service, "https://www.instagram.com/p/Cunknown/", "1000");
  await studio.review();
  await expect(page.locator("#confirm .note")).toBeVisible();
  await studio.shot("confirm-unconfirmed-twin");
});

async function ended(studio: Studio, service: string, link: string, name: string): Promise<void> {
  await studio.pass(1);
  await studio.fill(service, link, "1000");
  await studio.confirm();
  await expect(studio.page.locator(".outcome .btn--primary")).toBeVisible({ timeout: 60_000 });
  await studio.shot(name);
}

async function copyNumber(studio: Studio): Promise<void> {
  await studio.page.context().grantPermissions(["clipboard-write"]);
  await studio.page.locator(".outcome .link-btn").click();
  await expect(studio.page.locator(".toast")).toBeVisible();
}
