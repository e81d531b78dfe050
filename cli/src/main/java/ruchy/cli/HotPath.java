package ruchy.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The everyday command lines, understood without the table of commands: loading that takes longer
/// than compiling and running a small program.
///
/// Always: what is understood here means the same as [CommandTable] says; everything else is left
/// to it.
final class HotPath {
  private final String[] args;
  private final List<String> words = new ArrayList<>();
  private final List<String> preludes = new ArrayList<>();
  private @Nullable String output;
  private boolean isJson;
  private boolean isVerbose;

  private HotPath(String[] args) {
    this.args = args;
  }

  /// The command that is meant; null if it is none of the everyday ones, or is wrong.
  static @Nullable Command parse(String... args) {
    if (args.length == 0) return null;
    var line = new HotPath(args);
    return switch (args[0]) {
      case "-V", "--version" -> args.length == 1 ? Message.version() : null;
      case "-e" -> line.evaluate();
      case "build", "compile" -> line.build();
      case "check" -> line.check();
      case "run" -> line.run(1);
      default -> line.run(0);
    };
  }

  private @Nullable Command evaluate() {
    if (args.length != 2 || args[1].equals("--")) return null;
    return new EvaluateCommand(args[1], List.of(), List.of(), false);
  }

  /// `[--prelude FILE].. FILE [args]`
  private @Nullable Command run(int from) {
    int at = from;
    if (at == args.length) return null;
    while (args[at].equals("--prelude") && hasValue(at)) {
      preludes.add(args[at + 1]);
      at += 2;
      if (at == args.length) return null;
    }
    var file = args[at];
    if (from == 0 ? !isFileName(file) : isOption(file)) return null;
    return new RunCommand(file, List.of(args).subList(at + 1, args.length), preludes);
  }

  private @Nullable Command build() {
    if (!readOptions() || isJson || words.size() > 1) return null;
    return new BuildCommand(
        words.isEmpty() ? null : words.getFirst(), output, preludes, isVerbose, false);
  }

  private @Nullable Command check() {
    if (!readOptions() || isVerbose || output != null || words.isEmpty()) return null;
    return new CheckCommand(words, preludes, isJson);
  }

  /// Options and words in any order; false if one is unknown here, or wrong.
  private boolean readOptions() {
    for (int at = 1; at < args.length; at++) {
      switch (args[at]) {
        case "--prelude" -> {
          if (!hasValue(at)) return false;
          preludes.add(args[++at]);
        }
        case "-o", "--output" -> {
          if (output != null || !hasValue(at)) return false;
          output = args[++at];
        }
        case "--json" -> {
          if (isJson) return false;
          isJson = true;
        }
        case "-v", "--verbose" -> {
          if (isVerbose) return false;
          isVerbose = true;
        }
        default -> {
          if (isOption(args[at])) return false;
          words.add(args[at]);
        }
      }
    }
    return true;
  }

  private boolean hasValue(int at) {
    return at + 1 < args.length && !args[at + 1].equals("--");
  }

  private static boolean isOption(String word) {
    return word.startsWith("-") && !word.equals(SourceFiles.STANDARD_INPUT);
  }

  /// Certainly a file and no command: the table asks the file system about other words.
  private static boolean isFileName(String word) {
    return !word.startsWith("-") && (word.endsWith(".ruchy") || word.endsWith(".rchy"));
  }
}
