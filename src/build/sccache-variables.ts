import type { SecretName } from '../host/host.ts';

/** Variables of sccache's own that its backends do not need: we set them, and of them none may be another. */
const OURS = /^SCCACHE_(START_SERVER|NO_DAEMON|STARTUP_NOTIFY|SERVER_(UDS|PORT)|IDLE_TIMEOUT)$/;

/** What a backend reads besides sccache's own variables, by the one that asks for that backend. */
const BACKENDS: Readonly<Record<string, RegExp>> = {
  SCCACHE_GHA_ENABLED: /^ACTIONS_(RESULTS_URL|RUNTIME_TOKEN|CACHE_URL|CACHE_SERVICE_V2)$/,
  SCCACHE_BUCKET: /^AWS_/,
  SCCACHE_GCS_BUCKET: /^GOOGLE_APPLICATION_CREDENTIALS$/,
  SCCACHE_OSS_BUCKET: /^ALIBABA_CLOUD_/,
  SCCACHE_COS_BUCKET: /^TENCENTCLOUD_/,
};

/** Names of the variables of the step that sccache's server reads: all of them are secrets to the build. */
export function sccacheVariables(env: Readonly<Record<string, string | undefined>>): readonly SecretName[] {
  const set = Object.keys(env).filter((name) => (env[name] ?? '') !== '');
  const backends = Object.entries(BACKENDS).flatMap(([asks, reads]) => (set.includes(asks) ? [reads] : []));
  return set.filter(
    (name) => (name.startsWith('SCCACHE_') && !OURS.test(name)) || backends.some((reads) => reads.test(name)),
  );
}
