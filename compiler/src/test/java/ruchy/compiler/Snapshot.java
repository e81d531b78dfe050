package ruchy.compiler;

import java.util.ArrayList;
import java.util.List;

/// One file of snapshots: cases with a title, prose and sections.
///
/// ````
/// # What the case shows
///
/// ## Source
/// ```ruchy
/// 1 + 2
/// ```
///
/// ## Tree
/// ```
/// (Binary ADD (IntegerLiteral 1) (IntegerLiteral 2))
/// ```
/// ````
///
/// Sections with a fence are compared; other lines are prose and stay as they are.
record Snapshot(List<Case> cases) {
  static final String SOURCE = "Source";

  /// A case; `lines` are its prose and headings, `sections` the fenced texts among them.
  record Case(String title, List<Part> parts) {
    String source() {
      for (Part part : parts) {
        if (part instanceof Part.Section section && section.name().equals(SOURCE)) {
          return section.text();
        }
      }
      throw new IllegalStateException("no section Source in the case " + title);
    }

    List<Part.Section> sections() {
      List<Part.Section> sections = new ArrayList<>();
      for (Part part : parts) {
        if (part instanceof Part.Section section && !section.name().equals(SOURCE)) {
          sections.add(section);
        }
      }
      return sections;
    }
  }

  /// A line of prose or a section.
  sealed interface Part {
    record Prose(String line) implements Part {}

    record Section(String name, String fence, String text) implements Part {}
  }

  static Snapshot parse(String file) {
    List<Case> cases = new ArrayList<>();
    List<Part> parts = new ArrayList<>();
    String title = "";
    String section = null;
    List<String> lines = file.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("# ")) {
        addCase(cases, title, parts);
        parts = new ArrayList<>();
        title = line.substring(2).strip();
        section = null;
      } else if (line.startsWith("## ")) {
        section = line.substring(3).strip();
      } else if (section != null && line.startsWith("```")) {
        String close = line.replaceAll("[^`].*", "");
        StringBuilder text = new StringBuilder();
        i++;
        while (i < lines.size() && !lines.get(i).equals(close)) {
          text.append(lines.get(i++)).append('\n');
        }
        parts.add(new Part.Section(section, line, text.toString()));
        section = null;
      } else if (!line.isBlank()) {
        parts.add(new Part.Prose(line));
      }
    }
    addCase(cases, title, parts);
    return new Snapshot(List.copyOf(cases));
  }

  private static void addCase(List<Case> cases, String title, List<Part> parts) {
    if (!parts.isEmpty()) {
      cases.add(new Case(title, List.copyOf(parts)));
    }
  }

  /// The file again, with the texts of the sections as they are now.
  String print() {
    StringBuilder out = new StringBuilder();
    for (Case one : cases) {
      out.append(out.isEmpty() ? "" : "\n").append("# ").append(one.title()).append('\n');
      for (Part part : one.parts()) {
        switch (part) {
          case Part.Prose(String line) -> out.append('\n').append(line).append('\n');
          case Part.Section(String name, String fence, String text) ->
              out.append("\n## ")
                  .append(name)
                  .append('\n')
                  .append(fence)
                  .append('\n')
                  .append(text)
                  .append(fence.replaceAll("[^`].*", ""))
                  .append('\n');
        }
      }
    }
    return out.toString();
  }
}
