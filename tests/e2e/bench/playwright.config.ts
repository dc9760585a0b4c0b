// Measurements, one at a time; `cargo xtask bench parse` and `bench orders` run them.
import { defineConfig } from "@playwright/test";
import { chromiumArguments } from "../support/browser";

export default defineConfig({
  testDir: ".",
  outputDir: "../.results-bench",
  workers: 1,
  timeout: 120_000,
  reporter: [["line"]],
  use: { launchOptions: { executablePath: process.env.PANELBOARD_CHROMIUM, args: chromiumArguments } },
});
