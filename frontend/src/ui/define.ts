/**
 * Define a custom element unless the name is taken: an older version of the bundle may be
 * on the same page, and defining a name twice throws.
 */
export function define(name: string) {
  return (element: CustomElementConstructor): void => {
    if (!customElements.get(name)) {
      customElements.define(name, element);
    }
  };
}
