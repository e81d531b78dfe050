package ruchy.benchmarks.code;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import ruchy.benchmarks.Options;
import ruchy.benchmarks.measure.CpuTime;
import ruchy.benchmarks.measure.Machine;
import ruchy.benchmarks.measure.Samples;
import ruchy.benchmarks.measure.Table;
import ruchy.runtime.library.Library;

/// `to_json` and `parse_json` next to Jackson, which writes records and reads into maps: the CPU
/// time of this process, with garbage collection, by turns and warmed up. A document has ten
/// megabytes; each turn makes the objects once and writes or reads five times.
public final class JsonBenchmark {
  private static final String PROGRAMS = "benchmarks/programs/json";
  private static final int WARM_UP_ROUNDS = 5;
  private static final int OBJECTS = 85_000;
  private static final int TIMES = 5;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private record User(
      long id, String name, String email, boolean active, double score, List<String> tags) {}

  private interface Turn {
    String run() throws IOException;
  }

  private JsonBenchmark() {}

  /// Measures and prints.
  public static void run(Path home, Options options)
      throws IOException, ReflectiveOperationException {
    int rounds = options.number("rounds", 10);
    var table = new Table("", "Ruchy, CPU ms", "Jackson, CPU ms", "ratio", "of the minima");
    measure(home, "write", JsonBenchmark::write, rounds, table);
    measure(home, "parse", JsonBenchmark::parse, rounds, table);
    System.out.printf(
        "## JSON%n%n%s; Jackson %s; %d rounds after %d of warm-up.%n%n%s",
        Machine.description(), MAPPER.version(), rounds, WARM_UP_ROUNDS, table);
  }

  private static void measure(Path home, String name, Turn jackson, int rounds, Table table)
      throws IOException, ReflectiveOperationException {
    var file = home.resolve(PROGRAMS).resolve(name + ".ruchy");
    var program = RuchyProgram.compile(file, Library.load());
    var ruchy = new Samples();
    var java = new Samples();
    for (int round = 0; round < WARM_UP_ROUNDS + rounds; round++) {
      var expected = measured(jackson, round, java);
      var found = measured(program::run, round, ruchy);
      if (!found.equals(expected)) {
        throw new IllegalStateException(name + ": Ruchy says " + found + ", Jackson " + expected);
      }
    }
    table.row(
        name,
        ruchy.text(0),
        java.text(0),
        ruchy.dividedBy(java).text(2),
        "%.2f".formatted(ruchy.least() / java.least()));
  }

  private static String measured(Turn turn, int round, Samples samples) throws IOException {
    long before = CpuTime.ofThisProcess();
    var result = turn.run();
    if (round >= WARM_UP_ROUNDS) samples.add((CpuTime.ofThisProcess() - before) / 1e3);
    return result;
  }

  private static String write() throws IOException {
    var users = users();
    var text = "";
    for (int time = 0; time < TIMES; time++) text = MAPPER.writeValueAsString(users);
    return Integer.toString(text.length());
  }

  private static String parse() throws IOException {
    var text = MAPPER.writeValueAsString(users());
    int count = 0;
    for (int time = 0; time < TIMES; time++) {
      count += MAPPER.readValue(text, new TypeReference<List<Map<String, Object>>>() {}).size();
    }
    return Integer.toString(count);
  }

  private static List<User> users() {
    var users = new ArrayList<User>();
    for (int i = 0; i < OBJECTS; i++) {
      users.add(
          new User(
              i,
              "User " + i,
              "user" + i + "@example.com",
              i % 3 == 0,
              i / 8.0,
              List.of("alpha", "beta", "tag" + i % 10)));
    }
    return users;
  }
}
