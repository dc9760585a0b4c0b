// The `test` of all journeys: a sandbox and relay for each worker, put back to the beginning before
// each test; a watched page; and after each test no error, no breach of the policy, no foreign
// request and no key in a wrong place.
import AxeBuilder from "@axe-core/playwright";
import { expect, test as base, type Page } from "@playwright/test";
import { keyLeaks } from "./canary";
import { Relay, Sandbox, type Fault, type World } from "./servers";
import { Watch } from "./watch";

type Options = {
  /// How the sandbox is before the test begins, such as `{ cors: false }`.
  world: World;
  /// Arguments that only a sandbox of its own can have, such as `["--catalogue", file]`: then the test
  /// has its own relay as well.
  sandboxArguments: string[];
  /// What goes wrong at the panel.
  faults: Fault[];
  /// Console errors that the browser itself prints about a fault the test makes.
  tolerated: RegExp | undefined;
};
type Fixtures = Options & { sandbox: Sandbox; relay: Relay; watch: Watch };
type Servers = { servers: { sandbox: Sandbox; relay: Relay } };

const BEGINNING: World = { cors: true, speed: 60, fate: "mixed" };

export const test = base.extend<Fixtures, Servers>({
  world: [{}, { option: true }],
  sandboxArguments: [[], { option: true }],
  faults: [[], { option: true }],
  tolerated: [undefined, { option: true }],
  servers: [
    async ({}, use) => {
      const sandbox = await Sandbox.start();
      const relay = await Relay.start(sandbox, sandbox.accounts);
      await use({ sandbox, relay });
      await relay.stop();
      await sandbox.stop();
    },
    { scope: "worker" },
  ],
  sandbox: async ({ servers, sandboxArguments, world, faults }, use) => {
    const own = sandboxArguments.length > 0;
    const sandbox = own ? await Sandbox.start(sandboxArguments) : servers.sandbox;
    if (!own) {
      await sandbox.change("/reset", {});
      await sandbox.change("/world", BEGINNING);
    }
    if (Object.keys(world).length > 0) await sandbox.change("/world", world);
    if (faults.length > 0) await sandbox.change("/faults", faults);
    await use(sandbox);
    if (own) await sandbox.stop();
  },
  relay: async ({ servers, sandbox }, use) => {
    if (sandbox === servers.sandbox) return use(servers.relay);
    const relay = await Relay.start(sandbox, sandbox.accounts);
    await use(relay);
    await relay.stop();
  },
  watch: async ({ context, tolerated }, use) => {
    await use(await Watch.over(context, tolerated));
  },
  page: async ({ watch, sandbox, relay, context }, use) => {
    void sandbox; // put back before the page opens
    const page = await context.newPage();
    await page.goto(relay.origin);
    await use(page);
    expect(await keyLeaks(page, watch, relay.output), "places that hold a key").toEqual([]);
    expect(watch.problems).toEqual([]);
    await page.close();
  },
});

export { expect };

/// axe finds nothing on the page as it stands, and nothing to press is too small.
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(stillness);
  // Only what is wrong is gathered. The app has no frame: one run in the page itself, without the blank
  // page that axe opens to join the results of frames.
  const options = { rules: { "target-size": { enabled: true } }, resultTypes: ["violations" as const] };
  const { violations } = await new AxeBuilder({ page }).options(options).setLegacyMode().analyze();
  const found = violations.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map((node) => node.html).join("\n  ")}`);
  expect(found, "axe").toEqual([]);
}

/// In the page: what moves in has arrived, or axe would judge colours half way. What never ends does not
/// count.
async function stillness(): Promise<void> {
  const ends = document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
  await Promise.allSettled(ends.map((one) => one.finished));
}
