// Random numbers that a run's number decides, so that a run can be repeated.

export class Chance {
  private state: number;

  constructor(seed: number) {
    this.state = (seed * 0x9e3779b1) >>> 0;
  }

  /// A whole number from 0 up to but not including `below` (mulberry32).
  below(below: number): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  }

  /// True half of the time.
  toss(): boolean {
    return this.below(2) === 1;
  }

  of<T>(all: readonly T[]): T {
    return all[this.below(all.length)]!;
  }
}
