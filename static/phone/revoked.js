/**
 * The answer to a phone whose access was revoked while its page was closed: what it kept for that session goes, since
 * nothing of it is taken any more.
 */

import { deleteDB } from "/static/vendor/idb.js";
import { databasesOf } from "./store.js";

const { session } = document.body.dataset;
if (session) for (const name of await databasesOf(session)) await deleteDB(name);
