package ruchy.compiler;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.resolve.ModuleSource;
import ruchy.compiler.source.Source;

/// A fenced `ruchy` block of a page of the documentation: a program of its own.
///
/// Its marked lines are those of a [ManualExample]. A block marked `output` right after it holds
/// all that it prints, the report of an uncaught error or of errors in the program included. A
/// block whose first line is `// NAME.ruchy` is no program but a module that the blocks after it
/// can import.
///
/// @param line where the block begins in the page, from 1
/// @param output all that it prints; null if nothing says so
/// @param modules the modules before it, by file name
record GuideExample(int line, String text, @Nullable String output, Map<String, Source> modules)
    implements ModuleSource {
  private static final String RUCHY = "```ruchy";
  private static final String OUTPUT = "```output";
  private static final String END = "```";
  private static final Pattern MODULE =
      Pattern.compile("// ([\\w/]+\\.ruchy)\n(.*)", Pattern.DOTALL);

  static List<GuideExample> of(String page) {
    List<String> lines = page.lines().toList();
    List<GuideExample> examples = new ArrayList<>();
    Map<String, Source> modules = new HashMap<>();
    int at = 0;
    while (at < lines.size()) {
      if (!lines.get(at).equals(RUCHY)) {
        at++;
        continue;
      }
      int line = at + 1;
      int end = endOf(at, lines);
      String text = block(at, end, lines);
      at = end + 1;
      String output = null;
      int next = at;
      while (next < lines.size() && lines.get(next).isEmpty()) {
        next++;
      }
      if (next < lines.size() && lines.get(next).equals(OUTPUT)) {
        end = endOf(next, lines);
        output = block(next, end, lines);
        at = end + 1;
      }
      var module = MODULE.matcher(text);
      if (module.matches()) {
        modules.put(module.group(1), Source.of(module.group(1), module.group(2)));
      } else {
        examples.add(new GuideExample(line, text, output, Map.copyOf(modules)));
      }
    }
    return examples;
  }

  private static int endOf(int start, List<String> lines) {
    int end = start + 1;
    while (!lines.get(end).equals(END)) {
      end++;
    }
    return end;
  }

  private static String block(int start, int end, List<String> lines) {
    return String.join("\n", lines.subList(start + 1, end)) + "\n";
  }

  @Override
  public @Nullable Source find(String path, Source importing) {
    return modules.get(path.endsWith(".ruchy") ? path : path + ".ruchy");
  }
}
