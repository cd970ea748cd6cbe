/* Says in words why a passkey did not come to be; allauth's script does the rest. */
(function () {
  "use strict";
  const numeric = /^(\d{1,3}(\.\d{1,3}){3}|\[[0-9a-f:.]+\])$/i;
  function say(words) {
    const place = document.getElementById("passkey-says");
    if (place) place.textContent = words;
  }
  function why(error) {
    if (error && error.name === "NotAllowedError") return "No passkey was given. Try again, or take another way.";
    if (error && error.name === "InvalidStateError") return "This device has a passkey for your account already.";
    return "The browser could not use a passkey: " + ((error && error.message) || "it did not say why") + ".";
  }
  document.addEventListener("allauth.error", function (event) {
    event.preventDefault();
    say(why(event.detail && event.detail.exception));
  });
  document.addEventListener("DOMContentLoaded", function () {
    if (numeric.test(location.hostname)) {
      say("Passkeys need a name, not a number: open the desk by its name, or as http://localhost:" + location.port + ".");
    } else if (!window.isSecureContext) {
      say("Passkeys need https.");
    } else if (!window.PublicKeyCredential) {
      say("This browser knows no passkeys.");
    }
  });
})();
