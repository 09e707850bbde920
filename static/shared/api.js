/**
 * The operator's REST API, with every failure in the one shape the pages can show.
 */

import { t } from "./messages.js";

const BASE = "/api/v1";

/** What the server refused, or that it could not be reached (`code` "unreachable"). */
export class ApiError extends Error {
  /**
   * @param {string} code
   * @param {string} message
   * @param {Record<string, unknown>} [details]
   * @param {number} [status]
   */
  constructor(code, message, details = {}, status = 0) {
    super(message);
    this.code = code;
    this.details = details;
    this.status = status;
  }
}

/**
 * @param {Response} response
 * @returns {Promise<ApiError>}
 */
export async function refusal(response) {
  try {
    const { error } = await response.json();
    return new ApiError(error.code, error.message, error.details ?? {}, response.status);
  } catch {
    return new ApiError("unexpected", t("error-unexpected", { status: response.status }), {}, response.status);
  }
}

/**
 * Read from the API. The route's own type comes back, as the server declares it.
 *
 * @template {string} const P
 * @param {P & import("../types/route").Known<"GET", P>} path below /api/v1
 * @param {AbortSignal} [signal] to give it up, which fails as "unreachable"
 * @returns {Promise<import("../types/route").AnswerTo<"GET", P>>}
 */
export function call(path, signal) {
  return send("GET", path, undefined, signal);
}

/**
 * Have the API do something.
 *
 * @template {string} const P
 * @param {P & import("../types/route").Known<"POST", P>} path below /api/v1
 * @param {import("../types/route").BodyOf<"POST", P>} [body]
 * @param {AbortSignal} [signal] to give it up, which fails as "unreachable"
 * @returns {Promise<import("../types/route").AnswerTo<"POST", P>>}
 */
export function post(path, body, signal) {
  return send("POST", path, body ?? {}, signal);
}

/**
 * Have the API change something.
 *
 * @template {string} const P
 * @param {P & import("../types/route").Known<"PATCH", P>} path below /api/v1
 * @param {import("../types/route").BodyOf<"PATCH", P>} body
 * @returns {Promise<import("../types/route").AnswerTo<"PATCH", P>>}
 */
export function patch(path, body) {
  return send("PATCH", path, body);
}

/**
 * Have the API keep something in the place of what was there.
 *
 * @template {string} const P
 * @param {P & import("../types/route").Known<"PUT", P>} path below /api/v1
 * @param {import("../types/route").BodyOf<"PUT", P>} body
 * @returns {Promise<import("../types/route").AnswerTo<"PUT", P>>}
 */
export function put(path, body) {
  return send("PUT", path, body);
}

/**
 * Have the API take something away.
 *
 * @template {string} const P
 * @param {P & import("../types/route").Known<"DELETE", P>} path below /api/v1
 * @returns {Promise<import("../types/route").AnswerTo<"DELETE", P>>}
 */
export function remove(path) {
  return send("DELETE", path);
}

/**
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>} what only the route knows
 */
async function send(method, path, body, signal) {
  const init = /** @type {RequestInit} */ ({
    method,
    signal,
    headers: { Accept: "application/json" },
    credentials: "same-origin",
  });
  if (body !== undefined) {
    init.headers = { ...init.headers, "Content-Type": "application/json" };
    init.body = JSON.stringify(body);
  }
  let response;
  try {
    response = await fetch(BASE + path, init);
  } catch {
    throw new ApiError("unreachable", t("error-unreachable"));
  }
  if (!response.ok) throw await refusal(response);
  return response.status === 204 ? undefined : response.json();
}
