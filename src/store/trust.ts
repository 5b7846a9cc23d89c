/** A workflow artifact as the API tells of it. */
export interface StoredArtifact {
  readonly id: number;
  readonly name: string;
  /** `sha256:…` of its archive; undefined where the service does not say. */
  readonly digest: string | undefined;
  readonly expired: boolean;
  readonly runId: number;
}

/** The run that made one, as the API tells of it. */
export interface WorkflowRun {
  readonly id: number;
  readonly event: string;
  /** The commit that it ran on. */
  readonly headSha: string;
  /** Of a tag: the tag's name. */
  readonly branch: string | undefined;
  /** `owner/name` that the run's commit came from; undefined once a fork is gone. */
  readonly headRepository: string | undefined;
  /** `.github/workflows/ship.yml`, as the run had it. */
  readonly workflow: string;
  readonly url: string;
  /** Login of whoever started it. */
  readonly actor: string | undefined;
}

/** Whose bundles a run takes over instead of building. */
export interface Believed {
  /**
   * `release`: pushes to the default branch alone, of commits that it has, built with nothing that another run could have
   * left. `default-branch`: the same without looking so closely. `repository`: pull requests of the same repository too.
   */
  readonly from: 'release' | 'default-branch' | 'repository';
  readonly repository: string;
  readonly defaultBranch: string;
  /** The file of the workflow that runs now. */
  readonly workflow: string;
}

/**
 * Whether what a run has stored may be taken. Only what the API says of the run counts: any run can store an artifact of
 * any name, but none can choose its own event, branch or workflow file.
 */
export function believable(run: WorkflowRun, wish: Believed): boolean {
  if (run.headRepository !== wish.repository || workflowFile(run.workflow) !== wish.workflow) return false;
  const released = run.event === 'push' && run.branch === wish.defaultBranch;
  // what Dependabot brings has no secrets: it must not come to where there are some
  const dependabots = run.actor === 'dependabot[bot]' || run.branch?.startsWith('dependabot/') === true;
  const own = run.event === 'pull_request' && !dependabots;
  return released || (wish.from === 'repository' && own);
}

/** `.github/workflows/ship.yml` of `owner/name/.github/workflows/ship.yml@refs/heads/main`, or of the same without either end. */
export function workflowFile(reference: string): string {
  const [file = ''] = reference.split('@');
  return /(?:^|\/)(\.github\/workflows\/[^/]+)$/.exec(file)?.[1] ?? file;
}
