// The last press before money leaves: it cannot be answered or closed by the press that opened it, and
// what is known of the link and the funds stands in front of it.
import { expect, expectAccessible, test } from "../support/test";
import { addAccount, chooseService, confirmOrder, countsOf, fillOrder, placeOrder, plainService } from "../support/steps";

const LINK = "https://www.instagram.com/p/Cabc123/";

test.describe("an order ready to be placed", () => {
  test.beforeEach(async ({ page, sandbox }) => {
    const account = sandbox.account("v2");
    await addAccount(page, account);
    await chooseService(page, await plainService(account));
    await fillOrder(page, LINK, 100);
  });

  for (const delay of [0, 180]) {
    test(`d06 a double click (${delay} ms) on Place order leaves the question open and places nothing`, async ({ page, sandbox, isMobile }) => {
      test.skip(Boolean(isMobile), "a double click is a mouse's");
      const place = page.getByRole("button", { name: /^Place order/ });
      const box = (await place.boundingBox())!;
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2, { clickCount: 1 });
      await page.waitForTimeout(delay); // the pause of a hand
      await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2, { clickCount: 2 });
      const dialog = page.getByRole("dialog", { name: "Place this order?" });
      await expect(dialog).toBeVisible();
      await page.mouse.click(5, 5); // beside it
      await expect(dialog).toBeVisible();
      expect(await countsOf(sandbox, sandbox.account("v2"))).toMatchObject({ adds_received: 0 });
    });
  }

  test("d06 a key that is held down answers nothing; Ctrl+Enter confirms once the guard time is over", async ({ page, sandbox, isMobile }) => {
    test.skip(Boolean(isMobile), "no keyboard");
    const account = sandbox.account("v2");
    await page.getByLabel("Link", { exact: true }).focus();
    await page.keyboard.down("Control");
    await page.keyboard.down("Enter");
    for (let again = 0; again < 12; again += 1) await page.keyboard.down("Enter"); // the same key, held
    await page.keyboard.up("Enter");
    await page.keyboard.up("Control");
    const dialog = page.getByRole("dialog", { name: "Place this order?" });
    await expect(dialog).toBeVisible();
    expect(await countsOf(sandbox, account)).toMatchObject({ adds_received: 0 });
    await expect(page.getByRole("button", { name: /^Confirm/ })).toBeEnabled();
    await page.keyboard.press("Control+Enter");
    await expect(page.getByText("Order placed")).toBeVisible();
    expect(await countsOf(sandbox, account)).toMatchObject({ adds_received: 1 });
  });
});

test("d13 an order that still runs for this link is told in the form, before a quantity is typed, and in the question", async ({ page, sandbox }) => {
  await sandbox.change("/world", { speed: 0 });
  const account = sandbox.account("v2");
  await addAccount(page, account);
  const service = await plainService(account);
  await placeOrder(page, service, LINK);
  await page.keyboard.press("Escape");
  await chooseService(page, service);
  await page.getByLabel("Link", { exact: true }).fill("instagram.com/p/Cabc123?utm_source=x");
  const note = page.getByText("An order for this link is still running").first();
  await expect(note).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("textbox", { name: /^Quantity/ }).fill("200");
  await page.getByRole("button", { name: /^Place order/ }).click();
  await expect(page.getByRole("dialog", { name: "Place this order?" }).getByText("still running")).toBeVisible();
});

test("d13 missing funds are told in the question too", async ({ page, sandbox }) => {
  await sandbox.change("/world", { balance: "0.0001" });
  const account = sandbox.account("v2");
  await addAccount(page, account);
  await chooseService(page, await plainService(account));
  await fillOrder(page, LINK, 1000);
  await page.getByRole("button", { name: /^Place order/ }).click();
  await expect(page.getByRole("dialog", { name: "Place this order?" }).getByText("Not enough balance")).toBeVisible();
});

test("d04 a direct route says at the confirmation what it can mean; over a relay there is nothing to say", async ({ page, sandbox }) => {
  const account = sandbox.account("v2");
  await addAccount(page, account, "Direct");
  await chooseService(page, await plainService(account));
  await fillOrder(page, LINK, 100);
  await page.getByRole("button", { name: /^Place order/ }).click();
  await expect(page.getByRole("dialog", { name: "Place this order?" }).getByText("Direct route")).toBeVisible();
});

test.describe("a panel that breaks the connection", () => {
  test.use({ tolerated: /Failed to load resource/ });

  test("d04 with a relay that knows the panel, Auto takes the relay: a broken answer is one order", async ({ page, sandbox }) => {
    const account = sandbox.account("v2");
    await addAccount(page, account);
    await sandbox.change("/faults", { kind: "rst", action: "add" });
    await chooseService(page, await plainService(account));
    await fillOrder(page, LINK, 100);
    await confirmOrder(page);
    await expect(page.getByRole("heading", { name: "New order" })).toBeAttached();
    await expect.poll(async () => (await countsOf(sandbox, account)).adds_received).toBe(1);
    await page.waitForTimeout(2_000); // a second one would have come by now
    expect(await countsOf(sandbox, account)).toMatchObject({ adds_received: 1 });
  });
});
