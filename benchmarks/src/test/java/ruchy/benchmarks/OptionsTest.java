package ruchy.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

final class OptionsTest {
  private static final List<String> SERVERS = List.of("ruchy", "vertx", "bun");

  @Test
  void an_option_that_is_not_given_has_its_usual_value() {
    Options options = parsed();
    assertEquals(4, options.number("rounds", 4));
    assertEquals("", options.text("servers", ""));
    assertEquals(SERVERS, options.chosen("servers", SERVERS));
  }

  @Test
  void pairs_of_names_and_values_are_read() {
    Options options = parsed("--servers", "bun", "--rounds", "7");
    assertEquals(7, options.number("rounds", 4));
    assertEquals(List.of("bun"), options.chosen("servers", SERVERS));
  }

  @Test
  void what_is_chosen_keeps_its_usual_order() {
    assertEquals(
        List.of("ruchy", "bun"), parsed("--servers", "bun,ruchy").chosen("servers", SERVERS));
  }

  @Test
  void mistakes_are_told_by_name() {
    assertEquals("unknown option --round", mistake(() -> parsed("--round", "3")));
    assertEquals("unknown option rounds", mistake(() -> parsed("rounds", "3")));
    assertEquals("--rounds needs a value", mistake(() -> parsed("--rounds")));
    assertEquals(
        "--rounds takes a number, not many",
        mistake(() -> parsed("--rounds", "many").number("rounds", 4)));
    assertEquals(
        "--servers does not know apache, only ruchy, vertx, bun",
        mistake(() -> parsed("--servers", "ruchy,apache").chosen("servers", SERVERS)));
  }

  private static Options parsed(String... words) {
    return Options.parse(List.of(words), "rounds", "servers");
  }

  private static String mistake(Runnable reading) {
    return assertThrows(Options.WrongOption.class, reading::run).getMessage();
  }
}
