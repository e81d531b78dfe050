package ruchy.compiler.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.document.Document.Entry;
import ruchy.compiler.lex.Lexer;
import ruchy.compiler.lex.Tokens;
import ruchy.compiler.parse.Parser;
import ruchy.compiler.problem.Problems;
import ruchy.compiler.source.Source;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Item;
import ruchy.compiler.tree.SourceFile;

/// Makes the page of a file.
///
/// Like the names that other files see (L 14.2), a page has the items that are `pub`, or all if
/// none is. Private members, tests and names that begin with `_` are left out. All of them are
/// there when asked for.
public final class DocumentReader {
  private static final String MESSAGE = "message";

  private final Source source;
  private final Tokens tokens;
  private final boolean withPrivate;

  private DocumentReader(SourceFile file, boolean withPrivate) {
    this.source = file.source();
    this.tokens = file.tokens();
    this.withPrivate = withPrivate;
  }

  /// The page of a source; faults of its syntax are reported.
  public static Document read(Source source, boolean withPrivate, Problems problems) {
    SourceFile file = Parser.parse(Lexer.lex(source, problems), problems);
    return new Document(
        pageName(source.name()), new DocumentReader(file, withPrivate).entries(file.body()));
  }

  private static String pageName(String file) {
    String name = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private List<Entry> entries(List<Expression> body) {
    List<Item> items = new ArrayList<>();
    for (Expression expression : body) {
      if (expression instanceof Expression.Declaration declaration) {
        items.add(declaration.item());
      }
    }
    boolean all = withPrivate || items.stream().noneMatch(item -> modifiers(item).visible());
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (Item item : items) {
      Entry entry = all || modifiers(item).visible() ? entry(item) : null;
      if (entry != null && isShown(entry.name(), modifiers(item))) {
        entries.put(entry.name(), entry);
      }
    }
    for (Item item : items) {
      if (item instanceof Item.Impl impl) {
        addMembers(impl, all, entries);
      }
    }
    return List.copyOf(entries.values());
  }

  private boolean isShown(String name, Item.Modifiers modifiers) {
    boolean isTest =
        modifiers.attributes().stream()
            .anyMatch(attribute -> attribute.name().text().equals("test"));
    return withPrivate || (!name.startsWith("_") && !isTest);
  }

  /// The methods of an `impl` block belong to the type where that is on the page.
  private void addMembers(Item.Impl impl, boolean all, Map<String, Entry> entries) {
    String target = impl.target().span().text().replaceAll("<.*", "");
    List<Entry> members = new ArrayList<>(constants(impl.constants()));
    members.addAll(methods("method", impl.methods()));
    Entry known = entries.get(target);
    if (known != null) {
      entries.put(target, known.with(members));
    } else if (all && !members.isEmpty()) {
      String header = header(impl.span());
      entries.put(header, new Entry("impl", header, header, "", members));
    }
  }

  private static Item.Modifiers modifiers(Item item) {
    return switch (item) {
      case Item.Function function -> function.modifiers();
      case Item.Struct struct -> struct.modifiers();
      case Item.Class type -> type.modifiers();
      case Item.Enum type -> type.modifiers();
      case Item.Trait trait -> trait.modifiers();
      case Item.Actor actor -> actor.modifiers();
      case Item.Module module -> module.modifiers();
      case Item.TypeAlias alias -> alias.modifiers();
      case Item.Constant constant -> constant.modifiers();
      case Item.Static variable -> variable.modifiers();
      case Item.Impl _, Item.Import _, Item.Export _ -> Item.Modifiers.NONE;
    };
  }

  /// Null for what has no entry of its own.
  private @Nullable Entry entry(Item item) {
    return switch (item) {
      case Item.Function function ->
          function.name() == null ? null : function("function", function);
      case Item.Struct struct -> {
        List<Entry> members = new ArrayList<>();
        if (struct.shape() == Item.Shape.RECORD) {
          members.addAll(fields(struct.fields()));
        }
        members.addAll(methods("method", struct.methods()));
        String signature =
            struct.shape() == Item.Shape.RECORD ? header(struct.span()) : whole(struct.span());
        yield new Entry(
            "struct", struct.name().text(), signature, text(struct.modifiers()), members);
      }
      case Item.Class type -> {
        List<Entry> members = new ArrayList<>(constants(type.constants()));
        members.addAll(fields(type.fields()));
        for (Item.Property property : type.properties()) {
          String signature =
              "property " + property.name().text() + ": " + property.type().span().text();
          members.add(
              new Entry(
                  "property",
                  property.name().text(),
                  signature,
                  textBefore(property.span()),
                  List.of()));
        }
        members.addAll(methods("method", type.methods()));
        yield new Entry(
            "class", type.name().text(), header(type.span()), text(type.modifiers()), members);
      }
      case Item.Enum type -> {
        List<Entry> members = new ArrayList<>();
        for (Item.Variant variant : type.variants()) {
          members.add(
              new Entry(
                  "variant",
                  variant.name().text(),
                  whole(variant.span()),
                  textBefore(variant.span()),
                  List.of()));
        }
        yield new Entry(
            "enum", type.name().text(), header(type.span()), text(type.modifiers()), members);
      }
      case Item.Trait trait -> {
        List<Entry> members = new ArrayList<>(constants(trait.constants()));
        members.addAll(methods("method", trait.methods()));
        yield new Entry(
            "trait", trait.name().text(), header(trait.span()), text(trait.modifiers()), members);
      }
      case Item.Actor actor -> {
        List<Entry> members = new ArrayList<>(fields(actor.fields()));
        members.addAll(methods(MESSAGE, actor.handlers()));
        members.addAll(methods("method", actor.methods()));
        yield new Entry(
            "actor", actor.name().text(), header(actor.span()), text(actor.modifiers()), members);
      }
      case Item.Module module ->
          module.body() == null
              ? null
              : new Entry(
                  "module",
                  module.name().text(),
                  header(module.span()),
                  text(module.modifiers()),
                  entries(module.body()));
      case Item.TypeAlias alias ->
          new Entry(
              "type", alias.name().text(), whole(alias.span()), text(alias.modifiers()), List.of());
      case Item.Constant constant -> constant(constant);
      case Item.Static variable ->
          new Entry(
              "variable",
              variable.name().text(),
              whole(variable.span()),
              text(variable.modifiers()),
              List.of());
      case Item.Impl _, Item.Import _, Item.Export _ -> null;
    };
  }

  private Entry constant(Item.Constant constant) {
    return new Entry(
        "constant",
        constant.name().text(),
        whole(constant.span()),
        text(constant.modifiers()),
        List.of());
  }

  private List<Entry> constants(List<Item.Constant> constants) {
    return constants.stream().map(this::constant).toList();
  }

  private List<Entry> fields(List<Item.Field> fields) {
    List<Entry> entries = new ArrayList<>();
    for (Item.Field field : fields) {
      boolean isPrivate = field.span().text().startsWith("private ");
      if ((withPrivate || !isPrivate) && isShown(field.name().text(), field.modifiers())) {
        entries.add(
            new Entry(
                "field",
                field.name().text(),
                whole(field.span()),
                text(field.modifiers()),
                List.of()));
      }
    }
    return entries;
  }

  private List<Entry> methods(String kind, List<Item.Function> methods) {
    List<Entry> entries = new ArrayList<>();
    for (Item.Function method : methods) {
      boolean isPrivate = method.flags().contains(Item.FunctionFlag.PRIVATE);
      Entry entry = function(kind, method);
      if ((withPrivate || !isPrivate) && isShown(entry.name(), method.modifiers())) {
        entries.add(entry);
      }
    }
    return entries;
  }

  private Entry function(String kind, Item.Function function) {
    Span span = function.span();
    Expression body = function.body();
    int end = body == null ? span.end() : body.span().start();
    String signature = source.text().substring(span.start(), end).strip();
    String name = function.name() == null ? "" : function.name().text();
    return new Entry(
        kind,
        name,
        onOneLine(signature.replaceFirst("\\s*(=>?|;)$", "")),
        kind.equals(MESSAGE) ? textBefore(span) : text(function.modifiers()),
        List.of());
  }

  /// The text before the body in braces.
  private String header(Span span) {
    String text = span.text();
    int brace = text.indexOf('{');
    return onOneLine(brace < 0 ? text : text.substring(0, brace));
  }

  private String whole(Span span) {
    return onOneLine(span.text().replaceFirst("[;,]\\s*$", ""));
  }

  private static String onOneLine(String text) {
    return text.strip().replaceAll("\\s+", " ").replaceFirst("^pub(\\([^)]*\\))? ", "");
  }

  private static String text(Item.Modifiers modifiers) {
    return String.join("\n", modifiers.documentation()).strip();
  }

  /// The comment of a part of an item that keeps none.
  private String textBefore(Span span) {
    for (int i = 0; i < tokens.size(); i++) {
      if (tokens.get(i).start() == span.start()) {
        return String.join("\n", tokens.documentation(i)).strip();
      }
    }
    return "";
  }
}
