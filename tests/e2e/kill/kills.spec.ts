// The promise: no order twice over the relay, none missing from the journal, and on the direct route
// every second order of one click is said to be one. Whatever dies, wherever it dies.
import { expect } from "@playwright/test";
import { plan, ROUND_LENGTH, title } from "./plan";
import { perform } from "./run";
import { test } from "./world";

for (const run of plan(Number(process.env.PANELBOARD_KILL_RUNS ?? ROUND_LENGTH))) {
  const row = run.strike === "sigkill" ? "fault 31: " : "";
  test(`${row}${title(run)}`, async ({ world }, { annotations }) => {
    const result = await perform(world, run);
    annotations.push({ type: "kill run", description: JSON.stringify(result) });
    expect(result.wrongs, JSON.stringify(result.ledger)).toEqual([]);
  });
}
