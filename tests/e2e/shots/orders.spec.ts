// The order book: the list, an order in full, what can be asked of it, what nobody knows.
import { PANELS, expect, test, type Studio } from "./studio";

const { north, volga } = PANELS;
const plain = (one: Record<string, unknown>) =>
  one.type === "Default" && one.refill === true && one.cancel === true && Number(one.min) <= 100 && Number(one.max) >= 5000;

const link = (name: string) => `https://www.instagram.com/p/${name}/`;

async function becomes(studio: Studio, id: string, state: string, remains?: number): Promise<void> {
  const order = remains === undefined ? { id, state } : { id, state, remains };
  await studio.sandbox.change("/world", { order, profile: north.profile });
}

/// Asks the panels anew, as the button does.
async function refresh(studio: Studio): Promise<void> {
  await studio.pass(1);
  await studio.page.locator(".page-head .icon-btn").click();
}

test("orders while the journal opens, and when it cannot", async ({ studio, page }) => {
  await studio.add(north);
  await page.addInitScript(openDatabase, "never");
  await studio.open("/orders");
  await expect(page.locator(".skel").first()).toBeVisible();
  await studio.shot("orders-loading");
  await page.addInitScript(openDatabase, "fails");
  await studio.open("/orders");
  await expect(page.locator(".main .note").first()).toBeVisible();
  await studio.shot("orders-no-journal");
});

/// In the page: a database that does not open, or refuses to.
function openDatabase(how: "never" | "fails"): void {
  IDBFactory.prototype.open = function open() {
    if (how === "fails") throw new DOMException("Internal error opening backing store.", "UnknownError");
    return new EventTarget() as IDBOpenDBRequest;
  };
}

test("no orders yet", async ({ studio, page }) => {
  await studio.add(north);
  await studio.open("/orders");
  await expect(page.locator(".empty")).toBeVisible();
  await studio.shot("orders-empty");
  await studio.open("/orders?tab=attention");
  await expect(page.locator(".empty")).toBeVisible();
  await studio.shot("orders-tab-empty");
});

test("orders in their states", async ({ studio, page }) => {
  test.setTimeout(300_000);
  await studio.add(north);
  const services = [await studio.service(north, plain), await studio.service(north, (one) => plain(one) && /tiktok|youtube/i.test(String(one.name)))];
  const numbers: string[] = [];
  for (const [at, name] of ["Cdone001", "Cpart002", "Crun0003", "Cstop004", "Cwait005"].entries()) {
    numbers.push(await studio.place(services[at % 2], link(name), String(1000 + 500 * at)));
  }
  studio.says("add", { body: '{"error":"Not enough funds on balance"}' });
  await studio.fill(services[0], link("Cno00006"), "1000");
  await studio.confirm();
  await expect(page.locator(".outcome .btn--primary")).toBeVisible();
  studio.says("add", undefined);
  await becomes(studio, numbers[0], "completed");
  await becomes(studio, numbers[1], "partial", 376);
  await becomes(studio, numbers[2], "in_progress", 820);
  await becomes(studio, numbers[3], "canceled");
  await studio.open("/orders");
  await expect(page.locator(".orders tbody tr").nth(5)).toBeVisible();
  await refresh(studio);
  await expect(page.locator(".orders [data-state=partial]").first()).toBeVisible();
  await studio.shot("orders-content");
  await page.locator("#search").fill("nothing like this");
  await expect(page.locator(".empty")).toBeVisible();
  await studio.shot("orders-no-match");
  await page.locator("#search").fill("");
  for (const [name, at] of [["completed", 0], ["partial", 1], ["running", 2], ["canceled", 3]] as const) {
    await studio.open(`/orders/${await current(studio)}/${numbers[at]}`);
    await expect(page.locator(".detail[open]")).toBeVisible();
    await studio.shot(`order-detail-${name}`);
  }
  await studio.open(`/orders/${await current(studio)}/${numbers[0]}`);
  await asks(studio, "refill");
  await studio.open(`/orders/${await current(studio)}/${numbers[2]}`);
  await asks(studio, "cancel");
  await studio.open("/orders");
  await page.locator(".orders tbody .row-link").first().click();
  await expect(page.locator(".detail[open]")).toBeVisible();
  await studio.shot("order-detail-rejected");
  studio.says("status", "fail");
  await studio.open("/orders");
  await expect(page.locator(".orders tbody tr").nth(5)).toBeVisible();
  await refresh(studio);
  await studio.pass(2);
  await expect(page.locator(".strip")).toBeVisible();
  await studio.shot("orders-error");
});

/// The question, and what the panel said.
async function asks(studio: Studio, what: "refill" | "cancel"): Promise<void> {
  const { page } = studio;
  const foot = page.locator(".detail-foot > button.btn");
  await expect(foot.first()).toBeVisible();
  await (what === "cancel" ? foot.first() : foot.last()).click();
  await expect(page.locator("#ask")).toBeVisible();
  await studio.shot(`${what}-dialog`);
  await page.locator("#ask .btn--primary").click();
  await expect(page.locator(".answers")).toBeVisible();
  await expect(page.locator(".answers [data-state=completed]")).toBeVisible();
  await studio.pass(1);
  await studio.shot(`${what}-asked`);
}

/// The id that the app gave its first account.
async function current(studio: Studio): Promise<string> {
  return studio.page.evaluate(() => JSON.parse(localStorage.getItem("panelboard.accounts")!).data.current);
}

test("an order at a v1 panel", async ({ studio, page }) => {
  await studio.add(volga);
  const service = await studio.service(volga, (one) => String(one.type).toLowerCase() === "default" && Number(one.min) <= 100 && Number(one.max) >= 1000);
  const number = await studio.place(service, link("Cvone001"), "500");
  await studio.open(`/orders/${await current(studio)}/${number}`);
  await expect(page.locator(".detail[open]")).toBeVisible();
  await studio.shot("order-detail-v1");
});

test("orders that nobody knows about", async ({ studio, page }) => {
  await studio.add(north);
  const service = await studio.service(north, plain);
  studio.says("add", "fail");
  await studio.fill(service, link("Clost001"), "1000");
  await studio.confirm();
  await expect(page.locator(".outcome .btn--primary")).toBeVisible();
  await studio.pass(4);
  await studio.open("/orders");
  await expect(page.locator(".strip")).toBeVisible();
  await studio.shot("orders-unconfirmed-strip");
  await studio.open("/orders?tab=attention");
  await expect(page.locator(".unconfirmed")).toBeVisible();
  await studio.pass(1);
  await studio.shot("unconfirmed-card", { full: true });
  await page.locator(".found input").fill("99999999");
  await page.locator(".found .btn--primary").click();
  await expect(page.locator(".found .hint--error")).toBeVisible();
  await studio.shot("unconfirmed-not-found", { full: true });
});
