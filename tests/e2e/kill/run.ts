// One run: an order is confirmed, something strikes, the browser comes back with the same profile, and
// the panel is compared with the journal.
import { expect, type Page } from "@playwright/test";
import { setTimeout as wait } from "node:timers/promises";
import { confirmOrder, fillOrder } from "../support/steps";
import { Chance } from "./chance";
import { Chromium } from "./chromium";
import type { Trap } from "./gate";
import { hurry, stopAt, type Stop } from "./hooks";
import { settled, wrongs, type Ledger } from "./ledger";
import type { Point, Run } from "./plan";
import type { Sign } from "./sign";
import type { World } from "./world";

/// A strike comes up to this long after its point.
const SCATTER_MILLIS = 25;
const REACHED_MILLIS = 25_000;
const COUNTED_MILLIS = 15_000;

export type Result = { run: Run; ledger: Ledger; wrongs: string[] };

export async function perform(world: World, run: Run): Promise<Result> {
  const chance = new Chance(run.number);
  const link = `https://www.instagram.com/p/Kill${run.number}/`;
  let chromium = await Chromium.start(await world.profile(run));
  try {
    let page = await order(world, run, chance, chromium, link);
    if (run.point === 8) {
      chromium = await comeBack(run, chromium);
      page = await strikeWhileLooking(world, run, chance, chromium);
    }
    chromium = await comeBack(run, chromium);
    return await judge(world, run, chromium, page, link);
  } finally {
    world.gate(run.route).clear();
    await world.sandbox.heal();
    await chromium.discard();
  }
}

/// From the form to the strike.
async function order(world: World, run: Run, chance: Chance, chromium: Chromium, link: string): Promise<Page> {
  // What is looked for at point 8 is an answer that an earlier strike lost.
  const point = run.point === 8 ? chance.of([2, 3, 4, 5] as const) : run.point;
  const stop = placeInPage(point, chance);
  const stopped = stop && (await stopAt(chromium.context, { stop, still: stands(run, chance) }));
  const page = await chromium.context.newPage();
  await page.goto(`${world.origin}/new?service=${world.service(run).service}`);
  await fillOrder(page, link, 100);
  const trapped = await layTrap(world, run, point, chance);
  const clicked = confirmOrder(page);
  const sign = stopped ?? trapped;
  if (!sign) {
    await clicked;
    await outcome(page);
    return page;
  }
  await reached(sign, clicked);
  await wait(chance.below(SCATTER_MILLIS));
  await strike(world, run, chromium, page);
  return page;
}

/// The place in the page; undefined where a gate or a server makes it.
function placeInPage(point: Point | undefined, chance: Chance): Stop | undefined {
  switch (point) {
    case 1: return "before sending";
    case 2: return "before the request";
    case 6: return chance.of(["before the answer", "before the outcome"]);
    case 7: return "after the outcome";
    default: return undefined;
  }
}

/// A browser that is killed may be held at its place; a tab that is to be closed must run on.
function stands(run: Run, chance: Chance): boolean {
  return chance.toss() && run.strike === "sigkill";
}

/// Prepares the line. The sign is given when the order is at the point; there is none when the page
/// has it, or when the fault needs no strike.
async function layTrap(world: World, run: Run, point: Point | undefined, chance: Chance): Promise<Sign | undefined> {
  if (run.twice) {
    world.gate(run.route).set({ at: "cut", by: chance.of(["fin", "rst"]), always: false });
    return undefined;
  }
  const traps: Partial<Record<Point, Trap>> = {
    3: { at: "request", later: chance.of(["delivered", "lost"]) },
    4: { at: "answer" },
    5: { at: "half" },
  };
  const trap = point && traps[point];
  if (trap) return world.gate(run.route).set(trap);
  if (run.line === "to the relay") {
    world.relayGate.set({ at: "cut", by: run.strike as "fin" | "rst" | "408", always: Boolean(run.always) });
  } else if (run.line === "to the panel") {
    // 408 comes from a panel that has taken the order, or from one that has not.
    const processed = run.strike !== "408" || chance.toss();
    const times = run.always ? {} : { times: 1 };
    await world.sandbox.change("/faults", [
      { kind: "latency", action: "add", ms: chance.below(200), ...times },
      { kind: run.strike, action: "add", processed, ...times },
    ]);
  }
  return undefined;
}

async function strike(world: World, run: Run, chromium: Chromium, page: Page): Promise<void> {
  switch (run.strike) {
    case "sigkill":
      return chromium.kill();
    case "crash": {
      const session = await chromium.context.newCDPSession(page);
      const crashed = page.waitForEvent("crash");
      session.send("Page.crash").catch(() => undefined); // nobody is left to answer
      await crashed;
      return page.close();
    }
    case "close":
      return page.close();
    case "offline":
      await chromium.context.setOffline(true);
      world.gate(run.route).drop();
      await outcome(page);
      await chromium.context.setOffline(false);
      return;
    default:
      throw new Error(`${run.strike} is the server's`);
  }
}

/// What the form's place shows when the app knows, or knows that it does not know.
async function outcome(page: Page): Promise<void> {
  const told = /Order placed|may have accepted|Not sent|not sent|declined/;
  await expect(page.locator(".outcome")).toContainText(told, { timeout: REACHED_MILLIS });
}

/// The browser again, with the same profile; a tab that died needs no new browser.
async function comeBack(run: Run, chromium: Chromium): Promise<Chromium> {
  return run.strike === "sigkill" ? Chromium.start(chromium.profile) : chromium;
}

/// The app starts, finds the lost answer and looks for it; it is struck once more.
async function strikeWhileLooking(world: World, run: Run, chance: Chance, chromium: Chromium): Promise<Page> {
  await hurry(chromium.context);
  const stop = chance.of<Stop>(["while looking", "before the outcome", "before the evidence", "before the resolution"]);
  const stopped = await stopAt(chromium.context, { stop, still: stands(run, chance) });
  const page = await chromium.context.newPage();
  // A page that is held at its place may never have loaded.
  await page.goto(`${world.origin}/orders`, { waitUntil: "commit" });
  // Not every lost answer leaves evidence: then it is struck at some time.
  await Promise.race([stopped.given, wait(4_000)]);
  await wait(chance.below(SCATTER_MILLIS));
  await strike(world, run, chromium, page);
  return page;
}

async function judge(world: World, run: Run, chromium: Chromium, before: Page, link: string): Promise<Result> {
  const page = await chromium.context.newPage();
  await page.goto(`${world.origin}/orders`);
  await expect(page.getByRole("heading", { level: 1, name: "Orders" })).toBeAttached();
  let ledger = await settled(world, page, run, link);
  const flagged = async () => {
    ledger = await settled(world, page, run, link);
    return wrongs(ledger, run);
  };
  // The second look at the balance, which shows that an order was charged twice, takes its time.
  await expect.poll(flagged, { timeout: COUNTED_MILLIS }).toEqual([]).catch(() => undefined);
  for (const { order } of ledger.journal) {
    if (order) await expect(page.getByRole("main")).toContainText(order);
  }
  if (!before.isClosed()) await before.close().catch(() => undefined);
  return { run, ledger, wrongs: wrongs(ledger, run) };
}

/// Waits for the sign. The page may be gone before the click is answered.
async function reached(sign: Sign, clicked: Promise<void>): Promise<void> {
  const failed = clicked.then(() => sign.given);
  const late = wait(REACHED_MILLIS, undefined, { ref: false }).then(() => Promise.reject(new Error("the order never came to its point")));
  for (const promise of [failed, late]) promise.catch(() => undefined);
  await Promise.race([sign.given, failed, late]);
}
