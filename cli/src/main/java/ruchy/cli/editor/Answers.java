package ruchy.cli.editor;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import ruchy.cli.editor.Declarations.Declared;
import ruchy.cli.editor.Declarations.Kind;
import ruchy.runtime.manual.ManualEntry;

/// What is told of names: those of the program first, then those of the library.
final class Answers {
  private static final int KEYWORD = 14;

  private static final List<String> KEYWORDS =
      List.of(
          "async",
          "await",
          "break",
          "catch",
          "class",
          "const",
          "continue",
          "else",
          "enum",
          "false",
          "finally",
          "for",
          "fun",
          "if",
          "impl",
          "import",
          "in",
          "let",
          "loop",
          "match",
          "mod",
          "mut",
          "nil",
          "pub",
          "return",
          "self",
          "spawn",
          "struct",
          "throw",
          "trait",
          "true",
          "try",
          "use",
          "while");

  private final LibraryNames library = new LibraryNames();

  /// The names that may be meant at an offset, each once. After a dot those of what stands before
  /// it, if that is known.
  List<Map<String, Object>> completion(Program program, int offset, Workshop workshop) {
    var word = program.started(offset);
    if (word.isMember()) {
      var members = Members.at(program, word, workshop);
      if (!members.owners().isEmpty()) return completion(members);
    }
    var items = new ArrayList<Map<String, Object>>();
    Set<String> told = new HashSet<>();
    for (Declared each : program.declarations().all()) {
      boolean fits =
          word.owner().isEmpty()
              ? each.isMember() == word.isMember()
                  && (each.isMember() || Declarations.isSeen(each, offset))
              : each.isMember();
      boolean isItself = each.place().start() == word.span().start();
      if (fits && !isItself && told.add(each.name())) {
        items.add(item(each.name(), each.kind().number(), ""));
      }
    }
    for (LibraryNames.Name name : library.at(word)) {
      if (told.add(name.text())) {
        items.add(item(name.text(), Kind.FUNCTION.number(), name.entry().heading()));
      }
    }
    if (word.owner().isEmpty() && !word.isMember()) {
      for (String owner : library.owners()) {
        if (told.add(owner)) items.add(item(owner, Kind.MODULE.number(), ""));
      }
      for (String keyword : KEYWORDS) {
        if (told.add(keyword)) items.add(item(keyword, KEYWORD, ""));
      }
    }
    return items;
  }

  private List<Map<String, Object>> completion(Members members) {
    var items = new ArrayList<Map<String, Object>>();
    members.own().forEach((name, kind) -> items.add(item(name, kind.number(), "")));
    Set<String> told = new HashSet<>(members.own().keySet());
    for (LibraryNames.Name name : library.membersOf(members.owners())) {
      if (told.add(name.text())) {
        items.add(item(name.text(), Kind.FUNCTION.number(), name.entry().heading()));
      }
    }
    return items;
  }

  private static Map<String, Object> item(String name, int kind, String detail) {
    return detail.isEmpty()
        ? Map.of("label", name, "kind", kind)
        : Map.of("label", name, "kind", kind, "detail", detail);
  }

  /// What is known of the name at an offset, in Markdown; null if nothing is.
  @Nullable Map<String, Object> hover(Program program, int offset) {
    var word = program.word(offset).orElse(null);
    if (word == null) return null;
    var text = ofProgram(program, word);
    if (text.isEmpty()) {
      text =
          library.entries(word).stream()
              .map(Answers::ofLibrary)
              .collect(Collectors.joining("\n\n"));
    }
    if (text.isEmpty()) return null;
    return Map.of(
        "contents", Map.of("kind", "markdown", "value", text), "range", Places.range(word.span()));
  }

  private static String ofProgram(Program program, Program.Word word) {
    boolean isMember = word.isMember() || !word.owner().isEmpty();
    var declared = program.declarations().at(word.text(), word.span().start(), isMember);
    if (declared.isEmpty()) return "";
    var entry = program.documentation(word.text());
    if (declared.get().kind() == Kind.VARIABLE || entry.isEmpty()) {
      return fenced(program.source().lineText(declared.get().place().line()).strip());
    }
    return fenced(entry.get().signature())
        + (entry.get().text().isEmpty() ? "" : "\n\n" + entry.get().text());
  }

  private static String ofLibrary(ManualEntry entry) {
    return fenced(entry.heading()) + "\n\n" + entry.text();
  }

  private static String fenced(String code) {
    return "```ruchy\n" + code + "\n```";
  }
}
