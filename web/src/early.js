// Inlined in the page, so that sign-in works before the other scripts arrive. main.js takes over by setting `ububiko.submit`.
(function () {
  var find = function (id) { return document.getElementById(id); };
  var early = window.ububiko = {};
  var say = function (path, method, body) {
    return fetch("/api/session" + path, {
      method: method,
      headers: { "Content-Type": "application/json", "Accept-Language": document.documentElement.lang },
      body: body && JSON.stringify(body),
    });
  };
  try { early.signed = localStorage.getItem("signed"); } catch (error) { early.signed = null; }
  if (early.signed === "yes") {
    find("signin").hidden = true;
    find("waiting").hidden = false;
    early.refresh = say("/refresh" + (location.hash.length < 3 ? "?casefile=true" : ""), "POST");
    early.refresh.catch(function () {});
  }
  find("signin").addEventListener("submit", function (event) {
    event.preventDefault();
    if (early.submit) return early.submit();
    var username = find("username").value, password = find("password").value;
    if (early.answer || !username || !password) return;
    early.answer = say("", "POST", { username: username, password: password });
    early.answer.catch(function () {});
    find("waiting").hidden = false;
  });
  addEventListener("error", function (event) {
    if (event.target.tagName !== "SCRIPT") return;
    find("unready").hidden = false;
    find("waiting").hidden = true;
  }, true);
})();
