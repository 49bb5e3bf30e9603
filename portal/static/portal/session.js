// Warns before a session locks or ends, and asks for password or passkey of a locked one. Without it the server does
// the same at the next request.
"use strict";

function watchSession(dialog) {
  const limit = (name) => Number(dialog.dataset[name] || Infinity) * 1000;
  const part = (name) => dialog.querySelector(`[data-state=${name}]`);
  const loadedAt = Date.now();
  const others = new BroadcastChannel("session");
  let seenAt = loadedAt;
  let state = "";

  function see() {
    seenAt = Date.now();
    look();
  }

  // Anything but a page means that the server wants to be signed in to, or unlocked, first.
  async function contact() {
    const answer = await fetch(dialog.dataset.stay, { redirect: "manual", cache: "no-store" }).catch(() => null);
    const isAlive = answer !== null && answer.ok;
    if (isAlive) {
      others.postMessage("seen");
      see();
    }
    return isAlive;
  }

  function show(next) {
    if (next === state) {
      return;
    }
    state = next;
    dialog.querySelectorAll("[data-state]").forEach((each) => {
      each.hidden = each.dataset.state !== next;
    });
    if (!next) {
      dialog.close();
      return;
    }
    dialog.setAttribute("aria-labelledby", `session-${next}`);
    // What nobody may see who only passes by.
    dialog.classList.toggle("is-cover", next !== "warning");
    if (!dialog.open) {
      dialog.showModal();
    }
    const choices = part(next).querySelectorAll("input:not([type=hidden]), button, a");
    [...choices].find((each) => each.checkVisibility()).focus();
  }

  function look() {
    const idle = Date.now() - seenAt;
    const endsIn = Math.min(limit("idle") - idle, limit("over") - (Date.now() - loadedAt));
    const locksIn = limit("lock") - idle;
    if (endsIn <= 0) {
      show("ended");
    } else if (locksIn <= 0) {
      show("locked");
    } else {
      show(Math.min(endsIn, locksIn) <= limit("warning") ? "warning" : "");
    }
  }

  // Who types or reads is not away; the server hears of it once a minute.
  function notice() {
    if (!state && Date.now() - seenAt > 60000) {
      seenAt = Date.now();
      contact();
    }
  }

  async function unlock(event) {
    if (event.defaultPrevented) {
      // The device is asked first, and then comes the form once more.
      return;
    }
    event.preventDefault();
    const form = event.target;
    const told = form.querySelector("[role=alert]");
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual" })
      .catch(() => null);
    form.querySelectorAll("[name^=proof-]").forEach((each) => (each.value = ""));
    if (answer?.type === "opaqueredirect") {
      told.textContent = "";
      await contact();
      return;
    }
    told.textContent = answer?.status === 400 ? told.dataset.refused : told.dataset.tooOften;
    form.querySelector("[type=password], button").focus();
  }

  // A text that is posted after the end is sealed to its author. While the session lives it would be sent.
  async function signInAgain(event) {
    const words = [...document.querySelectorAll("form[data-keeps-text] :is(textarea, [type=text], [type=email])")];
    const form = words.find((each) => each.value.trim())?.form;
    if (!form) {
      return;
    }
    event.preventDefault();
    if (!(await contact())) {
      HTMLFormElement.prototype.submit.call(form);
    }
  }

  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    if (state === "warning") {
      contact();
    }
  });
  dialog.querySelector("[data-stay-signed-in]").addEventListener("click", contact);
  dialog.querySelector("[data-sign-in-again]").addEventListener("click", signInAgain);
  dialog.querySelectorAll("[data-unlock]").forEach((form) => form.addEventListener("submit", unlock));
  ["keydown", "pointerdown"].forEach((kind) => addEventListener(kind, notice, { passive: true }));
  addEventListener("pageshow", look);
  document.addEventListener("visibilitychange", look);
  others.addEventListener("message", see);
  others.postMessage("seen");
  setInterval(look, 1000);
}

const sessionDialog = document.getElementById("session-dialog");
if (sessionDialog && sessionDialog.showModal) {
  watchSession(sessionDialog);
}
