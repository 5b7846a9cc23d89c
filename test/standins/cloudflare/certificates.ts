import { generateKeyPairSync, type KeyObject, randomBytes, sign, X509Certificate } from 'node:crypto';

/** A certificate and its private key, both PEM. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
}

/** Who signs certificates in one run of the stand-in, and whom nobody else trusts. */
export interface Authority {
  /** Its own certificate, PEM. */
  readonly certificate: string;
  /** A certificate for one host. */
  issue(host: string): Identity;
}

const NAME = 'wasm-ship stand-in';
const DAY_MS = 86_400_000;

/**
 * Makes an authority with a key of its own. The few elements of DER that a certificate has are written here: the
 * libraries for it take a quarter of a second to load, and every test file would wait for them.
 */
export function makeAuthority(): Authority {
  const [own, host] = [generateKeyPairSync('ec', { namedCurve: 'P-256' }), newHostKey()];
  const root = certificate({ issuer: own.privateKey, key: own.publicKey, subject: NAME, extension: IS_AUTHORITY });
  return {
    certificate: root,
    issue: (name) => ({
      cert: certificate({ issuer: own.privateKey, key: host.publicKey, subject: 'host', extension: alternative(name) }),
      key: host.pem,
    }),
  };
}

function newHostKey(): { publicKey: KeyObject; pem: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { publicKey, pem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}

/** One element of DER: tag, length, content. */
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const hex = content.length.toString(16);
  const length = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  const head = content.length < 0x80 ? [tag, content.length] : [tag, 0x80 | length.length, ...length];
  return Buffer.concat([Buffer.from(head), content]);
}

const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts);
const oid = (...bytes: readonly number[]): Buffer => der(0x06, Buffer.from(bytes));
const time = (ms: number): Buffer =>
  der(0x17, Buffer.from(`${new Date(ms).toISOString().replace(/\D/g, '').slice(2, 14)}Z`));

const ECDSA_SHA256 = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
const COMMON_NAME = oid(0x55, 0x04, 0x03);
const BASIC_CONSTRAINTS = oid(0x55, 0x1d, 0x13);
const ALTERNATIVE_NAME = oid(0x55, 0x1d, 0x11);
const TRUE = der(0x01, Buffer.from([0xff]));
const VERSION_3 = der(0xa0, der(0x02, Buffer.from([2])));

const IS_AUTHORITY = sequence(BASIC_CONSTRAINTS, TRUE, der(0x04, sequence(TRUE)));
const alternative = (host: string): Buffer =>
  sequence(ALTERNATIVE_NAME, der(0x04, sequence(der(0x82, Buffer.from(host)))));
const named = (name: string): Buffer => sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from(name)))));

interface Asked {
  readonly issuer: KeyObject;
  readonly key: KeyObject;
  readonly subject: string;
  readonly extension: Buffer;
}

function certificate({ issuer, key, subject, extension }: Asked): string {
  const now = Date.now();
  const signed = sequence(
    VERSION_3,
    der(0x02, Buffer.from([0x01, ...randomBytes(15)])), // a serial number: positive, never twice the same
    ...[ECDSA_SHA256, named(NAME), sequence(time(now - DAY_MS), time(now + 30 * DAY_MS)), named(subject)],
    key.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(extension)),
  );
  const signature = der(0x03, Buffer.from([0]), sign('sha256', signed, issuer));
  return new X509Certificate(sequence(signed, ECDSA_SHA256, signature)).toString();
}
