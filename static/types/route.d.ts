/** The routes of `./api`, found by the paths that pages write: what is interpolated is a `*` there. */

import type { Routes } from "./api";

type Segment<S extends string> = `${number}` extends S ? "*" : S;
type Segments<P extends string> = P extends `/${infer First}/${infer Rest}`
  ? `/${Segment<First>}${Segments<`/${Rest}`>}`
  : P extends `/${infer Last}`
    ? `/${Segment<Last>}`
    : never;
type Route<M extends string, P extends string> = `${M} ${Segments<P extends `${infer Bare}?${string}` ? Bare : P>}`;

type Body<R> = R extends { body: infer Taken } ? Taken : undefined;

/** What the server answers; `never` where there is no such route. */
export type AnswerTo<M extends string, P extends string> =
  Route<M, P> extends infer R extends keyof Routes ? Routes[R]["answer"] : never;

/** What a route takes. */
export type BodyOf<M extends string, P extends string> =
  Route<M, P> extends infer R ? (R extends keyof Routes ? Body<Routes[R]> : never) : never;

/** A path, if there is such a route; else nothing can be given for it. */
export type Known<M extends string, P extends string> = [Route<M, P>] extends [never]
  ? never
  : Route<M, P> extends keyof Routes
    ? unknown
    : never;
