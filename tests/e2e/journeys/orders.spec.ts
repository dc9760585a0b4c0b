// The whole path of a real order: account, services, form, confirmation, following, refill, cancel.
import { expect, expectAccessible, test } from "../support/test";
import { addAccount, fillOrder, chooseService, confirmOrder, goTo, letDaysPass, placeOrder, plainService, trySandbox } from "../support/steps";

type Counts = Record<string, { adds_received: number; orders: number }>;

test.describe("an order that the panel completes", () => {
  test.use({ sandboxArguments: ["--fate", "complete"] });

  for (const route of ["Direct", "Relay"] as const) {
    test(`v2, route ${route}: placed, followed by itself, refilled`, async ({ page, sandbox }) => {
      test.setTimeout(240_000);
      const account = sandbox.account("v2");
      await addAccount(page, account, route);
      const number = await placeOrder(page, await plainService(account));
      const counts = await sandbox.look<Counts>("/counts");
      expect(counts[account.name]).toMatchObject({ adds_received: 1, orders: 1 });

      const detail = page.getByRole("dialog", { name: "Order details" });
      await expect(detail.getByText(number).first()).toBeVisible();
      await letDaysPass(sandbox, 30);
      await expect(detail.getByText("Completed").first()).toBeVisible({ timeout: 90_000 });
      await expectAccessible(page);

      await detail.getByRole("button", { name: "Refill", exact: true }).click();
      await page.getByRole("button", { name: "Ask for refill" }).click();
      await expect(detail.getByText(/Asked|Declined/).first()).toBeVisible();

      await page.reload();
      await expect(detail.getByText(number).first()).toBeVisible();
    });
  }

  test("v1: placed and followed; refill and cancel are absent with the reason", async ({ page, sandbox }) => {
    test.setTimeout(240_000);
    const account = sandbox.account("v1");
    await addAccount(page, account);
    await placeOrder(page, await plainService(account));
    const detail = page.getByRole("dialog", { name: "Order details" });
    await expect(detail.getByRole("button", { name: "Refill", exact: true })).toHaveCount(0);
    await expect(detail.getByText("neither refill nor cancel")).toBeVisible();
  });
});

test.describe("an order that has just begun", () => {
  test.use({ sandboxArguments: ["--speed", "0"] });

  test("is canceled on request", async ({ page, sandbox }) => {
    await trySandbox(page);
    await placeOrder(page, await plainService(sandbox.account("v2")));
    const detail = page.getByRole("dialog", { name: "Order details" });
    await detail.getByRole("button", { name: "Cancel order" }).click();
    await page.getByRole("button", { name: "Ask to cancel" }).click();
    await expect(detail.getByText(/Asked|Declined/).first()).toBeVisible();
  });

  test("shows in the list and on Home after a reload", async ({ page, sandbox }) => {
    await trySandbox(page);
    const service = await plainService(sandbox.account("v2"));
    const number = await placeOrder(page, service);
    await page.getByRole("dialog", { name: "Order details" }).getByRole("button", { name: "Close" }).click();
    await goTo(page, "Orders");
    await expect(page.getByRole("row").filter({ hasText: number })).toBeVisible();
    await expectAccessible(page);
    await page.reload();
    await expect(page.getByRole("row").filter({ hasText: number })).toBeVisible();
    await goTo(page, "Home");
    await expect(page.getByRole("main").getByRole("link", { name: service.name.slice(0, 18) }).first()).toBeVisible();
    await expectAccessible(page);
  });
});

test.describe("a panel that the browser may not read", () => {
  test.use({ sandboxArguments: ["--cors", "off"], tolerated: /CORS policy|net::ERR_FAILED/ });

  test("is reached through the relay, and the app says so", async ({ page, sandbox }) => {
    await addAccount(page, sandbox.account("v2"));
    await placeOrder(page, await plainService(sandbox.account("v2")));
    const counts = await sandbox.look<Counts>("/counts");
    expect(counts[sandbox.account("v2").name].orders).toBe(1);
  });
});

test.describe("an answer that is lost", () => {
  test.use({ sandboxArguments: ["--fault", "rst:action=add"], tolerated: /status of 502/ });

  test("leaves an unconfirmed order that is still there after a reload, and one order at the panel", async ({ page, sandbox }) => {
    const account = sandbox.account("v2");
    await addAccount(page, account, "Relay");
    await chooseService(page, await plainService(account));
    await fillOrder(page, "https://www.instagram.com/p/Clost1/", 100);
    await confirmOrder(page);
    await expect(page.getByText("Your panel may have accepted this order")).toBeVisible();
    await expectAccessible(page);
    const counts = await sandbox.look<Counts>("/counts");
    expect(counts[account.name].adds_received).toBe(1);

    await page.reload();
    await goTo(page, "Orders");
    await expect(page.getByRole("row").filter({ hasText: /Unconfirmed|Placed|Pending/ }).first()).toBeVisible();
    expect((await sandbox.look<Counts>("/counts"))[account.name].adds_received).toBe(1);
  });
});

test("a quantity below the minimum is said at the field and sends nothing", async ({ page, sandbox }) => {
  await trySandbox(page);
  const service = await plainService(sandbox.account("v2"));
  await chooseService(page, service);
  await fillOrder(page, "https://www.instagram.com/p/Cmin/", Math.max(Number(service.min) - 1, 0));
  await page.getByRole("button", { name: /^Place order/ }).click();
  await expect(page.getByRole("textbox", { name: /^Quantity/ })).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByRole("dialog", { name: "Place this order?" })).toBeHidden();
  await expectAccessible(page);
  expect((await sandbox.look<Counts>("/counts"))[sandbox.account("v2").name].adds_received).toBe(0);
});

test("not enough funds is said with both amounts before anything is sent", async ({ page, sandbox }) => {
  await sandbox.change("/world", { balance: "0.0001" });
  await trySandbox(page);
  await chooseService(page, await plainService(sandbox.account("v2")));
  await fillOrder(page, "https://www.instagram.com/p/Cpoor/", 1000);
  await expect(page.getByText("Not enough balance")).toBeVisible();
  await expectAccessible(page);
});
