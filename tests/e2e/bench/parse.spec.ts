// A list of 10,000 services, from bytes to what the app works with, against `Response.json()` on the
// same bytes in the same page. Rounds take turns, so that a busy moment hits both.
import { expect, test } from "@playwright/test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Sandbox } from "../support/servers";

const SERVICES = 10_000;
const ROUNDS = 5;
const REPEATS = 4;
const WARM = 3;

test("reading a service list", async ({ page }) => {
  const sandbox = await Sandbox.start(["--services", String(SERVICES)]);
  const { address, key } = sandbox.account("v2");
  const answer = await fetch(address, { method: "POST", body: new URLSearchParams({ key, action: "services" }) });
  const list = Buffer.from(await answer.arrayBuffer());
  await sandbox.stop();

  const folder = process.env.PANELBOARD_BENCH_FOLDER!;
  await page.route("http://bench.localhost/**", (route) => {
    const name = new URL(route.request().url()).pathname.slice(1);
    if (name === "") return route.fulfill({ contentType: "text/html", body: "<title>bench</title>" });
    if (name === "list.json") return route.fulfill({ contentType: "application/json", body: list });
    const contentType = name.endsWith(".wasm") ? "application/wasm" : "text/javascript";
    return route.fulfill({ contentType, body: readFileSync(join(folder, name)) });
  });
  await page.goto("http://bench.localhost/");
  const times = await page.evaluate(measure, { rounds: ROUNDS, repeats: REPEATS, warm: WARM });
  expect(times.read, "services that were read").toBe(SERVICES);
  writeFileSync(process.env.PANELBOARD_BENCH_REPORT!, JSON.stringify({ ...times, bytes: list.length }));
});

async function measure({ rounds, repeats, warm }: { rounds: number; repeats: number; warm: number }) {
  const script: string = "./parse.js";
  const { default: init, services } = await import(script);
  await init();
  const bytes = new Uint8Array(await (await fetch("list.json")).arrayBuffer());
  let read = 0;
  const ours = () => void (read = services(bytes));
  const browsers = () => new Response(bytes).json();
  const time = async (work: () => unknown) => {
    const begin = performance.now();
    for (let turn = 0; turn < repeats; turn += 1) await work();
    return (performance.now() - begin) / repeats;
  };
  const begin = performance.now();
  ours();
  const first = performance.now() - begin;
  for (let turn = 0; turn < warm; turn += 1) {
    ours();
    await browsers();
  }
  const list = { ours: [] as number[], browsers: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    list.browsers.push(await time(browsers));
    list.ours.push(await time(ours));
  }
  return { ...list, first, read };
}
