package ruchy.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The command lines that start programs, understood without the table of commands: loading that
/// takes longer than compiling and running a small program.
///
/// Always: what is understood here means the same as [CommandTable] says; everything else is left
/// to it.
final class HotPath {
  private HotPath() {}

  /// The command of `[run] [--prelude FILE].. FILE [args]` or `-e CODE`; null if it is another one,
  /// or is wrong.
  static @Nullable Command parse(String... args) {
    if (args.length == 0) return null;
    if (args.length == 2 && args[0].equals("-e") && !args[1].equals("--")) {
      return new EvaluateCommand(args[1], List.of(), List.of(), false);
    }
    boolean isRun = args[0].equals("run");
    int at = isRun ? 1 : 0;
    var preludes = new ArrayList<String>();
    while (at + 1 < args.length && args[at].equals("--prelude") && !args[at + 1].equals("--")) {
      preludes.add(args[at + 1]);
      at += 2;
    }
    if (at == args.length) return null;
    var file = args[at];
    if (isRun ? isOption(file) : !isFileName(file)) return null;
    return new RunCommand(file, rest(args, at + 1), List.copyOf(preludes));
  }

  private static boolean isOption(String word) {
    return word.startsWith("-") && !word.equals(SourceFiles.STANDARD_INPUT);
  }

  /// Certainly a file and no command: the table asks the file system about other words.
  private static boolean isFileName(String word) {
    return !word.startsWith("-") && (word.endsWith(".ruchy") || word.endsWith(".rchy"));
  }

  private static List<String> rest(String[] args, int from) {
    return List.of(args).subList(from, args.length);
  }
}
