package ruchy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;

/// Every session of `compiler/src/test/conformance`, named after the section of the language
/// reference that it goes through: what `ruchyc` answers, in a process of its own and an empty
/// folder.
///
/// `+ NAME` begins a file, which ends before the next such line. `$ ruchyc ARGUMENTS` is a command;
/// behind it stand what it reads (`< `), what it writes to standard output (as it is) and to
/// standard error (`! `), and its exit status if that is not 0 (`= `). Times are written as `..`.
@Execution(CONCURRENT)
final class SessionsTest {
  private static final Path FOLDER = Path.of("../compiler/src/test/conformance");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  /// How long something took is not compared.
  private static final Pattern TIME = Pattern.compile("(Duration: |\\()[0-9.]+(?:s|( ms\\)))");

  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> sessions() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      var sessions = files.filter(file -> file.toString().endsWith(".session")).sorted().toList();
      assertFalse(sessions.isEmpty(), "no sessions in " + FOLDER);
      return sessions.stream()
          .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
    }
  }

  private void check(Path file) throws IOException, InterruptedException {
    var session = Files.readString(file);
    var own = Files.createDirectory(folder.resolve(String.valueOf(file.getFileName())));
    assertEquals(session, played(session.lines().toList(), own));
  }

  /// The session with what really came.
  private static String played(List<String> lines, Path folder)
      throws IOException, InterruptedException {
    var played = new StringBuilder();
    var process = new RuchycProcess(folder);
    int at = 0;
    while (at < lines.size()) {
      var head = lines.get(at++);
      played.append(head).append('\n');
      if (head.startsWith("+ ")) {
        var text = new StringBuilder();
        for (; at < lines.size() && !isHead(lines.get(at)); at++) {
          text.append(lines.get(at)).append('\n');
        }
        Files.writeString(folder.resolve(head.substring(2)), text.toString().strip() + "\n");
        played.append(text);
        continue;
      }
      var input = new StringBuilder();
      for (; at < lines.size() && !isHead(lines.get(at)); at++) {
        if (lines.get(at).startsWith("< ")) {
          played.append(lines.get(at)).append('\n');
          input.append(lines.get(at).substring(2)).append('\n');
        }
      }
      var result = process.runWithInput(input.toString(), words(head));
      played.append(result.output());
      result.errors().lines().forEach(line -> played.append("! ").append(line).append('\n'));
      if (result.status() != 0) played.append("= ").append(result.status()).append('\n');
    }
    return TIME.matcher(played)
        .replaceAll(
            found -> found.group(1) + ".." + (found.group(2) == null ? "" : found.group(2)));
  }

  private static boolean isHead(String line) {
    return line.startsWith("+ ") || line.startsWith("$ ");
  }

  /// The words behind `$ ruchyc`.
  private static String[] words(String command) {
    var words = new ArrayList<String>();
    var matcher = WORD.matcher(command.substring("$ ruchyc".length()));
    while (matcher.find()) {
      words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
    }
    return words.toArray(String[]::new);
  }
}
