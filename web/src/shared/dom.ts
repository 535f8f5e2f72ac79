type Listener<K extends string> = K extends keyof HTMLElementEventMap ? (event: HTMLElementEventMap[K]) => void : (event: Event) => void;

/** Attributes by their HTML name; `true` sets one without a value, `false`, null and undefined leave it out. `onclick` and its like are listeners. */
export type Attributes =
  & { readonly [K in keyof HTMLElementEventMap as `on${K}`]?: Listener<K> }
  & { readonly [name: string]: string | number | boolean | null | undefined | ((event: never) => void) };

export type Child = Node | string | number | null | undefined | false;

/** Makes an element. Strings become text, never markup, so that what people write in a poll stays text. */
export function el<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  set(element, attributes);
  append(element, children);
  return element;
}

/** The same for SVG. */
export function svg<K extends keyof SVGElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: Child[]): SVGElementTagNameMap[K] {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  set(element, attributes);
  append(element, children);
  return element;
}

/** Sets attributes and listeners of an element that is there. */
export function set(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value as EventListener);
    else if (value === false || value === null || value === undefined) element.removeAttribute(name);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
}

/** Puts children into an element in place of what it has. */
export function fill(element: Element | ShadowRoot, ...children: Child[]): void {
  element.replaceChildren();
  append(element, children);
}

function append(element: Element | ShadowRoot, children: Child[]): void {
  for (const child of children) {
    if (child !== null && child !== undefined && child !== false) element.append(child instanceof Node ? child : String(child));
  }
}
