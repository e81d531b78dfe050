package ruchy.benchmarks.compile;

/// Programs of any length as people write them: structs with methods, enums and matches, loops,
/// maps, closures. Each part has names and types of its own, and runs once when the program does.
final class GeneratedProgram {
  private static final String PART =
      """
      struct Account# {
          id: int,
          balance: float,
          tags: [string],
      }

      impl Account# {
          fun new(id) { Account# { id: id, balance: 0.0, tags: [] } }
          fun deposit(&mut self, amount) {
              self.balance += amount
              self.tags.push(f"deposit {amount}")
              self.balance
          }
      }

      enum Shape# { Circle(float), Square(float), Empty }

      fun area#(shape) {
          match shape {
              Shape#::Circle(r) => 3.14159 * r * r,
              Shape#::Square(s) => s * s,
              Shape#::Empty => 0.0,
          }
      }

      fun total#(items, limit) {
          let sum = 0
          for i in 0..items.len() {
              if items[i] > limit { sum += items[i] } else { sum -= 1 }
          }
          sum
      }

      fun report#(n) {
          let items = [x * 3 % 17 for x in 0..n]
          let kept = items.filter(|x| x % 2 == 1).map(|x| x * 2).sum()
          let account = Account#::new(n)
          account.deposit(12.5)
          let seen = {}
          for item in items { seen[item] = seen.get(item, 0) + 1 }
          let shapes = [Shape#::Circle(1.0), Shape#::Square(2.0), Shape#::Empty]
          let user = {name: "user#", age: n, active: kept > 3}
          let areas = shapes.map(|shape| area#(shape)).sum()
          f"{user.name} {kept} {total#(items, 5)} {seen.len()} {areas:.2} {account.balance}"
      }
      let line# = report#(12)
      if line#.len() > 1000 { println(line#) }

      """;

  /// What every program prints.
  static final String OUTPUT = "done\n";

  private GeneratedProgram() {}

  /// A program of at least so many lines, by less than 50.
  static String ofLines(int lines) {
    long each = PART.lines().count();
    StringBuilder program = new StringBuilder();
    for (int part = 0; part * each < lines; part++) {
      program.append(PART.replace("#", Integer.toString(part)));
    }
    return program.append("println(\"done\")\n").toString();
  }
}
