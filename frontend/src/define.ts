/**
 * Define a custom element, unless there is one of that name already: a page may hold
 * the bundle of an older version beside this one, and defining twice would throw.
 */
export function define(name: string) {
  return (element: CustomElementConstructor): void => {
    if (!customElements.get(name)) {
      customElements.define(name, element);
    }
  };
}
