// Which runs there are: what strikes, on which route, at which point of an order. One round holds every
// kind of run; further rounds move on to other points, other delays and other variants.

export type Route = "direct" | "relay";

/// What happens to the browser or to the line.
export type Strike =
  /// SIGKILL to the browser and all its processes.
  | "sigkill"
  /// The tab's process dies.
  | "crash"
  /// The tab is closed.
  | "close"
  /// The browser has no network any more.
  | "offline"
  /// The server ends the connection by FIN, by RST, or answers 408: after it took the order.
  | "fin"
  | "rst"
  | "408";

/// Where an order is when it is struck.
export const POINTS = {
  1: "before the journal is written",
  2: "journal written, before the request",
  3: "request on the wire, the panel has not seen it",
  4: "the panel took the order, no answer yet",
  5: "half of the answer has arrived",
  6: "answer arrived, before the journal has it",
  7: "the journal has the outcome",
  8: "while the outcome is looked for",
} as const;

export type Point = keyof typeof POINTS;

/// Which line the server's faults cut.
export type Line = "to the panel" | "to the relay";

export type Run = {
  number: number;
  strike: Strike;
  route: Route;
  /// A v1 panel takes the same order twice; a v2 panel refuses the second, which proves nothing about
  /// the first.
  dialect: "v1" | "v2";
  /// Not for a fault of the server, which has its own time.
  point?: Point;
  line?: Line;
  /// The server cuts every connection, not only the first: the browser's own second send fails too.
  always?: boolean;
  /// The first connection is cut, so that the browser sends twice, and then the browser is struck.
  twice?: boolean;
};

type Case = Omit<Run, "number" | "dialect">;

const ROUTES: Route[] = ["direct", "relay"];
const EIGHT = [1, 2, 3, 4, 5, 6, 7, 8] as const;

/// One point further in each round.
const moved = (point: number, round: number, count: number): Point => (((point - 1 + round) % count) + 1) as Point;

function struck(strike: Strike, points: readonly Point[]): Case[] {
  return points.flatMap((point) => ROUTES.map((route) => ({ strike, route, point })));
}

/// 64 runs: 24 SIGKILL, 12 tab crashes, 4 closed tabs, 6 times offline, 18 faults of a server.
function round(number: number): Case[] {
  const offline = ([1, 3, 5] as const).map((point) => moved(point, number, 5));
  const faults = (["fin", "rst", "408"] as const).flatMap((strike) =>
    [false, true].flatMap((always): Case[] => [
      { strike, route: "direct", line: "to the panel", always },
      { strike, route: "relay", line: "to the panel", always },
      { strike, route: "relay", line: "to the relay", always },
    ]),
  );
  return [
    ...struck("sigkill", EIGHT),
    ...struck("sigkill", [2, 4, 6]),
    ...ROUTES.map((route): Case => ({ strike: "sigkill", route, point: 7, twice: true })),
    ...struck("crash", [2, 3, 4, 5, 6].map((point) => moved(point, number, 8))),
    ...ROUTES.map((route): Case => ({ strike: "crash", route, point: 8 })),
    ...struck("close", [2, 4].map((point) => moved(point, number, 8))),
    ...struck("offline", offline),
    ...faults,
  ];
}

export const ROUND_LENGTH = round(0).length;

export function plan(runs: number): Run[] {
  return Array.from({ length: runs }, (_, index) => {
    const of = round(Math.floor(index / ROUND_LENGTH));
    const dialect = index % 3 === 2 ? "v2" : "v1";
    return { number: index + 1, dialect, ...of[index % ROUND_LENGTH]! };
  });
}

export function title(run: Run): string {
  const where = run.point ? `at ${run.point}, ${POINTS[run.point]}` : `on the line ${run.line}`;
  const how = [run.twice && "sent twice", run.always && "every time"].filter(Boolean).map((word) => `, ${word}`).join("");
  return `${String(run.number).padStart(3, "0")} ${run.strike}, ${run.dialect}, ${run.route} route, ${where}${how}`;
}
