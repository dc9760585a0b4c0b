// Desktop and phone, in the Chromium that `cargo xtask test` found. Nothing here reaches the internet.
import { defineConfig } from "@playwright/test";
import { chromiumArguments } from "./support/browser";

const executablePath = process.env.PANELBOARD_CHROMIUM;

export default defineConfig({
  testDir: "journeys",
  outputDir: ".results",
  fullyParallel: true,
  workers: 2,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  forbidOnly: Boolean(process.env.CI),
  // A busy CI machine gets one more try; the report then says "flaky", which is a bug to mend.
  retries: process.env.CI ? 1 : 0,
  reporter: [["list"]],
  use: {
    launchOptions: { executablePath, args: chromiumArguments },
    locale: "en-US",
    serviceWorkers: "block", // what a worker asks for passes by `page.route`; `everywhere` has its tests
    trace: "on-first-retry", // a trace of every test makes all of them slower
  },
  projects: [
    { name: "desktop", use: { viewport: { width: 1280, height: 800 } } },
    { name: "phone", use: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } },
  ],
});
