// What makes the pages more comfortable. Every page works without it.
"use strict";

const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

function focusWhatHappened() {
  const news = one("[data-focus]");
  if (news) {
    news.focus();
    return;
  }
  const latest = document.getElementById("latest");
  if (latest && !location.hash && latest.getBoundingClientRect().top > innerHeight) {
    latest.scrollIntoView();
  }
}

function countCharacters(line) {
  const box = document.getElementById(line.dataset.counterFor);
  const most = Number(box.dataset.counter);
  if (!most) {
    return;
  }
  const count = () => {
    // Counted as the server does: by character, a line end as one.
    const left = most - [...box.value].length;
    line.hidden = left > most / 10;
    line.classList.toggle("is-over", left < 0);
    const words = left < 0 ? line.dataset.over : line.dataset.left;
    line.textContent = words.replace("{count}", Math.abs(left).toLocaleString(document.documentElement.lang));
  };
  box.addEventListener("input", count);
  count();
}

async function copyText(element) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(element.textContent.trim());
    return;
  }
  getSelection().selectAllChildren(element);
  document.execCommand("copy");
}

function saveText(name) {
  const words = all("h1, h2, h3, p:not([hidden], .actions)", one("main")).map((part) => part.textContent.trim());
  const text = words.map((part) => part.replace(/\s+/g, " ")).join("\r\n\r\n");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function offerCodeTools(tools) {
  const done = one("[role=status]", tools);
  const copy = one("[data-copy]", tools);
  const save = one("[data-save]", tools);
  copy.addEventListener("click", async () => {
    await copyText(document.getElementById(copy.dataset.copy));
    done.textContent = done.dataset.copied;
  });
  save.addEventListener("click", () => {
    saveText(save.dataset.fileName);
    done.textContent = done.dataset.saved;
  });
  tools.hidden = false;
}

function takeCodeFromLink(box) {
  // The part behind the # never reaches a server by itself; it goes with the form, and out of the address.
  const code = location.hash.slice(1);
  if (/^[0-9A-Z-]{19,40}$/i.test(code)) {
    box.value = code;
    history.replaceState(null, "", location.pathname);
  }
}

function offerPrinting(button) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

function offerRevealing(button) {
  const box = document.getElementById(button.dataset.reveal);
  const name = () => (button.textContent = box.type === "password" ? button.dataset.show : button.dataset.hide);
  button.addEventListener("click", () => {
    box.type = box.type === "password" ? "text" : "password";
    name();
  });
  // A browser would keep what stands in the clear among its suggestions.
  box.form.addEventListener("submit", () => (box.type = "password"));
  name();
  button.hidden = false;
}

function checkWhileWriting(form) {
  const place = one("#check", form);
  const otherWay = one("#other-way", form);
  const said = one("[data-said]", form);
  const untouched = place.innerHTML;
  let timer;
  let asked = 0;
  const show = (fragment) => {
    place.innerHTML = fragment;
    // Behind the button that sends, so that the secure way comes first for everybody.
    otherWay.replaceChildren(...all("[data-other-way]", place));
    // Only the outcome is read aloud: the marked text changes with every word.
    const words = all("[data-say]", place).map((part) => part.textContent.trim().replace(/\s+/g, " ")).join(" ");
    if (said.textContent !== words) {
      said.textContent = words;
    }
  };
  const unchecked = () => {
    if (!form.dataset.unchecked) {
      return untouched;
    }
    const sentence = document.createElement("p");
    sentence.dataset.say = "";
    sentence.textContent = form.dataset.unchecked;
    return sentence.outerHTML;
  };
  const check = async () => {
    const turn = ++asked;
    let fragment = unchecked();
    try {
      const answer = await fetch(form.dataset.check, { method: "POST", body: new FormData(form), redirect: "error" });
      fragment = answer.ok ? await answer.text() : fragment;
    } catch {
      // What stands there may be about an older text. Sending checks again on the server.
    }
    if (turn === asked) {
      show(fragment);
    }
  };
  form.addEventListener("input", (event) => {
    // What is written there does not leave, and the box must not be replaced under the hands of who writes.
    if (otherWay.contains(event.target)) {
      return;
    }
    clearTimeout(timer);
    timer = setTimeout(check, 700);
  });
}

function walkMailbox(mailbox) {
  const links = all("tbody th a", mailbox);
  const hint = one("[data-keys]");
  const button = one("button", hint);
  // Single keys can be pressed by mistake, or by speech: who wants none turns them off for good.
  let isOn = localStorage.getItem("keys") !== "off";
  const name = () => (button.textContent = isOn ? button.dataset.off : button.dataset.on);
  button.addEventListener("click", () => {
    isOn = !isOn;
    localStorage.setItem("keys", isOn ? "on" : "off");
    name();
  });
  document.addEventListener("keydown", (event) => {
    const elsewhere = event.target !== document.body && !mailbox.contains(event.target);
    if (!isOn || elsewhere || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    const here = links.indexOf(document.activeElement);
    if (event.key === "j") {
      links[Math.min(here + 1, links.length - 1)].focus();
    } else if (event.key === "k") {
      links[Math.max(here - 1, 0)].focus();
    } else if (event.key === "o" && here >= 0) {
      links[here].click();
    }
  });
  name();
  hint.hidden = false;
}

all("[data-counter-for]").forEach(countCharacters);
all("[data-code-tools]").forEach(offerCodeTools);
all("[data-from-link]").forEach(takeCodeFromLink);
all("[data-print]").forEach(offerPrinting);
all("[data-reveal]").forEach(offerRevealing);
all("[data-check]").forEach(checkWhileWriting);
all("[data-mailbox]").forEach(walkMailbox);
focusWhatHappened();
