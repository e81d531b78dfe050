package ruchy.compiler;

import java.util.ArrayList;
import java.util.List;

/// An example of the manual as a program that tells what its marked lines give.
///
/// `CODE // => V` says that the D form (L 15.1) of the line's last statement is V, and `CODE //
/// prints T` that the line prints T and a newline; `\n` in T is a newline. The other lines must run
/// without an error. An example that begins with `// not run: REASON` is compiled alone.
///
/// @param isRun whether it needs nothing that a test lacks
/// @param program prints a separator before and after what a marked line prints
/// @param expected what stands at the marks, in order; values in brackets
record ManualExample(boolean isRun, String program, List<String> expected) {
  private static final String NOT_RUN = "// not run: ";
  private static final String VALUE = "// => ";
  private static final String OUTPUT = "// prints ";

  /// Never part of what an example prints.
  private static final String SEPARATOR = "\u0001";

  static ManualExample of(String text) {
    StringBuilder program = new StringBuilder();
    List<String> expected = new ArrayList<>();
    for (String line : text.lines().toList()) {
      int value = line.lastIndexOf(VALUE);
      int output = line.lastIndexOf(OUTPUT);
      if (value >= 0) {
        expected.add("[" + line.substring(value + VALUE.length()).strip() + "]");
        program.append(marked(shown(line.substring(0, value).stripTrailing())));
      } else if (output >= 0) {
        String shown = line.substring(output + OUTPUT.length()).strip();
        expected.add(withoutLastNewline(shown.replace("\\n", "\n")));
        program.append(marked(line.substring(0, output).stripTrailing()));
      } else {
        program.append(line).append('\n');
      }
    }
    return new ManualExample(!text.startsWith(NOT_RUN), program.toString(), expected);
  }

  private static String marked(String code) {
    return "print(\"" + SEPARATOR + "\")\n" + code + "\nprint(\"" + SEPARATOR + "\")\n";
  }

  /// The code with the value of its last statement printed in D form.
  private static String shown(String code) {
    int start = lastStatement(code);
    // A member of a list prints in D form.
    return code.substring(0, start) + "\nprint([" + code.substring(start) + "])";
  }

  /// Where the statement after the last `;` begins that is in no string and no bracket.
  private static int lastStatement(String code) {
    int start = 0;
    int depth = 0;
    char quote = 0;
    for (int i = 0; i < code.length(); i++) {
      char at = code.charAt(i);
      if (quote != 0) {
        if (at == '\\') {
          i++;
        } else if (at == quote) {
          quote = 0;
        }
      } else if (at == '"' || at == '\'') {
        quote = at;
      } else if ("([{".indexOf(at) >= 0) {
        depth++;
      } else if (")]}".indexOf(at) >= 0) {
        depth--;
      } else if (at == ';' && depth == 0) {
        start = i + 1;
      }
    }
    return start;
  }

  /// What the marked lines gave, of what the program printed.
  static List<String> marks(String printed) {
    String[] parts = printed.split(SEPARATOR, -1);
    List<String> marks = new ArrayList<>();
    for (int i = 1; i < parts.length; i += 2) {
      marks.add(withoutLastNewline(parts[i]));
    }
    return marks;
  }

  private static String withoutLastNewline(String text) {
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }
}
