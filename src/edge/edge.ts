import type { Built } from '../build/cargo.ts';
import type { BuildTool, Equipment } from '../build/equip.ts';
import type { Bundle } from '../candidate.ts';
import type { ShipError } from '../error.ts';
import type { Host, Usage } from '../host/host.ts';
import type { DeployPlan, PackagePlan, PreviewPlan, ReleasePlan } from '../plan.ts';
import type { Released } from '../release/release.ts';
import type { Live, Staged, VersionNote } from '../release/staged.ts';
import type { WorkCount } from '../wasm/count-work.ts';
import type { RustTarget } from './names.ts';

/** The crate's files in the form that the edge takes, not yet optimized. */
export interface Packed {
  readonly folder: string;
  readonly entry: string;
  /** Name of the wasm module in the folder. */
  readonly module: string;
  /** The module went through wasm-bindgen, which adds instructions that rustc did not note. */
  readonly wasmBindgen: boolean;
  /** Files that packing read besides those of cargo, absolute; absent: none. Of node_modules those that tell what is installed, too. */
  readonly read?: readonly string[];
  /** Why the bundle cannot stand for its source on later runs: packing read what nobody tells. */
  readonly unseen?: string;
  /** Versions of what else made it. */
  readonly tools?: Readonly<Record<string, string>>;
}

/** A bundle served on loopback by the edge's own runtime, in its own process. */
export interface Server extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** performance.now() just before its process was started. */
  readonly startedAt: number;
  /** The same clock, when it told that it accepts connections. */
  readonly listeningAt: number;
  /** The last lines that the runtime printed. */
  readonly tail: () => string;
  /** What the runtime has used so far; undefined where the system does not tell it. */
  readonly usage: () => Promise<Usage | undefined>;
  /** With `isolates: 'each'`: an isolate is gone with its first answer, there is no second one. */
  readonly forgets?: true;
}

/** A served copy of a bundle whose module counts the instructions that it executes. */
export interface CountedServer extends Server {
  /** Asks one request, one at a time. @returns with it what the module has executed for it; undefined: the runtime did not tell */
  counting<T>(ask: () => Promise<T>): Promise<{ readonly value: T; readonly work: WorkCount | undefined }>;
  /** Bytes of linear memory, which never shrinks; undefined: the runtime shows none. */
  memory(): Promise<number | undefined>;
}

export interface ServeOptions {
  readonly vars: Readonly<Record<string, string>>;
  /**
   * `one`: a server as the edge runs it. `each`: a new isolate for each value of the request header `x-wasm-ship-isolate`,
   * of a module that no engine's code cache knows.
   */
  readonly isolates: 'one' | 'each';
}

export interface Deployment {
  readonly url: string;
  /** What it is called at the edge. */
  readonly name: string;
  readonly versionId: string;
  readonly deploymentId: string | undefined;
  readonly environment: string;
  /** Versions of what deployed it. */
  readonly tools?: Readonly<Record<string, string>>;
  /** It is live, and something of the deploy failed all the same. */
  readonly failure?: ShipError;
  /** What whoever looks at it has to know. */
  readonly remarks?: readonly string[];
  /** Commit of what is live there; absent: it does not tell. */
  readonly sha?: string | undefined;
  /** Where production answers, of which this is a preview, the real route first; absent: it is not live, or nobody tells where. */
  readonly production?: readonly string[];
  /** How a release went; absent: a preview. */
  readonly release?: Omit<Released, 'failure'>;
}

/** What was begun for a release before it is known whether there will be one; on dispose it is ended, if it has not come to that. */
export interface Ahead extends AsyncDisposable {
  /** Ends when it has begun, or will not. Never fails. */
  readonly started: Promise<void>;
}

/** Folder with what tools/EDGE locks: the edge's client and runtime. On its way while other things happen. */
export type EdgeTools = Promise<string>;

/** One edge's adapter. */
export interface Edge {
  /**
   * Before anything is built: reads the edge's own configuration, once, since a build may rewrite it.
   * @param target of those that it takes
   * @throws ShipError where it is not there, or asks for what cannot be done
   */
  open(crate: PackagePlan, plan: DeployPlan | undefined, host: Host, target: RustTarget): Promise<Service>;
}

/** A crate as one edge takes it, with the configuration that was there before the build. What an edge cannot do is absent. */
export interface Service {
  /** What the crate is compiled for. */
  readonly target: RustTarget;
  /** What `pack` calls. */
  readonly needs: readonly BuildTool[];
  /** What it is called where it deploys to: two of the same would replace each other. */
  readonly place?: string;
  /** What the edge's own configuration runs before the crate is built. `env`: of every cargo that builds it. */
  prepare?(env: Readonly<Record<string, string>>, equipment: Equipment, tools: EdgeTools): Promise<void>;
  /** Makes of the built module what the edge takes. `into`: an empty folder for the result. */
  pack(built: Built, into: string, equipment: Equipment, tools: EdgeTools): Promise<Packed>;
  serve(bundle: Bundle, options: ServeOptions, tools: EdgeTools): Promise<Server>;
  /**
   * The same with a copy of the module (its name in the bundle) that counts.
   * @throws ShipError where this module's work cannot be told
   */
  serveCounted?(
    bundle: Bundle,
    module: string,
    options: Pick<ServeOptions, 'vars'>,
    tools: EdgeTools,
  ): Promise<CountedServer>;
  /** The edge's own runtime, named with its version. */
  runtime(tools: EdgeTools): Promise<string>;
  /** Why a pull request must not get one; undefined: it may. */
  declines?(plan: PreviewPlan): Promise<string | undefined>;
  /** A place of its own for a pull request. */
  preview?(bundle: Bundle, note: VersionNote, plan: PreviewPlan, tools: EdgeTools): Promise<Deployment>;
  /** Takes the place of a pull request away. @returns what is still there, and why; undefined: nothing */
  remove?(plan: PreviewPlan): Promise<string | undefined>;
  /** What is live, for a way back. */
  live?(plan: ReleasePlan): Live;
  /**
   * A bundle is likely to go live: what of that takes its time and changes nothing begins, of this very one.
   * `release` goes on with it.
   */
  ahead?(note: Required<VersionNote>, plan: ReleasePlan, tools: EdgeTools): Ahead;
  /** What the edge can do with a bundle that is to go live. */
  release?(bundle: Bundle, plan: ReleasePlan, tools: EdgeTools): Promise<Staged & AsyncDisposable>;
}
