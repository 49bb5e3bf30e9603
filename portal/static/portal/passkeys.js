// Asks the device for a passkey, and posts its answer as a form. Everything else works without passkeys.
"use strict";

const KNOWN = "passkey";

function toBytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}

function toText(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

async function optionsFor(form) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.set("purpose", form.dataset.passkey);
  const answer = await fetch(form.dataset.options, { method: "POST", body, redirect: "error" });
  if (!answer.ok) {
    throw new Error(String(answer.status));
  }
  const { secretInput, ...options } = await answer.json();
  const named = (list) => (list || []).map((entry) => ({ ...entry, id: toBytes(entry.id) }));
  return {
    ...options,
    challenge: toBytes(options.challenge),
    allowCredentials: named(options.allowCredentials),
    excludeCredentials: named(options.excludeCredentials),
    extensions: { prf: { eval: { first: toBytes(secretInput) } } },
  };
}

function secretOf(credential) {
  return credential.getClientExtensionResults().prf?.results?.first;
}

async function askForSecret(made, options) {
  // Many devices say at first only that they can compute a secret, and do so when they are asked to sign.
  const computed = secretOf(made);
  if (computed || !made.getClientExtensionResults().prf?.enabled) {
    return computed;
  }
  const again = await navigator.credentials.get({
    publicKey: {
      challenge: crypto.getRandomValues(new Uint8Array(32)),
      rpId: options.rp.id,
      allowCredentials: [{ type: "public-key", id: made.rawId }],
      userVerification: "required",
      extensions: options.extensions,
    },
  });
  return secretOf(again);
}

async function make(form) {
  const options = await optionsFor(form);
  options.user = { ...options.user, id: toBytes(options.user.id) };
  const made = await navigator.credentials.create({ publicKey: options });
  const response = {
    clientDataJSON: toText(made.response.clientDataJSON),
    attestationObject: toText(made.response.attestationObject),
  };
  return { used: made, response, secret: await askForSecret(made, options) };
}

async function sign(form) {
  const signed = await navigator.credentials.get({ publicKey: await optionsFor(form) });
  const response = {
    clientDataJSON: toText(signed.response.clientDataJSON),
    authenticatorData: toText(signed.response.authenticatorData),
    signature: toText(signed.response.signature),
  };
  if (signed.response.userHandle) {
    response.userHandle = toText(signed.response.userHandle);
  }
  return { used: signed, response, secret: secretOf(signed) };
}

function offer(form) {
  // Where the page does not ask the server who has one.
  if ("onlyKnown" in form.dataset && localStorage.getItem(KNOWN) !== "yes") {
    return;
  }
  const said = form.querySelector("[data-said]");
  const prefix = form.dataset.prefix || "";
  let isReady = false;
  form.addEventListener("submit", async (event) => {
    const isOther = event.submitter && !event.submitter.hasAttribute("data-ask-passkey");
    if (isReady || isOther) {
      return;
    }
    event.preventDefault();
    said.textContent = "";
    try {
      const { used, response, secret } = await (form.dataset.passkey === "new" ? make(form) : sign(form));
      // What the device computed goes along by itself: it is no part of what is checked or stored.
      form.elements[`${prefix}credential`].value = JSON.stringify({
        id: used.id,
        rawId: used.id,
        type: used.type,
        response,
        clientExtensionResults: {},
      });
      form.elements[`${prefix}secret`].value = secret ? toText(secret) : "";
      localStorage.setItem(KNOWN, "yes");
      isReady = true;
      form.requestSubmit(event.submitter);
      isReady = false;
    } catch {
      said.textContent = said.dataset.failed;
    }
  });
  form.querySelectorAll("[data-ask-passkey]").forEach((button) => (button.hidden = false));
  form.hidden = false;
  // First for whoever has used one in this browser, and behind the password for everybody else.
  const after = form.dataset.after && document.querySelector(form.dataset.after);
  if (after && localStorage.getItem(KNOWN) !== "yes") {
    after.after(form);
  }
}

if (window.PublicKeyCredential) {
  document.querySelectorAll("form[data-passkey]").forEach(offer);
}
