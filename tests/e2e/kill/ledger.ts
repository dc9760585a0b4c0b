// What the panel has against what the journal says.
import { expect, type Page } from "@playwright/test";
import type { Run } from "./plan";
import type { World } from "./world";

export type Entry = {
  id: string;
  link: string;
  state: "sending" | "placed" | "unknown" | "rejected" | "not_placed" | "drafted";
  order: string | undefined;
  alarm: string | undefined;
};

export type Ledger = {
  /// Numbers of the run's orders at the panel.
  atPanel: string[];
  /// Spending requests that the panel received.
  received: number;
  journal: Entry[];
  damaged: number;
};

type PanelOrder = { id: string; link: string };
type PanelRequest = { fields: { link?: string } };

async function read(world: World, page: Page, run: Run, link: string): Promise<Ledger> {
  const profile = world.sandbox.account(run.dialect).name;
  const orders = await world.sandbox.look<Record<string, PanelOrder[]>>(`/orders?profile=${profile}`);
  const { requests } = await world.sandbox.look<{ requests: PanelRequest[] }>(`/received?profile=${profile}&action=add`);
  const { records, damaged } = await page.evaluate(readJournal);
  return {
    atPanel: (orders[profile] ?? []).filter((order) => order.link === link).map(({ id }) => String(id)),
    received: requests.filter(({ fields }) => fields.link === link).length,
    journal: records.map(entry),
    damaged,
  };
}

/// The journal, once nobody is sending any more.
export async function settled(world: World, page: Page, run: Run, link: string): Promise<Ledger> {
  let ledger = await read(world, page, run, link);
  await expect
    .poll(async () => {
      ledger = await read(world, page, run, link);
      return ledger.journal.filter(({ state }) => state === "sending").length;
    }, "attempts that stay `sending`")
    .toBe(0);
  return ledger;
}

/// What must never be; empty is right.
export function wrongs(ledger: Ledger, { route }: Run): string[] {
  const { atPanel, journal, damaged } = ledger;
  const stands = (order: string) => journal.some((entry) => entry.order === order || entry.state === "unknown" || isOpenEnded(entry));
  const isFlagged = journal.some(({ state, alarm }) => state === "unknown" || alarm === "double_charge");
  return [
    ...(atPanel.length > 1 && route === "relay" ? [`${atPanel.length} orders over the relay`] : []),
    ...(atPanel.length > 1 && !isFlagged ? [`${atPanel.length} orders and nothing says so`] : []),
    ...(!isFlagged && !atPanel.every(stands) ? ["an order is missing from the journal"] : []),
    ...(atPanel.length === 0 && journal.some(({ state }) => state === "placed") ? ["placed, and the panel has none"] : []),
    ...(journal.length > 1 ? [`${journal.length} records for one click`] : []),
    ...(damaged > 0 ? [`${damaged} damaged records`] : []),
  ];
}

/// Known to be placed, by the balance, under a number that is not known.
function isOpenEnded({ state, order }: Entry): boolean {
  return state === "placed" && order === undefined;
}

function entry(text: string): Entry {
  const { attempt } = JSON.parse(text);
  const state = typeof attempt.state === "string" ? attempt.state : Object.keys(attempt.state)[0];
  const placed = attempt.state.placed;
  return {
    id: attempt.confirmation.id,
    link: attempt.confirmation.ask.add.link,
    state,
    order: placed?.order_id ?? undefined,
    alarm: attempt.alarm ?? undefined,
  };
}

function readJournal(): Promise<{ records: string[]; damaged: number }> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("panelboard");
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const reading = opening.result.transaction(["attempts", "quarantine"]);
      const records = reading.objectStore("attempts").getAll();
      const damaged = reading.objectStore("quarantine").count();
      reading.oncomplete = () => {
        opening.result.close();
        resolve({ records: records.result, damaged: damaged.result });
      };
      reading.onabort = () => reject(reading.error);
    };
  });
}
