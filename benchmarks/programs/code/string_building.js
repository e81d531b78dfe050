"use strict";
function build(count) {
  let text = "";
  for (let i = 0; i < count; i++) {
    text += "item ";
    text += i % 10;
    text += ";";
  }
  return text;
}
exports.run = () => {
  const text = build(1000000);
  return `${text.length} ${text.slice(4999990, 5000000)}`;
};
