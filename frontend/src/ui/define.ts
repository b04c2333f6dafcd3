/**
 * Define a custom element unless the name is taken: a page may also hold an older version
 * of the bundle, and defining a name twice would throw.
 */
export function define(name: string) {
  return (element: CustomElementConstructor): void => {
    if (!customElements.get(name)) {
      customElements.define(name, element);
    }
  };
}
