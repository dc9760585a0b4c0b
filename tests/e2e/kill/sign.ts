// Word that an order has come to its point; given once.
export class Sign {
  give: () => void = () => undefined;
  readonly given = new Promise<void>((resolve) => (this.give = resolve));
}
