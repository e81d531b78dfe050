package ruchy.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import ruchy.runtime.wire.Wire;

/// What a client sends and what must come then, to be read in a file of such dialogues.
///
/// A line that begins with `#` names a section and its rule. The following lines are sent, each
/// with CRLF; one that ends with `|` without it, and `\n`, `\r`, `\t`, `\0`, `\s` (a space), `\xHH`
/// and `\\` are such characters. A line that begins with `<` is what must come then: an answer as
/// `STATUS BODY`, with `[name: value]` for a field that it has and `[-name]` for one that it must
/// not have; `HEAD` before the status says that no body follows. Or `open`, when another request is
/// answered on the connection, or `closed`; `nothing` when the client ends without an answer.
record Dialogue(String name, List<String> lines) {
  private static final Pattern ESCAPE = Pattern.compile("\\\\(x..|.)");

  /// The dialogues of a file among the resources of the tests.
  static List<Dialogue> of(String file) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(Dialogue.class.getResourceAsStream("/http1/" + file), file)) {
      return read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static List<Dialogue> read(String table) {
    List<Dialogue> dialogues = new ArrayList<>();
    String name = "";
    List<String> lines = new ArrayList<>();
    for (String line : (table + "# ").split("\n", -1)) {
      if (!line.startsWith("# ")) {
        lines.add(line);
        continue;
      }
      if (!name.isEmpty()) {
        dialogues.add(new Dialogue("RFC " + name, List.copyOf(lines)));
      }
      name = line.substring(2);
      lines.clear();
    }
    assertFalse(dialogues.isEmpty());
    return dialogues;
  }

  /// Has it with a server on that port.
  void hold(int port) throws IOException {
    var sent = new StringBuilder();
    boolean isChecked = false;
    try (var client = Wire.to(port)) {
      for (String line : lines) {
        if (line.startsWith("< ")) {
          client.sendBytes(
              sent.toString()
                  .replace("\n", "\r\n")
                  .replace(BARE_LINE_FEED, '\n')
                  .getBytes(StandardCharsets.ISO_8859_1));
          sent.setLength(0);
          expect(client, line.substring(2));
          isChecked = true;
        } else if (line.endsWith("|")) {
          sent.append(meant(line.substring(0, line.length() - 1)));
        } else {
          sent.append(meant(line)).append('\n');
        }
      }
    }
    assertTrue(isChecked && sent.toString().isBlank(), "no dialogue");
  }

  /// `\n` stands for CRLF in what is sent, so a bare LF has a letter of its own here.
  private static final char BARE_LINE_FEED = '\u2028';

  private static String meant(String line) {
    return unescaped(line)
        .replace("LONG", "x".repeat(20_000))
        .replace("TWO_THOUSAND", "x".repeat(2_000))
        .replace("MANY", "Y: b\n".repeat(150))
        .replace("EXTENSIONS", ("1;" + "a".repeat(600) + "\nx\n").repeat(40) + "1\nx")
        .replace("SINGLE_BYTES", "1\nx\n".repeat(899) + "1\nx");
  }

  private static String unescaped(String line) {
    return ESCAPE
        .matcher(line)
        .replaceAll(
            found ->
                java.util.regex.Matcher.quoteReplacement(
                    switch (found.group(1)) {
                      case "n" -> String.valueOf(BARE_LINE_FEED);
                      case "r" -> "\r";
                      case "t" -> "\t";
                      case "0" -> "\0";
                      case "s" -> " ";
                      case "\\" -> "\\";
                      case String hex when hex.startsWith("x") ->
                          String.valueOf((char) Integer.parseInt(hex, 1, 3, 16));
                      case String other -> throw new IllegalArgumentException("\\" + other);
                    }));
  }

  private static void expect(Wire client, String expected) throws IOException {
    switch (expected) {
      case "open" -> {
        client.send("GET /next HTTP/1.1\nHost: x\n\n");
        assertEquals("GET /next", client.read().body(), "the connection is not in order");
      }
      case "closed" -> assertTrue(client.isClosed(), "the connection stays open");
      case "nothing" -> {
        client.endOutput();
        assertTrue(client.isClosed(), "an answer came");
      }
      case String rest when rest.endsWith("|") ->
          assertEquals(rest.substring(0, rest.length() - 1), client.rest());
      default -> expectAnswer(client, expected);
    }
  }

  private static void expectAnswer(Wire client, String expected) throws IOException {
    String[] parts = expected.split(" \\[(?=-?[a-z-]+(: |\\]))", -1);
    boolean hasNoBody = parts[0].startsWith("HEAD ");
    String[] wanted = parts[0].substring(hasNoBody ? 5 : 0).split(" ", 2);
    Wire.Message answer = client.read(hasNoBody);
    assertEquals(wanted[0], Integer.toString(answer.status()), answer::toString);
    if (wanted.length > 1 || answer.status() == 200) {
      assertEquals(wanted.length > 1 ? bytes(wanted[1]) : "", answer.body());
    }
    for (int i = 1; i < parts.length; i++) {
      String field = parts[i].substring(0, parts[i].length() - 1);
      if (field.startsWith("-")) {
        assertFalse(answer.has(field.substring(1)), () -> field + " in " + answer);
      } else {
        String[] nameAndValue = field.split(": ", 2);
        assertTrue(answer.has(nameAndValue[0]), () -> field + " is not in " + answer);
        if (!nameAndValue[1].equals("*")) {
          assertEquals(
              nameAndValue[1],
              answer.field(nameAndValue[0]),
              () -> nameAndValue[0].toUpperCase(Locale.ROOT));
        }
      }
    }
  }

  /// What an answer has where these escapes are bytes of UTF-8.
  private static String bytes(String expected) {
    String text = unescaped(expected).replace("SINGLES", "x".repeat(900));
    return new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
