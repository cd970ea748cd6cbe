// Help for the form, which works without it: a draft kept in this browser alone, files by drop, a list of what is chosen.
"use strict";

const MEGABYTE = 1048576;

function store() {
  try {
    return window.localStorage;
  } catch {
    return null; // the browser keeps nothing: no draft then
  }
}

function draftOf(form) {
  const kept = {};
  for (const field of form.querySelectorAll("textarea, input[type=text]")) {
    if (field.value) kept[field.name] = field.value;
  }
  return kept;
}

function keepDraft(form) {
  const kept = store();
  if (!kept || form.dataset.draft === undefined) return;
  const key = `troth-draft:${form.dataset.draft}`;
  const note = document.createElement("p");
  note.className = "draft";
  note.setAttribute("role", "status");
  const forget = document.createElement("button");
  forget.type = "button";
  forget.className = "link";
  forget.textContent = "Forget the draft";

  function tell(words) {
    note.replaceChildren(words, forget);
    if (!note.isConnected) form.prepend(note);
  }

  function restore() {
    let before = {};
    try {
      before = JSON.parse(kept.getItem(key) || "{}");
    } catch {
      kept.removeItem(key);
    }
    let filled = false;
    for (const [name, value] of Object.entries(before)) {
      const field = form.elements.namedItem(name);
      if (field && "value" in field && !field.value && typeof value === "string") {
        field.value = value;
        filled = true;
      }
    }
    if (filled) tell("Your draft of before is back. It lies in this browser alone. ");
  }

  let waiting;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      kept.setItem(key, JSON.stringify(draftOf(form)));
      tell("Draft kept in this browser alone. ");
    }, 400);
  });
  forget.addEventListener("click", () => {
    clearTimeout(waiting);
    kept.removeItem(key);
    form.reset();
    note.remove();
  });
  restore();
}

function sized(bytes) {
  return bytes >= MEGABYTE ? `${(bytes / MEGABYTE).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1024))} kB`;
}

function dropFiles(place) {
  const input = place.querySelector("input[type=file]");
  const list = document.createElement("ul");
  list.className = "chosen";
  list.setAttribute("aria-live", "polite");
  input.after(list);

  function show() {
    list.replaceChildren(
      ...Array.from(input.files, (file) => {
        const item = document.createElement("li");
        const large = file.size > 25 * MEGABYTE;
        item.textContent = `${file.name} · ${sized(file.size)}${large ? " · larger than 25 MB, it will be refused" : ""}`;
        item.className = large ? "too-large" : "";
        return item;
      }),
    );
  }

  input.addEventListener("change", show);
  for (const kind of ["dragenter", "dragover"]) {
    place.addEventListener(kind, (event) => {
      event.preventDefault();
      place.classList.add("over");
    });
  }
  place.addEventListener("dragleave", () => place.classList.remove("over"));
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    place.classList.remove("over");
    const all = new DataTransfer();
    for (const file of [...input.files, ...event.dataTransfer.files]) all.items.add(file);
    input.files = all.files;
    show();
  });
}

for (const form of document.querySelectorAll("form[data-draft]:not([data-draft-secret])")) keepDraft(form);
for (const place of document.querySelectorAll(".drop")) dropFiles(place);
