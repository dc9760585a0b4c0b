// The figures after all runs: how many orders the panel has, and what the journals say of them.
import { appendFileSync, mkdirSync } from "node:fs";
import type { FullResult, Reporter, TestCase, TestResult } from "@playwright/test/reporter";
import type { Result } from "./run";

const COLUMNS = ["runs", "at panel", "placed", "unknown", "none", "doubled", "flagged", "missing", "wrong"] as const;
/// Every run's result, for those who want more than sums.
const FOLDER = new URL("../.results/", import.meta.url);
const LOG = new URL("kills.jsonl", FOLDER);

type Figures = Record<(typeof COLUMNS)[number], number>;

export default class Table implements Reporter {
  private readonly rows = new Map<string, Figures>();

  onTestEnd(_: TestCase, { annotations }: TestResult): void {
    for (const { type, description } of annotations) {
      if (type !== "kill run" || !description) continue;
      mkdirSync(FOLDER, { recursive: true });
      appendFileSync(LOG, `${description}\n`);
      this.add(JSON.parse(description));
    }
  }

  onEnd(_: FullResult): void {
    console.log(`\n${"".padEnd(20)}${COLUMNS.map((name) => name.padStart(9)).join("")}`);
    for (const [name, figures] of [...this.rows].sort()) console.log(line(name, figures));
    const all = Object.fromEntries(COLUMNS.map((name) => [name, sum([...this.rows.values()].map((row) => row[name]))]));
    console.log(line("all", all as Figures));
  }

  private add({ run, ledger, wrongs }: Result): void {
    const name = `${run.strike}, ${run.route}`;
    const row = this.rows.get(name) ?? (Object.fromEntries(COLUMNS.map((column) => [column, 0])) as Figures);
    const states = ledger.journal.map(({ state }) => state);
    const isTwice = ledger.atPanel.length > 1;
    row.runs += 1;
    row["at panel"] += ledger.atPanel.length;
    row.placed += Number(states.includes("placed"));
    row.unknown += Number(states.includes("unknown"));
    row.none += Number(!states.includes("placed") && !states.includes("unknown"));
    row.doubled += Number(isTwice);
    row.flagged += Number(isTwice && !wrongs.some((wrong) => wrong.includes("nothing says so")));
    row.missing += Number(wrongs.some((wrong) => wrong.includes("missing")));
    row.wrong += Number(wrongs.length > 0);
    this.rows.set(name, row);
  }
}

function line(name: string, figures: Figures): string {
  return name.padEnd(20) + COLUMNS.map((column) => String(figures[column]).padStart(9)).join("");
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
