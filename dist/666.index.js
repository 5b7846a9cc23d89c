export const id = 666;
export const ids = [666];
export const modules = {

/***/ 11666:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  actionsHost: () => (/* binding */ actionsHost),
  harmless: () => (/* binding */ harmless)
});

// EXTERNAL MODULE: ./lib/error.js
var lib_error = __webpack_require__(58353);
// EXTERNAL MODULE: ./lib/host/deadline.js
var deadline = __webpack_require__(92856);
;// CONCATENATED MODULE: ./lib/host/artifacts.js


const PROMPT_MS = 5000;
const LEAST_MS = 5;
const LIMITS = { eachMs: 120_000, allMs: 240_000 };
function artifactStore(environment, retentionDays, signal, reader, limits = LIMITS) {
    const available = (environment.ACTIONS_RUNTIME_TOKEN ?? '') !== '' && (environment.ACTIONS_RESULTS_URL ?? '') !== '';
    let leftMs = limits.allMs;
    return {
        available,
        async get(artifact, folder) {
            const { id, runId, digest, name } = artifact;
            if (reader === undefined)
                throw new lib_error/* ShipError */.fS('report', 'There is no `github-token` to read artifacts with.');
            const { token, owner, repo } = reader;
            const findBy = { token, workflowRunId: runId, repositoryOwner: owner, repositoryName: repo };
            await fetching(name, limits, signal, async () => {
                const { DefaultArtifactClient } = await Promise.all(/* import() */[__webpack_require__.e(752), __webpack_require__.e(838), __webpack_require__.e(351), __webpack_require__.e(878), __webpack_require__.e(110), __webpack_require__.e(29), __webpack_require__.e(118), __webpack_require__.e(518)]).then(__webpack_require__.bind(__webpack_require__, 56518));
                await download(new DefaultArtifactClient(), { id, digest }, { path: folder, findBy });
            });
        },
        async take(name, folder) {
            return fetching(name, limits, signal, async () => {
                const { DefaultArtifactClient } = await Promise.all(/* import() */[__webpack_require__.e(752), __webpack_require__.e(838), __webpack_require__.e(351), __webpack_require__.e(878), __webpack_require__.e(110), __webpack_require__.e(29), __webpack_require__.e(118), __webpack_require__.e(518)]).then(__webpack_require__.bind(__webpack_require__, 56518));
                const client = new DefaultArtifactClient();
                const { artifacts } = await client.listArtifacts({ latest: true });
                const found = artifacts.find((artifact) => artifact.name === name);
                if (found !== undefined)
                    await download(client, found, { path: folder });
                return found !== undefined;
            });
        },
        async put(name, root, files) {
            const refused = (why, cause) => new lib_error/* ShipError */.fS('report', `The artifact ${name} could not be kept: ${why}`, { cause });
            if (leftMs < LEAST_MS)
                throw refused(`the service took ${Math.round(limits.allMs / 1000)} s for those before it.`);
            const since = performance.now();
            let prompt = 0;
            try {
                const who = `The artifact ${name} could not be kept: the service`;
                return await (0,deadline/* within */.u)(who, Math.min(limits.eachMs, leftMs), signal, async () => {
                    const { DefaultArtifactClient } = await Promise.all(/* import() */[__webpack_require__.e(752), __webpack_require__.e(838), __webpack_require__.e(351), __webpack_require__.e(878), __webpack_require__.e(110), __webpack_require__.e(29), __webpack_require__.e(118), __webpack_require__.e(518)]).then(__webpack_require__.bind(__webpack_require__, 56518));
                    const { id } = await new DefaultArtifactClient().uploadArtifact(name, [...files], root, { retentionDays });
                    prompt = PROMPT_MS;
                    return { id };
                });
            }
            catch (cause) {
                throw cause instanceof lib_error/* ShipError */.fS ? cause : refused(`${(0,lib_error/* messageOf */.bD)(cause)}.`, cause);
            }
            finally {
                leftMs -= Math.max(0, performance.now() - since - prompt);
            }
        },
    };
}
async function fetching(name, { eachMs }, signal, work) {
    try {
        return await (0,deadline/* within */.u)(`The artifact ${name} could not be fetched: the service`, eachMs, signal, work);
    }
    catch (cause) {
        if (cause instanceof lib_error/* ShipError */.fS)
            throw cause;
        throw new lib_error/* ShipError */.fS('report', `The artifact ${name} could not be fetched: ${(0,lib_error/* messageOf */.bD)(cause)}.`, { cause });
    }
}
async function download(client, { id, digest }, options) {
    const expected = digest === undefined ? {} : { expectedHash: digest };
    const fetched = await client.downloadArtifact(id, { ...options, ...expected });
    if (fetched.digestMismatch === true)
        throw new Error('its bytes do not have the digest of the service');
}

;// CONCATENATED MODULE: ./lib/host/attest.js


const LIMIT_MS = 60_000;
function attestationsOf(env, token, page, signal, limitMs = LIMIT_MS) {
    const names = ['ACTIONS_ID_TOKEN_REQUEST_URL', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN'];
    if (names.some((name) => (env[name] ?? '') === ''))
        return undefined;
    const failed = (why, cause) => new lib_error/* ShipError */.fS('report', `The build provenance was not signed: ${why}`, {
        cause,
        hint: 'The job needs `permissions: { id-token: write, attestations: write }`; in a private repository GitHub Enterprise Cloud.',
    });
    return {
        async provenance(subjects) {
            try {
                return await (0,deadline/* within */.u)('The build provenance was not signed: the service', limitMs, signal, async () => {
                    const { attestProvenance } = await Promise.all(/* import() */[__webpack_require__.e(752), __webpack_require__.e(838), __webpack_require__.e(351), __webpack_require__.e(878), __webpack_require__.e(29), __webpack_require__.e(88), __webpack_require__.e(476)]).then(__webpack_require__.bind(__webpack_require__, 4476));
                    const { attestationID: id } = await attestProvenance({
                        subjects: subjects.map(({ name, sha256 }) => ({ name, digest: { sha256 } })),
                        token,
                    });
                    return id === undefined ? undefined : `${page}/${id}`;
                });
            }
            catch (cause) {
                throw cause instanceof lib_error/* ShipError */.fS ? cause : failed(`${(0,lib_error/* messageOf */.bD)(cause).replace(/\s+/g, ' ')}.`, cause);
            }
        },
    };
}

;// CONCATENATED MODULE: ./lib/host/cache.js


const cache_LIMIT_MS = 180_000;
const SEGMENT_MS = 60_000;
function actionsCache(environment, warn, signal, limitMs = cache_LIMIT_MS) {
    const available = (environment.ACTIONS_RESULTS_URL ?? environment.ACTIONS_CACHE_URL ?? '') !== '' &&
        (environment.ACTIONS_RUNTIME_TOKEN ?? '') !== '';
    const ask = async (verb, work, say = warn) => {
        if (!available)
            return undefined;
        try {
            return await (0,deadline/* within */.u)(`The cache could not be ${verb}: the service`, limitMs, signal, async () => work(await Promise.all(/* import() */[__webpack_require__.e(752), __webpack_require__.e(838), __webpack_require__.e(878), __webpack_require__.e(110), __webpack_require__.e(88), __webpack_require__.e(91)]).then(__webpack_require__.bind(__webpack_require__, 18091))));
        }
        catch (error) {
            say(error instanceof lib_error/* ShipError */.fS ? error.message : `The cache could not be ${verb}: ${String(error)}`);
            return undefined;
        }
    };
    return {
        available,
        restore: (paths, key, prefixes) => ask('read', (client) => client.restoreCache([...paths], key, [...prefixes], { segmentTimeoutInMs: SEGMENT_MS })),
        has: async (paths, key) => {
            const look = (client) => client.restoreCache([...paths], key, [], { lookupOnly: true });
            return (await ask('read', look, () => undefined)) === key;
        },
        save: async (paths, key) => ((await ask('written', (client) => client.saveCache([...paths], key))) ?? -1) !== -1,
    };
}

;// CONCATENATED MODULE: ./lib/host/github/call.js

const TRIES = 4;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 20_000;
function apiOf(repository, load, signal, requestMs) {
    let made;
    const client = () => {
        made ??= load().then((octokit) => {
            octokit.hook.before('request', (options) => {
                const { limitMs = requestMs } = options.request;
                options.request.signal = AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
            });
            return octokit;
        });
        return made;
    };
    return {
        repository,
        call: (what, work, needs) => patiently(what, async () => work(await client()), signal, needs),
    };
}
function mayHaveBeenDone(error) {
    const status = statusOf(error);
    return status === undefined || status >= 500;
}
function refuseCutOff(all, what) {
    if (!all.every((item) => typeof item === 'object' && typeof item.id === 'number'))
        throw new Error(`no list of ${what}`);
}
async function patiently(what, work, signal, needs) {
    for (let attempt = 1;; attempt++) {
        try {
            return await work();
        }
        catch (error) {
            const wait = waitFor(error, attempt);
            if (wait === undefined || attempt >= TRIES || signal.aborted)
                throw refusal(what, error, needs);
            const { setTimeout: sleep } = await Promise.resolve(/* import() */).then(__webpack_require__.t.bind(__webpack_require__, 58500, 19));
            await sleep(wait, undefined, { signal }).catch(() => undefined);
        }
    }
}
function waitFor(error, attempt) {
    const asked = askedFor(error);
    if (asked !== undefined)
        return asked <= LONGEST_WAIT_MS ? asked : undefined;
    const status = statusOf(error);
    return status === undefined || status >= 500 ? FIRST_WAIT_MS * 2 ** (attempt - 1) : undefined;
}
function askedFor(error) {
    const status = statusOf(error);
    const headers = answerOf(error)?.headers ?? {};
    const usedUp = headers['x-ratelimit-remaining'] === '0';
    const told = headers['retry-after'];
    const limited = told !== undefined || usedUp || /rate limit/i.test(wordsOf(error));
    if (status !== 429 && !(status === 403 && limited))
        return undefined;
    if (told !== undefined)
        return Number(told) * 1000;
    const reset = usedUp ? Number(headers['x-ratelimit-reset']) * 1000 : Number.NaN;
    return Number.isFinite(reset) ? Math.max(0, reset - Date.now()) : 60_000;
}
function answerOf(error) {
    return error?.response;
}
function wordsOf(error) {
    const data = answerOf(error)?.data;
    return String(data?.message ?? '');
}
function statusOf(error) {
    const status = error?.status;
    return typeof status === 'number' && answerOf(error) !== undefined ? status : undefined;
}
function refusal(what, error, needs) {
    const status = statusOf(error);
    const hint = hintFor(status, error, needs);
    const how = status === undefined ? 'GitHub could not be reached' : `GitHub answered ${status}`;
    const denied = askedFor(error) === undefined && (status === 401 || status === 403 || status === 404);
    return new lib_error/* ShipError */.fS('report', `${what}: ${how}.`, {
        cause: error,
        denied,
        ...(hint === undefined ? {} : { hint }),
    });
}
const HINTS = {
    401: '`github-token` is not known to GitHub.',
    403: 'The job needs `permissions: { pull-requests: write }` for the comment, `actions: read` for stored bundles. Forks and Dependabot have a token that can only read.',
    404: 'The token cannot see this pull request: the job needs `permissions: { pull-requests: write }`.',
    410: 'Issues or comments are off here.',
};
function hintFor(status, error, needs) {
    const asked = askedFor(error);
    if (asked !== undefined) {
        const over = new Date(Date.now() + asked).toISOString().slice(0, 16).replace('T', ' ');
        return `The token has used up its requests to GitHub; the limit is over at ${over} UTC. Run the job again after that.`;
    }
    if (status === 403 && /\blocked\b/i.test(wordsOf(error)))
        return 'The conversation of the pull request is locked: unlock it, or set `comment: off`.';
    if (needs !== undefined && (status === 403 || status === 404))
        return `The job needs \`permissions: { ${needs} }\`. Forks and Dependabot have a token that can only read.`;
    return status === undefined ? undefined : HINTS[status];
}

;// CONCATENATED MODULE: ./lib/host/github/comments.js

function commentsOf({ repository, call }) {
    return {
        login: () => call('Asking who the token is', loginOf),
        comments: (pr) => call('Reading the comments of the pull request', async (octokit) => {
            const all = await octokit.paginate(octokit.rest.issues.listComments, {
                ...repository,
                issue_number: pr,
                per_page: 100,
            });
            refuseCutOff(all, 'comments');
            return all.map(commentOf);
        }),
        createComment: (pr, body) => call('Commenting on the pull request', (octokit) => octokit.rest.issues.createComment({ ...repository, issue_number: pr, body }).then((answer) => commentOf(answer.data), (error) => {
            if (mayHaveBeenDone(error))
                return undefined;
            throw error;
        })),
        updateComment: (id, body) => call('Updating the comment', (octokit) => octokit.rest.issues.updateComment({ ...repository, comment_id: id, body }).then((answer) => commentOf(answer.data), (error) => {
            if (statusOf(error) === 404)
                return undefined;
            throw error;
        })),
    };
}
async function loginOf(octokit) {
    try {
        return (await octokit.graphql('{ viewer { login } }')).viewer?.login;
    }
    catch (error) {
        const { name } = error;
        if (name === 'GraphqlResponseError' || [403, 404].includes(statusOf(error) ?? 0))
            return undefined;
        throw error;
    }
}
function commentOf(comment) {
    const { id, body = '', html_url: url, user } = comment;
    return { id, body, url, author: user?.login ?? '', bot: user?.type === 'Bot' };
}

;// CONCATENATED MODULE: ./lib/host/github/commits.js

function commitsOf({ repository, call }) {
    return {
        mergeBase: (base, head) => call(COMPARING, async (octokit) => (await compare(octokit, repository, base, head)).merge_base_commit.sha),
        branchHas: (branch, sha) => call('Looking for a commit on a branch', async (octokit) => {
            const { data } = await octokit.rest.git.getRef({ ...repository, ref: `heads/${branch}` });
            return (await compare(octokit, repository, data.object.sha, sha)).merge_base_commit.sha === sha;
        }),
        ancestry: (base, head) => call(COMPARING, (octokit) => compare(octokit, repository, base, head).then(({ status }) => {
            if (status === undefined)
                throw new Error('no comparison');
            return status;
        }, (error) => {
            if (statusOf(error) === 404)
                return undefined;
            throw error;
        }), 'contents: read'),
    };
}
const COMPARING = 'Comparing two commits';
async function compare(octokit, repository, base, head) {
    const basehead = `${base}...${head}`;
    return (await octokit.rest.repos.compareCommitsWithBasehead({ ...repository, basehead, per_page: 1 })).data;
}

;// CONCATENATED MODULE: ./lib/host/github/deployments.js

const WRITE = 'deployments: write';
const READ = 'deployments: read';
const PAGE = 100;
function deploymentsOf({ repository, call }) {
    return {
        deployments: (of, most) => call("Reading GitHub's deployments", async (octokit) => {
            let pages = 0;
            const all = await octokit.paginate(octokit.rest.repos.listDeployments, { ...repository, ...of, per_page: Math.min(most, PAGE) }, ({ data }, done) => {
                pages += 1;
                if (pages * PAGE >= most)
                    done();
                return data;
            });
            refuseCutOff(all, 'deployments');
            return all.slice(0, most).map(deploymentOf);
        }, READ),
        createDeployment: ({ sha, environment, description, payload, transient, production }) => call('Creating a GitHub deployment', (octokit) => octokit.rest.repos
            .createDeployment({
            ...{ ...repository, ref: sha, environment, description, payload },
            auto_merge: false,
            required_contexts: [],
            transient_environment: transient,
            production_environment: production,
        })
            .then(({ data }) => (isDeployment(data) ? deploymentOf(data) : undefined), (error) => {
            if (mayHaveBeenDone(error))
                return undefined;
            throw error;
        }), WRITE),
        deploymentStatuses: (id) => call('Reading what became of a GitHub deployment', async (octokit) => {
            const { data } = await octokit.rest.repos.listDeploymentStatuses({ ...repository, deployment_id: id });
            if (!Array.isArray(data))
                throw new Error('no list of statuses');
            return data.map(deployments_statusOf);
        }, READ),
        addDeploymentStatus: (id, { state, description, url, logUrl }) => call('Telling GitHub what became of a deployment', async (octokit) => {
            await octokit.rest.repos.createDeploymentStatus({
                ...{ ...repository, deployment_id: id, state, description },
                ...(url === undefined ? {} : { environment_url: url }),
                ...(logUrl === undefined ? {} : { log_url: logUrl }),
                auto_inactive: false,
            });
        }, WRITE),
    };
}
function isDeployment(data) {
    return typeof data?.id === 'number';
}
function deploymentOf({ id, sha, environment, payload }) {
    return { id, sha, environment, payload: typeof payload === 'string' ? parsed(payload) : payload };
}
function parsed(payload) {
    try {
        return JSON.parse(payload);
    }
    catch {
        return payload;
    }
}
function deployments_statusOf({ state, description, environment_url: url, log_url: logUrl }) {
    return {
        ...{ state, description },
        ...(url === undefined || url === '' ? {} : { url }),
        ...(logUrl === undefined || logUrl === '' ? {} : { logUrl }),
    };
}

;// CONCATENATED MODULE: ./lib/host/github/releases.js

const releases_WRITE = 'contents: write';
const releases_READ = 'contents: read';
const MOST_PAGES = 3;
const UPLOAD_MS = 120_000;
function releasesOf({ repository, call }) {
    return {
        release: (tag) => call('Looking for the GitHub release', async (octokit) => (await published(octokit, repository, tag)) ?? (await draft(octokit, repository, tag)), releases_READ),
        releaseAssets: ({ id }) => call('Reading the files of the GitHub release', async (octokit) => {
            const all = await octokit.paginate(octokit.rest.repos.listReleaseAssets, {
                ...{ ...repository, release_id: id, per_page: 100 },
            });
            refuseCutOff(all, 'assets');
            return all.map(assetOf);
        }, releases_READ),
        uploadAsset: ({ uploadUrl }, name, bytes) => call(`Attaching ${name} to the GitHub release`, (octokit) => octokit
            .request({
            ...{ method: 'POST', url: uploadUrl, name, data: bytes },
            headers: { 'content-type': 'application/octet-stream' },
            request: { limitMs: UPLOAD_MS },
        })
            .then(({ data }) => (isAsset(data) ? assetOf(data) : undefined), (error) => {
            if (mayHaveBeenDone(error) || isTaken(error))
                return undefined;
            throw error;
        }), releases_WRITE),
        deleteAsset: ({ id, name }) => call(`Deleting what is left of ${name} from the GitHub release`, async (octokit) => {
            await octokit.rest.repos.deleteReleaseAsset({ ...repository, asset_id: id }).catch((error) => {
                if (statusOf(error) !== 404)
                    throw error;
            });
        }, releases_WRITE),
        publishRelease: ({ id }) => call('Publishing the GitHub release', async (octokit) => releaseOf((await octokit.rest.repos.updateRelease({ ...repository, release_id: id, draft: false })).data), releases_WRITE),
    };
}
async function published(octokit, repository, tag) {
    try {
        return releaseOf((await octokit.rest.repos.getReleaseByTag({ ...repository, tag })).data);
    }
    catch (error) {
        if (statusOf(error) === 404)
            return undefined;
        throw error;
    }
}
async function draft(octokit, repository, tag) {
    let pages = 0;
    const all = await octokit.paginate(octokit.rest.repos.listReleases, { ...repository, per_page: 100 }, ({ data }, done) => {
        pages += 1;
        if (pages >= MOST_PAGES)
            done();
        return data;
    });
    refuseCutOff(all, 'releases');
    const found = all.find((release) => release.draft && release.tag_name === tag);
    return found === undefined ? undefined : releaseOf(found);
}
function releaseOf(release) {
    if (typeof release.id !== 'number')
        throw new Error('no release');
    const { id, html_url: url, draft: isDraft, immutable = false, upload_url: uploadUrl } = release;
    return { id, url, draft: isDraft, immutable, uploadUrl };
}
function isAsset(data) {
    return typeof data?.id === 'number';
}
function assetOf({ id, name, digest, state }) {
    const sha256 = /^sha256:([0-9a-f]{64})$/.exec(digest ?? '')?.[1];
    return { id, name, sha256, broken: state === 'starter' };
}
function isTaken(error) {
    const { response } = error;
    const errors = response?.data?.errors;
    return Array.isArray(errors) && errors.some((one) => one.code === 'already_exists');
}

;// CONCATENATED MODULE: ./lib/host/github/runs.js
function runsOf({ repository, call }) {
    return {
        artifacts: (name) => call('Looking for stored artifacts', async (octokit) => {
            const { data } = await octokit.rest.actions.listArtifactsForRepo({ ...repository, name, per_page: 30 });
            return data.artifacts.flatMap(artifactOf);
        }),
        run: (id) => call('Asking about a run', async (octokit) => runOf((await octokit.rest.actions.getWorkflowRun({ ...repository, run_id: id })).data)),
    };
}
function artifactOf({ id, name, digest, expired, workflow_run: run }) {
    return run?.id === undefined || run.repository_id !== run.head_repository_id
        ? []
        : [{ id, name, digest: digest ?? undefined, expired, runId: run.id }];
}
function runOf(run) {
    return {
        id: run.id,
        event: run.event,
        headSha: run.head_sha,
        branch: run.head_branch ?? undefined,
        headRepository: run.head_repository?.full_name,
        workflow: run.path,
        url: run.html_url,
        actor: run.actor?.login,
    };
}

;// CONCATENATED MODULE: ./lib/host/github.js






const REQUEST_MS = 15_000;
function gitHubOf(token, repository, apiUrl, signal, requestMs = REQUEST_MS) {
    const load = async () => {
        const { getOctokit } = await Promise.all(/* import() */[__webpack_require__.e(752), __webpack_require__.e(351), __webpack_require__.e(770)]).then(__webpack_require__.bind(__webpack_require__, 61351));
        return getOctokit(token, apiUrl === undefined ? {} : { baseUrl: apiUrl });
    };
    const api = apiOf(repository, load, signal, requestMs);
    return {
        ...commentsOf(api),
        ...runsOf(api),
        ...commitsOf(api),
        ...deploymentsOf(api),
        ...releasesOf(api),
        lasting: (ms, graceMs) => gitHubOf(token, repository, apiUrl, outlasting(signal, ms, graceMs), requestMs),
    };
}
function outlasting(other, ms, graceMs) {
    if (other.aborted)
        return AbortSignal.timeout(Math.min(ms, graceMs));
    const grace = new AbortController();
    const end = () => void setTimeout(() => grace.abort(), graceMs).unref();
    other.addEventListener('abort', end, { once: true });
    return AbortSignal.any([AbortSignal.timeout(ms), grace.signal]);
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: external "node:diagnostics_channel"
var external_node_diagnostics_channel_ = __webpack_require__(53053);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(48161);
// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(58500);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
// EXTERNAL MODULE: external "node:fs/promises"
var external_node_fs_promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./lib/platform.js
var platform = __webpack_require__(82480);
// EXTERNAL MODULE: ./lib/host/lock.js
var lock = __webpack_require__(60439);
;// CONCATENATED MODULE: ./lib/host/files.js






function realFiles(work, searchPath, signal, waiting = {}) {
    return {
        read: (file) => external_node_fs_promises_.readFile(file),
        text: (file) => external_node_fs_promises_.readFile(file, 'utf8'),
        exists,
        write,
        real: (file) => external_node_fs_promises_.realpath(file).catch(() => undefined),
        list,
        copy: async (from, to) => {
            await external_node_fs_promises_.mkdir(external_node_path_.dirname(to), { recursive: true });
            await external_node_fs_promises_.cp(from, to, { recursive: true, preserveTimestamps: true });
        },
        remove: (file) => external_node_fs_promises_.rm(file, { recursive: true, force: true, maxRetries: 3 }),
        rename: async (from, to) => {
            await external_node_fs_promises_.mkdir(external_node_path_.dirname(to), { recursive: true });
            await rename(from, to);
        },
        link: files_link,
        bytes,
        pipe,
        temp: (name) => temp(work, name),
        which: (name) => which(name, searchPath),
        locked: (file, timeoutMs, task) => (0,lock/* locked */.x)(file, timeoutMs, task, { signal, ...waiting }),
    };
}
async function exists(file) {
    return external_node_fs_promises_.access(file).then(() => true, () => false);
}
async function write(file, content, { secret = false, program = false } = {}) {
    await external_node_fs_promises_.mkdir(external_node_path_.dirname(file), { recursive: true });
    const part = `${file}.${process.pid}.part`;
    await external_node_fs_promises_.writeFile(part, content, secret ? { mode: 0o600 } : program ? { mode: 0o755 } : {});
    await external_node_fs_promises_.rename(part, file);
}
async function rename(from, to) {
    for (let tried = 1;; tried++) {
        try {
            return await external_node_fs_promises_.rename(from, to);
        }
        catch (error) {
            const busy = ['EPERM', 'EACCES', 'EBUSY'].includes(error.code ?? '');
            if (process.platform !== 'win32' || !busy || tried === 10)
                throw error;
            await (0,promises_.setTimeout)(50 * tried);
        }
    }
}
async function list(folder) {
    const entries = await external_node_fs_promises_.readdir(folder, { recursive: true, withFileTypes: true });
    return entries
        .filter((entry) => entry.isFile())
        .map((entry) => external_node_path_.relative(folder, external_node_path_.join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
        .sort();
}
async function files_link(from, to) {
    await external_node_fs_promises_.mkdir(external_node_path_.dirname(to), { recursive: true });
    try {
        await external_node_fs_promises_.link(from, to);
    }
    catch (error) {
        if (error.code === 'EEXIST' || (await exists(to)))
            return;
        const part = `${to}.${process.pid}.part`;
        await external_node_fs_promises_.cp(from, part, { recursive: true, preserveTimestamps: true });
        await external_node_fs_promises_.rename(part, to);
    }
}
async function bytes(place) {
    const stat = await external_node_fs_promises_.stat(place);
    if (!stat.isDirectory())
        return stat.size;
    const sizes = (await list(place)).map(async (file) => (await external_node_fs_promises_.stat(external_node_path_.join(place, file))).size);
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
async function pipe(file) {
    const handle = await external_node_fs_promises_.open(file, external_node_fs_.constants.O_RDWR);
    let open = true;
    const close = async () => {
        if (open)
            await handle.close();
        open = false;
    };
    return {
        async fill(text) {
            await handle.writeFile(text);
            await close();
        },
        [Symbol.asyncDispose]: close,
    };
}
async function temp(work, name) {
    await external_node_fs_promises_.mkdir(work, { recursive: true });
    const folder = await external_node_fs_promises_.mkdtemp(external_node_path_.join(work, `${name}-`));
    return {
        path: folder,
        [Symbol.asyncDispose]: () => external_node_fs_promises_.rm(folder, { recursive: true, force: true, maxRetries: 3 }),
    };
}
async function which(name, searchPath) {
    for (const candidate of candidates(name, searchPath, process.platform === 'win32' ? 'win32' : 'linux')) {
        const fits = await external_node_fs_promises_.access(candidate, external_node_fs_.constants.X_OK).then(() => true, () => false);
        if (fits && (await external_node_fs_promises_.stat(candidate)).isFile())
            return candidate;
    }
    return undefined;
}
function candidates(name, searchPath, os) {
    const { delimiter, join } = os === 'win32' ? external_node_path_.win32 : external_node_path_.posix;
    const folders = searchPath.split(delimiter).map((folder) => (os === 'win32' ? folder.replaceAll('"', '') : folder));
    return folders.flatMap((folder) => (folder === '' ? [] : (0,platform/* programNames */.xU)(name, os).map((file) => join(folder, file))));
}

;// CONCATENATED MODULE: ./lib/host/priority.js


const CHRT_MS = 2000;
const LATEST_MS = 3000;
const AS_USUAL = 0;
const ROUND_ROBIN = 2;
async function policyOf(pid) {
    const text = await (0,external_node_fs_promises_.readFile)(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    const policy = text.slice(text.lastIndexOf(')') + 2).split(' ')[38];
    return policy === undefined ? undefined : Number(policy);
}
async function goAhead(os, run, warn, sudo) {
    const chrt = async (policy, ...by) => {
        const priority = policy === '--rr' ? '1' : '0';
        const [file, ...args] = [...by, 'chrt', policy, '--all-tasks', '--pid', priority, String(process.pid)];
        const command = { file, args, trust: 'ours', timeoutMs: CHRT_MS, despiteCancel: true };
        const done = run(command).catch(() => undefined);
        const late = (0,promises_.setTimeout)(LATEST_MS, undefined, { ref: false });
        await Promise.race([done, late]);
    };
    if (os !== 'linux' || (await policyOf('self')) !== AS_USUAL)
        return NOT_GRANTED;
    await chrt('--rr');
    if (sudo && (await policyOf('self')) === AS_USUAL)
        await chrt('--rr', 'sudo', '--non-interactive');
    if ((await policyOf('self')) !== ROUND_ROBIN)
        return NOT_GRANTED;
    return {
        granted: true,
        async [Symbol.asyncDispose]() {
            for (let tries = 0; tries < 2 && (await policyOf('self')) === ROUND_ROBIN; tries++)
                await chrt('--other');
            if ((await policyOf('self')) === ROUND_ROBIN)
                warn('This run goes on before all other processes of this machine.');
        },
    };
}
const NOT_GRANTED = { granted: false, [Symbol.asyncDispose]: () => Promise.resolve() };

// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(31421);
;// CONCATENATED MODULE: ./lib/host/usage.js


const TICK_MS = 10;
const PS_MS = 5000;
async function usageOf(group, os) {
    if (os === 'win32')
        return undefined;
    return os === 'linux' ? ofProc(group) : ofPs(group);
}
async function ofProc(group) {
    const pids = (await (0,external_node_fs_promises_.readdir)('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
    const stats = await Promise.all(pids.map(async (pid) => ({ pid, stat: parseStat(await textOf(`/proc/${pid}/stat`)) })));
    const members = stats.filter(({ stat }) => stat?.group === group);
    return sumOf(await Promise.all(members.map(({ pid, stat }) => ofMember(pid, stat?.cpuMs ?? 0))));
}
async function ofMember(pid, ticksMs) {
    const [exactMs, status] = await Promise.all([threadsMs(pid), textOf(`/proc/${pid}/status`)]);
    return { cpuMs: Math.max(ticksMs, exactMs), ...parseStatus(status) };
}
async function threadsMs(pid) {
    const threads = await (0,external_node_fs_promises_.readdir)(`/proc/${pid}/task`).catch(() => []);
    const times = await Promise.all(threads.map((thread) => textOf(`/proc/${pid}/task/${thread}/schedstat`)));
    return times.reduce((sum, text) => sum + Number(/^\d+/.exec(text)?.[0] ?? 0), 0) / 1e6;
}
function sumOf(members) {
    if (members.length === 0)
        return undefined;
    const peaks = members.flatMap(({ peakRssBytes }) => (peakRssBytes === undefined ? [] : [peakRssBytes]));
    return {
        cpuMs: members.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
        rssBytes: members.reduce((sum, { rssBytes }) => sum + rssBytes, 0),
        ...(peaks.length === members.length ? { peakRssBytes: peaks.reduce((sum, bytes) => sum + bytes, 0) } : {}),
    };
}
function parseStat(text) {
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ticks = fields.slice(11, 15).map(Number);
    if (ticks.length < 4 || !ticks.every(Number.isFinite))
        return undefined;
    return { group: Number(fields[2]), cpuMs: ticks.reduce((sum, one) => sum + one, 0) * TICK_MS };
}
function parseStatus(text) {
    const bytes = (name) => {
        const kib = new RegExp(`^${name}:\\s*(\\d+) kB$`, 'm').exec(text)?.[1];
        return kib === undefined ? undefined : Number(kib) * 1024;
    };
    const peak = bytes('VmHWM');
    return { rssBytes: bytes('VmRSS') ?? 0, ...(peak === undefined ? {} : { peakRssBytes: peak }) };
}
async function ofPs(group) {
    const listed = await new Promise((resolve) => {
        (0,external_node_child_process_.execFile)('ps', ['-A', '-o', 'pgid=,time=,rss='], { timeout: PS_MS }, (error, stdout) => resolve(error ? '' : stdout));
    });
    return parsePs(listed, group);
}
function parsePs(listed, group) {
    const members = listed.split('\n').flatMap((line) => {
        const [, id, days = 0, hours = 0, minutes, seconds, kib] = /^\s*(\d+)\s+(?:(\d+)-)?(?:(\d+):)?(\d+):(\d+(?:\.\d+)?)\s+(\d+)\s*$/.exec(line) ?? [];
        if (Number(id) !== group)
            return [];
        const s = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
        return [{ cpuMs: Math.round(s * 1000), rssBytes: Number(kib) * 1024 }];
    });
    return sumOf(members);
}
function textOf(file) {
    return (0,external_node_fs_promises_.readFile)(file, 'utf8').catch(() => '');
}

;// CONCATENATED MODULE: ./lib/host/process.js





const ALLOWED = /^(PATH|HOME|USER|LOGNAME|SHELL|LANG|LANGUAGE|LC_\w+|TZ|TMPDIR|TEMP|TMP|CI|TERM|XDG_\w+|RUST\w*|CARGO\w*|SSL_CERT_\w+|NODE_EXTRA_CA_CERTS|(HTTPS?|NO|ALL)_PROXY|npm_config_\w+|CC|CXX|AR|(CC|CXX|AR|CFLAGS|CXXFLAGS)_\w+|PKG_CONFIG\w*|LD_LIBRARY_PATH|NIX_\w+|SDKROOT|MACOSX_DEPLOYMENT_TARGET|DEVELOPER_DIR|SystemRoot|SystemDrive|windir|ComSpec|PATHEXT|HOMEDRIVE|HOMEPATH|USERPROFILE|APPDATA|LOCALAPPDATA|(Common)?ProgramFiles(\(x86\))?|(Common)?ProgramW6432|ProgramData|ALLUSERSPROFILE|NUMBER_OF_PROCESSORS|PROCESSOR_\w+|VS\w*COMNTOOLS|INCLUDE|LIB|LIBPATH)$/i;
const NEVER = /TOKEN|SECRET|PASSWORD|CREDENTIAL|_KEY$|_AUTH/i;
function allowedEnvironment(environment, more = []) {
    const allowed = {};
    for (const [name, value] of Object.entries(environment)) {
        const passes = more.includes(name) || (ALLOWED.test(name) && !NEVER.test(name));
        if (value !== undefined && passes)
            allowed[name] = value;
    }
    return allowed;
}
const KEPT = 8 * 1024 * 1024;
const process_LATEST_MS = 5000;
const GRACE_MS = 3000;
const LEFT_BEHIND_MS = 1000;
async function run(command, options, spawner) {
    const child = await launch(command, spawner, options.onLine);
    const timer = setTimeout(() => child.end('time'), command.timeoutMs);
    try {
        const code = await child.exited;
        const output = { code, stdout: child.stdout(), stderr: child.stderr(), ms: performance.now() - child.startedAt };
        if (child.endedBy() === 'time')
            throw failed(command, `did not end within ${command.timeoutMs / 1000} s`, output);
        if (child.endedBy() === 'cancel')
            throw new lib_error/* ShipError */.fS('cancelled', `${nameOf(command)} was ended: the run was cancelled.`);
        const codes = options.codes ?? [0];
        if (codes !== 'any' && !codes.includes(code))
            throw failed(command, `ended with exit code ${code}`, output);
        return output;
    }
    finally {
        clearTimeout(timer);
        await child[Symbol.asyncDispose]();
    }
}
async function start(command, spawner, { onLine } = {}) {
    const child = await launch(command, spawner, onLine);
    const timer = setTimeout(() => child.end('time'), command.timeoutMs);
    timer.unref();
    void child.exited.then(() => clearTimeout(timer));
    return child;
}
function failed(command, what, output) {
    const name = nameOf(command);
    const tail = lastLines(output.stderr.trim() === '' ? output.stdout : output.stderr, 20);
    return new lib_error/* ShipError */.fS('build', `${name} ${what}.`, { tail });
}
function nameOf(command) {
    return command.name ?? command.file.split(/[\\/]/).at(-1) ?? command.file;
}
function lastLines(text, count) {
    return text.trimEnd().split('\n').slice(-count).join('\n');
}
async function launch(command, spawner, onLine) {
    const signal = command.despiteCancel === true ? spawner.over : spawner.signal;
    if (signal?.aborted === true)
        throw new lib_error/* ShipError */.fS('cancelled', `${nameOf(command)} was not started: the run was cancelled.`);
    const startedAt = performance.now();
    const settings = {
        cwd: command.cwd,
        env: environmentOf(command, spawner),
        detached: process.platform !== 'win32',
        windowsHide: true,
    };
    const { file, args, listens } = command;
    const child = listens
        ? (0,external_node_child_process_.spawn)(file, [...args], { ...settings, stdio: ['pipe', 'pipe', 'pipe'] })
        : (0,external_node_child_process_.spawn)(file, [...args], { ...settings, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdin?.on('error', () => undefined);
    const streams = { stdout: collect(child.stdout, 'stdout', onLine), stderr: collect(child.stderr, 'stderr', onLine) };
    let ended;
    let code;
    const exited = new Promise((resolve) => {
        child.on('exit', () => closeWhenSilent(child));
        child.on('close', (status, signal) => {
            code = status ?? (signal === 'SIGKILL' ? 137 : 143);
            resolve(code);
        });
    });
    const end = (reason) => {
        if (code !== undefined || ended !== undefined)
            return;
        ended = reason;
        signalGroup(child.pid, 'SIGTERM');
        setTimeout(() => code ?? signalGroup(child.pid, 'SIGKILL'), GRACE_MS).unref();
    };
    const onAbort = () => end('cancel');
    signal?.addEventListener('abort', onAbort, { once: true });
    await new Promise((resolve, reject) => {
        child.once('spawn', resolve);
        child.once('error', (cause) => {
            signal?.removeEventListener('abort', onAbort);
            reject(notStarted(command, cause));
        });
    });
    spawner.live?.add(exited);
    void exited.then(() => spawner.live?.delete(exited));
    return {
        pid: child.pid ?? 0,
        startedAt,
        exited,
        exitCode: () => code,
        endedBy: () => ended,
        end,
        stdout: streams.stdout,
        stderr: streams.stderr,
        write: (text) => void child.stdin?.write(text),
        usage: async () => (code === undefined ? usageOf(child.pid ?? 0, process.platform) : undefined),
        async [Symbol.asyncDispose]() {
            signal?.removeEventListener('abort', onAbort);
            end('dispose');
            await exited;
            if (process.platform !== 'win32')
                signalGroup(child.pid, 'SIGKILL');
        },
    };
}
function closeWhenSilent(child) {
    const streams = [child.stdout, child.stderr];
    const timer = setTimeout(() => streams.forEach((stream) => void stream.destroy()), LEFT_BEHIND_MS);
    const latest = setTimeout(() => streams.forEach((stream) => void stream.destroy()), process_LATEST_MS);
    for (const stream of streams)
        stream.on('data', () => timer.refresh());
    child.on('close', () => {
        clearTimeout(timer);
        clearTimeout(latest);
    });
}
const OF_JOB = 'RUNNER_TRACKING_ID';
function environmentOf(command, { environment, passed = [] }) {
    const secrets = {};
    for (const name of command.trust === 'ours' ? (command.secrets ?? []) : []) {
        const value = environment[name];
        if (value !== undefined)
            secrets[name] = value;
    }
    const more = command.trust === 'theirs' ? passed : [];
    const job = environment[OF_JOB];
    const tracked = job === undefined ? {} : { [OF_JOB]: job };
    return { ...allowedEnvironment(environment, more), ...tracked, ...command.env, ...secrets };
}
function notStarted(command, cause) {
    const nowhere = command.cwd !== undefined && !(0,external_node_fs_.existsSync)(command.cwd);
    const absent = nowhere ? `its folder ${command.cwd} is not there` : 'it is not there';
    const why = cause.code === 'ENOENT' ? absent : cause.message;
    return new lib_error/* ShipError */.fS('toolchain', `${command.file} could not be started: ${why}.`, { cause });
}
function signalGroup(pid, signal) {
    if (pid === undefined)
        return;
    const os = process.platform === 'win32' ? 'win32' : 'linux';
    const how = (0,platform/* ending */.K1)(pid, signal, os, process.env.SystemRoot);
    try {
        if ('group' in how)
            process.kill(how.group, how.signal);
        else
            (0,external_node_child_process_.spawn)(how.file, how.args, { stdio: 'ignore', windowsHide: true }).on('error', () => undefined);
    }
    catch {
    }
}
function collect(stream, name, onLine) {
    let text = '';
    let open = '';
    stream.setEncoding('utf8');
    stream.on('data', (chunk) => {
        text += chunk;
        if (text.length > 2 * KEPT)
            text = text.slice(-KEPT);
        if (onLine === undefined)
            return;
        const cut = chunk.lastIndexOf('\n') + 1;
        const lines = cut === 0 ? [] : (open + chunk.slice(0, cut)).split(/\r?\n/).slice(0, -1);
        open = cut === 0 ? open + chunk : chunk.slice(cut);
        if (open.length > 2 * KEPT)
            open = open.slice(-KEPT);
        for (const line of lines)
            onLine(line, name);
    });
    stream.on('close', () => {
        if (open !== '' && onLine !== undefined)
            onLine(open, name);
    });
    return () => text;
}

// EXTERNAL MODULE: ./lib/host/secrets-file.js
var secrets_file = __webpack_require__(20022);
;// CONCATENATED MODULE: ./lib/host/node.js








let opened = 0;
(0,external_node_diagnostics_channel_.subscribe)('undici:client:connected', () => {
    opened += 1;
});
function nodeHost(parts) {
    const { env, passed = [], secrets = [], folders, signal, log, tell, store, cache, github, attest } = parts;
    const { mayAskSudo = false } = parts;
    const over = new AbortController();
    const ended = AbortSignal.any([signal, over.signal]);
    const live = new Set();
    const spawner = { environment: env, passed, signal: ended, over: over.signal, live };
    return {
        run: (command, options = {}) => run(command, options, spawner),
        start: (command, options = {}) => start(command, spawner, options),
        ahead: () => goAhead(process.platform, (command) => run(command, {}, spawner), log.warning, mayAskSudo),
        secretsFile: (names) => (0,secrets_file/* secretsFile */.U)(folders.work, names, env),
        redact: (text) => redact(text, env, secrets),
        fingerprint: (names) => fingerprint(names, allowedEnvironment(env, passed)),
        variable: (name) => allowedEnvironment(env, passed)[name],
        files: realFiles(folders.work, env.PATH ?? env.Path ?? '', ended, { say: log.info }),
        fetch: (url, init, bearer) => fetch(url, withBearer(init, bearer === undefined ? undefined : env[bearer])),
        ...(env.NODE_USE_ENV_PROXY === '1' ? { proxies: proxiesOf(env) } : {}),
        connections: () => opened,
        clock: { now: () => performance.now(), date: () => new Date(), sleep: (ms) => (0,promises_.setTimeout)(ms) },
        random: (bytes) => (0,external_node_crypto_.randomBytes)(bytes).toString('hex'),
        log,
        tell,
        signal: ended,
        store,
        cache,
        folders,
        platform: node_platform(),
        ...(github === undefined ? {} : { github }),
        ...(attest === undefined ? {} : { attest }),
        async [Symbol.asyncDispose]() {
            over.abort();
            await Promise.all(live);
        },
    };
}
function withBearer(init, token) {
    if (token === undefined || token === '')
        return init;
    const headers = new Headers(init?.headers);
    headers.set('authorization', `Bearer ${token}`);
    return { ...init, headers };
}
function proxiesOf(env) {
    const known = Object.entries(env).filter(([name]) => /^(https?|no)_proxy$/i.test(name));
    return Object.fromEntries(known.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
function node_platform() {
    const os = process.platform === 'win32' || process.platform === 'darwin' ? process.platform : 'linux';
    let known;
    return {
        os,
        arch: process.arch,
        node: process.execPath,
        cores: (0,external_node_os_.availableParallelism)(),
        get libc() {
            known ??= os === 'linux' ? libc() : undefined;
            return known;
        },
    };
}
function libc() {
    Object.assign(process.report, { excludeNetwork: true });
    const { header } = process.report.getReport();
    return header.glibcVersionRuntime === undefined ? 'musl' : 'glibc';
}
const SECRET = /TOKEN|SECRET|PASSWORD|_KEY$|CONNECTION_STRING$|^SCCACHE_REDIS$/i;
const LEAST = 8;
function basicOf(token) {
    return Buffer.from(`x-access-token:${token}`).toString('base64');
}
function redact(text, env, more = []) {
    const secrets = Object.entries(env).flatMap(([name, value]) => (SECRET.test(name) || more.includes(name)) && value !== undefined && value.length >= LEAST
        ? [value, basicOf(value)]
        : []);
    return secrets.sort((a, b) => b.length - a.length).reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
}
function fingerprint(names, env) {
    const asked = names instanceof RegExp ? Object.keys(env).filter((name) => names.test(name)) : names;
    const entries = [...asked].sort().map((name) => {
        const value = env[name];
        return [name, value === undefined ? null : (0,external_node_crypto_.createHash)('sha256').update(value).digest('hex')];
    });
    return Object.fromEntries(entries);
}

;// CONCATENATED MODULE: ./lib/host/actions.js





const KEPT_DAYS = 90;
async function actionsHost(runner, env, token, action, signal, { passed = [], secrets = [] } = {}) {
    const core = await Promise.all(/* import() */[__webpack_require__.e(752), __webpack_require__.e(838)]).then(__webpack_require__.bind(__webpack_require__, 33838));
    const { CARGO_GIT_TOKEN: git = '' } = env;
    const given = secrets.flatMap((name) => env[name] ?? []);
    for (const secret of [token, ...given, ...(git === '' ? [] : [git, basicOf(git)])])
        if (secret !== '')
            core.setSecret(secret);
    const log = actionsLog(core);
    const [owner = '', repo = ''] = runner.repository.split('/');
    const known = token !== '' && owner !== '' && repo !== '';
    const page = `${env.GITHUB_SERVER_URL ?? 'https://github.com'}/${runner.repository}/attestations`;
    const attest = known ? attestationsOf(env, token, page, signal) : undefined;
    return nodeHost({
        env,
        ...{ passed, secrets },
        signal,
        log,
        tell: {
            output: (name, value) => core.setOutput(name, value),
            summary: async (markdown) => void (await core.summary.addRaw(markdown, true).write()),
            state: (name, value) => core.saveState(name, value),
        },
        folders: { workspace: runner.workspace, tools: runner.tools, work: runner.temp, action },
        store: artifactStore(env, KEPT_DAYS, signal, known ? { token, owner, repo } : undefined),
        cache: actionsCache(env, (message) => log.warning(message), signal),
        ...(known ? { github: gitHubOf(token, { owner, repo }, runner.apiUrl, signal) } : {}),
        ...(attest === undefined ? {} : { attest }),
        mayAskSudo: runner.gitHubHosted,
    });
}
function actionsLog(core) {
    const properties = (title, place) => ({
        ...(title === undefined ? {} : { title }),
        ...(place === undefined ? {} : { file: place.file }),
        ...(place?.line === undefined ? {} : { startLine: place.line }),
        ...(place?.column === undefined ? {} : { startColumn: place.column }),
    });
    return {
        info: (message) => core.info(harmless(message)),
        debug: (message) => core.debug(message),
        notice: (message, title) => core.notice(message, properties(title)),
        warning: (message, options = {}) => core.warning(message, properties(options.title, options.place)),
        error: (message, options = {}) => core.error(message, properties(options.title, options.place)),
        echo: (line) => core.info(harmless(line)),
        async group(title, work) {
            core.info(`\u001b[1m${harmless(title)}\u001b[0m`);
            return work();
        },
    };
}
function harmless(text) {
    return text
        .split(/(\r\n|\r|\n)/)
        .map((part) => part.replace(/^([\s\p{Z}\p{Cc}\ufeff]*):(?=:)/u, '$1: ').replaceAll('##[', '## ['))
        .join('');
}


/***/ }),

/***/ 92856:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   u: () => (/* binding */ within)
/* harmony export */ });
/* harmony import */ var _error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(58353);

async function within(who, limitMs, signal, work) {
    const cancelled = () => new _error_js__WEBPACK_IMPORTED_MODULE_0__/* .ShipError */ .fS('cancelled', `${who} was not waited for: the run was cancelled.`);
    if (signal.aborted)
        throw cancelled();
    const { promise: ended, reject } = Promise.withResolvers();
    const late = new _error_js__WEBPACK_IMPORTED_MODULE_0__/* .ShipError */ .fS('report', `${who} did not answer within ${Math.round(limitMs / 1000)} s.`);
    const timer = setTimeout(() => reject(late), limitMs);
    const onAbort = () => reject(cancelled());
    signal.addEventListener('abort', onAbort, { once: true });
    try {
        return await Promise.race([work(), ended]);
    }
    finally {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
    }
}


/***/ }),

/***/ 60439:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   x: () => (/* binding */ locked),
/* harmony export */   y: () => (/* binding */ alive)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(51455);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(48161);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(76760);
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(58500);
/* harmony import */ var _error_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(58353);






const PACE = { tryMs: 200, beatMs: 3000, sayMs: 5000, goneMs: 10_000, silentMs: 60_000 };
async function locked(file, timeoutMs, work, options) {
    await node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.mkdir(node_path__WEBPACK_IMPORTED_MODULE_3__.dirname(file), { recursive: true });
    const lock = await waitFor(file, timeoutMs, options);
    try {
        return await work();
    }
    finally {
        await lock.release();
    }
}
async function waitFor(file, timeoutMs, options) {
    const { signal, say = () => undefined, pace = PACE } = options;
    const since = performance.now();
    for (let said = false;;) {
        const lock = await take(file, pace);
        if (lock !== undefined)
            return lock;
        await breakIfLeft(file, pace);
        const waited = performance.now() - since;
        if (waited > timeoutMs) {
            throw new _error_js__WEBPACK_IMPORTED_MODULE_5__/* .ShipError */ .fS('toolchain', `Another run holds ${file} for more than ${timeoutMs / 1000} s.`, {
                hint: 'If none is at work, remove that file.',
            });
        }
        if (signal.aborted)
            throw new _error_js__WEBPACK_IMPORTED_MODULE_5__/* .ShipError */ .fS('cancelled', 'The run was cancelled.');
        if (!said && waited > pace.sayMs) {
            say(`Waiting for ${await holderOf(file)}, which holds ${file} …`);
            said = true;
        }
        await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_4__.setTimeout)(pace.tryMs);
    }
}
async function take(file, pace) {
    const handle = await node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.open(file, 'wx').catch(unless('EEXIST'));
    if (handle === undefined)
        return undefined;
    const text = JSON.stringify({ pid: process.pid, host: (0,node_os__WEBPACK_IMPORTED_MODULE_2__.hostname)(), id: (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomUUID)() });
    const write = () => handle.write(text, 0);
    const beat = setInterval(() => void write().catch(() => undefined), pace.beatMs);
    beat.unref();
    const release = async () => {
        clearInterval(beat);
        await handle.close();
        if ((await textOf(file)) === text)
            await node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.rm(file, { force: true });
    };
    try {
        await write();
        while (await isBreaking(file, pace))
            await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_4__.setTimeout)(pace.tryMs / 10);
        if ((await textOf(file)) === text)
            return { release };
    }
    catch (error) {
        await node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.rm(file, { force: true });
        await release();
        throw error;
    }
    await release();
    return undefined;
}
function parseOwner(text) {
    try {
        const owner = JSON.parse(text);
        return typeof owner?.pid === 'number' && typeof owner.host === 'string' ? owner : undefined;
    }
    catch {
        return undefined;
    }
}
async function holderOf(file) {
    const owner = parseOwner((await textOf(file)) ?? '');
    return owner === undefined ? 'another run' : `process ${owner.pid} on ${owner.host}`;
}
async function breakIfLeft(file, pace) {
    const seen = await textOf(file);
    if (seen === undefined || !(await isLeft(file, seen, Date.now(), pace)))
        return;
    const breaking = breakingOf(file);
    const handle = await node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.open(breaking, 'wx').catch(unless('EEXIST'));
    if (handle === undefined) {
        await isBreaking(file, pace);
        return;
    }
    try {
        const { mtimeMs } = await handle.stat();
        if ((await textOf(file)) === seen && (await isLeft(file, seen, mtimeMs, pace)))
            await node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.rm(file, { force: true });
    }
    finally {
        await handle.close();
        await node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.rm(breaking, { force: true });
    }
}
async function isLeft(file, text, now, pace) {
    const { mtimeMs } = (await node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.stat(file).catch(unless('ENOENT'))) ?? { mtimeMs: now };
    const owner = parseOwner(text);
    const gone = text === '' || (owner?.host === (0,node_os__WEBPACK_IMPORTED_MODULE_2__.hostname)() && !alive(owner.pid));
    return now - mtimeMs > (gone ? pace.goneMs : pace.silentMs);
}
function breakingOf(file) {
    return `${file}.break`;
}
async function isBreaking(file, pace) {
    const breaking = breakingOf(file);
    const found = await node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.stat(breaking).catch(unless('ENOENT'));
    if (found === undefined)
        return false;
    if (Date.now() - found.mtimeMs > pace.goneMs)
        await node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.rm(breaking, { force: true });
    return true;
}
function textOf(file) {
    return node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.readFile(file, 'utf8').catch(unless('ENOENT'));
}
function unless(code) {
    return (error) => {
        if (error.code !== code)
            throw error;
        return undefined;
    };
}
function alive(pid) {
    try {
        process.kill(pid, 0);
        return true;
    }
    catch (error) {
        return error.code === 'EPERM';
    }
}


/***/ }),

/***/ 20022:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   U: () => (/* binding */ secretsFile),
/* harmony export */   W: () => (/* binding */ sweepSecrets)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(73024);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(76760);
/* harmony import */ var _lock_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(60439);




const PREFIX = 'secrets-';
async function secretsFile(work, names, environment) {
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.mkdir)(work, { recursive: true });
    const folder = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.mkdtemp)(node_path__WEBPACK_IMPORTED_MODULE_2__.join(work, `${PREFIX}${process.pid}-`));
    const onExit = () => (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.rmSync)(folder, { recursive: true, force: true });
    process.once('exit', onExit);
    const values = Object.fromEntries(names.map((name) => [name, environment[name] ?? '']));
    const file = node_path__WEBPACK_IMPORTED_MODULE_2__.join(folder, 'secrets.json');
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.writeFile)(file, JSON.stringify(values), { mode: 0o600, flag: 'wx' });
    return {
        path: file,
        async [Symbol.asyncDispose]() {
            await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.rm)(folder, { recursive: true, force: true, maxRetries: 3 });
            process.off('exit', onExit);
        },
    };
}
async function sweepSecrets(work) {
    const names = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.readdir)(work).catch(() => []);
    for (const name of names) {
        const pid = Number(new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1]);
        if (Number.isInteger(pid) && !(await isInUse(pid, node_path__WEBPACK_IMPORTED_MODULE_2__.join(work, name))))
            await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.rm)(node_path__WEBPACK_IMPORTED_MODULE_2__.join(work, name), { recursive: true, force: true });
    }
}
async function isInUse(pid, folder) {
    const { mtimeMs } = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.stat)(folder);
    const since = pid === process.pid ? performance.timeOrigin : Date.now() - LONGEST_MS;
    return (0,_lock_js__WEBPACK_IMPORTED_MODULE_3__/* .alive */ .y)(pid) && mtimeMs >= since;
}
const LONGEST_MS = 10 * 60_000;


/***/ }),

/***/ 82480:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Fm: () => (/* binding */ machineName),
/* harmony export */   K1: () => (/* binding */ ending),
/* harmony export */   kX: () => (/* binding */ programName),
/* harmony export */   xU: () => (/* binding */ programNames),
/* harmony export */   z4: () => (/* binding */ packagedProgram)
/* harmony export */ });
/* harmony import */ var _error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(58353);

function machineName({ os, arch }) {
    return `${os}-${arch}`;
}
function programName(name, { os }) {
    return os === 'win32' ? `${name}.exe` : name;
}
const IN_PACKAGES = {
    workerd: {
        'linux-x64': '@cloudflare/workerd-linux-64/bin/workerd',
        'linux-arm64': '@cloudflare/workerd-linux-arm64/bin/workerd',
        'darwin-x64': '@cloudflare/workerd-darwin-64/bin/workerd',
        'darwin-arm64': '@cloudflare/workerd-darwin-arm64/bin/workerd',
        'win32-x64': '@cloudflare/workerd-windows-64/bin/workerd.exe',
    },
    esbuild: {
        'linux-x64': '@esbuild/linux-x64/bin/esbuild',
        'linux-arm64': '@esbuild/linux-arm64/bin/esbuild',
        'darwin-x64': '@esbuild/darwin-x64/bin/esbuild',
        'darwin-arm64': '@esbuild/darwin-arm64/bin/esbuild',
        'win32-x64': '@esbuild/win32-x64/esbuild.exe',
        'win32-arm64': '@esbuild/win32-arm64/esbuild.exe',
    },
    deno: {
        'linux-x64': '@deno/linux-x64-glibc/deno',
        'linux-arm64': '@deno/linux-arm64-glibc/deno',
        'darwin-x64': '@deno/darwin-x64/deno',
        'darwin-arm64': '@deno/darwin-arm64/deno',
        'win32-x64': '@deno/win32-x64/deno.exe',
        'win32-arm64': '@deno/win32-arm64/deno.exe',
    },
};
const NEEDS_GLIBC = ['workerd', 'deno'];
function packagedProgram(name, machine) {
    const files = IN_PACKAGES[name];
    const file = files[machineName(machine)];
    const musl = machine.os === 'linux' && NEEDS_GLIBC.includes(name) && machine.libc === 'musl';
    if (file !== undefined && !musl)
        return file;
    throw new _error_js__WEBPACK_IMPORTED_MODULE_0__/* .ShipError */ .fS('toolchain', `${name} is not published for ${machineName(machine)}${musl ? ' with musl' : ''}.`, {
        hint: 'Run this job on a machine that it is published for, such as `runs-on: ubuntu-latest`.',
    });
}
function programNames(name, os) {
    return os === 'win32' ? [`${name}.exe`, `${name}.cmd`, name] : [name];
}
function ending(pid, signal, os, systemRoot = 'C:\\Windows') {
    if (os !== 'win32')
        return { group: -pid, signal };
    return { file: `${systemRoot}\\System32\\taskkill.exe`, args: ['/PID', String(pid), '/T', '/F'] };
}


/***/ })

};
