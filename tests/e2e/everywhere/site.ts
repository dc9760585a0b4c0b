// The `test` of this folder: a static host for each test, a watched context, and the steps that all share.
import { createHash } from "node:crypto";
import { expect, test as base, type Page } from "@playwright/test";
import { StaticHost } from "../support/static";
import { Watch } from "../support/watch";

const FOLDER = process.env.PANELBOARD_SITE_FOLDER!;
/// As the site was built for it.
export const BASE = process.env.PANELBOARD_PUBLIC_URL ?? "/";
/// The site may reach panels on this machine.
export const isLocal = process.env.PANELBOARD_AUDIENCE !== "public";

type Fixtures = { host: StaticHost; tolerated: RegExp | undefined; watch: Watch };

export const test = base.extend<Fixtures>({
  tolerated: [undefined, { option: true }],
  host: async ({}, use) => {
    const host = await StaticHost.start(FOLDER, BASE);
    // A site for this machine says that there are trial accounts.
    if (isLocal) host.holds("sandbox.json", JSON.stringify({ accounts: [] }));
    await use(host);
    await host.stop();
  },
  watch: async ({ context, tolerated }, use) => {
    const watch = await Watch.over(context, tolerated);
    await use(watch);
    expect(watch.problems).toEqual([]);
  },
});

export { expect };

/// The five that somebody opens from a bookmark.
export const ROUTES = ["", "services", "new", "orders", "settings"];

/// The app runs: its own skeleton has gone.
export async function expectRunning(page: Page): Promise<void> {
  await expect(page.locator("#boot-skeleton")).toHaveCount(0);
  await expect(page.locator("main#main")).toBeAttached();
  await expect(page.locator(".boot-card").filter({ visible: true })).toHaveCount(0);
}

/// Opens the app and waits until all of it is kept.
export async function openKept(page: Page, host: StaticHost): Promise<void> {
  await page.goto(host.at());
  await expectRunning(page);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
}

type Build = { name: string; files: Record<string, string> };

/// What the worker of the host's site keeps.
export function built(host: StaticHost): Build {
  const text = host.read("sw.js");
  const [, name] = /const BUILD = "(\w+)"/.exec(text)!;
  const [, list] = /const FILES = (\{.*?\});/.exec(text)!;
  return { name: name!, files: JSON.parse(list!) };
}

/// The next build stands on the host: another page, marked with its name, and a worker that names it.
export function deploy(host: StaticHost, name: string): void {
  const page = host.read("index.html").replace("<title>", `<meta name="build" content="${name}"><title>`);
  const build = built(host);
  const files = { ...build.files, "": `sha384-${createHash("sha384").update(page).digest("base64")}` };
  const worker = host.read("sw.js").replace(build.name, name).replace(JSON.stringify(build.files), JSON.stringify(files));
  host.holds("index.html", page);
  host.holds("404.html", page);
  host.holds("sw.js", worker);
}

/// The page runs and came from this build; empty for the one in the folder.
export async function expectBuild(page: Page, name: string): Promise<void> {
  const mark = page.locator("meta[name=build]");
  if (name) await expect(mark).toHaveAttribute("content", name);
  else await expect(mark).toHaveCount(0);
  await expectRunning(page);
}

/// Looks for a newer build now, and waits until the attempt to keep it has ended: `installed`, or
/// `redundant` when it did not arrive whole.
export const lookForUpdate = (page: Page) =>
  page.evaluate(async () => {
    const registration = (await navigator.serviceWorker.getRegistration())!;
    const ended = new Promise<string>((done) => {
      registration.addEventListener("updatefound", () => {
        const worker = registration.installing!;
        worker.addEventListener("statechange", () => done(worker.state), { once: true });
      });
    });
    await registration.update().catch(() => undefined);
    return Promise.race([ended, new Promise<string>((done) => setTimeout(() => done("nothing"), 5_000))]);
  });

export const caches = (page: Page) => page.evaluate(async () => (await globalThis.caches.keys()).sort());
