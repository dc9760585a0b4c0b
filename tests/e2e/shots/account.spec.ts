// The page of one account: its parts, each test and change with its answer, what a removed account left.
import { PANELS, expect, test, type Studio } from "./studio";

const { north, volga } = PANELS;

/// The page of an account by its place in the list.
async function openAccount(studio: Studio, at = 0): Promise<void> {
  await studio.open("/accounts");
  const edit = studio.page.locator(".account-list a.btn").nth(at);
  await expect(edit).toBeVisible();
  await studio.go((await edit.getAttribute("href"))!);
  await expect(studio.page.locator(".hues")).toBeVisible();
}

test("an account's page, all of it", async ({ studio, page }) => {
  await studio.add(north);
  await openAccount(studio);
  await page.locator("details.more summary").click();
  await studio.shot("account-content", { full: true });
  await page.locator("#name").fill("Northpanel of the agency, second contract, invoices to Anna");
  await page.locator("#name").blur();
  await page.locator("label.hue").nth(3).click();
  await page.locator(".seg").first().locator("label, button").nth(1).click();
  await page.locator("#currency").fill("EUR");
  await page.locator("#currency").blur();
  await page.locator("#can-refill").selectOption("no");
  await page.locator("#can-request-id").selectOption("yes");
  await page.locator("#id-many-status").selectOption({ index: 2 });
  await studio.shot("account-own-words", { full: true });
});

test("an account's route and key, tested again", async ({ studio, page }) => {
  await studio.add(north);
  await openAccount(studio);
  const again = page.locator(".settings .field .row .btn").first();
  const note = page.locator(".settings .note");
  await again.click();
  await expect(note).toBeVisible();
  await studio.shot("account-test-same", { full: true });
  await page.locator(".seg").nth(1).locator("label, button").first().click(); // v1, by hand
  await again.click();
  await expect(page.locator(".compare")).toBeVisible();
  await studio.shot("account-test-changed", { full: true });
  studio.says("balance", "fail");
  await again.click();
  await expect(note).toBeVisible();
  await studio.shot("account-test-failed", { full: true });
  studio.says("balance", undefined);
  await page.locator("#key").fill("another-key-that-is-wrong-0001");
  await page.locator("#key").press("Enter");
  await expect(page.locator("#key[aria-invalid=true]")).toBeVisible();
  await studio.shot("account-key-refused", { full: true });
  studio.says("balance", { body: '{"balance":"93.20120","currency":"USD"}' });
  await page.locator("#key").fill("another-key-that-is-right-0002");
  await page.locator("#key").press("Enter");
  await expect(page.locator(".note[data-state=completed]")).toBeVisible();
  await studio.shot("account-key-changed", { full: true });
});

test("orders of an account that was removed", async ({ studio, page }) => {
  await studio.add(north);
  const service = await studio.service(north, (one) => one.type === "Default" && Number(one.min) <= 100 && Number(one.max) >= 5000);
  await studio.place(service, "https://www.instagram.com/p/Cgone001/", "1000");
  studio.says("add", "fail");
  await studio.fill(service, "https://www.instagram.com/p/Cgone002/", "1500");
  await studio.confirm();
  await expect(page.locator(".outcome .btn--primary")).toBeVisible();
  studio.says("add", undefined);
  await studio.pass(4);
  await studio.open("/accounts");
  await page.locator(".rows .btn--danger").first().click();
  await page.locator("#remove .dialog-foot .btn, #remove footer .btn").last().click();
  await expect(page.locator(".empty")).toBeVisible();
  await page.waitForTimeout(500); // what was removed is gone from the database too
  await studio.open("/");
  await expect(page.locator(".actions-col button, .attention li").first()).toBeVisible();
  await studio.shot("orphans-first-run", { full: true });
  await studio.add(volga);
  await studio.open("/");
  await expect(page.locator(".attention li").first()).toBeVisible();
  await studio.shot("orphans-home", { full: true });
  await studio.open("/orders");
  await expect(page.locator(".orders tbody tr").nth(1)).toBeVisible();
  await studio.shot("orphans-orders");
  await studio.open("/orders?tab=attention");
  await expect(page.locator(".unconfirmed")).toBeVisible();
  await studio.shot("orphans-unconfirmed", { full: true });
  await studio.open("/orders");
  await page.locator(".orders tbody .row-link").last().click();
  await expect(page.locator(".detail[open]")).toBeVisible();
  await studio.shot("orphans-detail");
  // With another key it is another account, until it takes them over.
  studio.says("balance", { body: '{"balance":"93.20120","currency":"USD"}' });
  await studio.add({ ...north, key: "another-key-of-this-panel-0002" } as unknown as typeof north);
  await openAccount(studio, 1);
  const take = page.locator(".settings .rows .btn").first();
  await expect(take).toBeVisible();
  await studio.shot("orphans-account", { full: true });
  await take.click();
  await expect(page.locator("#take-over")).toBeVisible();
  await studio.shot("orphans-take-over");
});

test("records that are missing", async ({ studio, page }) => {
  await studio.add(north);
  const service = await studio.service(north, (one) => one.type === "Default" && Number(one.min) <= 100 && Number(one.max) >= 5000);
  await studio.place(service, "https://www.instagram.com/p/Cmiss001/", "1000");
  await page.goto(`${studio.origin}/icon.svg`);
  await page.evaluate(async () => {
    const deleting = indexedDB.deleteDatabase("panelboard");
    await new Promise((done) => (deleting.onsuccess = done));
  });
  await studio.open("/");
  await expect(page.locator(".main .note").first()).toBeVisible();
  await studio.shot("alarm-lost", { full: true });
  await studio.fill(service, "https://www.instagram.com/p/Cmiss002/", "1000");
  await studio.review();
  await expect(page.locator("#confirm label.typed")).toBeVisible();
  await studio.shot("confirm-records-missing");
});
