import { createHash, createPrivateKey, createPublicKey, randomBytes } from 'node:crypto';
import { errors, flattenedVerify, SignJWT } from 'jose';

/** Clocks of two machines differ. A token from slightly ahead is believed; an expired one is not. */
const LEEWAY_S = 5;

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const SEED_BYTES = 32;
const SIGNATURE_BYTES = 64;

/**
 * @typedef {{ readonly sub: string, readonly aud: string, readonly iat: number, readonly nbf: number, readonly exp: number,
 *   readonly jti: string }} Claims
 */

/** Tokens: JWTs signed with Ed25519 (`EdDSA`), by one key, for one audience. */
export class Issuer {
  /** How long a token is good, in seconds. */
  ttl;
  #private;
  #public;
  #kid;
  #audience;

  /**
   * @param {Buffer} seed
   * @param {string} audience
   * @param {number} ttl
   */
  constructor(seed, audience, ttl) {
    this.#private = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
    this.#public = createPublicKey(this.#private);
    const raw = Buffer.from(this.#public.export({ format: 'jwk' }).x ?? '', 'base64url');
    // follows from the key, so that it cannot be configured wrongly
    this.#kid = createHash('sha512').update(raw).digest().subarray(0, 8).toString('base64url');
    this.#audience = audience;
    this.ttl = ttl;
  }

  /**
   * @param {string} seed 32 random bytes in base64url without padding
   * @param {string} audience
   * @param {number} ttl
   */
  static of(seed, audience, ttl) {
    const raw = decode(seed);
    return raw?.length === SEED_BYTES ? new Issuer(raw, audience, ttl) : undefined;
  }

  /** @param {string} sub */
  async issue(sub) {
    const now = seconds();
    const jti = randomBytes(16).toString('base64url');
    return new SignJWT({ sub, aud: this.#audience, iat: now, nbf: now, exp: now + this.ttl, jti })
      .setProtectedHeader({ alg: 'EdDSA', typ: 'JWT', kid: this.#kid })
      .sign(this.#private);
  }

  /**
   * The algorithm is ours and not the token's to choose, and no claim is read before its signature holds.
   * @param {string} token
   * @returns {Promise<{ readonly claims: Claims, readonly reject?: undefined } | { readonly claims?: undefined, readonly reject: string }>}
   */
  async verify(token) {
    const [first, last] = [token.indexOf('.'), token.lastIndexOf('.')];
    if (first === last) return { reject: 'malformed' }; // no dot, or one alone
    const [protectedHeader, payload, signature] = [
      token.slice(0, first),
      token.slice(first + 1, last),
      token.slice(last + 1),
    ];
    const unfit = this.#unfit(decodeJson(protectedHeader)) ?? unfitSignature(signature);
    if (unfit !== undefined) return { reject: unfit };
    try {
      const options = { algorithms: ['EdDSA'] };
      await flattenedVerify({ protected: protectedHeader, payload, signature }, this.#public, options);
    } catch (error) {
      if (error instanceof errors.JWSSignatureVerificationFailed) return { reject: 'signature' };
      if (error instanceof errors.JOSEError) return { reject: 'malformed' };
      throw error;
    }
    return this.#judge(decodeJson(payload));
  }

  /** @param {any} header */
  #unfit(header) {
    const { alg, kid, crit } = header ?? {};
    if (typeof alg !== 'string' || !(kid === undefined || kid === null || typeof kid === 'string')) return 'malformed';
    if (alg !== 'EdDSA') return 'algorithm';
    if (kid !== this.#kid) return 'key';
    // extensions that the reader must understand: we know none
    return crit === undefined || crit === null ? undefined : 'malformed';
  }

  /** @param {any} sent */
  #judge(sent) {
    const { sub, aud, iat, nbf, exp, jti } = sent ?? {};
    const texts = [sub, aud, jti].every((value) => typeof value === 'string');
    if (!texts || ![iat, nbf, exp].every((value) => Number.isSafeInteger(value) && value >= 0))
      return { reject: 'malformed' };
    const now = seconds();
    if (aud !== this.#audience) return { reject: 'audience' };
    if (now >= exp) return { reject: 'expired' };
    if (nbf > now + LEEWAY_S) return { reject: 'not_yet_valid' };
    return { claims: { sub, aud, iat, nbf, exp, jti } };
  }
}

/** @param {string} signature */
function unfitSignature(signature) {
  return decode(signature)?.length === SIGNATURE_BYTES ? undefined : 'malformed';
}

function seconds() {
  return Math.floor(Date.now() / 1000);
}

/**
 * Base64url without padding, in its one right form: Node's own reader takes others, too.
 * @param {string} text
 */
function decode(text) {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
}

/** @param {string} part */
function decodeJson(part) {
  try {
    const bytes = decode(part);
    return bytes === undefined ? undefined : JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
