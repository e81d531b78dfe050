package ruchy.runtime.manual;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the manual that the build writes: for each owner a line `# OWNER`, for each declaration
/// `## HEADING`, perhaps a line of its other names, and its comment.
public final class Manual {
  /// Where the manual lies on the class path.
  public static final String RESOURCE = "META-INF/ruchy/manual.md";

  private static final String ALIASES = "Also `";

  private final List<ManualEntry> entries = new ArrayList<>();
  private String owner = "";
  private @Nullable String heading;
  private final StringBuilder text = new StringBuilder();

  private Manual() {}

  /// The entries of the runtime on the class path, by owner and name.
  public static List<ManualEntry> load() {
    try (InputStream file = Manual.class.getResourceAsStream("/" + RESOURCE)) {
      if (file == null) {
        throw new IllegalStateException(RESOURCE + " is not on the class path");
      }
      return parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The entries of the given text.
  public static List<ManualEntry> parse(String manual) {
    Manual reader = new Manual();
    boolean isExample = false;
    for (String line : manual.lines().toList()) {
      isExample ^= line.startsWith("```");
      if (!isExample && line.startsWith("# ")) {
        reader.end();
        reader.owner = line.substring(2);
      } else if (!isExample && line.startsWith("## ")) {
        reader.end();
        reader.heading = line.substring(3);
      } else {
        reader.text.append(line).append('\n');
      }
    }
    reader.end();
    return reader.entries;
  }

  private void end() {
    if (heading != null) {
      String comment = text.toString().strip();
      List<String> aliases = List.of();
      if (comment.startsWith(ALIASES)) {
        int end = comment.indexOf("`.\n");
        aliases = List.of(comment.substring(ALIASES.length(), end).split("`, `", -1));
        comment = comment.substring(end + 2).strip();
      }
      entries.add(new ManualEntry(owner, heading, aliases, comment));
    }
    heading = null;
    text.setLength(0);
  }
}
