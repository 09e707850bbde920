/**
 * Building pages from data without ever parsing data as markup.
 *
 * Everything a page shows goes through `h` and `setText`: text stays text, so a file name or a phone's name
 * can hold any character. `keyed` keeps the nodes of a list, so that an update does not move the focus,
 * reload a picture or make a screen reader start over.
 */

/** @typedef {Node | string | null | undefined | false} Child */

/**
 * Make an element.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, unknown>} [props] `class`, `on` (listeners by event), `data` (data-* attributes), `true`/`false`
 *   for boolean attributes, anything else an attribute; null and undefined are left out
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") addListeners(element, /** @type {Record<string, EventListener>} */ (value));
    else if (name === "data") Object.assign(element.dataset, value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...kept(children));
  return element;
}

/**
 * @param {Element} element
 * @param {Record<string, EventListener>} listeners
 */
function addListeners(element, listeners) {
  for (const [event, listener] of Object.entries(listeners)) element.addEventListener(event, listener);
}

/**
 * @param {Child[]} children
 * @returns {(Node | string)[]}
 */
function kept(children) {
  return /** @type {(Node | string)[]} */ (
    children.filter((child) => child !== null && child !== undefined && child !== false)
  );
}

/**
 * Replace what an element holds.
 *
 * @param {Element} element
 * @param {...Child} children
 */
export function fill(element, ...children) {
  element.replaceChildren(...kept(children));
}

/**
 * Change an element's text only when it is another one, so that nothing is announced or painted twice.
 *
 * @param {Element} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Set an attribute only when it changes; null removes it.
 *
 * @param {Element} element
 * @param {string} name
 * @param {string | null} value
 */
export function setAttribute(element, name, value) {
  if (value === null) element.removeAttribute(name);
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/**
 * The element with this id; the page is broken without it.
 *
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no #${id}`);
  return element;
}

/**
 * Show a list of items, keeping the node of every item that stays.
 *
 * @template Item
 * @template {{ element: Element, update(item: Item): void }} Row
 * @param {Element} container
 * @param {Map<string, Row>} rows what is shown now, by key; changed in place
 * @param {Item[]} items
 * @param {(item: Item) => string} keyOf
 * @param {(item: Item) => Row} create
 */
export function keyed(container, rows, items, keyOf, create) {
  const wanted = new Set(items.map(keyOf));
  for (const [key, row] of rows) {
    if (wanted.has(key)) continue;
    row.element.remove();
    rows.delete(key);
  }
  items.forEach((item, position) => {
    const key = keyOf(item);
    const row = rows.get(key) ?? create(item);
    rows.set(key, row);
    row.update(item);
    if (container.children[position] !== row.element)
      container.insertBefore(row.element, container.children[position] ?? null);
  });
}
