// A newer build: never half of it, never without the user's word, never in the middle of an order.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Sandbox } from "../support/servers";
import { confirmOrder, fillOrder, plainService } from "../support/steps";
import type { Fault } from "../support/static";
import { built, caches, deploy, expect, expectBuild, expectRunning, isLocal, lookForUpdate, openKept, test } from "./site";

const page404: Fault = () => ({ status: 404, type: "text/html", body: Buffer.from("<h1>404</h1>") });
const status = (code: number): Fault => (whole) => ({ ...whole, status: code });
const file = (pattern: RegExp) => (names: string[]) => names.find((name) => pattern.test(name))!;
const WASM = file(/^panelboard-.*_bg\.wasm$/);
const PART = file(/^split_.*\.wasm$|^chunk_.*\.wasm$/);
const SCRIPT = file(/^panelboard-.*\.js$/);
const STYLE = file(/^style-.*\.css$/);
const BOOT = file(/^boot-.*\.js$/);

/// What a deploy may break: a file of the newer build, and what the host answers in its place.
const BROKEN: [string, (names: string[]) => string, Fault][] = [
  ["a missing wasm", WASM, page404],
  ["a missing part", PART, page404],
  ["a page in place of a wasm", WASM, () => ({ status: 200, type: "text/html", body: Buffer.from("<!doctype html>") })],
  ["a page in place of a script", SCRIPT, () => ({ status: 200, type: "text/html", body: Buffer.from("<!doctype html>") })],
  ["a changed byte", STYLE, (whole) => ({ ...whole, body: Buffer.concat([whole.body, Buffer.from(" ")]) })],
  ["a file cut short", WASM, (whole) => ({ ...whole, body: whole.body.subarray(0, whole.body.length / 2) })],
  ["an empty file", BOOT, (whole) => ({ ...whole, body: Buffer.alloc(0) })],
  ["a server error", SCRIPT, status(500)],
  ["an overloaded server", PART, status(503)],
  ["a refusal", STYLE, status(403)],
  ["a page of an older build", () => "index.html", (whole) => ({ ...whole, body: Buffer.from("<!doctype html><title>old</title>") })],
  ["a file that leads elsewhere", BOOT, (whole) => ({ ...whole, status: 302, headers: { location: "/elsewhere.js" } })],
  ["a script of the wrong type", BOOT, (whole) => ({ ...whole, type: "text/plain" })],
  ["a line that is cut", WASM, () => undefined],
  ["a missing language", () => "locales/ko.json", page404],
  ["a missing icon", () => "icon-192.png", page404],
];

test.describe("a broken deploy", () => {
  test.use({ tolerated: /status of|integrity|Failed to|ERR_/ });

  for (const [what, which, fault] of BROKEN) {
    test(`${what} leaves the older build in place, whole`, async ({ page, host, watch }) => {
      void watch;
      await openKept(page, host);
      const { name, files } = built(host);
      deploy(host, "next0000");
      host.breaks(which(Object.keys(files)), fault);
      expect(await lookForUpdate(page)).toBe("redundant");
      expect(await caches(page)).toEqual([expect.stringContaining(name)]);
      await page.reload();
      await expectBuild(page, "");
      await expect(page.locator("html")).not.toHaveAttribute("data-update");
    });
  }

  for (const [what, fault] of [["gone", page404], ["a page", status(200)], ["an error", status(500)]] as const) {
    test(`a worker that is ${what} changes nothing`, async ({ page, host, watch }) => {
      void watch;
      await openKept(page, host);
      host.breaks("sw.js", what === "a page" ? () => ({ status: 200, type: "text/html", body: Buffer.from("<!doctype html>") }) : fault);
      expect(await lookForUpdate(page)).toBe("nothing");
      await page.reload();
      await expectRunning(page);
      expect(await caches(page)).toEqual([expect.stringContaining(built(host).name)]);
    });
  }
});

test("a deploy that is mended is taken up", async ({ page, host, watch }) => {
  void watch;
  await openKept(page, host);
  await page.reload();
  deploy(host, "next0000");
  expect(await lookForUpdate(page)).toBe("installed");
  await expect(page.locator("html")).toHaveAttribute("data-update", "");
  // Both builds are there whole, and the open page is of the older one.
  expect(await caches(page)).toHaveLength(2);
  await expectBuild(page, "");
  await page.reload(); // alone it changes nothing
  await expectBuild(page, "");
});

test("the user changes over, and another tab keeps its build", async ({ page, host, watch, context }) => {
  void watch;
  await openKept(page, host);
  await page.goto(host.at("services"));
  await expectRunning(page);
  const other = await context.newPage();
  await other.goto(host.at("services"));
  await expectRunning(other);
  deploy(host, "next0000");
  expect(await lookForUpdate(page)).toBe("installed");
  await expect(page.getByText("A new version is ready.")).toBeVisible();
  await page.getByRole("button", { name: "Reload" }).click();
  await expectBuild(page, "next0000");
  await expectBuild(other, ""); // nobody asked there
  // Its files are still there for it, though the host has them no more.
  const part = PART(Object.keys(built(host).files));
  host.breaks(part, page404);
  expect(await other.evaluate(async (address) => (await fetch(address, { cache: "no-store" })).status, host.at(part))).toBe(200);
  expect(await caches(page)).toHaveLength(2);
  await other.close();
  await page.close();
  const [worker] = context.serviceWorkers();
  await expect.poll(() => worker!.evaluate(async () => (await (globalThis as unknown as { clients: { matchAll(): Promise<unknown[]> } }).clients.matchAll()).length)).toBe(0);
  const later = await context.newPage();
  await later.goto(host.at());
  await expectBuild(later, "next0000");
  await expect.poll(() => caches(later)).toEqual([expect.stringContaining("next0000")]);
});

test("an update is not offered while an order is on its way", async ({ page, host, watch }) => {
  test.skip(!isLocal, "a published site reaches https panels only");
  void watch;
  const sandbox = await Sandbox.start();
  try {
    const account = sandbox.account("v2");
    await page.goto(host.at("accounts/add"));
    await page.getByLabel("Panel address").fill(account.address);
    await page.getByLabel("API key").fill(account.key);
    await page.getByRole("button", { name: "Test connection" }).click();
    await page.getByRole("button", { name: "Save account" }).click();
    await expect(page.getByRole("heading", { name: "Home" })).toBeAttached();
    await page.evaluate(async () => void (await navigator.serviceWorker.ready));
    const service = await plainService(account);
    await page.goto(host.at(`new?service=${service.service}`));
    await fillOrder(page, "https://www.instagram.com/p/Cupdate/", 100);
    await sandbox.change("/faults", { kind: "latency", action: "add", ms: 10_000 } as object);
    await confirmOrder(page);
    const adds = async () => (await sandbox.look<Record<string, { adds_received: number }>>("/counts"))[account.name]!.adds_received;
    await expect.poll(adds).toBe(1);
    deploy(host, "next0000");
    expect(await lookForUpdate(page)).toBe("installed");
    await expect(page.locator("html")).toHaveAttribute("data-update", "");
    const offer = page.getByText("A new version is ready.");
    await expect(offer).toHaveCount(0);
    await sandbox.heal();
    await expect(page.getByText("Order placed")).toBeVisible();
    await expect(offer).toBeVisible();
    expect(await adds()).toBe(1);
    await page.getByRole("button", { name: "Reload" }).click();
    await expectBuild(page, "next0000");
    expect(await adds()).toBe(1);
  } finally {
    await sandbox.stop();
  }
});

test("a site that is no longer kept ends the worker and what it kept", async ({ page, host, watch }) => {
  void watch;
  await openKept(page, host);
  await page.reload();
  const retired = readFileSync(join(import.meta.dirname, "..", "..", "..", "web", "sw-retire.js"), "utf8");
  host.holds("sw.js", retired);
  host.holds("index.html", host.read("index.html").replace(/ data-worker="[^"]*"/, ""));
  await lookForUpdate(page);
  await expect.poll(() => caches(page)).toEqual([]);
  await expect.poll(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
  await page.reload();
  await expectRunning(page);
  expect(await page.evaluate(() => Boolean(navigator.serviceWorker.controller))).toBe(false);
});
