// Says while a password is typed what is still missing. Nothing leaves the page. It takes the steps of
// accounts/password_rules/pieces.py with the lists that the page carries; the server decides, by a longer list too.
"use strict";

const SHORTEST_ROW = 4;
const SHORTEST_EXPECTED = 3;
const SHORTEST_OF_SAYING = 6;
const LONGEST_WORD = 40;

const folded = (text) => text.normalize("NFKC").toLowerCase();
const withoutSeparators = (text) => text.replace(/[\s.,;:/'"_-]+/g, "");
const translated = (text, table) => [...text].map((letter) => table[letter] ?? letter).join("");

// The text as it is, and then with less and less of what comes several times in a row.
function waysOfWriting(text) {
  const shorter = text.replace(/(.+?)\1+/gsu, "$1");
  return shorter === text ? [text] : [text, ...waysOfWriting(shorter)];
}

function namesIn(known, foreseen) {
  const names = known.map(folded).flatMap((text) => [withoutSeparators(text), ...text.split(/[^\p{L}\p{N}]+/u)]);
  const ways = names.filter((name) => [...name].length >= SHORTEST_EXPECTED).flatMap(waysOfWriting);
  return ways.map((name) => translated(name, foreseen.looksLike));
}

// Where the foreseeable pieces end that begin at one letter.
function endsOfPieces(letters, start, expected, foreseen) {
  const ends = [];
  const spoken = letters.map((letter) => foreseen.looksLike[letter] ?? letter);
  for (let end = start + SHORTEST_EXPECTED; end <= Math.min(start + LONGEST_WORD, letters.length); end += 1) {
    const part = spoken.slice(start, end);
    const isForeseen = (way) =>
      expected.has(way) ||
      (part.length >= SHORTEST_OF_SAYING && foreseen.sayings.some((saying) => saying.startsWith(way)));
    if (isForeseen(part.join("")) || isForeseen(part.reverse().join(""))) {
      ends.push(end);
    }
  }
  for (const writing of [letters, letters.map((letter) => foreseen.unshifted[letter] ?? letter)]) {
    let end = start + SHORTEST_ROW;
    while (end <= letters.length && foreseen.rows.includes(writing.slice(start, end).join(""))) {
      ends.push(end);
      end += 1;
    }
  }
  const date = new RegExp(`^(?:${foreseen.dates})`).exec(letters.slice(start).join(""));
  return date ? [...ends, start + date[0].length] : ends;
}

// How many characters a password counts as, where a foreseeable piece counts as one.
function ofItsOwn(password, known, foreseen) {
  const expected = new Set([...foreseen.words, ...namesIn(known, foreseen)]);
  const counts = waysOfWriting(withoutSeparators(folded(password))).map((way) => {
    const letters = [...way];
    const fewest = [0, ...letters.map(() => Infinity)];
    letters.forEach((_, start) => {
      for (const end of [start + 1, ...endsOfPieces(letters, start, expected, foreseen)]) {
        fewest[end] = Math.min(fewest[end], fewest[start] + 1);
      }
    });
    return fewest[letters.length];
  });
  return Math.min(...counts);
}

function sayWhatIsMissing(line) {
  const box = document.getElementById(line.dataset.passwordHint);
  const least = Number(line.dataset.least);
  const most = Number(line.dataset.most);
  const foreseen = JSON.parse(line.dataset.foreseen);
  const typedNames = () => [...box.form.querySelectorAll("[autocomplete=username]")].map((name) => name.value);
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
    const own = ofItsOwn(box.value, [...foreseen.known, ...typedNames()], foreseen);
    return own < Math.ceil(least / 2) ? line.dataset.foreseeable : line.dataset.fine;
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
