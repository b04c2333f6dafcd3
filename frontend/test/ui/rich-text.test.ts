import { html, render } from "lit";
import { describe, expect, it } from "vitest";
import { richText } from "../../src/ui/rich-text";

function rendered(text: string): HTMLElement {
  const element = document.createElement("p");
  render(html`${richText(text)}`, element);
  return element;
}

describe("a text with marks", () => {
  it("has code and emphasis", () => {
    const element = rendered("In *Settings → Network*, enter `http://a:1`. Done.");
    expect(element.textContent).toBe("In Settings → Network, enter http://a:1. Done.");
    expect(element.querySelector("em")?.textContent).toBe("Settings → Network");
    expect(element.querySelector("code")?.textContent).toBe("http://a:1");
    expect(element.querySelector("code")?.dir).toBe("ltr");
  });

  it.each(["*a*", "`a`", "plain", "", "2 * 3 and a ` alone"])("keeps %j", (text) => {
    const marks = /^([*`])(.*)\1$/;
    expect(rendered(text).textContent).toBe(text.replace(marks, "$2"));
  });

  it("is never HTML", () => {
    const element = rendered("*<img src=x>* `<b>` <i>");
    expect(element.querySelectorAll("img, b, i")).toHaveLength(0);
    expect(element.textContent).toBe("<img src=x> <b> <i>");
  });
});
