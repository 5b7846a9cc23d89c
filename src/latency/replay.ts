import { messageOf, ShipError } from '../error.ts';
import { type Answer, type Client, expected, WrongAnswer } from './client.ts';
import { isPlain, type ReplayRequest } from './requests.ts';
import { placeOf, type Source, type Take, takenFrom } from './take.ts';
import { fill, type Place, placeOfBody, readTemplate, type Template, writtenForms } from './template.ts';

/** What was taken from the answers of one server. Nothing of it is ever printed: it may be a token. */
export interface Values {
  /**
   * The request as it goes out.
   * @throws ShipError where it uses a value that was not taken, or that cannot stand where it uses it
   */
  readonly fill: (request: ReplayRequest) => ReplayRequest;
  /** Takes what the request says from its answer; the first of it that is not there. */
  readonly take: (request: ReplayRequest, answer: Source) => Take | undefined;
  /** What the request takes is not there any more: its answer was wrong. It stays hidden all the same. */
  readonly drop: (request: ReplayRequest) => void;
  /** A text without any value that was taken. */
  readonly hide: (text: string) => string;
}

/** The requests of a replay, played against one server. */
export interface Session {
  /**
   * Asks each request once, in the order of the list. From then on each may be asked in any order: what it uses is known,
   * and is the latest, for whatever takes a value takes it again.
   * @throws ShipError where an answer is not as expected
   */
  readonly prime: () => Promise<void>;
  /** @throws ShipError where the answer is not as expected, or lacks what is taken from it */
  readonly ask: (request: ReplayRequest) => Promise<Answer>;
  /** The same for an answer that may be anything. @throws ShipError where an earlier one did not have what this one needs */
  readonly play: (request: ReplayRequest) => Promise<Answer>;
  /** A text (the last words of a server) without any value that was taken. */
  readonly hide: (text: string) => string;
}

/** The requests of a list, asked by a client of one server. */
export function sessionOf(requests: readonly ReplayRequest[], client: Pick<Client, 'ask'>): Session {
  const values = noValues();
  const played = async (request: ReplayRequest): Promise<{ answer: Answer; missing: Take | undefined }> => {
    const answer = await answered(client, values.fill(request));
    return { answer, missing: values.take(request, answer) };
  };
  const session: Session = {
    prime: async () => {
      for (const request of requests) await session.ask(request);
    },
    ask: async (request) => {
      const { answer, missing } = await played(request);
      try {
        expected(answer, request, values.hide);
      } catch (error) {
        values.drop(request); // what is wrong hands nothing on
        throw error;
      }
      if (missing !== undefined) throw notThere(request, missing);
      return answer;
    },
    play: async (request) => (await played(request)).answer,
    hide: values.hide,
  };
  return session;
}

/** @throws Error that says by its name what was asked, where there is no answer */
async function answered(client: Pick<Client, 'ask'>, request: ReplayRequest): Promise<Answer> {
  try {
    return await client.ask(request);
  } catch (error) {
    if (error instanceof ShipError) throw error;
    throw new Error(`${messageOf(error)}, when asked ${request.name}`, { cause: error });
  }
}

/** The error of an answer without what is taken from it. */
export function notThere({ name, method, path }: ReplayRequest, missing: Take): ShipError {
  return new WrongAnswer('probe', `${name}: ${method} ${path} answered without \`${missing.name}\`.`, {
    hint: `\`take\` wants a text, a number, or true or false, not empty and of at most 8192 characters, at ${placeOf(missing)}.`,
  });
}

/** How many values are known by which to hide them; the last words of a server are fewer lines than that. */
const HIDDEN = 200;

/** Where nothing was taken yet. */
export function noValues(): Values {
  const known = new Map<string, string>();
  const secrets = new Set<string>();
  return {
    fill: (request) => filled(request, (name) => known.get(name)),
    take: ({ take }, answer) => {
      if (take === undefined) return undefined;
      const taken = takenFrom(take, answer);
      for (const { name } of take) {
        const value = taken.get(name);
        if (value === undefined)
          known.delete(name); // not the one of an earlier answer: this one failed
        else known.set(name, value);
      }
      for (const value of taken.values()) remember(secrets, value);
      return take.find(({ name }) => !taken.has(name));
    },
    drop: ({ take = [] }) => {
      for (const { name } of take) known.delete(name);
    },
    hide: (text) => hidden(text, secrets),
  };
}

function remember(secrets: Set<string>, value: string): void {
  secrets.delete(value); // the latest is the last
  secrets.add(value);
  const [oldest] = secrets;
  if (secrets.size > HIDDEN && oldest !== undefined) secrets.delete(oldest);
}

function hidden(text: string, secrets: ReadonlySet<string>): string {
  // the longest first: one may be a part of another
  const forms = [...secrets].flatMap(writtenForms).sort((a, b) => b.length - a.length);
  return forms.reduce((rest, form) => rest.replaceAll(form, '***'), text);
}

type ValueOf = (name: string) => string | undefined;

function filled(request: ReplayRequest, known: ValueOf): ReplayRequest {
  const templates = templatesOf(request);
  if (templates === undefined) return request;
  const written = (template: Template, place: Place): string => {
    const of = fill(template, place, known);
    if ('text' in of) return of.text;
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

/** @param place where its value cannot stand; undefined: there is none */
function unfit({ name }: ReplayRequest, value: string, place: Place | undefined): ShipError {
  if (place === undefined)
    return new ShipError('probe', `${name} cannot be asked: no answer has given \`{{${value}}}\` yet.`);
  const why = place === 'path' ? 'is of dots alone, a step in a path' : 'has characters that no header can carry';
  return new ShipError('probe', `${name} cannot be asked: the value of \`{{${value}}}\` ${why}.`, {
    hint: 'Its value is not shown. Let `take` name another one, or use it elsewhere in the request.',
  });
}

interface Templates {
  readonly path: Template;
  readonly headers: readonly (readonly [string, Template])[];
  readonly body: { readonly template: Template; readonly place: Place } | undefined;
}

const read = new WeakMap<ReplayRequest, Templates | undefined>();

/** Each request is read once, for it is asked thousands of times; undefined where it goes out as it is written. */
function templatesOf(request: ReplayRequest): Templates | undefined {
  if (!read.has(request)) read.set(request, isPlain(request) ? undefined : readTemplates(request));
  return read.get(request);
}

function readTemplates({ path, headers, body }: ReplayRequest): Templates {
  const template = (text: string): Template => readTemplate(text) ?? [text]; // not of our list: it goes out as it stands
  const ofBody = body === undefined ? undefined : template(body);
  return {
    path: template(path),
    headers: Object.entries(headers).map(([name, value]) => [name, template(value)] as const),
    body: ofBody === undefined ? undefined : { template: ofBody, place: placeOfBody(ofBody, headers) },
  };
}
