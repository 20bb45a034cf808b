// Listens to the development server, for the page that it came with.
(() => {
  "use strict";
  const digest = document.currentScript.dataset.digest;
  const key = "slugline:scroll";
  const storage = (use) => {
    try {
      return use(sessionStorage);
    } catch {
      return null; // The browser keeps nothing for this page.
    }
  };

  // Back to where the reader was before the page was loaded anew.
  const kept = storage((store) => {
    const kept = JSON.parse(store.getItem(key));
    store.removeItem(key);
    return kept;
  });
  if (kept && kept.page === location.pathname) {
    const back = () => scrollTo({ left: kept.left, top: kept.top, behavior: "instant" });
    back();
    addEventListener("load", back, { once: true });
  }

  let isLeaving = false;
  const reload = () => {
    if (isLeaving) return;
    isLeaving = true;
    storage((store) => store.setItem(key, JSON.stringify({ page: location.pathname, left: scrollX, top: scrollY })));
    location.reload();
  };

  // Style sheets are exchanged in place; whatever else the page uses makes it load anew.
  const exchange = (changed) => {
    const paths = new Set(changed.map((path) => new URL(path, location).pathname));
    const links = new Map();
    for (const link of document.querySelectorAll("link[rel~=stylesheet]")) {
      links.set(new URL(link.href).pathname, link);
    }
    const used = performance.getEntriesByType("resource").map((entry) => new URL(entry.name));
    const isUsed = (url) => url.origin === location.origin && paths.has(url.pathname) && !links.has(url.pathname);
    if (used.some(isUsed)) return reload();
    for (const [path, link] of links) {
      if (!paths.has(path)) continue;
      const fresh = link.cloneNode();
      const url = new URL(link.href);
      url.searchParams.set("slugline", Date.now());
      fresh.href = url;
      fresh.addEventListener("load", () => link.remove(), { once: true });
      fresh.addEventListener("error", () => fresh.remove(), { once: true });
      link.after(fresh);
    }
  };

  // The report of what is wrong, over the page that stood before.
  const style = `
    :host { all: initial }
    section { position: fixed; inset: 0; z-index: 2147483647; overflow: auto; box-sizing: border-box;
      padding: clamp(1rem, 4vw, 3rem); background: rgb(20 20 24 / 94%); color: #f2f0ec;
      font: 16px/1.5 system-ui, sans-serif }
    h1 { margin: 0 6rem 1.5rem 0; font-size: 1.25rem }
    article { margin: 0 0 1.5rem; padding: 1rem 1.25rem; background: #2a2a31; border-left: 4px solid #ff6b5e;
      border-radius: 4px }
    article.warning { border-color: #f0b429 }
    a { color: #8ecbff; overflow-wrap: anywhere }
    pre { margin: .75rem 0 0; overflow-x: auto; font: 13px/1.45 ui-monospace, Menlo, Consolas, monospace }
    @media (max-width: 40rem) { pre { white-space: pre-wrap; overflow-wrap: anywhere } }
    button { position: fixed; top: 1rem; right: 1rem; font: inherit; padding: .25rem .75rem; border-radius: 4px;
      border: 1px solid #8a8a94; background: #2a2a31; color: inherit; cursor: pointer }
    a:focus-visible, button:focus-visible { outline: 2px solid #8ecbff; outline-offset: 2px }`;
  let overlay = null;
  const element = (name, text, attributes = {}) => {
    const made = document.createElement(name);
    made.textContent = text;
    for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
    return made;
  };
  const hide = () => {
    overlay?.remove();
    overlay = null;
  };
  const show = ({ problems, more }) => {
    hide();
    overlay = element("slugline-problems", "");
    const root = overlay.attachShadow({ mode: "open" });
    const section = element("section", "", { role: "alert", "aria-label": "The site cannot be built" });
    const close = element("button", "Close", { type: "button" });
    close.addEventListener("click", hide);
    const shown = digest ? "This is the page as it was before." : "Once it can be, the page is shown.";
    section.append(close, element("h1", `The site cannot be built. ${shown}`));
    for (const problem of problems) {
      const article = element("article", "", { class: problem.severity });
      if (problem.link) article.append(element("a", problem.place, { href: problem.link }));
      article.append(element("pre", problem.drawing));
      section.append(article);
    }
    if (more) section.append(element("p", `And ${more} more; the terminal has them all.`));
    root.append(element("style", style), section);
    document.documentElement.append(overlay);
  };
  addEventListener("keydown", (event) => event.key === "Escape" && hide());

  // A browser opens few connections to one server: a tab that nobody sees gives its own back.
  let source = null;
  const listen = () => {
    if (source || document.hidden) return;
    const query = new URLSearchParams({ page: location.pathname, digest });
    source = new EventSource(`/~slugline/events?${query}`);
    source.addEventListener("reload", reload);
    source.addEventListener("files", (event) => exchange(JSON.parse(event.data)));
    source.addEventListener("problems", (event) => show(JSON.parse(event.data)));
    source.addEventListener("mended", hide);
  };
  const rest = () => {
    source?.close();
    source = null;
  };
  document.addEventListener("visibilitychange", () => (document.hidden ? rest() : listen()));
  addEventListener("pagehide", rest);
  addEventListener("pageshow", listen);
  listen();
})();
