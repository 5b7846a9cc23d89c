import type { GitHub } from '../../src/host/host.ts';

const nobodyAsks = (): Promise<never> => Promise.reject(new Error('nobody asks'));

/** GitHub, of which nothing is expected: a test says what it answers after all. */
export const SILENT: GitHub = {
  login: nobodyAsks,
  comments: nobodyAsks,
  createComment: nobodyAsks,
  updateComment: nobodyAsks,
  artifacts: nobodyAsks,
  run: nobodyAsks,
  mergeBase: nobodyAsks,
  branchHas: nobodyAsks,
  ancestry: nobodyAsks,
  deployments: nobodyAsks,
  createDeployment: nobodyAsks,
  deploymentStatuses: nobodyAsks,
  addDeploymentStatus: nobodyAsks,
  release: nobodyAsks,
  releaseAssets: nobodyAsks,
  uploadAsset: nobodyAsks,
  deleteAsset: nobodyAsks,
  publishRelease: nobodyAsks,
  lasting: () => SILENT,
};
