import argon2 from 'argon2';

/** The same bound as the Worker's, whose isolate has 128 MB for everything. */
const MAX_MEMORY_KIB = 64 * 1024;

const PHC = /^\$argon2id\$v=19\$m=(?<memory>\d+),t=\d+,p=\d+\$[A-Za-z0-9+/]+\$[A-Za-z0-9+/]+$/;

/**
 * Whether `password` is the one that was hashed, or why that hash cannot be used. How much work it takes is told by the
 * stored hash itself (a PHC string), so users keep signing in while the cost of new hashes goes up.
 * @param {string} password
 * @param {string} phc
 * @returns {Promise<boolean | string>}
 */
export async function check(password, phc) {
  const memory = PHC.exec(phc)?.groups?.memory;
  if (memory === undefined) return 'not an Argon2id hash with salt and hash, as a PHC string';
  if (Number(memory) > MAX_MEMORY_KIB) return `more memory than ${MAX_MEMORY_KIB} KiB`;
  try {
    return await argon2.verify(phc, password);
  } catch {
    return 'parameters that Argon2id does not allow';
  }
}
