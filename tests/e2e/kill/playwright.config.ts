// A real browser, killed, crashed, closed, cut off and taken offline in the middle of orders. Run by
// `cargo xtask test --only kills`; PANELBOARD_KILL_RUNS says how many runs (one round of the plan when
// it is not set).
import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: ".",
  outputDir: "../.results/kill",
  fullyParallel: true,
  workers: 2,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [["list"], ["./table.ts"]],
});
