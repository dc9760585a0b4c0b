// An order whose answer was lost, and what the user may say of it: a number that is free and fits, or
// that it is not there; each can be taken back, and nothing is ever sent again.
import type { Page } from "@playwright/test";
import { openForm } from "../support/journal";
import type { Account, Sandbox } from "../support/servers";
import { addAccount, confirmOrder, countsOf, goTo, orderDetail, placeOrder, plainService, type Service } from "../support/steps";
import { expect, expectAccessible, test } from "../support/test";

test.use({ world: { speed: 0 }, tolerated: /status of 502/ });

const LINK = "https://www.instagram.com/p/Csettled/";
const OPEN = "Your panel may have accepted this order";

/// Sends an order whose answer is lost on the way; the panel has it, or (`html`) has not.
async function lose(page: Page, sandbox: Sandbox, service: Service, kind: "rst" | "html"): Promise<void> {
  await sandbox.change("/faults", { kind, action: "add", times: 1 });
  await openForm(page, service, LINK);
  await confirmOrder(page);
  await expect(page.getByText(OPEN)).toBeVisible();
}

/// The card that needs attention, by its name.
async function cards(page: Page): Promise<void> {
  await page.goto(new URL("/orders?tab=attention", page.url()).href);
}

/// The two waits before the balance may settle something are short while the page says so.
async function hurryOnRequest(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const real = window.setTimeout.bind(window);
    const waits = [35_000, 20_000];
    window.setTimeout = ((act: () => void, millis = 0) => real(act, waits.includes(millis) && sessionStorage.getItem("hurry") ? 300 : millis)) as typeof window.setTimeout;
  });
}

const hurry = (page: Page) => page.evaluate(() => sessionStorage.setItem("hurry", "yes"));

/// An order that was placed on the panel's own site.
async function placedThere(account: Account, service: Service, quantity: number): Promise<string> {
  const fields = { key: account.key, action: "add", service: service.service, link: "https://www.instagram.com/p/Cthere/", quantity: String(quantity) };
  const answer = await fetch(account.address, { method: "POST", body: new URLSearchParams(fields) });
  return String(((await answer.json()) as { order: number }).order);
}

test("d01 a number of another order is refused with the way to it; one that does not fit must be named; a word can be taken back", async ({ page, sandbox }) => {
  const account = sandbox.account("v2");
  await addAccount(page, account);
  const service = await plainService(account);
  const taken = await placeOrder(page, service, "https://www.instagram.com/p/Cother/");
  await lose(page, sandbox, service, "rst");
  const misfit = await placedThere(account, service, 700);
  const fits = String(Number(misfit) - 1);
  await cards(page);
  const field = page.getByLabel("I found it: order ID");
  const link = page.getByRole("button", { name: "Link order" });
  await field.fill(taken);
  await link.click();
  await expect(page.getByText("Another order here already has this order ID.")).toBeVisible();
  await expect(page.getByRole("link", { name: "View it" })).toHaveAttribute("href", new RegExp(`/${taken}$`));
  await expect(field).toHaveAttribute("aria-invalid", "true");

  await field.fill(misfit);
  await link.click();
  const note = page.getByRole("alert").filter({ hasText: "This looks like another order" });
  await expect(note.getByRole("row", { name: /^Quantity 100 700$/ })).toBeVisible();
  await expect(page.getByRole("article", { name: OPEN })).toBeVisible();
  await expectAccessible(page);
  await note.getByRole("button", { name: /^Link it although it differs: .*Quantity/ }).click();
  const settled = page.getByRole("article", { name: "Settled" });
  await expect(settled.getByText(new RegExp(`order ID ${misfit} · You said so, although it differs: .*Quantity`))).toBeVisible();
  await expectAccessible(page);

  await settled.getByRole("button", { name: "Take back what I said" }).click();
  await expect(page.getByRole("article", { name: OPEN })).toBeVisible();
  await field.fill(fits);
  await link.click();
  await expect(settled.getByText(new RegExp(`order ID ${fits} · You said so ·`))).toBeVisible();
  await settled.getByRole("link", { name: "View order" }).click();
  await expect(orderDetail(page).getByText(fits).first()).toBeVisible();
  // Two from here, one from the panel's own site.
  expect(await countsOf(sandbox, account)).toMatchObject({ adds_received: 3, orders: 3 });
});

test("d03 an order that the balance shows as placed keeps the field for its number and stays under Needs attention", async ({ page, sandbox }) => {
  const account = sandbox.account("v2");
  await addAccount(page, account);
  await hurryOnRequest(page);
  await hurry(page);
  await lose(page, sandbox, await plainService(account), "rst");
  await cards(page);
  const card = page.getByRole("article", { name: "Placed, order ID not known" });
  await expect(card).toBeVisible();
  await expect(card.getByRole("link", { name: "Order it again…" })).toHaveCount(0);
  await expectAccessible(page);
  await page.reload();
  await expect(card.getByLabel("I found it: order ID")).toBeEditable();
  await goTo(page, "Home");
  await expect(page.getByRole("main").getByRole("heading", { name: /Needs attention/ })).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: "All", exact: true }).click();
  const there = await sandbox.look<Record<string, { id: string }[]>>(`/orders?profile=${account.name}`);
  await card.getByLabel("I found it: order ID").fill(String(there[account.name]![0]!.id));
  await card.getByRole("button", { name: "Link order" }).click();
  await expect(page.getByRole("article", { name: "Settled" })).toBeVisible();
  await page.reload();
  await expect(page.getByText("Nothing needs your attention.")).toBeVisible();
  expect(await countsOf(sandbox, account)).toMatchObject({ adds_received: 1, orders: 1 });
});

test("d07 'not placed' waits for the first look, asks once with the money, and can be taken back", async ({ page, sandbox }) => {
  const account = sandbox.account("v2");
  await addAccount(page, account);
  await hurryOnRequest(page);
  const service = await plainService(account);
  // While another order runs, money may come back from it: a balance that stands still settles nothing.
  await placeOrder(page, service, "https://www.instagram.com/p/Crunning/");
  await lose(page, sandbox, service, "html");
  await cards(page);
  const say = page.getByRole("article", { name: OPEN }).getByRole("button", { name: "It was not placed" });
  await expect(say).toBeDisabled();
  await expect(page.getByText("The evidence is still being read.")).toBeVisible();
  await hurry(page);
  await page.reload();
  await expect(say).toBeEnabled();
  await say.click();
  const question = page.getByRole("dialog", { name: "Was it really not placed?" });
  await expect(question.getByText(/\$\d+\.\d+ was charged and ordering again charges you twice/)).toBeVisible();
  await expectAccessible(page);
  await question.getByRole("button", { name: "Cancel" }).click();
  await expect(question).toBeHidden();
  await say.click();
  await question.getByRole("button", { name: "It was not placed" }).click();
  const settled = page.getByRole("article", { name: "Settled" });
  await expect(settled.getByText(/Not placed · You said so/)).toBeVisible();
  await settled.getByRole("button", { name: "Take back what I said" }).click();
  await expect(say).toBeVisible();
  expect(await countsOf(sandbox, account)).toMatchObject({ adds_received: 2, orders: 1 });
});
