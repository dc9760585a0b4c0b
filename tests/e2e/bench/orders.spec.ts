// The order book of somebody who comes back: so many orders in the journal, all under way. Measured on the
// built site over the relay's own server, on one machine and with the processor slowed down four times.
import { expect, test, type Page } from "@playwright/test";
import { writeFileSync } from "node:fs";
import { fillBook } from "../support/journal";
import { Relay, Sandbox } from "../support/servers";

type Row = { orders: number; slowed: number; rows_ms: number; ready_ms: number; longest_start_ms: number; longest_idle_ms: number; typing_p95_ms: number; requests: number; megabytes: number };

const COUNTS = (process.env.PANELBOARD_BENCH_COUNTS ?? "1000,10000").split(",").map(Number);
const IDLE_MS = 12_000;

test("the order book", async ({ browser }) => {
  test.setTimeout(900_000);
  const rows: Row[] = [];
  for (const orders of COUNTS) for (const slowed of [1, 4]) rows.push(await measured(browser, orders, slowed));
  writeFileSync(process.env.PANELBOARD_BENCH_REPORT!, JSON.stringify(rows));
});

async function measured(browser: import("@playwright/test").Browser, orders: number, slowed: number): Promise<Row> {
  const sandbox = await Sandbox.start();
  const relay = await Relay.start(sandbox, sandbox.accounts);
  const { address, key } = sandbox.account("v2");
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await fillBook(page, relay.origin, orders, address, key);
  await page.addInitScript(() => {
    const stops: { at: number; duration: number }[] = [];
    const typed: number[] = [];
    Object.assign(window, { stops, typed });
    const at = (entry: PerformanceEntry) => stops.push({ at: entry.startTime, duration: entry.duration });
    new PerformanceObserver((list) => list.getEntries().forEach(at)).observe({ type: "longtask" });
    const key = (entry: PerformanceEntry) => entry.name === "keydown" && typed.push(entry.duration);
    new PerformanceObserver((list) => list.getEntries().forEach(key)).observe({ type: "event", durationThreshold: 16 } as PerformanceObserverInit);
  });
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: slowed });
  let requests = 0;
  page.on("request", (request) => (requests += Number(request.method() === "POST" && (request.postData() ?? "").includes("action=status"))));

  await page.goto(`${relay.origin}/orders`, { waitUntil: "commit" });
  await page.locator("[data-rows] tr").first().waitFor({ timeout: 120_000 });
  const rows_ms = await page.evaluate(() => performance.now());
  // All of them are there when the tab says so.
  await expect(page.getByRole("link", { name: /^All/ })).toContainText(orders.toLocaleString("en"), { timeout: 240_000 });
  const ready_ms = await page.evaluate(() => performance.now());
  const longest_start_ms = await longest(page, 0);
  await page.waitForTimeout(IDLE_MS);
  const longest_idle_ms = await longest(page, ready_ms);

  const search = page.getByRole("searchbox");
  await search.focus();
  for (const letter of "somebody_77") {
    await page.keyboard.press(letter);
    await page.waitForTimeout(120);
  }
  await page.waitForTimeout(600);
  const typing_p95_ms = await page.evaluate(() => {
    const typed = [...(window as unknown as { typed: number[] }).typed].sort((a, b) => a - b);
    return typed[Math.min(typed.length - 1, Math.floor(typed.length * 0.95))] ?? 0;
  });
  const heap = await session.send("Runtime.getHeapUsage");
  await context.close();
  await relay.stop();
  await sandbox.stop();
  return { orders, slowed, rows_ms, ready_ms, longest_start_ms, longest_idle_ms, typing_p95_ms, requests, megabytes: heap.usedSize / 1e6 };
}

const longest = (page: Page, since: number) =>
  page.evaluate((from) => {
    const stops = (window as unknown as { stops: { at: number; duration: number }[] }).stops;
    return Math.max(0, ...stops.filter(({ at }) => at >= from).map(({ duration }) => duration));
  }, since);
