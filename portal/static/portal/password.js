// Says while a password is typed what is still missing. Nothing leaves the page; the server decides, by more rules.
"use strict";

const ROWS = "abcdefghijklmnopqrstuvwxyz 01234567890 qwertyuiop asdfghjkl zxcvbnm 1qaz2wsx3edc4rfv 1q2w3e4r5t6y7u8i9o0p";
const ROWS_BOTH_WAYS = `${ROWS} ${[...ROWS].reverse().join("")}`;
const SHORTEST_ROW = 4;
const SHORTEST_NAME = 3;

const folded = (text) => text.normalize("NFKC").toLowerCase();

function namesIn(texts) {
  const names = texts.flatMap((text) => folded(text).split(/[^\p{L}\p{N}]+/u));
  return names.filter((name) => name.length >= SHORTEST_NAME).sort((one, other) => other.length - one.length);
}

function withoutRows(text) {
  let kept = "";
  for (let start = 0; start < text.length; ) {
    let end = start + SHORTEST_ROW;
    while (end <= text.length && ROWS_BOTH_WAYS.includes(text.slice(start, end))) {
      end += 1;
    }
    kept += text[start];
    start = end - 1 >= start + SHORTEST_ROW ? end - 1 : start + 1;
  }
  return kept;
}

function ofItsOwn(password, known) {
  let rest = folded(password).replace(/[\s.,;:/'"_-]+/g, "");
  namesIn(known).forEach((name) => (rest = rest.replaceAll(name, "*")));
  for (let longer = ""; longer !== rest; ) {
    longer = rest;
    rest = rest.replace(/(.+?)\1+/gs, "$1");
  }
  return withoutRows(rest).length;
}

function sayWhatIsMissing(line) {
  const box = document.getElementById(line.dataset.passwordHint);
  const least = Number(line.dataset.least);
  const most = Number(line.dataset.most);
  const known = () => [line.dataset.known, ...[...box.form.querySelectorAll("[autocomplete=username]")].map((name) => name.value)];
  const words = () => {
    // Counted as the server does: by character, whatever it is.
    const count = [...box.value].length;
    if (!count) {
      return "";
    }
    if (count < least) {
      return line.dataset.short.replace("{count}", least - count);
    }
    if (count > most) {
      return line.dataset.long.replace("{count}", count - most);
    }
    return ofItsOwn(box.value, known()) < Math.ceil(least / 2) ? line.dataset.foreseeable : line.dataset.fine;
  };
  let timer;
  box.addEventListener("input", () => {
    clearTimeout(timer);
    // Not at every key: what is said here is also read aloud.
    timer = setTimeout(() => (line.textContent = words()), 500);
  });
  line.hidden = false;
}

document.querySelectorAll("[data-password-hint]").forEach(sayWhatIsMissing);
