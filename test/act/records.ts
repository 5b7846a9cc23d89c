/** What act says with --json, one object a line, read into one value. */

export interface Annotation {
  readonly level: 'notice' | 'warning' | 'error';
  readonly message: string;
  /** `file`, `line`, `title` … as the workflow command gave them. */
  readonly place: Readonly<Record<string, string>>;
}

/** What the jobs of one run did, as far as act tells. */
export interface Told {
  /** Result of each job by its name, such as `ci/ship`. act exits 0 for a job that it skips: compare the whole map. */
  readonly jobs: Readonly<Record<string, string>>;
  /** Result of each stage of each step, such as `a:Main` and `a:Post`. */
  readonly steps: Readonly<Record<string, string>>;
  /** Outputs by step id. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The step summaries, one after the other. */
  readonly summary: string;
  readonly annotations: readonly Annotation[];
  /** What the steps printed, secrets masked by act. */
  readonly log: string;
}

/** The fields of act's records that we read; a record has few of them. */
interface ActRecord {
  readonly job?: string;
  readonly msg?: string;
  readonly raw_output?: boolean;
  readonly stage?: string;
  readonly stepID?: readonly string[];
  readonly jobResult?: string;
  readonly stepResult?: string;
  readonly command?: string;
  readonly name?: string;
  readonly arg?: string;
  readonly content?: string;
  readonly kvPairs?: Readonly<Record<string, string>>;
}

const isRecord = (value: unknown): value is ActRecord => typeof value === 'object' && value !== null;

function parse(line: string): ActRecord | undefined {
  if (!line.startsWith('{')) return undefined;
  const value: unknown = JSON.parse(line);
  return isRecord(value) ? value : undefined;
}

const LEVELS: readonly string[] = ['notice', 'warning', 'error'] satisfies Annotation['level'][];
const isLevel = (command: string | undefined): command is Annotation['level'] =>
  command !== undefined && LEVELS.includes(command);

/** Reads act's standard output. A last line cut off by the end of the process is left out. */
export function readRecords(stdout: string): Told {
  const jobs: Record<string, string> = {};
  const steps: Record<string, string> = {};
  const outputs: Record<string, Record<string, string>> = {};
  const annotations: Annotation[] = [];
  let summary = '';
  let log = '';
  for (const line of stdout.split('\n').slice(0, -1)) {
    const record = parse(line);
    if (record === undefined) continue;
    const step = record.stepID?.join('/');
    if (record.raw_output) log += record.msg ?? '';
    if (record.jobResult && record.job) jobs[record.job.trim()] = record.jobResult;
    if (record.stepResult && step) steps[`${step}:${record.stage ?? ''}`] = record.stepResult;
    if (record.command === 'set-output' && step && record.name) {
      outputs[step] = { ...outputs[step], [record.name]: record.arg ?? '' };
    }
    if (record.command === 'summary') summary += record.content ?? '';
    if (isLevel(record.command)) {
      annotations.push({ level: record.command, message: record.arg ?? '', place: record.kvPairs ?? {} });
    }
  }
  return { jobs, steps, outputs, summary, annotations, log };
}
