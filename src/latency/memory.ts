import type { Usage } from '../host/host.ts';

/** Memory of a service while it answered. What was not measured is absent. */
export interface Memory {
  /** Of the edge's runtime, engine and all, as the system counts it. */
  readonly runtime?: Omit<Usage, 'cpuMs'>;
}
