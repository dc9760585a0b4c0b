// A list of orders: read, put right in place, confirmed with one press, sent one by one. Whatever happens in
// the middle, the panel has as many orders as were confirmed and left, and none twice.
import type { Page } from "@playwright/test";
import { counts, states } from "../support/journal";
import { plainService, trySandbox, type Service } from "../support/steps";
import { expect, expectAccessible, test } from "../support/test";

async function open(page: Page): Promise<void> {
  await page.goto(new URL("/mass", page.url()).href);
  await expect(page.getByRole("heading", { level: 1, name: "Mass order" })).toBeAttached();
}

function lines(service: Service, count: number, quantity = 100): string {
  const line = (at: number) => `${service.service} | https://www.instagram.com/p/Cmass${at}/ | ${quantity}`;
  return Array.from({ length: count }, (_, at) => line(at + 1)).join("\n");
}

async function read(page: Page, text: string): Promise<void> {
  await page.getByRole("textbox", { name: /^Orders, one a line/ }).fill(text);
  await page.getByRole("button", { name: "Add these rows" }).click();
  await expect(page.getByText("Checking the rows…")).toBeHidden();
}

/// From the rows to the press that sends.
async function send(page: Page, count: number): Promise<void> {
  await page.getByRole("button", { name: `Review and send ${count}` }).click();
  const dialog = page.getByRole("dialog", { name: "Send this batch?" });
  const confirm = dialog.getByRole("button", { name: new RegExp(`^Place ${count} `) });
  await expect(confirm).toBeEnabled();
  await confirm.click();
  await expect(dialog).toBeHidden();
}

const progress = (page: Page, text: string) => expect(page.getByText(text).first()).toBeVisible({ timeout: 400_000 });

test("a list with faults is put right in place, and each ready row becomes one order", async ({ page, sandbox }) => {
  await trySandbox(page);
  const account = sandbox.account("v2");
  const service = await plainService(account);
  await open(page);
  const odd = [
    "service;link;quantity",
    `${service.service};https://www.instagram.com/p/Cone/;100`,
    `${service.service};https://www.instagram.com/p/Ctwo/;1`,
    `99999999;https://www.instagram.com/p/Cthree/;100`,
    `${service.service};https://www.instagram.com/p/Cone/;100`,
  ];
  await read(page, odd.join("\r\n"));
  await expect(page.getByText("There is no service 99999999 in this account.")).toBeVisible();
  await expect(page.getByText("The same order as in row 1.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: /^Use / }).first().click(); // the minimum in place of 1
  await page.getByRole("button", { name: "Errors 2" }).click();
  await expect(page.locator("tbody[data-rows] tr")).toHaveCount(2);
  await page.getByRole("button", { name: "Remove row 3" }).click();
  await page.reload();
  await expect(page.getByText("The same order as in row 1.")).toBeVisible(); // nothing typed is lost
  await page.getByRole("button", { name: "Review and send 2" }).click();
  const dialog = page.getByRole("dialog", { name: "Send this batch?" });
  await expect(dialog.getByRole("button", { name: /^Place 2 / })).toBeEnabled(); // its colour has come
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Back" }).click();
  await send(page, 2);
  await progress(page, "2 of 2 sent");
  expect(await counts(sandbox, account)).toMatchObject({ orders: 2, adds_received: 2 });
  await expect(page.getByRole("button", { name: "Export results" })).toBeVisible();
});

test("a file in another encoding says how to save it, and a thousand rows are forty live ones", async ({ page, sandbox }) => {
  await trySandbox(page);
  const service = await plainService(sandbox.account("v2"));
  await open(page);
  const choose = async (name: string, buffer: Buffer) => {
    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Choose a file" }).click();
    await (await chooser).setFiles({ name, mimeType: "text/csv", buffer });
  };
  await choose("old.csv", Buffer.concat([Buffer.from("# list\n"), Buffer.from([0xe8, 0xec, 0xff])]));
  await expect(page.getByText("Line 2 is not UTF-8.")).toBeVisible();
  await choose("wide.txt", Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(lines(service, 1_002), "utf16le")]));
  await expect(page.getByRole("button", { name: "Review and send 1,000" })).toBeEnabled();
  await expect(page.getByText("still")).toBeHidden();
  await expect(page.getByText(/stay in the text field: 2/)).toBeVisible();
  expect(await page.locator("tbody[data-rows] tr").count()).toBeLessThanOrEqual(40);
});

test.describe("with faults in the middle", () => {
  test.use({ tolerated: /net::ERR|Failed to load resource/ });

  test("two hundred lines: the panel has what was confirmed, none twice", async ({ page, context, sandbox, isMobile }) => {
    test.skip(Boolean(isMobile), "the queue is the same on a phone");
    test.setTimeout(900_000);
    await trySandbox(page);
    const account = sandbox.account("v2");
    const service = await plainService(account);
    await open(page);
    await read(page, lines(service, 200));
    await send(page, 200);

    // A lost answer halts the panel until the user goes on.
    await expect.poll(async () => (await counts(sandbox, account)).adds_received, { timeout: 120_000 }).toBeGreaterThan(20);
    await sandbox.change("/faults", { kind: "rst", action: "add", times: 1 });
    await expect(page.getByText(/An answer from .* was lost/)).toBeVisible({ timeout: 60_000 });
    const lost = (await counts(sandbox, account)).adds_received;
    await page.waitForTimeout(3_000);
    expect((await counts(sandbox, account)).adds_received).toBe(lost);

    // A second tab can begin nothing meanwhile.
    const other = await context.newPage();
    await other.goto(page.url());
    await expect(other.getByText("A batch is running in another tab.")).toBeVisible();
    await other.close();

    // A reload: what was not sent is a draft, and nothing leaves without a new press.
    page.on("dialog", (dialog) => void dialog.accept());
    await page.reload();
    await expect(page.getByRole("button", { name: /^Review and send/ })).toBeVisible();
    await page.waitForTimeout(3_000);
    expect((await counts(sandbox, account)).adds_received).toBe(lost);
    const rest = 200 - lost;
    await send(page, rest);

    // No funds stop the account.
    await expect.poll(async () => (await counts(sandbox, account)).adds_received, { timeout: 60_000 }).toBeGreaterThan(lost + 5);
    await sandbox.change("/world", { balance: "0", profile: account.name });
    await expect(page.getByText(/balance|funds/i).and(page.locator(".queue .hint--error"))).toBeVisible({ timeout: 60_000 });
    await sandbox.change("/world", { balance: "10000", profile: account.name });
    await page.getByRole("button", { name: "Resume" }).click();
    await progress(page, "200 of 200 sent");

    const ended = await states(page);
    const at = (await counts(sandbox, account));
    expect(ended.length).toBe(200);
    expect(ended.filter((state) => state === "sending")).toEqual([]);
    const placed = ended.filter((state) => state === "placed").length;
    const unknown = ended.filter((state) => state === "unknown").length;
    expect(at.adds_received).toBe(200);
    expect(at.orders).toBeGreaterThanOrEqual(placed);
    expect(at.orders).toBeLessThanOrEqual(placed + unknown);
  });
});
