import type { Built } from '../build/cargo.ts';
import type { Equipment } from '../build/equip.ts';
import type { Bundle } from '../candidate.ts';
import type { Host } from '../host/host.ts';
import type { DeployPlan, PackagePlan } from '../plan.ts';

/** The crate's files in the form that the edge takes, not yet optimized. */
export interface Packed {
  readonly folder: string;
  readonly entry: string;
  /** Name of the wasm module in the folder. */
  readonly module: string;
  /** The module went through wasm-bindgen, which adds instructions that rustc did not note. */
  readonly wasmBindgen: boolean;
}

/** A bundle served on loopback by the edge's own runtime, in its own process. */
export interface Server extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** performance.now() just before its process was started. */
  readonly startedAt: number;
  /** The last lines that the runtime printed. */
  readonly tail: () => string;
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
}

/** A preview that must not be made, with the reason. No failure: the rest of the run goes on. */
export interface Declined {
  readonly declined: string;
}

/** One edge's adapter. What an edge cannot do is absent from it. */
export interface Edge {
  /** Before anything is built: the edge's own configuration is there, and what it asks for can be done. @throws ShipError */
  check(crate: PackagePlan, plan: DeployPlan | undefined, host: Host): Promise<void>;
  /** Makes of the built module what the edge takes. `into`: an empty folder for the result. */
  pack(built: Built, crate: PackagePlan, into: string, equipment: Equipment, host: Host): Promise<Packed>;
  serve(bundle: Bundle, crate: PackagePlan, options: ServeOptions, equipment: Equipment, host: Host): Promise<Server>;
  /** The edge's own runtime, named with its version. */
  runtime(equipment: Equipment, host: Host): Promise<string>;
  deploy(
    bundle: Bundle,
    crate: PackagePlan,
    plan: DeployPlan,
    equipment: Equipment,
    host: Host,
  ): Promise<Deployment | Declined>;
}
