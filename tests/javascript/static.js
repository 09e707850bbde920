/** Node's hook for the addresses of the pages' modules: what begins with `/static/` is a file of the checkout. */

const STATIC = new URL("../../static/", import.meta.url);
const PREFIX = "/static/";

/**
 * @template Resolved
 * @param {string} specifier
 * @param {object} context
 * @param {(specifier: string, context: object) => Resolved} next
 * @returns {Resolved}
 */
export function resolve(specifier, context, next) {
  if (!specifier.startsWith(PREFIX)) return next(specifier, context);
  return next(new URL(specifier.slice(PREFIX.length), STATIC).href, context);
}
