// The queries and what is relevant to each, by patterns over a service's own words: no engine is asked.
import { readFileSync } from "node:fs";

export type Service = { service: string; name: string; category: string };
export type Query = { kind: string; text: string; needs: string[] };

const facets = new Map<string, RegExp>();

/// How many of the first results count.
export const FIRST = 50;

export const queries: Query[] = readFileSync(new URL("queries.txt", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .flatMap((line) => {
    const fields = line.split("\t");
    if (line.startsWith("= ")) {
      facets.set(fields[0].slice(2), new RegExp(fields[1], "u"));
      return [];
    }
    return [{ kind: fields[0], text: fields[1], needs: fields[2].trim().split(" ") }];
  });

const plain = (text: string) => text.normalize("NFKD").replace(/[\p{M}\u200d]/gu, "").toLowerCase();

/// For each query the rows that are relevant.
export function judged(list: Service[]): Set<number>[] {
  const texts = list.map((service) => plain(`${service.name} | ${service.category}`));
  const says = (text: string, name: string) => {
    const facet = facets.get(name);
    if (!facet) throw new Error(`no facet ${name}`);
    return facet.test(text);
  };
  const meets = (text: string, need: string) =>
    need.startsWith("!") ? !says(text, need.slice(1)) : need.split("|").some((name) => says(text, name));
  return queries.map(({ needs }) => {
    const rows = texts.flatMap((text, row) => (needs.every((need) => meets(text, need)) ? [row] : []));
    return new Set(rows);
  });
}

/// Of what is relevant, the share among the first results; and the queries that got nothing.
export function score(relevant: Set<number>[], results: number[][]) {
  let [sum, count] = [0, 0];
  const empty: string[] = [];
  relevant.forEach((rows, at) => {
    if (rows.size === 0) return;
    const first = results[at].slice(0, Math.min(FIRST, rows.size));
    sum += first.filter((row) => rows.has(row)).length / Math.min(FIRST, rows.size);
    count += 1;
    if (results[at].length === 0) empty.push(queries[at].text);
  });
  return { found: sum / count, empty, judged: count };
}
