// The whole path of a real order: account, services, form, confirmation, following, refill, cancel.
import { expect, expectAccessible, test } from "../support/test";
import { addAccount, chooseService, confirmOrder, countsOf, fillOrder, goTo, letDaysPass, orderDetail, placeOrder, plainService, servicesOf, trySandbox } from "../support/steps";

test.describe("an order that the panel completes", () => {
  test.use({ world: { fate: "complete" } });

  for (const route of ["Direct", "Relay"] as const) {
    test(`v2, route ${route}: placed, followed by itself, refilled, there after a reload`, async ({ page, sandbox }) => {
      const account = sandbox.account("v2");
      await addAccount(page, account, route);
      const number = await placeOrder(page, await plainService(account));
      expect(await countsOf(sandbox, account)).toMatchObject({ adds_received: 1, orders: 1 });

      const detail = orderDetail(page);
      await expect(detail.getByText(number).first()).toBeVisible();
      await letDaysPass(sandbox, 30);
      await expect(detail.getByText("Completed").first()).toBeVisible({ timeout: 60_000 });
      await expectAccessible(page);

      await detail.getByRole("button", { name: "Refill", exact: true }).click();
      await expectAccessible(page);
      await page.getByRole("button", { name: "Ask for refill" }).click();
      await expect(detail.getByText(/Requested|Declined/).first()).toBeVisible();

      await page.reload();
      await expect(detail.getByText(number).first()).toBeVisible();
      await expect(detail.getByText(/Requested|Declined/).first()).toBeVisible();
      expect(await countsOf(sandbox, account)).toMatchObject({ adds_received: 1, orders: 1 });
    });
  }

  test("v1: placed and followed; refill and cancel are absent with the reason", async ({ page, sandbox }) => {
    const account = sandbox.account("v1");
    await addAccount(page, account);
    await placeOrder(page, await plainService(account));
    const detail = orderDetail(page);
    await letDaysPass(sandbox, 30);
    await expect(detail.getByText("Completed").first()).toBeVisible({ timeout: 60_000 });
    await expect(detail.getByRole("button", { name: "Refill", exact: true })).toHaveCount(0);
    await expect(detail.getByRole("button", { name: "Cancel order" })).toHaveCount(0);
    await expect(detail.getByText("has no refill or cancel")).toBeVisible();
    await expectAccessible(page);
  });
});

test.describe("an order that has just begun", () => {
  test.use({ world: { speed: 0 } });

  test("is canceled on request", async ({ page, sandbox }) => {
    await trySandbox(page);
    await placeOrder(page, await plainService(sandbox.account("v2")));
    const detail = orderDetail(page);
    await detail.getByRole("button", { name: "Cancel order" }).click();
    await expectAccessible(page);
    await page.getByRole("button", { name: "Ask to cancel" }).click();
    await expect(detail.getByText(/Requested|Declined/).first()).toBeVisible();
  });

  test.describe("at a panel that does not know the action", () => {
    test.use({ world: { speed: 0 }, faults: [{ kind: "answer", action: "cancel", body: '{"error":"Incorrect request"}' }] });

    test("is not offered to be canceled again", async ({ page, sandbox }) => {
      await trySandbox(page);
      await placeOrder(page, await plainService(sandbox.account("v2")));
      const cancel = orderDetail(page).getByRole("button", { name: "Cancel order" });
      await cancel.click();
      await page.getByRole("button", { name: "Ask to cancel" }).click();
      await expect(orderDetail(page).getByText("Declined").first()).toBeVisible();
      await expect(cancel).toHaveCount(0);
      await page.reload();
      await expect(orderDetail(page).getByText("Declined").first()).toBeVisible();
      await expect(cancel).toHaveCount(0);
    });
  });

  test("shows in the list and on Home after a reload, and a repeat must be wanted", async ({ page, sandbox }) => {
    await trySandbox(page);
    const account = sandbox.account("v2");
    const service = await plainService(account);
    const link = "https://www.instagram.com/p/Cagain/";
    const number = await placeOrder(page, service, link);
    await orderDetail(page).getByRole("button", { name: "Close" }).click();
    const row = page.getByRole("row").filter({ hasText: number });
    await expect(row).toBeVisible();
    await expectAccessible(page);
    await page.reload();
    await expect(row).toBeVisible();
    await goTo(page, "Home");
    await expect(page.getByRole("main").getByRole("link", { name: service.name.slice(0, 18) }).first()).toBeVisible();
    await expectAccessible(page);

    await chooseService(page, service);
    await fillOrder(page, link, 100);
    await page.getByRole("button", { name: /^Place order/ }).click();
    const question = page.getByRole("dialog", { name: "Place this order?" });
    await expect(question.getByText("You already placed this order")).toBeVisible();
    await expectAccessible(page);
    const confirm = question.getByRole("button", { name: /^Confirm/ });
    await expect(confirm).toBeDisabled();
    await question.getByRole("checkbox").check();
    await expect(confirm).toBeEnabled();
    expect(await countsOf(sandbox, account)).toMatchObject({ adds_received: 1 });
  });
});

test.describe("a panel that the browser may not read", () => {
  test.use({ world: { cors: false }, tolerated: /CORS policy|net::ERR_FAILED/ });

  test("is reached through the relay, chosen by the app itself", async ({ page, sandbox }) => {
    const account = sandbox.account("v2");
    await addAccount(page, account);
    await page.goto(new URL("/accounts", page.url()).href);
    await expect(page.getByRole("listitem").filter({ hasText: "through the relay" })).toBeVisible();
    await placeOrder(page, await plainService(account));
    expect(await countsOf(sandbox, account)).toMatchObject({ adds_received: 1, orders: 1 });
  });
});

test.describe("an answer that is lost", () => {
  test.use({ faults: [{ kind: "rst", action: "add" }], tolerated: /status of 502/ });

  test("leaves an unconfirmed order that is still there after a reload, and one order at the panel", async ({ page, sandbox }) => {
    const account = sandbox.account("v2");
    await addAccount(page, account, "Relay");
    await chooseService(page, await plainService(account));
    await fillOrder(page, "https://www.instagram.com/p/Clost1/", 100);
    await confirmOrder(page);
    await expect(page.getByText("Your panel may have accepted this order")).toBeVisible();
    await expectAccessible(page);
    expect(await countsOf(sandbox, account)).toMatchObject({ adds_received: 1 });

    await page.reload();
    await page.goto(new URL("/orders?tab=attention", page.url()).href);
    const card = page.getByRole("article", { name: "Your panel may have accepted this order" });
    await expect(card).toBeVisible();
    await expectAccessible(page);
    await goTo(page, "Orders");
    await expect(page.getByRole("row").filter({ hasText: /Unconfirmed/ }).first()).toBeVisible();
    expect(await countsOf(sandbox, account)).toMatchObject({ adds_received: 1, orders: 1 });
  });
});

test.describe("a panel that refuses the order", () => {
  test.use({ world: { balance: "0.0001" } });

  test("not enough funds is said with both amounts before sending, and in the panel's words after", async ({ page, sandbox }) => {
    await trySandbox(page);
    const account = sandbox.account("v2");
    await chooseService(page, await plainService(account));
    await fillOrder(page, "https://www.instagram.com/p/Cpoor/", 1000);
    await expect(page.getByText("Not enough balance")).toBeVisible();
    await expectAccessible(page);
    await confirmOrder(page);
    await expect(page.getByRole("alert").filter({ hasText: "The panel declined the order" })).toContainText(/fund/i);
    await expectAccessible(page);
    expect(await countsOf(sandbox, account)).toMatchObject({ orders: 0 });
  });
});

test("a quantity below the minimum is said at the field and sends nothing", async ({ page, sandbox }) => {
  await trySandbox(page);
  const account = sandbox.account("v2");
  const service = await plainService(account);
  await chooseService(page, service);
  await fillOrder(page, "https://www.instagram.com/p/Cmin/", Math.max(Number(service.min) - 1, 0));
  await page.getByRole("button", { name: /^Place order/ }).click();
  const quantity = page.getByRole("textbox", { name: /^Quantity/ });
  await expect(quantity).toHaveAttribute("aria-invalid", "true");
  await expect(quantity).toBeFocused();
  await expect(page.getByRole("dialog", { name: "Place this order?" })).toBeHidden();
  await expectAccessible(page);
  expect(await countsOf(sandbox, account)).toMatchObject({ adds_received: 0 });
});

test("commas in comments for a v1 panel: both counts and both prices are said", async ({ page, sandbox }) => {
  const account = sandbox.account("v1");
  const service = (await servicesOf(account)).find((one) => /^custom.comments$/i.test(one.type));
  await addAccount(page, account);
  await page.goto(new URL(`/new?service=${service!.service}`, page.url()).href);
  const comments = page.getByRole("textbox", { name: /^Comments/ });
  await comments.fill("Beautiful work\nWow, love it\nYes, please, more");
  await expect(page.getByText("You wrote 3 comments; the panel may see and charge 6.")).toBeVisible();
  await expect(page.getByRole("row", { name: /By line and comma 6 \$/ })).toBeVisible();
  await expectAccessible(page);
});

test("d15 what was typed survives a reload and leaving, until it is discarded or ordered", async ({ page, sandbox }) => {
  const account = sandbox.account("v2");
  await trySandbox(page);
  await chooseService(page, await plainService(account));
  await fillOrder(page, "https://www.instagram.com/p/Cdraft/", 150);
  const link = page.getByLabel("Link", { exact: true });
  const quantity = page.getByRole("textbox", { name: /^Quantity/ });
  await expect.poll(() => page.evaluate(() => Object.values(localStorage).join())).toContain("Cdraft");
  const back = page.getByText("Your draft was restored.");
  for (const come of [() => page.reload(), () => goTo(page, "Home").then(() => page.goBack())]) {
    await come();
    await expect(back).toBeVisible();
    await expect(link).toHaveValue("https://www.instagram.com/p/Cdraft/");
    await expect(quantity).toHaveValue("150");
  }
  await page.getByRole("button", { name: "Discard" }).click();
  await expect(link).toHaveValue("");
  await expect(link).toBeFocused();
  await expect(back).toBeHidden();
  await fillOrder(page, "https://www.instagram.com/p/Cdraft2/", 100);
  await expect.poll(() => page.evaluate(() => Object.values(localStorage).join())).toContain("Cdraft2");
  await page.reload();
  await expect(back).toBeVisible();
  await confirmOrder(page);
  await expect(page.getByText("Order placed")).toBeVisible();
  await page.getByRole("button", { name: "Order again for another link" }).click();
  await expect(link).toHaveValue("");
  await expect(back, "what is in the form now was never put away").toBeHidden();
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: "New order" })).toBeAttached();
  await expect(link).toHaveValue("");
  expect(await countsOf(sandbox, account)).toMatchObject({ adds_received: 1, orders: 1 });
});
