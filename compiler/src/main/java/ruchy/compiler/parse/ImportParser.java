package ruchy.compiler.parse;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.lex.Token;
import ruchy.compiler.lex.TokenKind;
import ruchy.compiler.problem.SyntaxProblem;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Identifier;
import ruchy.compiler.tree.Item;

/// `use`, `import`, `from` and `export` (L 3.5, L 14.2).
final class ImportParser {
  private final Parser parser;
  private final TokenReader reader;

  ImportParser(Parser parser) {
    this.parser = parser;
    this.reader = parser.reader;
  }

  // use = "use" useTree
  Item use(Item.Modifiers modifiers, Token first) {
    reader.advance();
    if (reader.atWord("java") && reader.nextKind() == TokenKind.COLON_COLON) {
      reader.reportAside(new SyntaxProblem.JvmInterop(reader.span(reader.current())));
    }
    List<Item.ImportEntry> entries = new ArrayList<>();
    useTree(List.of(), entries);
    return new Item.Import(modifiers, List.copyOf(entries), reader.from(first));
  }

  // useTree = path [ "as" IDENT ] | [ path "::" ] "*" | [ path "::" ] "{" [ useTree {"," useTree}
  // [","] ] "}"
  private void useTree(List<Identifier> prefix, List<Item.ImportEntry> entries) {
    int outer = reader.enter();
    Token first = reader.current();
    List<Identifier> path = new ArrayList<>(prefix);
    boolean goesOn = true;
    while (goesOn) {
      goesOn = false;
      if (reader.accept(TokenKind.STAR)) {
        entries.add(entry(path, false, true, false, null, first));
      } else if (reader.at(TokenKind.LEFT_BRACE)) {
        useTrees(path, entries);
      } else if (reader.kind().isWord()) {
        Token word = reader.advance();
        boolean isModuleItself =
            word.is(TokenKind.SELF) && path.size() == prefix.size() && !prefix.isEmpty();
        if (!isModuleItself) {
          path.add(reader.identifier(word));
        }
        goesOn = reader.accept(TokenKind.COLON_COLON);
        if (!goesOn) {
          entries.add(entry(path, false, false, false, alias(), first));
        }
      } else {
        reader.unexpected("a name, `*` or `{`");
      }
    }
    reader.leave(outer);
  }

  private void useTrees(List<Identifier> path, List<Item.ImportEntry> entries) {
    int open = reader.index();
    int close = reader.pair(open);
    reader.advance();
    while (!reader.isOver(close)) {
      int before = reader.index();
      useTree(path, entries);
      if (!reader.accept(TokenKind.COMMA)) {
        if (reader.index() == before || !reader.kind().isWord() || reader.isOver(close)) {
          break;
        }
        reader.unexpected("`,` or `}`");
      }
    }
    reader.close(open, "`,` or `}`");
  }

  private Item.ImportEntry entry(
      List<Identifier> path,
      boolean file,
      boolean all,
      boolean member,
      @Nullable Identifier alias,
      Token first) {
    return new Item.ImportEntry(List.copyOf(path), file, all, member, alias, reader.from(first));
  }

  // [ "as" IDENT ]
  private @Nullable Identifier alias() {
    if (!reader.atWord("as") || reader.current().newlineBefore()) {
      return null;
    }
    reader.advance();
    return parser.patterns.name();
  }

  // import = "import" ( path [ "as" IDENT ] | STRING [ "as" IDENT ] | "{" names "}" "from" (STRING
  // | path) ), and as in `use` the members of a path
  Item importItem(Item.Modifiers modifiers, Token first) {
    reader.advance();
    List<Item.ImportEntry> entries = new ArrayList<>();
    Token start = reader.current();
    if (reader.at(TokenKind.LEFT_BRACE)) {
      List<Item.ImportEntry> names = braced();
      if (reader.acceptWord("from")) {
        importFrom(names, entries);
      } else {
        reader.unexpected("`from`");
      }
    } else {
      boolean isFile = reader.at(TokenKind.STRING);
      List<Identifier> path = source();
      if (!isFile && reader.atWord("from") && reader.next(1).is(TokenKind.STRING)) {
        reader.unexpected("the end of the import", "write `import { " + join(path) + " } from ..`");
        reader.advance();
        reader.advance();
      } else if (!path.isEmpty() && !isFile && atMembers()) {
        reader.advance();
        useTree(path, entries);
      } else if (!path.isEmpty()) {
        entries.add(entry(path, isFile, false, false, alias(), start));
      }
    }
    return new Item.Import(modifiers, List.copyOf(entries), reader.from(first));
  }

  /// Whether `::` or `.` comes next, and then what only a `use` tree has: `import m::{f, g}`.
  private boolean atMembers() {
    TokenKind behind = reader.nextKind();
    return (reader.at(TokenKind.COLON_COLON) || reader.at(TokenKind.DOT))
        && !reader.current().newlineBefore()
        && (behind == TokenKind.LEFT_BRACE || behind == TokenKind.STAR);
  }

  private static String join(List<Identifier> path) {
    StringBuilder text = new StringBuilder();
    for (Identifier segment : path) {
      text.append(text.isEmpty() ? "" : "::").append(segment.text());
    }
    return text.toString();
  }

  /// Reads the module after `from`, and makes each name a member of it.
  private void importFrom(List<Item.ImportEntry> names, List<Item.ImportEntry> entries) {
    boolean isFile = reader.at(TokenKind.STRING);
    List<Identifier> module = source();
    for (Item.ImportEntry name : names) {
      List<Identifier> path = new ArrayList<>(module);
      path.addAll(name.path());
      entries.add(
          new Item.ImportEntry(List.copyOf(path), isFile, false, true, name.alias(), name.span()));
    }
  }

  /// A module: a path, or a string, which is one segment.
  private List<Identifier> source() {
    if (reader.at(TokenKind.STRING)) {
      return List.of(reader.identifier(reader.advance()));
    }
    return path();
  }

  // path = IDENT { ("::" | ".") IDENT }
  private List<Identifier> path() {
    List<Identifier> path = new ArrayList<>();
    if (!reader.at(TokenKind.WORD) && !reader.at(TokenKind.SELF)) {
      reader.unexpected("the name of a module");
      return List.of();
    }
    path.add(reader.identifier(reader.advance()));
    while (!atMembers()
        && (reader.at(TokenKind.COLON_COLON)
            || (reader.at(TokenKind.DOT) && !reader.current().newlineBefore()))) {
      reader.advance();
      if (!reader.kind().isWord()) {
        reader.unexpected("a name");
        break;
      }
      path.add(reader.identifier(reader.advance()));
    }
    return List.copyOf(path);
  }

  // "{" names "}"
  private List<Item.ImportEntry> braced() {
    int open = reader.index();
    int close = reader.pair(open);
    reader.advance();
    List<Item.ImportEntry> names = new ArrayList<>();
    while (!reader.isOver(close)) {
      int before = reader.index();
      Item.ImportEntry name = importedName();
      if (name == null) {
        break;
      }
      names.add(name);
      if (!parser.primaries.separator(open, before, "`,` or `}`")) {
        break;
      }
    }
    reader.close(open, "`,` or `}`");
    return names;
  }

  // IDENT ["as" IDENT]
  private Item.@Nullable ImportEntry importedName() {
    Token first = reader.current();
    if (!first.is(TokenKind.WORD)) {
      reader.unexpected("a name");
      return null;
    }
    Identifier name = reader.identifier(reader.advance());
    return entry(List.of(name), false, false, true, alias(), first);
  }

  // from_import = "from" path "import" ( "*" | names )            names = IDENT ["as" IDENT] { ","
  // IDENT ["as" IDENT] }
  Item fromImport(Item.Modifiers modifiers, Token first) {
    reader.advance();
    List<Identifier> module = path();
    reader.expect(TokenKind.IMPORT);
    List<Item.ImportEntry> entries = new ArrayList<>();
    Token start = reader.current();
    if (reader.accept(TokenKind.STAR)) {
      entries.add(entry(module, false, true, false, null, start));
      return new Item.Import(modifiers, List.copyOf(entries), reader.from(first));
    }
    do {
      Item.ImportEntry name = importedName();
      if (name == null) {
        break;
      }
      List<Identifier> path = new ArrayList<>(module);
      path.addAll(name.path());
      entries.add(
          new Item.ImportEntry(List.copyOf(path), false, false, true, name.alias(), name.span()));
    } while (reader.accept(TokenKind.COMMA));
    return new Item.Import(modifiers, List.copyOf(entries), reader.from(first));
  }

  // export = "export" ( "default" expr | "{" names "}" [ "from" (STRING | path) ] | ... )
  Item export(Token first) {
    if (reader.acceptWord("default")) {
      Expression value = parser.expressions.expression();
      return new Item.Export(List.of(), value, reader.from(first));
    }
    List<Item.ImportEntry> names = braced();
    List<Item.ImportEntry> entries = new ArrayList<>();
    if (reader.acceptWord("from")) {
      importFrom(names, entries);
    } else {
      for (Item.ImportEntry name : names) {
        entries.add(
            new Item.ImportEntry(name.path(), false, false, false, name.alias(), name.span()));
      }
    }
    return new Item.Export(List.copyOf(entries), null, reader.from(first));
  }
}
