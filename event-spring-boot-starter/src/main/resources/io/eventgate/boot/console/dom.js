/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
// Changes of the page, only of what differs: no reader loses the place, and screen readers announce no unchanged text.

export const $ = (id) => document.getElementById(id);

/** Of strings and elements, or lists of these. */
export function text(element, ...content) {
  const parts = content.flat();
  if (element.textContent !== parts.map((part) => part.textContent ?? part).join('')) {
    element.replaceChildren(...parts);
  }
}

export function show(element, visible) {
  element.hidden = !visible;
}

export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in element) {
      element[name] = value;
    }
    else {
      element.setAttribute(name, value);
    }
  }
  element.append(...children);
  return element;
}

/** Children of a parent by key, in the order of the items; one stays itself as long as its key does. */
export function keyed(parent, items, keyOf, create, update) {
  const old = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  const children = items.map((item, i) => {
    const key = keyOf(item, i);
    const child = old.get(key) ?? create(item);
    old.delete(key);
    child.dataset.key = key;
    update?.(child, item);
    return child;
  });
  const kept = new Set(children);
  [...parent.children].filter((child) => !kept.has(child)).forEach((child) => child.remove());
  // An element at its place is not moved, because it would lose the focus.
  children.forEach((child, i) => child === parent.children[i] || parent.insertBefore(child, parent.children[i] ?? null));
}

const LONG = 120; // characters

/** A text, of which a long one shows its first lines only, until it is expanded. */
export function clamped(content) {
  return content.length > LONG ? make('details', { className: 'clamped', title: content }, make('summary', {}, content)) : content;
}

/** Rows of texts under a table's headings, which label the cells if there is no room for columns. */
export function rows(body, items, keyOf, textsOf) {
  const labels = [...body.closest('table').tHead.querySelectorAll('th')].map((th) => th.textContent);
  const create = () => {
    const row = make('tr', { role: 'row' });
    labels.forEach((label) => row.append(make('td', { role: 'cell', 'data-label': label })));
    return row;
  };
  keyed(body, items, keyOf, create, (row, item) => textsOf(item).forEach((value, i) => text(row.cells[i], value)));
}
