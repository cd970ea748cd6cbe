/* A button that copies what a field holds; hidden where the browser cannot. */
(function () {
  "use strict";
  if (!navigator.clipboard) return;
  document.querySelectorAll("button[data-copy]").forEach(function (button) {
    const field = document.getElementById(button.dataset.copy);
    const said = document.querySelector('[data-copied="' + button.dataset.copy + '"]');
    button.hidden = false;
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(field.value).then(
        function () { said.textContent = "Copied."; },
        function () { field.select(); said.textContent = "Press Ctrl+C to copy."; }
      );
    });
  });
})();
