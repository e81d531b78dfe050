package ruchy.compiler.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ruchy.compiler.document.Document.Entry;
import ruchy.runtime.manual.ManualEntry;

/// The pages of the library: one for the globals, and one for each module, type and kind of value.
public final class LibraryDocuments {
  private LibraryDocuments() {}

  /// The pages of the given entries, in their order.
  public static List<Document> of(List<ManualEntry> manual) {
    Map<String, List<Entry>> pages = new LinkedHashMap<>();
    for (ManualEntry entry : manual) {
      pages.computeIfAbsent(entry.owner(), _ -> new ArrayList<>()).add(entry(entry));
    }
    List<Document> documents = new ArrayList<>();
    pages.forEach((owner, entries) -> documents.add(new Document(owner, List.copyOf(entries))));
    return List.copyOf(documents);
  }

  private static Entry entry(ManualEntry entry) {
    String heading = entry.heading();
    String name = name(heading, entry.owner());
    String text =
        entry.aliases().isEmpty()
            ? entry.text()
            : "Also `" + String.join("`, `", entry.aliases()) + "`.\n\n" + entry.text();
    return new Entry(kind(heading, name), name, heading, text, List.of());
  }

  /// The name in `OWNER.NAME(...)`, `OWNER::NAME: TYPE`, `NAME(...)` or `OWNER.NAME = TYPE`.
  private static String name(String heading, String owner) {
    String rest = heading.startsWith(owner) ? heading.substring(owner.length()) : heading;
    rest =
        rest.startsWith("::") ? rest.substring(2) : rest.startsWith(".") ? rest.substring(1) : rest;
    int end = 0;
    while (end < rest.length() && "(: =".indexOf(rest.charAt(end)) < 0) {
      end++;
    }
    return rest.substring(0, end);
  }

  private static String kind(String heading, String name) {
    String before = heading.substring(0, heading.indexOf(name));
    String after = heading.substring(before.length() + name.length());
    if (!after.startsWith("(")) {
      return before.endsWith("::") ? "constant" : "member";
    }
    return before.endsWith(".") ? "method" : "function";
  }
}
