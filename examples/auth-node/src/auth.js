import { check } from './password.js';
import { Issuer } from './token.js';

/** A token cannot be called back, so the longest one that can be configured is a day. */
const MAX_TTL_S = 24 * 60 * 60;

/** Stands in for the hash of a user who does not exist. Its password was random and was not kept. */
const DUMMY = '$argon2id$v=19$m=19456,t=2,p=1$JCa5VvbStQtSIbz9RqxcTQ$2S63Gi2B6Ae1te1h7s5Dsf/rcLrETjnpAlpwinhHABs';

/** `USER_DUMMY` replaces DUMMY, so this name can never belong to an account. */
const RESERVED = 'DUMMY';

/** @typedef {Readonly<Record<string, string | undefined>>} Env */

/** Who may sign in, and which tokens are believed. */
export class Auth {
  #env;
  #issuer;

  /**
   * @param {Env} env
   * @param {Issuer} issuer
   */
  constructor(env, issuer) {
    this.#env = env;
    this.#issuer = issuer;
  }

  /**
   * The configured service, or what the operator has to mend: the text names the variable and never its value.
   * @param {Env} env
   */
  static from(env) {
    const { SIGNING_KEY: key, AUDIENCE: audience, TTL_S: ttl } = env;
    if (key === undefined) return new Error('SIGNING_KEY is not set');
    if (audience === undefined) return new Error('AUDIENCE is not set');
    if (ttl === undefined) return new Error('TTL_S is not set');
    if (!/^\+?\d+$/.test(ttl) || Number(ttl) < 1 || Number(ttl) > MAX_TTL_S)
      return new Error(`TTL_S is not a number of seconds from 1 to ${MAX_TTL_S}`);
    const issuer = Issuer.of(key, audience, Number(ttl));
    return issuer === undefined
      ? new Error('SIGNING_KEY is not 32 bytes in base64url without padding')
      : new Auth(env, issuer);
  }

  get ttl() {
    return this.#issuer.ttl;
  }

  /**
   * @param {string} user
   * @param {string} password
   * @returns {Promise<{ readonly token?: string, readonly complaint?: string | undefined }>} complaint: a stored hash that
   *   cannot be used. The client must not learn of it, the operator must.
   */
  async login(user, password) {
    const stored = user === RESERVED ? undefined : this.#env[`USER_${user}`];
    let complaint;
    if (stored !== undefined) {
      const checked = await check(password, stored);
      if (checked === true) return { token: await this.#issuer.issue(user) };
      if (checked === false) return {};
      complaint = `USER_${user}: ${checked}`;
    }
    // no password was hashed so far: without this the answer would come sooner and tell that there is no such user
    const inVain = await this.#hashInVain(password);
    return { complaint: complaint ?? inVain };
  }

  /** @param {string} token */
  verify(token) {
    return this.#issuer.verify(token);
  }

  /**
   * Takes as long as checking a real user's password, provided that `USER_DUMMY` has the users' parameters.
   * @param {string} password
   */
  async #hashInVain(password) {
    const dummy = this.#env.USER_DUMMY;
    const checked = dummy === undefined ? undefined : await check(password, dummy);
    if (typeof checked === 'boolean') return undefined;
    await check(password, DUMMY);
    return checked === undefined ? undefined : `USER_DUMMY: ${checked}`;
  }
}
