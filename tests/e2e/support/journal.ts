// The journal as it lies in the browser, and orders under way, for tests of what goes wrong.
import { execFileSync } from "node:child_process";
import { expect, type BrowserContext, type Page } from "@playwright/test";
import type { Account, Sandbox } from "./servers";
import { confirmOrder, fillOrder, type Service } from "./steps";

type Journal = { account: { id: string }; records: [string, string][]; kept: [string, string][] };
export type Stored = { attempt: { state: unknown; wire: unknown; alarm: unknown } };

/// Every record, by its id, as text.
export function records(page: Page, store: "attempts" | "quarantine" = "attempts"): Promise<Record<string, string>> {
  return page.evaluate(async (name) => {
    const open = indexedDB.open("panelboard");
    await new Promise((done, failed) => Object.assign(open, { onsuccess: done, onerror: failed }));
    const reading = open.result.transaction(name).objectStore(name);
    const [keys, values] = [reading.getAllKeys(), reading.getAll()];
    await new Promise((done) => (reading.transaction.oncomplete = done));
    open.result.close();
    return Object.fromEntries(keys.result.map((key, at) => [String(key), values.result[at]]));
  }, store);
}

/// The states of all attempts: `sending`, `placed`, `unknown`, …
export async function states(page: Page): Promise<string[]> {
  const all = Object.values(await records(page)).map((text) => (JSON.parse(text) as Stored).attempt.state);
  return all.map((state) => (typeof state === "string" ? state : Object.keys(state as object)[0]!));
}

/// Orders at the panel, and requests for one that it received.
export async function counts(sandbox: Sandbox, account: Account): Promise<{ orders: number; adds_received: number; requests: number }> {
  type Counts = Record<string, { orders: number; adds_received: number; requests: number }>;
  return (await sandbox.look<Counts>("/counts"))[account.name]!;
}

/// The form, filled in, in this tab. Links never stand in an address, so it is typed.
export async function openForm(page: Page, service: Service, link: string): Promise<void> {
  await page.goto(new URL(`/new?service=${service.service}`, page.url()).href);
  await fillOrder(page, link, 100);
}

/// An order from the form to its number at the panel.
export async function order(page: Page, service: Service, link: string): Promise<string> {
  await openForm(page, service, link);
  await confirmOrder(page);
  await expect(page.getByText("Order placed")).toBeVisible();
  return (await page.locator(".placed-id").textContent())!.trim();
}

/// A second tab in which the order is confirmed and on its way to the panel.
export async function sendingTab(context: BrowserContext, from: Page, sandbox: Sandbox, account: Account, service: Service): Promise<Page> {
  const tab = await context.newPage();
  await tab.goto(from.url());
  await openForm(tab, service, "https://www.instagram.com/p/Csending/");
  const before = (await counts(sandbox, account)).adds_received;
  await confirmOrder(tab);
  await expect.poll(async () => (await counts(sandbox, account)).adds_received).toBe(before + 1);
  return tab;
}

/// Puts an account with so many orders, all under way, into the browser before the app runs there. The newest
/// has the highest number: 1,000,000 and its place from the oldest.
export async function fillBook(page: Page, origin: string, count: number, address: string, key: string): Promise<void> {
  const program = process.env.PANELBOARD_BENCH_JOURNAL;
  if (!program) throw new Error("run the tests with `cargo xtask test --only e2e`");
  const out = execFileSync(program, [String(count), address, String(Date.now())], { maxBuffer: 1 << 30 });
  const journal = JSON.parse(String(out)) as Journal;
  await page.route(`${origin}/fill`, (route) => route.fulfill({ contentType: "text/html", body: "<title>fill</title>" }));
  await page.goto(`${origin}/fill`);
  await page.evaluate(
    async ({ journal, key }) => {
      const { account, records, kept } = journal;
      localStorage.setItem("panelboard.accounts", JSON.stringify({ v: 1, data: { current: account.id, accounts: [account] } }));
      localStorage.setItem("panelboard.keys", JSON.stringify({ v: 1, data: { [account.id]: key } }));
      localStorage.setItem("panelboard.journal.count", String(records.length));
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const open = indexedDB.open("panelboard", 1);
        open.onupgradeneeded = () => ["attempts", "quarantine", "snapshots", "ballast"].forEach((name) => open.result.createObjectStore(name));
        open.onsuccess = () => resolve(open.result);
        open.onerror = () => reject(open.error);
      });
      const encoder = new TextEncoder();
      await new Promise<void>((resolve, reject) => {
        const transaction = database.transaction(["attempts", "snapshots"], "readwrite");
        for (const [id, text] of records) transaction.objectStore("attempts").put(text, id);
        for (const [name, text] of kept) transaction.objectStore("snapshots").put(encoder.encode(text), name);
        transaction.oncomplete = () => resolve();
        transaction.onerror = () => reject(transaction.error);
      });
      database.close();
    },
    { journal, key },
  );
}

