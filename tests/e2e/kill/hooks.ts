// Stops inside the page, at places that no line shows: before and after the journal is written, and
// before the request is made. They only watch and wait; they change nothing that the app does.
import type { BrowserContext } from "@playwright/test";
import { Sign } from "./sign";

export type Stop =
  /// The record `sending` is about to be written.
  | "before sending"
  /// The request is about to be made.
  | "before the request"
  /// The answer is about to be recorded.
  | "before the answer"
  /// The outcome is about to be recorded.
  | "before the outcome"
  /// The outcome is in the journal.
  | "after the outcome"
  /// The app asks the relay or the balance what became of an attempt.
  | "while looking"
  /// A piece of evidence is about to be recorded.
  | "before the evidence"
  /// What the evidence says is about to be recorded.
  | "before the resolution";

type Hook = {
  stop: Stop;
  /// The page stands still there, so that it is struck exactly there; otherwise it runs on.
  still: boolean;
};

let hooks = 0;

/// Tells when a page of this context comes to the place.
export async function stopAt(context: BrowserContext, hook: Hook): Promise<Sign> {
  const sign = new Sign();
  const tell = `killRunReached${(hooks += 1)}`;
  await context.exposeBinding(tell, () => sign.give());
  await context.addInitScript(watch, { ...hook, tell });
  return sign;
}

/// Waits of a second or more take a twentieth, so that evidence is there soon. The panel's and the
/// relay's time stays as it is.
export async function hurry(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const wait = window.setTimeout.bind(window);
    const shorter = (then: TimerHandler, millis = 0) => wait(then, millis >= 1_000 && millis < 45_000 ? millis / 20 : millis);
    window.setTimeout = shorter as typeof window.setTimeout;
  });
}

function watch({ stop, still, tell }: Hook & { tell: string }): void {
  const STILL_MILLIS = 5_000;
  let reached = false;
  const here = (): void => {
    if (reached) return;
    reached = true;
    (window as unknown as Record<string, () => void>)[tell]!();
    const end = performance.now() + STILL_MILLIS;
    while (still && performance.now() < end);
  };
  const placeOf = (value: unknown): Stop | undefined => {
    const { attempt, events } = JSON.parse(String(value));
    const latest = events.at(-1).event.what;
    if (attempt.state === "sending") return attempt.wire ? "before the answer" : "before sending";
    if (attempt.resolution) return "before the resolution";
    if (latest.evidence) return "before the evidence";
    return "before the outcome";
  };
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (value, key) {
    const place = this.name === "attempts" ? placeOf(value) : undefined;
    if (place === stop) here();
    if (place === "before the outcome" && stop === "after the outcome") this.transaction.addEventListener("complete", here);
    return put.call(this, value, key);
  };
  // The app makes a `Request` first and then fetches it; its body can only be seen where it is made.
  const bodies = new WeakMap<object, string>();
  window.Request = new Proxy(window.Request, {
    construct(made, [address, init]: [RequestInfo, RequestInit | undefined]) {
      const request = new made(address, init);
      bodies.set(request, String(init?.body ?? ""));
      return request;
    },
  });
  const send = window.fetch.bind(window);
  window.fetch = (target, init) => {
    const isRequest = target instanceof Request;
    const body = isRequest ? (bodies.get(target) ?? "") : String(init?.body ?? "");
    const address = isRequest ? target.url : String(target);
    if (stop === "before the request" && body.includes("action=add")) here();
    const looks = body.includes("action=balance") || address.includes("/attempts/");
    if (stop === "while looking" && looks) here();
    return send(target, init);
  };
}
