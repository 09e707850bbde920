/**
 * The operator's REST API, with every failure in the one shape the pages can show.
 */

import { say } from "./words.js";

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
    return new ApiError("unexpected", say("error.unexpected", { status: response.status }), {}, response.status);
  }
}

/**
 * Call the API; `path` is below /api/v1, or a whole path that begins with it. What comes back is as docs/protocol.md and
 * the OpenAPI document say; callers name the type.
 *
 * @param {string} path
 * @param {{ method?: string, body?: unknown, signal?: AbortSignal }} [options] `signal`: to give it up, which fails as "unreachable"
 * @returns {Promise<any>}
 */
export async function call(path, { method = "GET", body, signal } = {}) {
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
    response = await fetch(path.startsWith(BASE) ? path : BASE + path, init);
  } catch {
    throw new ApiError("unreachable", say("error.unreachable"));
  }
  if (!response.ok) throw await refusal(response);
  return response.status === 204 ? undefined : response.json();
}

/**
 * @param {string} path
 * @param {unknown} [body]
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>}
 */
export function post(path, body = {}, signal) {
  return call(path, { method: "POST", body, signal });
}
