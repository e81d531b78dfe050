"use strict";
function makeText(words) {
  const pieces = [];
  let state = 42;
  for (let i = 0; i < words; i++) {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    pieces.push(`word${Math.trunc(state / 65536) % 5000}`);
  }
  return pieces.join(" ");
}
function countWords(text) {
  const counts = new Map();
  for (const word of text.split(" ")) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
exports.run = () => {
  const text = makeText(1200000);
  const counts = countWords(text);
  let most = "";
  for (const [word, count] of counts) if (most === "" || count > counts.get(most)) most = word;
  return `${text.length} ${counts.size} ${most} ${counts.get(most)}`;
};
