// Watches a page for what must never happen: an error, a breach of the policy, a foreign request.
import type { BrowserContext, Page } from "@playwright/test";

export class Watch {
  readonly problems: string[] = [];
  readonly console: string[] = [];
  readonly addresses: string[] = [];

  private constructor(private readonly tolerated: RegExp | undefined) {}

  static async over(context: BrowserContext, tolerated: RegExp | undefined): Promise<Watch> {
    const watch = new Watch(tolerated);
    await context.addInitScript(() => {
      addEventListener("securitypolicyviolation", (breach) => {
        console.error(`policy breach: ${breach.violatedDirective} ${breach.blockedURI} ${breach.sample}`);
      });
    });
    context.on("request", (request) => watch.sees(request.url()));
    context.on("page", (page) => watch.listens(page));
    return watch;
  }

  private sees(address: string): void {
    this.addresses.push(address);
    const { hostname, protocol } = new URL(address);
    const local = ["127.0.0.1", "localhost", ""].includes(hostname) || ["data:", "blob:"].includes(protocol);
    if (!local) this.note(`request to a foreign host: ${address}`);
  }

  private listens(page: Page): void {
    page.on("pageerror", (error) => this.note(`page error: ${error.message}`));
    page.on("console", (message) => {
      this.console.push(message.text());
      if (message.type() === "error") this.note(`console error: ${message.text()} (${message.location().url})`);
    });
  }

  private note(problem: string): void {
    if (!this.tolerated?.test(problem)) this.problems.push(problem);
  }
}
