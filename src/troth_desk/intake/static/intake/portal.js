// Help for the reporter's page, which works without it: copy, print, files by drop. The draft of what was sent goes.
"use strict";

function copied(button) {
  const said = button.textContent;
  button.textContent = "Copied";
  setTimeout(() => {
    button.textContent = said;
  }, 2000);
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const source = document.getElementById(button.dataset.copy);
  if (!source) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const words = "value" in source ? source.value : source.textContent;
    try {
      await navigator.clipboard.writeText(words);
      copied(button);
    } catch {
      // no clipboard without TLS: the text is selected, ready for the keys
      const range = document.createRange();
      range.selectNodeContents(source);
      if ("select" in source) source.select();
      else {
        getSelection().removeAllRanges();
        getSelection().addRange(range);
      }
    }
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// what is folded in is printed too
window.addEventListener("beforeprint", () => {
  for (const part of document.querySelectorAll("details#receipt, #receipt details")) part.open = true;
});

const sent = document.querySelector("[data-sent]");
if (sent) {
  try {
    window.localStorage.removeItem(`troth-draft:${sent.dataset.sent}`);
  } catch {
    // the browser keeps nothing
  }
}
