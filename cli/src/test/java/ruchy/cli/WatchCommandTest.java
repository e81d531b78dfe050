package ruchy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WatchCommandTest {
  private static final String WATCHING = "Watching for changes; Ctrl-C ends.\n";

  @TempDir private Path folder;

  private Path write(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Test
  void what_changes_is_told_once() throws IOException {
    var one = write("one.ruchy", "1");
    var two = write("two.ruchy", "2");
    var changes = FileChanges.in(List.of(folder), ".ruchy");
    assertEquals(List.of(), changes.taken());
    write("one.ruchy", "one");
    Files.delete(two);
    var three = write("three.ruchy", "3");
    write("four.txt", "4");
    Files.createDirectory(folder.resolve(".hidden"));
    write(".hidden/five.ruchy", "5");
    assertEquals(List.of(one, three, two), changes.taken());
    assertEquals(List.of(), changes.taken());
  }

  @Test
  void a_change_is_waited_for() throws Exception {
    var file = write("one.ruchy", "1");
    var changes = FileChanges.in(FileChanges.foldersOf(List.of(file.toString())), ".ruchy");
    var writer = Thread.ofVirtual().start(() -> write("one.ruchy", "one"));
    assertEquals(List.of(file), changes.awaited());
    writer.join();
  }

  @Test
  void the_command_is_done_again_after_each_change() {
    var file = write("app.ruchy", "totl").toString();
    var check = new CheckCommand(List.of(file), List.of(), false);
    var rounds = List.of("total", "1", "").iterator();
    var terminal = FakeTerminal.ofAPerson();
    int status =
        new WatchCommand(
                check,
                () -> {
                  var next = rounds.next();
                  if (!next.isEmpty()) write("app.ruchy", next);
                  return !next.isEmpty();
                })
            .perform(terminal.terminal());
    assertEquals(0, status);
    assertEquals(WATCHING + WATCHING + "✓ Syntax is valid\n" + WATCHING, terminal.output());
    assertEquals(2, terminal.errors().lines().count());
  }

  @Test
  void a_file_that_is_not_there_yet_is_waited_for() {
    var check = new CheckCommand(List.of(folder + "/none.ruchy"), List.of(), false);
    var terminal = FakeTerminal.ofAPerson();
    assertEquals(1, new WatchCommand(check, () -> false).perform(terminal.terminal()));
    assertTrue(terminal.errors().contains("there is no such file"), terminal.errors());
  }

  @Test
  void check_and_test_can_watch() {
    for (var args : List.of(List.of("check", "a.ruchy", "--watch"), List.of("test", "--watch"))) {
      var terminal = FakeTerminal.reading("").terminal();
      var command = CommandTable.parse(terminal, args.toArray(String[]::new));
      assertTrue(command instanceof WatchCommand, args::toString);
    }
  }
}
