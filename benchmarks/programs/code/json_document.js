"use strict";
function makeUsers(count) {
  const users = [];
  for (let i = 0; i < count; i++) {
    users.push({
      id: i,
      name: `User ${i}`,
      email: `user${i}@example.com`,
      active: i % 3 === 0,
      score: i / 8,
      tags: ["alpha", "beta", `tag${i % 10}`],
    });
  }
  return users;
}
exports.run = () => {
  const text = JSON.stringify(makeUsers(85000));
  const users = JSON.parse(text);
  let score = 0, active = 0;
  for (const user of users) {
    score += user.score;
    if (user.active) active++;
  }
  return `${users.length} ${active} ${score} ${users[84999].tags[2]}`;
};
