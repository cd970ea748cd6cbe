// The page works without this: every promise's evidence opens by its link. Here are the keys, the search,
// the count of what is shown, and the choice of light or dark.
"use strict";

(() => {
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  root.classList.add("js");

  const marks = all(".doc a.mark");
  const items = all(".group li").filter((item) => item.querySelector("a"));
  const firstMark = new Map(); // id of a promise -> its first mark in the text
  for (const mark of marks) {
    const id = decode(mark.hash);
    if (!firstMark.has(id)) firstMark.set(id, mark);
    mark.setAttribute("aria-expanded", "false");
  }
  let open = null; // the evidence that is shown
  let opener = null; // what had the focus before

  function decode(hash) {
    try {
      return decodeURIComponent(hash.slice(1));
    } catch {
      return hash.slice(1);
    }
  }

  // What points at each promise: its marks, its words in the text, its line in the list. Collected when first asked for.
  let pointing = null;
  function pointers(id) {
    if (!pointing) {
      pointing = new Map();
      for (const each of all('.doc a.mark, .group a, [data-to]')) {
        const to = each.dataset.to ?? decode(each.hash);
        if (!pointing.has(to)) pointing.set(to, []);
        pointing.get(to).push(each);
      }
    }
    return pointing.get(id) ?? [];
  }

  function hide() {
    if (!open) return;
    open.classList.remove("on");
    root.classList.remove("open");
    for (const each of pointers(open.id)) {
      each.removeAttribute("aria-current");
      each.classList.remove("now");
      if (each.matches("a.mark")) each.setAttribute("aria-expanded", "false");
    }
    open = null;
  }

  function show(id, { focus = false, scroll = true } = {}) {
    const evidence = byId(id);
    if (!evidence || !evidence.classList.contains("ev")) return false;
    hide();
    open = evidence;
    evidence.classList.add("on");
    root.classList.add("open"); // beside the text, the list behind it steps aside
    evidence.scrollTop = 0;
    for (const each of pointers(id)) {
      if (each.matches("a.mark")) each.setAttribute("aria-expanded", "true");
      if (each.matches("a")) each.setAttribute("aria-current", "true");
      else each.classList.add("now");
    }
    const mark = firstMark.get(id);
    if (scroll && mark) mark.scrollIntoView({ block: narrow() ? "start" : "center" });
    if (focus) evidence.focus({ preventScroll: true });
    return true;
  }

  function close() {
    const id = open ? open.id : "";
    hide();
    history.replaceState(null, "", "#~");
    const back = opener && opener.isConnected && opener.checkVisibility() ? opener : firstMark.get(id);
    if (back) back.focus({ preventScroll: true });
    opener = null;
  }

  addEventListener("hashchange", () => {
    const id = decode(location.hash);
    if (id === "~" || !show(id)) hide();
  });

  addEventListener("click", (event) => {
    const copy = event.target.closest(".copy");
    if (copy) return void copied(copy);
    if (event.target.closest(".close")) {
      event.preventDefault();
      return void close();
    }
    const link = event.target.closest('a[href^="#"]');
    if (link) {
      const id = decode(link.hash);
      const evidence = byId(id);
      if (!evidence || !evidence.classList.contains("ev")) return;
      event.preventDefault();
      if (open === evidence) return void close();
      opener = link;
      history.pushState(null, "", link.hash);
      show(id, { focus: !link.matches(".mark"), scroll: !link.matches(".mark") || narrow() });
      return;
    }
    const words = event.target.closest("[data-to]");
    if (words && String(getSelection()) === "") {
      history.pushState(null, "", `#${encodeURIComponent(words.dataset.to)}`);
      opener = firstMark.get(words.dataset.to) || null;
      show(words.dataset.to, { scroll: narrow() });
    }
  });

  function narrow() {
    return matchMedia("(width < 66rem)").matches;
  }

  async function copied(button) {
    const code = button.parentElement.querySelector("code");
    try {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(code); // no clipboard here: what is selected can be copied by hand
      button.textContent = "Selected";
    }
    setTimeout(() => (button.textContent = "Copy"), 2000);
  }

  // j and k: through the marks that are shown, in the order of the text.
  function step(by) {
    let at = marks.indexOf(document.activeElement);
    if (at < 0 && open) at = marks.indexOf(firstMark.get(open.id));
    if (at < 0 && by < 0) at = marks.length;
    do at += by;
    while (marks[at] && !marks[at].checkVisibility());
    const mark = marks[at];
    if (!mark) return;
    opener = mark;
    history.replaceState(null, "", mark.hash);
    show(decode(mark.hash));
    mark.focus({ preventScroll: true });
  }

  const search = byId("~search");
  const help = byId("~help");
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") {
      if (help.open) return; // the dialog closes itself
      if (document.activeElement === search && search.value) return void find((search.value = ""));
      if (document.activeElement === search) return void search.blur();
      if (open) close();
      return;
    }
    if (event.target.matches("input:not([type=radio], [type=checkbox]), textarea") || help.open) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "?") help.showModal();
    else if (event.key === "/" && search) {
      event.preventDefault();
      hide();
      search.focus();
      search.select();
    }
  });

  // What is shown: by standing (the page's style does that by itself) and by words.
  const radios = all('input[name="show"]');
  const count = byId("~count");
  const told = new Map();
  function words(id) {
    if (!told.has(id)) told.set(id, `${id} ${byId(id)?.textContent ?? ""}`.toLowerCase());
    return told.get(id);
  }
  function find(query) {
    const wanted = query.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const holds = (id) => wanted.every((word) => words(id).includes(word));
    for (const mark of marks) mark.classList.toggle("out", wanted.length > 0 && !holds(decode(mark.hash)));
    for (const item of items) {
      item.classList.toggle("out", wanted.length > 0 && !holds(decode(item.querySelector("a").hash)));
    }
    tell();
  }
  function tell() {
    if (!count) return;
    const chosen = radios.find((radio) => radio.checked)?.value ?? "all";
    const query = search ? search.value.trim() : "";
    if (chosen === "all" && !query) return void (count.textContent = "");
    const ids = new Set();
    for (const mark of marks) {
      if (!mark.classList.contains("out") && (chosen === "all" || mark.classList.contains(`has-${chosen}`))) {
        ids.add(mark.hash);
      }
    }
    const whole = new Set(marks.map((mark) => mark.hash)).size;
    count.textContent = `Showing ${ids.size} of ${whole} promises${query ? ` that hold "${query}"` : ""}.`;
  }
  for (const radio of radios) {
    radio.addEventListener("change", () => {
      root.dataset.show = radio.value;
      tell();
      for (const group of all(".group")) {
        if (group.classList.contains(`has-${radio.value}`)) group.open = true;
      }
    });
  }
  for (const choice of all(".show-unread")) {
    const shown = () => choice.closest(".document").classList.toggle("all", choice.checked);
    choice.addEventListener("change", shown);
    shown();
  }
  root.dataset.show = radios.find((radio) => radio.checked)?.value ?? "all"; // a browser may remember the choice
  if (search) {
    search.closest("search").hidden = false;
    search.addEventListener("input", () => find(search.value));
    search.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        search.blur();
        hide();
        step(1);
      }
    });
  }

  // Light or dark: as the system has it, until somebody chooses, where the page has a choice.
  const theme = byId("~theme");
  const dark = () => (root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);
  function look() {
    theme.textContent = dark() ? "Light" : "Dark";
  }
  function remembered(value) {
    try {
      if (value) localStorage.setItem("troth-theme", value);
      return localStorage.getItem("troth-theme");
    } catch {
      return null; // nothing can be kept here: the choice lasts as long as the page
    }
  }
  if (theme && ["light", "dark"].includes(remembered())) root.dataset.theme = remembered();
  if (theme) {
    theme.addEventListener("click", () => {
      root.dataset.theme = dark() ? "light" : "dark";
      remembered(root.dataset.theme);
      look();
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", look);
    look();
  }

  // On a phone the list stands before the text: it opens when it is asked for.
  if (narrow()) for (const group of all(".group")) group.open = false;

  byId("~keys").addEventListener("click", () => help.showModal());
  byId("~help-close").addEventListener("click", () => help.close());
  for (const each of all(".tools, .copy")) each.hidden = false;

  // Printed, the list of standings is open and all evidence with it.
  addEventListener("beforeprint", () => all("details").forEach((each) => (each.open = true)));

  if (location.hash.length > 1) show(decode(location.hash));
})();
