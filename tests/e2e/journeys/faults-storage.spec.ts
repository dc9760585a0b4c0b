// Storage that is full, closed, gone or damaged: no order without a record, no silent loss.
import { chromium, type BrowserContext, type Page } from "@playwright/test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromiumArguments } from "../support/browser";
import { counts, openForm, order, records, states } from "../support/journal";
import { confirmOrder, goTo, plainService, testAccount, trySandbox } from "../support/steps";
import { expect, test } from "../support/test";

test.skip(({ isMobile }) => Boolean(isMobile), "storage is the same on a phone");
test.use({ sandboxArguments: ["--speed", "1"], tolerated: /IndexedDB|QuotaExceeded|storage|favicon/i });

const LOST = "Orders are missing on this device";
const SHUT = "Orders cannot be read now";
const DAMAGED = "Damaged records were set aside";

test("fault 36: an old tab steps aside for a newer version and writes nothing more", async ({ page, context, sandbox }) => {
  await trySandbox(page);
  const account = sandbox.account("v2");
  const service = await plainService(account);
  await order(page, service, "https://www.instagram.com/p/Ctab4/");
  const newer = await context.newPage();
  await newer.goto(new URL("/icon.svg", page.url()).href);
  const upgraded = await newer.evaluate(
    () =>
      new Promise((resolve) => {
        const opening = indexedDB.open("panelboard", 2);
        opening.onsuccess = () => resolve("upgraded");
        opening.onblocked = () => resolve("blocked");
      }),
  );
  expect(upgraded).toBe("upgraded");
  await expect(page.getByRole("alert").filter({ hasText: "newer version of Panelboard" })).toBeVisible();
  await goTo(page, "Home");
  await openForm(page, service, "https://www.instagram.com/p/Cnewer/");
  await confirmOrder(page);
  await expect(page.getByText("The order was not sent", { exact: true })).toBeVisible();
  expect((await counts(sandbox, account)).adds_received).toBe(1);
});

test("fault 37: without room for the record nothing is sent, and the order under way ends well", async ({ relay, sandbox }) => {
  await withProfile(async (context) => {
    const page = await context.newPage();
    await page.goto(relay.origin);
    await trySandbox(page);
    const account = sandbox.account("v2");
    const service = await plainService(account);
    await order(page, service, "https://www.instagram.com/p/Ctab5/");
    const session = await context.newCDPSession(page);
    await session.send("Storage.overrideQuotaForOrigin", { origin: relay.origin, quotaSize: 1 });
    // The browser keeps its last answer about the room there is for a while.
    await expect.poll(() => page.evaluate(writeMuch), { timeout: 60_000 }).toBe("QuotaExceededError");
    await openForm(page, service, "https://www.instagram.com/p/Cfull/");
    await confirmOrder(page);
    await expect(page.getByText("no space left for Panelboard")).toBeVisible();
    expect((await counts(sandbox, account)).adds_received).toBe(1);

    await session.send("Storage.overrideQuotaForOrigin", { origin: relay.origin });
    await sandbox.change("/faults", { kind: "latency", action: "add", ms: 3_000 } as object);
    await openForm(page, service, "https://www.instagram.com/p/Cballast/");
    await confirmOrder(page);
    await expect.poll(() => states(page)).toContain("sending");
    await session.send("Storage.overrideQuotaForOrigin", { origin: relay.origin, quotaSize: 1 });
    await expect(page.getByText("Order placed")).toBeVisible();
    await session.send("Storage.overrideQuotaForOrigin", { origin: relay.origin });
    expect(await states(page)).toEqual(["placed", "placed"]);
  });
});

/// Whether there is room, in a database of its own; the error's name when there is none.
function writeMuch(): Promise<string> {
  return new Promise((resolve) => {
    const opening = indexedDB.open("filler");
    opening.onupgradeneeded = () => opening.result.createObjectStore("filler");
    opening.onerror = () => resolve(opening.error?.name ?? "");
    opening.onsuccess = () => {
      const writing = opening.result.transaction("filler", "readwrite");
      writing.objectStore("filler").put("x".repeat(100_000), 1);
      writing.oncomplete = () => resolve("room");
      writing.onabort = () => resolve(writing.error?.name ?? "");
    };
  });
}

test("fault 38: with a full local storage the settings say so and orders still work", async ({ page, sandbox }) => {
  await trySandbox(page);
  await page.evaluate(() => {
    for (let size = 1 << 20; size >= 1; size >>= 1) {
      try {
        for (let turn = 0; turn < 8; turn += 1) localStorage.setItem(`filler ${size} ${turn}`, "x".repeat(size));
      } catch {
        // Full at this size: go on with a smaller one.
      }
    }
  });
  await goTo(page, "Settings");
  await page.getByText("Dark", { exact: true }).click();
  await expect(page.getByText("no space left for Panelboard").first()).toBeVisible();
  const account = sandbox.account("v2");
  await openForm(page, await plainService(account), "https://www.instagram.com/p/Cfulllocal/");
  await confirmOrder(page);
  await expect(page.getByText("Order placed")).toBeVisible();
  expect(await counts(sandbox, account)).toMatchObject({ orders: 1, adds_received: 1 });
});

test("fault 39: without IndexedDB nothing is ordered and the app says why", async ({ page, context, sandbox }) => {
  await trySandbox(page);
  const tab = await deniedTab(context, page, "indexedDB");
  await expect(tab.getByRole("alert").filter({ hasText: SHUT })).toContainText("does not let Panelboard store anything");
  const account = sandbox.account("v2");
  await openForm(tab, await plainService(account), "https://www.instagram.com/p/Cnodb/");
  await confirmOrder(tab);
  await expect(tab.getByText("The order was not sent", { exact: true })).toBeVisible();
  expect((await counts(sandbox, account)).adds_received).toBe(0);
});

test("fault 39: without local storage no account is kept, and that is said", async ({ page, context, sandbox }) => {
  const tab = await deniedTab(context, page, "localStorage");
  await testAccount(tab, sandbox.account("v2").address, sandbox.account("v2").key);
  await tab.getByRole("button", { name: "Save account" }).click();
  await expect(tab.getByText("does not let Panelboard store anything").first()).toBeVisible();
});

for (const name of ["AbortError", "UnknownError"]) {
  test(`fault 40: an opening that fails with ${name} is tried again; then only reading and saving is left`, async ({ page, sandbox }) => {
    await trySandbox(page);
    const account = sandbox.account("v2");
    const service = await plainService(account);
    const number = await order(page, service, "https://www.instagram.com/p/Ctab6/");
    await page.addInitScript(failOpenings, name);
    await page.evaluate(() => sessionStorage.setItem("failures", "2"));
    await page.goto(new URL("/orders", page.url()).href);
    await expect(page.getByRole("row").filter({ hasText: number })).toBeVisible();

    await page.evaluate(() => sessionStorage.setItem("failures", "1000"));
    await page.reload();
    const alarm = page.getByRole("alert").filter({ hasText: SHUT });
    await expect(alarm).toBeVisible();
    await openForm(page, service, "https://www.instagram.com/p/Cshut/");
    await confirmOrder(page);
    await expect(page.getByText("The order was not sent", { exact: true })).toBeVisible();
    expect((await counts(sandbox, account)).adds_received).toBe(1);
    const saved = page.waitForEvent("download");
    await alarm.getByRole("button", { name: "Save what is left" }).click();
    expect((await saved).suggestedFilename()).toBe("panelboard-journal.json");
    await page.evaluate(() => sessionStorage.setItem("failures", "0"));
    await alarm.getByRole("button", { name: "Reload" }).click();
    await expect(alarm).toBeHidden();
  });
}

test("fault 40: an opening that is blocked ends in words, and the journal opens once it is free", async ({ page, context, sandbox }) => {
  await trySandbox(page);
  const account = sandbox.account("v2");
  const service = await plainService(account);
  await order(page, service, "https://www.instagram.com/p/Cblock/");
  await page.goto(new URL("/icon.svg", page.url()).href);
  await page.evaluate(holdAndDelete);
  const late = await context.newPage();
  await late.goto(new URL("/orders", page.url()).href);
  await expect(late.getByRole("alert").filter({ hasText: SHUT })).toBeVisible({ timeout: 60_000 });
  await openForm(late, service, "https://www.instagram.com/p/Cblocked/");
  await confirmOrder(late);
  await expect(late.getByText("The order was not sent", { exact: true })).toBeVisible({ timeout: 60_000 });
  expect((await counts(sandbox, account)).adds_received).toBe(1);
  await page.evaluate(() => (globalThis as unknown as { held: IDBDatabase }).held.close());
  await late.goto(new URL("/orders", late.url()).href);
  await expect(late.getByRole("alert").filter({ hasText: LOST })).toContainText("Records before: 1. Records now: 0.");
});

test("fault 40: a database that another page deletes is said to be lost and works again", async ({ page, context, sandbox }) => {
  await trySandbox(page);
  const account = sandbox.account("v2");
  const service = await plainService(account);
  await order(page, service, "https://www.instagram.com/p/Ctab7/");
  const other = await context.newPage();
  await other.goto(new URL("/icon.svg", page.url()).href);
  await other.evaluate(deleteJournal);
  await expect(page.getByRole("alert").filter({ hasText: LOST })).toBeVisible();
  await openForm(page, service, "https://www.instagram.com/p/Cagain/");
  await page.getByRole("button", { name: /^Place order/ }).click();
  // S7: while the loss is not acknowledged, an order needs its quantity typed.
  const question = page.getByRole("dialog", { name: "Place this order?" });
  const confirm = question.getByRole("button", { name: /^Confirm/ });
  await expect(confirm).toBeDisabled();
  const quantity = /\d+/.exec((await question.locator("label.typed").first().innerText()).replace(/,/g, ""))![0];
  await question.locator("label.typed input").first().fill(quantity);
  await confirm.click();
  await expect(page.getByText("Order placed")).toBeVisible();
  await page.reload();
  await expect(page.getByRole("alert").filter({ hasText: LOST }), "it is not forgotten by the next order").toBeVisible();
});

test("fault 41: a record with a changed byte is set aside, said and saved; the others stay", async ({ page, sandbox }) => {
  await trySandbox(page);
  const account = sandbox.account("v2");
  const service = await plainService(account);
  const first = await order(page, service, "https://www.instagram.com/p/Cflip1/");
  const second = await order(page, service, "https://www.instagram.com/p/Cflip2/");
  const [id, text] = Object.entries(await records(page)).sort()[0]!;
  await page.evaluate(putRecord, [id, text.replace(first, first.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10)))] as const);
  await page.goto(new URL("/orders", page.url()).href);
  const alarm = page.getByRole("alert").filter({ hasText: DAMAGED });
  await expect(alarm).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: second })).toBeVisible();
  expect(Object.keys(await records(page, "quarantine"))).toEqual([id]);
  const saved = page.waitForEvent("download");
  await alarm.getByRole("button", { name: "Save what is left" }).click();
  const file = await (await saved).createReadStream();
  const parts: Buffer[] = [];
  for await (const part of file) parts.push(part as Buffer);
  const raw = JSON.parse(Buffer.concat(parts).toString()) as { records: [string, string, string][] };
  expect(raw.records.map(([store]) => store).sort()).toEqual(["attempts", "quarantine"]);
  await page.reload();
  await expect(alarm, "told until it was seen").toContainText("1");
  await expect(page.getByText(LOST)).toHaveCount(0);
  await alarm.getByRole("button", { name: "I have seen this" }).click();
  await expect(alarm).toBeHidden();
  await page.reload();
  await expect(page.getByRole("row").filter({ hasText: second })).toBeVisible();
  await expect(alarm).toHaveCount(0);
});

test("fault 42: cleared while open, what was seen stays in view and the loss is said", async ({ page, context, sandbox }) => {
  await trySandbox(page);
  const number = await order(page, await plainService(sandbox.account("v2")), "https://www.instagram.com/p/Ctab8/");
  const session = await context.newCDPSession(page);
  await session.send("Storage.clearDataForOrigin", { origin: new URL(page.url()).origin, storageTypes: "all" });
  await expect(page.getByRole("alert").filter({ hasText: LOST })).toContainText("Records before: 1. Records now: 0.");
  await expect(page.getByText(number).first()).toBeVisible();
});

test("fault 42: a journal that is evicted alone is missed at the next start", async ({ page, sandbox }) => {
  await trySandbox(page);
  await order(page, await plainService(sandbox.account("v2")), "https://www.instagram.com/p/Ctab9/");
  await page.goto(new URL("/icon.svg", page.url()).href);
  await page.evaluate(deleteJournal);
  await page.goto(new URL("/orders", page.url()).href);
  const alarm = page.getByRole("alert").filter({ hasText: LOST });
  await expect(alarm).toContainText("Records before: 1. Records now: 0.");
  await alarm.getByRole("button", { name: "I have seen this" }).click();
  await expect(alarm).toBeHidden();
  await page.reload();
  await expect(page.getByText("No orders here yet")).toBeVisible();
  await expect(page.getByText(LOST)).toHaveCount(0);
});

/// A tab in which the browser denies a kind of storage, as with all cookies blocked.
async function deniedTab(context: BrowserContext, from: Page, kind: "indexedDB" | "localStorage"): Promise<Page> {
  const tab = await context.newPage();
  await tab.addInitScript((name) => {
    Object.defineProperty(window, name, {
      get: () => {
        throw new DOMException("denied", "SecurityError");
      },
    });
  }, kind);
  await tab.goto(from.url());
  return tab;
}

/// Quotas bind only a profile on disk.
async function withProfile(act: (context: BrowserContext) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "panelboard-profile-"));
  const context = await chromium.launchPersistentContext(folder, { executablePath: process.env.PANELBOARD_CHROMIUM, args: chromiumArguments });
  try {
    await act(context);
  } finally {
    await context.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
  }
}

/// Keeps the database open without ever stepping aside and asks for its deletion: every later opening
/// waits behind that.
async function holdAndDelete(): Promise<void> {
  const opening = indexedDB.open("panelboard");
  await new Promise((done) => (opening.onsuccess = done));
  const deleting = indexedDB.deleteDatabase("panelboard");
  await new Promise((done) => (deleting.onblocked = done));
  Object.assign(globalThis, { held: opening.result });
}

function deleteJournal(): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const deleting = indexedDB.deleteDatabase("panelboard");
    deleting.onsuccess = resolve;
    deleting.onerror = reject;
  });
}

async function putRecord([id, text]: readonly [string, string]): Promise<void> {
  const opening = indexedDB.open("panelboard");
  await new Promise((done) => (opening.onsuccess = done));
  const writing = opening.result.transaction("attempts", "readwrite");
  writing.objectStore("attempts").put(text, id);
  await new Promise((done) => (writing.oncomplete = done));
  opening.result.close();
}

/// So many openings fail as a browser in trouble fails them.
function failOpenings(name: string): void {
  const open = IDBFactory.prototype.open;
  IDBFactory.prototype.open = function (...given) {
    const left = Number(sessionStorage.getItem("failures") ?? 0);
    if (left === 0) return open.apply(this, given);
    sessionStorage.setItem("failures", String(left - 1));
    const request = open.apply(this, [`${given[0]} in trouble`]);
    Object.defineProperty(request, "error", { get: () => new DOMException("trouble", name) });
    request.addEventListener("success", (event) => {
      event.stopImmediatePropagation();
      request.result.close();
      request.dispatchEvent(new Event("error"));
    });
    return request;
  };
}
