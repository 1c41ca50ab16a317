// Building pieces of a page; texts are always texts.

/** An element with attributes and children; `null` children are left out. */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** A text with `{name}` filled in. */
export const fill = (text, values = {}) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);

let region;
/** Say something to those who hear the page. */
export function announce(text) {
  region ??= document.body.appendChild(el("div", { "aria-live": "polite", class: "unseen" }));
  region.textContent = "";
  setTimeout(() => { region.textContent = text; }, 50);
}

/** What the page was given as JSON. */
export const given = (id) => JSON.parse(document.getElementById(id).textContent);

const token = () => JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"] ?? "";

/** POST JSON; the answer as it comes. A redirect (to the sign-in page) is not followed. */
export const post = (url, body, options = {}) => fetch(url, {
  method: "POST",
  headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token() },
  body: JSON.stringify(body),
  redirect: "manual",
  ...options,
});
