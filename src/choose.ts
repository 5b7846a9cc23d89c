import { type Crate, manifestOf, tableOf } from './crate.ts';
import { EDGES, type EdgeName } from './edge/names.ts';
import { notYet, ShipError } from './error.ts';
import type { Inputs } from './inputs/table.ts';

/**
 * The edge that a crate is meant for: the one named, or the one that its files tell.
 * @throws ShipError where neither tells one, or it is one that comes later
 */
export function chooseEdge(inputs: Pick<Inputs, 'edge'>, crate: Crate): EdgeName {
  const edge = inputs.edge === 'auto' ? edgeOf(crate) : inputs.edge;
  if (EDGES[edge].reach === 'name') throw notYet(`\`edge: ${edge}\``, 'Use `cloudflare`, `deno` or `wasi`.');
  return edge;
}

/**
 * The program of a crate that is no library for the edge; undefined: the library it is.
 * @throws ShipError where the edge takes no program, or several could be meant
 */
export function chooseProgram(edge: EdgeName, crate: Crate): string | undefined {
  if (crate.cdylib) return undefined;
  if (edge !== 'wasi') throw noModule([crate]); // the other edges call functions of a library
  const program = crate.programs.length === 1 ? crate.programs[0] : crate.programs.find((name) => name === crate.name);
  if (program !== undefined) return program;
  throw new ShipError('plan', `${crate.name} has several programs: ${crate.programs.join(', ')}.`, {
    hint: `Which one ships is told by its name: call it \`${crate.name}\`, as the package.`,
    place: { file: manifestOf(crate) },
  });
}

/** Those that its files tell. */
function edgesOf({ files }: Crate): readonly EdgeName[] {
  return (Object.keys(EDGES) as EdgeName[]).filter((name) => EDGES[name].marks.some((mark) => files.includes(mark)));
}

function edgeOf(crate: Crate): EdgeName {
  const names = edgesOf(crate);
  const [only] = names;
  if (only !== undefined && names.length === 1) return only;
  const marks = Object.values(EDGES).flatMap((edge) => edge.marks);
  throw new ShipError(
    'plan',
    names.length === 0
      ? `${crate.name}: no edge is named, and no file in ${crate.dir} tells it (looked for ${marks.join(', ')}).`
      : `${crate.name}: no edge is named, and its files speak for ${names.join(' and ')}.`,
    { hint: 'Set `edge` in the workflow or in [package.metadata.wasm-ship].', place: { file: manifestOf(crate) } },
  );
}

/** Which packages are meant: names, `*` for all that can ship, undefined for the one that could be meant. */
export interface Meant {
  readonly package: readonly string[] | '*' | undefined;
  readonly workingDirectory: string;
}

/**
 * The crates that are meant, at least one.
 * @throws ShipError where there is none, or a name is of none that makes a module; several at once
 */
export function chooseCrates({ package: names, workingDirectory }: Meant, crates: readonly Crate[]): readonly Crate[] {
  if (names === undefined || names.length === 0) return [chooseCrate({ package: undefined, workingDirectory }, crates)];
  if (names === '*') return allOf(crates, workingDirectory);
  const chosen = names.map((name) => attempted(() => chooseCrate({ package: name, workingDirectory }, crates)));
  const wrong = chosen.flatMap((one) => (one instanceof ShipError ? [one] : []));
  const [first] = wrong;
  if (first === undefined) return chosen.flatMap((one) => (one instanceof ShipError ? [] : [one]));
  if (wrong.length === 1) throw first;
  throw new ShipError('input', wrong.map(({ message }) => message).join('\n'), {
    ...(first.hint === undefined ? {} : { hint: first.hint }),
  });
}

function attempted<T>(work: () => T): T | ShipError {
  try {
    return work();
  } catch (error) {
    if (error instanceof ShipError) return error;
    throw error;
  }
}

/** Those that can ship: a module for an edge that their files tell. */
function allOf(crates: readonly Crate[], workingDirectory: string): readonly Crate[] {
  const fit = crates.filter((crate) => {
    const told = edgesOf(crate).filter((name) => EDGES[name].reach !== 'name');
    const named = tableOf(crate.metadata[0]?.value)?.edge;
    if (told.length === 0 && named === undefined) return false;
    // the other edges call functions of a library
    return crate.cdylib || (crate.programs.length > 0 && (told.includes('wasi') || named === 'wasi'));
  });
  if (fit.length > 0) return fit;
  const marks = Object.values(EDGES).flatMap((edge) => edge.marks);
  throw new ShipError('input', `input: \`package\` is \`*\`, and no package of ${workingDirectory} can ship.`, {
    hint: `One that can is a cdylib, or a program for a WASI host, with a file that tells its edge (${marks.join(', ')}), or \`edge\` in [package.metadata.wasm-ship].`,
  });
}

/**
 * The one crate that is meant.
 * @throws ShipError where there is none, several and none named, or the one named makes no module
 */
export function chooseCrate(
  inputs: { readonly package: string | undefined; readonly workingDirectory: string },
  crates: readonly Crate[],
): Crate {
  const named = inputs.package === undefined ? crates : crates.filter((crate) => crate.name === inputs.package);
  if (named.length === 0) {
    throw new ShipError(
      'input',
      `input: \`package\` is \`${inputs.package ?? ''}\`, and no package of ${inputs.workingDirectory} has that name.`,
      {
        hint: `Its packages: ${crates.map((crate) => crate.name).join(', ') || 'none'}.`,
      },
    );
  }
  const libraries = named.filter((crate) => crate.cdylib);
  // a program is what a WASI host takes; beside a library for an edge it is a tool of the repository
  const fit = libraries.length > 0 ? libraries : named.filter((crate) => crate.programs.length > 0);
  const [only] = fit;
  if (only !== undefined && fit.length === 1) return only;
  if (fit.length === 0) throw noModule(named);
  throw new ShipError(
    'input',
    `${fit.length} packages of ${inputs.workingDirectory} could be meant: ${fit.map((crate) => crate.name).join(', ')}.`,
    {
      hint: `Name one: \`package: ${only?.name ?? ''}\`; or several, or all of them with \`*\`.`,
    },
  );
}

function noModule(crates: readonly Crate[]): ShipError {
  const [crate] = crates;
  const names = crates.map((candidate) => candidate.name).join(', ');
  return new ShipError('input', `${names}: no package here is a cdylib, so cargo makes no wasm module.`, {
    hint: 'Add to its Cargo.toml:\n[lib]\ncrate-type = ["cdylib", "rlib"]',
    ...(crate === undefined ? {} : { place: { file: manifestOf(crate) } }),
  });
}
