// The site's search and its contents on a phone. Works from a folder, without a server: what is searched is a script,
// search-index.js, which scripts/book.sh makes and this file loads when it is first asked.
"use strict";

// A phone shows the text first.
if (matchMedia("(max-width: 60rem)").matches) document.getElementById("contents").open = false;

(() => {
  const [form, field, status, list] = ["search", "query", "found", "results"].map((id) => document.getElementById(id));
  const most = 12;
  form.hidden = false;

  let loading = null;
  const load = () => loading ??= new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { src: "search-index.js" });
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });

  /** How often `word` begins a word in `text`: `graph` is in `subgraph`, but does not begin it. */
  const count = (text, word) => ` ${text.toLowerCase()}`.split(/[^\p{L}\p{N}]+/u).filter((other) => other.startsWith(word)).length;

  /** How well a section answers: 0 unless it has every word; words in titles count most. */
  function score([, page, section, text], words) {
    const each = words.map((word) => 10 * count(section, word) + 5 * count(page, word) + Math.min(count(text, word), 9));
    return each.every((value) => value > 0) ? each.reduce((sum, value) => sum + value, 0) : 0;
  }

  /** The text around the first word that is found, with the words marked. */
  function excerpt(text, words) {
    const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(${words.join("|")})`, "giu");
    const at = Math.max(text.search(pattern), 0);
    const start = at < 60 ? 0 : text.indexOf(" ", at - 60) + 1;
    const pieces = text.slice(start, start + 180).replace(start + 180 < text.length ? / \S*$/ : "", "").split(pattern);
    const marked = pieces.map((piece, index) => index % 2 === 0
      ? piece : Object.assign(document.createElement("mark"), { textContent: piece }));
    const line = document.createElement("p");
    line.append(start > 0 ? "… " : "", ...marked, start + 180 < text.length ? " …" : "");
    return line;
  }

  async function search() {
    const words = field.value.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
    list.replaceChildren();
    status.textContent = "";
    if (words.length === 0) return;
    await load();
    const found = searchIndex.map((section) => ({ section, value: score(section, words) }))
      .filter(({ value }) => value > 0).sort((a, b) => b.value - a.value);
    status.textContent = found.length === 0 ? "Nothing found"
      : `${found.length} section${found.length === 1 ? "" : "s"}` + (found.length > most ? `, the first ${most}:` : ":");
    list.replaceChildren(...found.slice(0, most).map(({ section: [address, page, section, text] }) => {
      const link = document.createElement("a");
      link.href = address;
      link.textContent = page === section ? page : `${page}: ${section}`;
      const item = document.createElement("li");
      item.append(link, excerpt(text, words));
      return item;
    }));
  }

  field.addEventListener("input", search);
  field.addEventListener("focus", load, { once: true });
  // The return key opens the first section found, the escape key puts the list away, and a slash begins a search.
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    list.querySelector("a")?.click();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    field.value = "";
    field.focus();
    search();
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.target.matches("input, textarea, select") || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    field.focus();
  });
  // On the page that is open, a section found is reached without loading: the list would stay in front of it.
  list.addEventListener("click", (event) => { if (event.target.closest("a")) { field.value = ""; search(); } });
})();
