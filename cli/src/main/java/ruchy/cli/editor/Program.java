package ruchy.cli.editor;

import java.util.List;
import java.util.Optional;
import ruchy.cli.editor.Declarations.Declared;
import ruchy.compiler.document.Document;
import ruchy.compiler.document.DocumentReader;
import ruchy.compiler.lex.Lexer;
import ruchy.compiler.lex.TokenKind;
import ruchy.compiler.lex.Tokens;
import ruchy.compiler.parse.Parser;
import ruchy.compiler.problem.Problems;
import ruchy.compiler.source.Source;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.Identifier;
import ruchy.compiler.tree.Item;

/// The text of an open file, and what stands where in it.
record Program(Source source, Tokens tokens, Declarations declarations) {
  /// A word of the text.
  ///
  /// @param owner the names before it, as in `http::Server::new`; empty if there are none
  /// @param isMember it stands after a dot
  record Word(String text, Span span, String owner, boolean isMember) {}

  static Program of(Source source) {
    var problems = new Problems();
    var tokens = Lexer.lex(source, problems);
    var file = Parser.parse(tokens, problems);
    return new Program(source, tokens, Declarations.of(file));
  }

  /// The word at an offset, or that ends there.
  Optional<Word> word(int offset) {
    for (int i = 0; i < tokens.size() && tokens.get(i).start() <= offset; i++) {
      if (tokens.get(i).kind().isWord() && offset <= tokens.get(i).end()) {
        var token = tokens.get(i);
        return Optional.of(new Word(token.text(), tokens.span(i), owner(i), isAfterDot(i)));
      }
    }
    return Optional.empty();
  }

  /// What is being written at an offset: a word, perhaps an empty one.
  Word started(int offset) {
    var word = word(offset).filter(each -> each.span().end() >= offset);
    if (word.isPresent()) return word.get();
    int next = 0;
    while (tokens.get(next).start() < offset && !tokens.get(next).is(TokenKind.END)) next++;
    return new Word("", new Span(source, offset, offset), owner(next), isAfterDot(next));
  }

  private boolean isAfterDot(int index) {
    if (index == 0) return false;
    return switch (tokens.get(index - 1).kind()) {
      case DOT, QUESTION_DOT -> true;
      default -> false;
    };
  }

  private String owner(int index) {
    var owner = new StringBuilder();
    for (int i = index;
        i > 1 && tokens.get(i - 1).is(TokenKind.COLON_COLON) && tokens.get(i - 2).kind().isWord();
        i -= 2) {
      if (!owner.isEmpty()) owner.insert(0, "::");
      owner.insert(0, tokens.get(i - 2).text());
    }
    return owner.toString();
  }

  /// Where a word is declared, in this file or in a module that it imports.
  Optional<Span> definition(Word word, Workshop workshop) {
    if (word.owner().isEmpty()) {
      var here = declarations.at(word.text(), word.span().start(), word.isMember());
      return here.map(Declared::place).or(() -> imported(word.text(), workshop));
    }
    var last = word.owner().substring(word.owner().lastIndexOf(':') + 1);
    var inType = declarations.at(word.text(), word.span().start(), true).map(Declared::place);
    boolean isType = declarations.at(last, word.span().start(), false).isPresent();
    return isType ? inType.or(() -> inModule(word, workshop)) : inModule(word, workshop);
  }

  private Optional<Span> inModule(Word word, Workshop workshop) {
    return workshop
        .module(modulePath(word.owner()), source)
        .flatMap(module -> topLevel(module, word.text()));
  }

  /// The path of a module by the name that an import gives it.
  private String modulePath(String name) {
    for (Item.ImportEntry entry : declarations.imports()) {
      if (boundName(entry).equals(name)) return String.join("::", names(entry.path()));
    }
    return name;
  }

  private Optional<Span> imported(String name, Workshop workshop) {
    for (Item.ImportEntry entry : declarations.imports()) {
      if (!entry.all() && !boundName(entry).equals(name)) continue;
      var path = names(entry.path());
      var whole = workshop.module(String.join("::", path), source);
      if (whole.isPresent() && !entry.all() && !entry.member()) {
        return whole.map(module -> new Span(module, 0, 0));
      }
      int length = entry.all() ? path.size() : path.size() - 1;
      var module = workshop.module(String.join("::", path.subList(0, length)), source);
      var sought = entry.all() ? name : path.getLast();
      var found = module.flatMap(file -> topLevel(file, sought));
      if (found.isPresent()) return found;
    }
    return Optional.empty();
  }

  private static String boundName(Item.ImportEntry entry) {
    return entry.alias() != null ? entry.alias().text() : entry.path().getLast().text();
  }

  private static List<String> names(List<Identifier> path) {
    return path.stream().map(Identifier::text).toList();
  }

  private static Optional<Span> topLevel(Source module, String name) {
    return of(module).declarations.at(name, module.text().length(), false).map(Declared::place);
  }

  /// What the comments of this file say of a name.
  Optional<Document.Entry> documentation(String name) {
    var entries = DocumentReader.read(source, true, new Problems()).entries();
    return entry(entries, name);
  }

  private static Optional<Document.Entry> entry(List<Document.Entry> entries, String name) {
    for (Document.Entry entry : entries) {
      if (entry.name().equals(name)) return Optional.of(entry);
      var member = entry(entry.members(), name);
      if (member.isPresent()) return member;
    }
    return Optional.empty();
  }
}
