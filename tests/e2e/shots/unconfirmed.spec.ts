// An order that nobody knows about, from the first look to the user's last word.
import { PANELS, expect, test, type Studio } from "./studio";

const { north } = PANELS;
const plain = (one: Record<string, unknown>) =>
  one.type === "Default" && one.refill === true && one.cancel === true && Number(one.min) <= 100 && Number(one.max) >= 5000;
const LINK = "https://www.instagram.com/p/Clost001/";

/// An order whose answer never comes: at the panel or not.
async function lose(studio: Studio, service: string, how: "fail" | "lose"): Promise<void> {
  studio.says("add", how);
  await studio.fill(service, LINK, "1000");
  await studio.confirm();
  await expect(studio.page.locator(".outcome .btn--primary")).toBeVisible();
  studio.says("add", undefined);
}

/// An order that the user placed on the panel's own site.
async function placedElsewhere(studio: Studio, service: string, quantity: string): Promise<string> {
  const account = studio.sandbox.accounts.find(({ name }) => name === north.profile)!;
  const body = new URLSearchParams({ key: account.key, action: "add", service, link: LINK, quantity });
  return String(((await (await fetch(account.address, { method: "POST", body })).json()) as { order: number }).order);
}

test("a number: watching, taken, misfit, settled, taken back", async ({ studio, page }) => {
  await studio.add(north);
  const service = await studio.service(north, plain);
  const other = await studio.place(service, "https://www.instagram.com/p/Cother01/", "2000");
  await lose(studio, service, "fail");
  await studio.open("/orders?tab=attention");
  await expect(page.locator(".unconfirmed [role=timer]")).toBeVisible();
  await studio.shot("unconfirmed-watching", { full: true });
  await studio.hurry();
  await studio.pass(4);
  await studio.open("/orders?tab=attention");
  await expect(page.locator(".unconfirmed .un-foot .btn").first()).toBeEnabled();
  await studio.shot("unconfirmed-looked", { full: true });
  await number(studio, other);
  await expect(page.locator(".found .hint a")).toBeVisible();
  await studio.shot("unconfirmed-taken", { full: true });
  await number(studio, await placedElsewhere(studio, service, "5000"));
  await expect(page.locator(".found .compare")).toBeVisible();
  await studio.shot("unconfirmed-misfit", { full: true });
  await page.locator(".found .note .btn").click();
  await expect(page.locator(".unconfirmed .found")).toHaveCount(0);
  await studio.shot("unconfirmed-settled", { full: true });
  await page.locator(".unconfirmed a.btn").last().click();
  await expect(page.locator(".detail[open]")).toBeVisible();
  await studio.shot("order-detail-settled", { full: true });
});

async function number(studio: Studio, number: string): Promise<void> {
  await studio.page.locator(".found input").fill(number);
  await studio.page.locator(".found .btn--primary").click();
}

test("placed by the balance, number unknown", async ({ studio, page }) => {
  await studio.add(north);
  const service = await studio.service(north, plain);
  await studio.hurry();
  await lose(studio, service, "lose");
  await studio.pass(0.5);
  await studio.open("/orders?tab=attention");
  await expect(page.locator(".unconfirmed .un-grid")).toBeVisible();
  await expect(page.locator(".unconfirmed .un-grid")).toHaveCount(0);
  await studio.pass(1);
  await studio.shot("unconfirmed-no-number", { full: true });
  await studio.open("/");
  await expect(page.locator(".attention li").first()).toBeVisible();
  await studio.shot("home-no-number", { full: true });
  await studio.open("/orders");
  await page.locator(".orders tbody .row-link").first().click();
  await expect(page.locator(".detail[open] .found")).toBeVisible();
  await studio.shot("order-detail-no-number");
});

test("not placed, with nothing against it and with the balance against it", async ({ studio, page }) => {
  await studio.add(north);
  const service = await studio.service(north, plain);
  await studio.hurry();
  await lose(studio, service, "fail");
  await studio.pass(4);
  await studio.open("/orders?tab=attention");
  await notPlaced(studio);
  await studio.shot("not-placed-question");
  await page.locator("#not-placed .btn--danger").click();
  await expect(page.locator(".unconfirmed .found")).toHaveCount(0);
  await studio.shot("unconfirmed-not-placed", { full: true });
  await studio.pass(1);
  await lose(studio, service, "lose");
  await studio.pass(20);
  await studio.open("/orders?tab=attention");
  await notPlaced(studio);
  await studio.shot("not-placed-against", { full: true });
});

async function notPlaced(studio: Studio): Promise<void> {
  const press = studio.page.locator(".unconfirmed .un-foot button.btn").first();
  await expect(press).toBeEnabled();
  await press.click();
  await expect(studio.page.locator("#not-placed")).toBeVisible();
}

test("an order over a relay that lost the answer; the question over a relay and without funds", async ({ studio, page }) => {
  const account = studio.sandbox.account("v2");
  await studio.test(north, { address: account.address });
  await expect(page.locator("#outcome .panel")).toBeVisible();
  await page.locator("#name").fill("By the relay");
  await page.locator(".submit-bar .btn--primary").click();
  await expect(page.locator(".accounts")).toBeVisible();
  const service = await studio.service(north, plain);
  await studio.fill(service, LINK, "1000");
  await studio.review();
  await expect(page.locator("#confirm .btn--primary")).toBeEnabled();
  await studio.shot("confirm-relay");
  await studio.sandbox.change("/faults", { kind: "rst", action: "add", times: 1 });
  await page.locator("#confirm .btn--primary").click();
  await expect(page.locator(".outcome .btn--primary")).toBeVisible();
  await studio.pass(4);
  await studio.open("/orders?tab=attention");
  await expect(page.locator(".unconfirmed")).toBeVisible();
  await studio.shot("unconfirmed-relay", { full: true });
  await studio.sandbox.change("/world", { balance: "0.01", profile: north.profile });
  await studio.pass(120);
  await studio.fill(service, "https://www.instagram.com/p/Cpoor001/", "1000");
  await studio.review();
  await expect(page.locator("#confirm .note").first()).toBeVisible();
  await studio.shot("confirm-funds");
});
