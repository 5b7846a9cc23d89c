import { ShipError } from '../error.ts';
import type { Host } from '../host/host.ts';
import { ALPHA, ENOUGH, judgeLatency, type LatencyBudget, type LatencyVerdict } from '../latency/budget.ts';
import { quantile } from '../latency/summarize.ts';
import type { PacePlan } from '../plan.ts';
import { formatMs } from '../units.ts';
import { ask, type Claim, failed, type World } from './prove.ts';

/** Between two of them: answers at the same moment would tell the same. */
const PAUSE_MS = 100;
/** Slow answers are enough to tell before there are many. */
const LONGEST_MS = 30_000;
/** So many bad answers among them end it. */
const BAD = 3;
/** Answers that a watch looks at: those of its last half minute, so that what has become slow is not outweighed. */
const WINDOW = 30;

/**
 * The latency of one release, held to its budgets. What counts is the time of a good answer to `health` over a connection
 * that was open already: from the request to the last byte, by the clock of this runner.
 */
export class Pace {
  readonly #plan: PacePlan;
  readonly #log: Pick<Host['log'], 'warning'>;
  readonly #all: number[] = [];
  readonly #broken = new Map<LatencyBudget, LatencyVerdict>();

  constructor(plan: PacePlan, log: Pick<Host['log'], 'warning'>) {
    this.#plan = plan;
    this.#log = log;
  }

  /** What is known of each budget: broken where a look has found it so; else what all answers together tell. */
  get verdicts(): readonly LatencyVerdict[] {
    return this.#plan.budgets.map((budget) => this.#broken.get(budget) ?? judgeLatency(this.#all, budget, 0));
  }

  /**
   * Asks a version that is ready often enough to tell. Its first answers were those of readiness, and do not count: starting
   * is another thing.
   * @throws ShipError `probe` where a budget is broken that is to fail, or the version answers no longer
   */
  async prove(claim: Claim, host: World): Promise<void> {
    const since = host.clock.now();
    const times: number[] = [];
    let bad = 0;
    while (times.length < ENOUGH && host.clock.now() - since < LONGEST_MS) {
      if (host.signal.aborted) throw new ShipError('cancelled', 'The proof was ended: the run was cancelled.');
      const probe = await ask(claim.health, claim, host);
      if (probe.kind !== 'good') bad += 1;
      else if (probe.ms !== undefined) times.push(probe.ms);
      if (probe.kind !== 'good' && bad >= BAD) throw failed(claim, claim.health, probe);
      await host.clock.sleep(PAUSE_MS);
    }
    this.#all.push(...times);
    this.#look(times, 1);
  }

  /**
   * What takes the times of a watch as they come, and looks at the last ones each time. Each look has its share of the
   * chance to be wrong, so that all of them together are wrong no more often than one look at a proof is; a longer watch
   * takes some more slow answers to be sure.
   * @param looks how many there will be at most
   */
  watching(looks: number): (ms: number | undefined) => void {
    const times: number[] = [];
    return (ms) => {
      if (ms === undefined) return;
      times.push(ms);
      this.#all.push(ms);
      this.#look(times.slice(-WINDOW), looks);
    };
  }

  #look(times: readonly number[], looks: number): void {
    for (const budget of this.#plan.budgets) {
      const verdict = judgeLatency(times, budget, ALPHA / looks);
      if (verdict.kind !== 'over' || this.#broken.has(budget)) continue;
      this.#broken.set(budget, verdict);
      const said = overText(verdict, times);
      if (this.#plan.over === 'fail') throw new ShipError('probe', said, { hint: MEND });
      this.#log.warning(said, { title: 'wasm-ship: budget' });
    }
  }
}

const MEND = 'Mend it, or raise `budget`. With `over-budget: auto` a latency only warns.';

function overText({ budget: { measure, limit }, over, answers }: LatencyVerdict, times: readonly number[]): string {
  const [middle, slowest] = [0.5, 1].map((q) =>
    formatMs(
      quantile(
        times.toSorted((a, b) => a - b),
        q,
      ),
    ),
  );
  return `${measure} is over its budget of ${formatMs(limit)}: ${over} of ${answers} answers took longer (median ${middle}, slowest ${slowest}).`;
}
