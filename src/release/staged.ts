import type { ShipError } from '../error.ts';

/** What part of the requests a version answers, in percent. */
export interface Share {
  readonly versionId: string;
  readonly percentage: number;
}

/** Which versions answer, or answered. */
export interface Served {
  readonly deploymentId: string;
  readonly shares: readonly Share[];
  /** What it was made with; undefined: nobody wrote one. */
  readonly message: string | undefined;
}

/** What we write onto a version when it goes up, as far as it is there. */
export interface VersionNote {
  /** The beginning of the bundle's digest. */
  readonly digest?: string | undefined;
  /** Commit that it was built from, 40 hex digits. */
  readonly sha?: string | undefined;
}

/** What went live without a step before. */
export interface AtOnce {
  readonly versionId: string;
  readonly deploymentId: string | undefined;
  readonly failure?: ShipError;
}

/** A service that is live in versions, any of which can be made the one that answers. Errors are ShipError. */
export interface Live {
  /** What the service is called there. */
  readonly name: string;
  /**
   * What answers now and did before, the newest first. None: the service is not there yet.
   * @throws ShipError where the edge does not tell
   */
  served(despiteCancel?: boolean): Promise<readonly Served[]>;
  noteOf(versionId: string): Promise<VersionNote>;
  /**
   * Versions that are called so, by their id or by the tag that they were released with: those that could answer, the newest
   * first.
   */
  find(called: string): Promise<readonly string[]>;
  /**
   * Makes these versions the ones that answer, by one call.
   * @throws ShipError `unsure`: where it is not known whether it was done, or was not begun
   */
  serve(shares: readonly Share[], message: string, how: ServeOptions): Promise<void>;
  /** Where users find it, with a path below which all is its own: the real route first. Empty: nowhere by HTTP. */
  addresses(): Promise<readonly string[]>;
  /** Where it answers now, whatever is configured; undefined: the edge does not tell. */
  addressesNow(): Promise<readonly string[] | undefined>;
  /**
   * Headers with which a request to it is answered by that version, where it is among those that answer; undefined: no header
   * can name a version of a service that is called so.
   */
  headersFor(versionId: string): Readonly<Record<string, string>> | undefined;
  /** Where that version alone answers, whoever is served by what; undefined: nowhere. */
  ownAddress(versionId: string): Promise<string | undefined>;
  /** What to do where it answers nothing by HTTP at all, and has an address because nobody said otherwise; undefined: somebody did. */
  readonly mend?: string | undefined;
}

export interface ServeOptions {
  /** It goes on though the run is cancelled: it puts things right. */
  readonly despiteCancel: boolean;
  /** They were live before: what the edge asks to be sure of (secrets that have changed since) is answered with yes. */
  readonly again: boolean;
}

/** A place where nobody looks for it. */
export interface Rehearsal extends AsyncDisposable {
  readonly url: string;
  readonly versionId: string;
}

/** What an edge can do that takes a new version unseen and puts it live in steps. */
export interface Staged extends Live {
  /** Versions of what does it. */
  tools(): Promise<Readonly<Record<string, string>>>;
  /** Whether what a version tells is this bundle of this commit. */
  isSame(there: VersionNote, note: VersionNote): boolean;
  /** Why the bundle cannot go up unseen, though the service is there; undefined: it can. */
  onlyDirect(): Promise<string | undefined>;
  /** Uploads the bundle; nobody is served by it. @returns the version */
  upload(note: VersionNote): Promise<string>;
  /**
   * Puts it to a place of its own, which is gone on dispose: before the first release, which cannot be unseen.
   * @returns why it cannot be there, or where it is
   */
  rehearse(note: VersionNote): Promise<{ readonly why: string } | Rehearsal>;
  /** Uploads it and puts it live at once. */
  direct(note: VersionNote): Promise<AtOnce>;
  /** What belongs to the service rather than to a version: routes, domains, crons. */
  settle(): Promise<void>;
}
