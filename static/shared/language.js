/** The language of this page, as the server chose it by what the browser prefers; English where there is no page. */
export const LANGUAGE = globalThis.document?.documentElement.lang || "en";
