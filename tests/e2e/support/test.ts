// The `test` of all journeys: its own sandbox and relay for each test, a watched page, and after each
// test no error, no breach of the policy, no foreign request and no key in a wrong place.
import AxeBuilder from "@axe-core/playwright";
import { expect, test as base, type Page } from "@playwright/test";
import { keyLeaks } from "./canary";
import { Relay, Sandbox } from "./servers";
import { Watch } from "./watch";

type World = {
  /// More arguments for the sandbox, such as `["--cors", "off"]`.
  sandboxArguments: string[];
  /// Whether the relay may pass calls on to the sandbox.
  relayKnowsSandbox: boolean;
  /// Console errors that the browser itself prints about a fault the test makes.
  tolerated: RegExp | undefined;
  sandbox: Sandbox;
  relay: Relay;
  watch: Watch;
};

export const test = base.extend<World>({
  sandboxArguments: [[], { option: true }],
  relayKnowsSandbox: [true, { option: true }],
  tolerated: [undefined, { option: true }],
  sandbox: async ({ sandboxArguments }, use) => {
    const sandbox = await Sandbox.start(sandboxArguments);
    await use(sandbox);
    await sandbox.stop();
  },
  relay: async ({ sandbox, relayKnowsSandbox }, use) => {
    const relay = await Relay.start(sandbox, relayKnowsSandbox ? sandbox.accounts : []);
    await use(relay);
    await relay.stop();
  },
  watch: async ({ context, tolerated }, use) => {
    await use(await Watch.over(context, tolerated));
  },
  page: async ({ watch, relay, context }, use) => {
    const page = await context.newPage();
    await page.goto(relay.origin);
    await use(page);
    expect(await keyLeaks(page, watch, relay.output), "places that hold a key").toEqual([]);
    expect(watch.problems).toEqual([]);
  },
});

export { expect };

/// axe finds nothing on the page as it stands.
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map((node) => node.html).join("\n  ")}`);
  expect(found, "axe").toEqual([]);
}
