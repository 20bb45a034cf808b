// What pages have beside their words. Without this script none of it is there, and nothing is missed.
(() => {
  const root = document.documentElement;

  // Light, dark, or as the system has it. The head of each page (base.html) has applied what was chosen before.
  const radios = document.querySelectorAll(".scheme input");
  const frames = [...document.querySelectorAll("meta[name=theme-color]")].map((frame) => [frame, frame.media]);
  const show = () => {
    let scheme;
    try {
      scheme = localStorage.scheme;
    } catch {
      return;
    }
    if (scheme !== "light" && scheme !== "dark") scheme = "auto";
    root.dataset.scheme = scheme;
    for (const radio of radios) radio.checked = radio.value === scheme;
    for (const [frame, media] of frames) {
      frame.media = scheme === "auto" ? media : media.includes(scheme) ? "all" : "not all";
    }
  };
  for (const radio of radios) {
    radio.addEventListener("change", () => {
      localStorage.scheme = radio.value;
      show();
    });
  }
  // In another tab, or before the way back to this page.
  addEventListener("storage", show);
  addEventListener("pageshow", show);
  show();

  // Buttons that copy code. What they say is in this script's element.
  const { copy, copied } = document.currentScript.dataset;
  const blocks = navigator.clipboard ? document.querySelectorAll(".code-block") : [];
  if (blocks.length) {
    const said = document.createElement("p");
    said.className = "unseen";
    said.setAttribute("aria-live", "polite");
    document.body.append(said);
    let back;
    for (const block of blocks) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "copy";
      button.textContent = copy;
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(block.querySelector("code").textContent.replace(/\n$/, ""));
        for (const other of document.querySelectorAll(".copy")) other.textContent = copy;
        button.textContent = said.textContent = copied;
        clearTimeout(back);
        back = setTimeout(() => {
          button.textContent = copy;
          said.textContent = "";
        }, 2500);
      });
      block.prepend(button);
    }
  }

  // The key `/` leads to the search, where there is one, unless somebody is typing, or has switched it off on the page of
  // the search (WCAG 2.2, 2.1.4).
  const link = document.querySelector("a[data-search]");
  const field = document.getElementById("_q");
  const isOff = () => {
    try {
      return localStorage.searchKey === "off";
    } catch {
      return false;
    }
  };
  addEventListener("keydown", (event) => {
    const { key, target } = event;
    const isOther = key !== "/" || event.altKey || event.ctrlKey || event.metaKey || event.isComposing || event.defaultPrevented;
    if (!link || isOther || target.isContentEditable || target.matches?.("input, textarea, select") || isOff()) return;
    event.preventDefault();
    if (!field) return link.click();
    field.focus();
    field.select();
  });
  const box = document.getElementById("_key");
  if (box) {
    box.checked = !isOff();
    box.parentElement.hidden = !link;
    box.addEventListener("change", () => {
      localStorage.searchKey = box.checked ? "on" : "off";
    });
  }
})();
