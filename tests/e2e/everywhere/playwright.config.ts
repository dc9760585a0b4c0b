// The site under a folder of a plain static host: every screen, installed, without a network, and over
// broken deploys. Run by `cargo xtask test --only everywhere`, and for a published site by `dist`.
import { defineConfig } from "@playwright/test";
import { chromiumArguments } from "../support/browser";

export default defineConfig({
  testDir: ".",
  outputDir: "../.results-everywhere",
  fullyParallel: true,
  workers: 2,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  forbidOnly: Boolean(process.env.CI),
  retries: process.env.CI ? 1 : 0,
  reporter: [["list"]],
  use: {
    launchOptions: { executablePath: process.env.PANELBOARD_CHROMIUM, args: chromiumArguments },
    locale: "en-US",
    viewport: { width: 1280, height: 800 },
  },
});
