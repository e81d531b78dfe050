package ruchy.compiler.print;

import java.util.List;
import ruchy.compiler.tree.Identifier;
import ruchy.compiler.tree.Item;

/// Imports and exports as source (L 3.5).
final class ImportPrinter {
  private final Output out;
  private final ExpressionPrinter expressions;

  ImportPrinter(Output out, ExpressionPrinter expressions) {
    this.out = out;
    this.expressions = expressions;
  }

  void print(List<Item.ImportEntry> entries) {
    Item.ImportEntry first = entries.isEmpty() ? null : entries.getFirst();
    if (first != null && first.member()) {
      out.add("import ");
      names(entries);
      source(first);
    } else if (first != null && first.file()) {
      out.add("import ").add(Literals.string(first.path().getFirst().text()));
      alias(first);
    } else {
      out.add("use {");
      String comma = "";
      for (Item.ImportEntry entry : entries) {
        out.add(comma);
        tree(entry);
        comma = ", ";
      }
      out.add("}");
    }
  }

  private void tree(Item.ImportEntry entry) {
    expressions.types().path(entry.path());
    if (entry.all()) {
      out.add(entry.path().isEmpty() ? "*" : "::*");
    }
    alias(entry);
  }

  private void alias(Item.ImportEntry entry) {
    if (entry.alias() != null) {
      out.add(" as ").add(entry.alias().text());
    }
  }

  /// `{ a as b, c }`: the last segments
  private void names(List<Item.ImportEntry> entries) {
    out.add("{");
    String comma = "";
    for (Item.ImportEntry entry : entries) {
      out.add(comma).add(entry.path().getLast().text());
      alias(entry);
      comma = ", ";
    }
    out.add("}");
  }

  /// ` from m`: all segments but the last
  private void source(Item.ImportEntry entry) {
    List<Identifier> module = entry.path().subList(0, entry.path().size() - 1);
    out.add(" from ");
    if (entry.file()) {
      out.add(Literals.string(module.getFirst().text()));
    } else {
      expressions.types().path(module);
    }
  }

  void print(Item.Export export) {
    out.add("export ");
    if (export.fallback() != null) {
      out.add("default ");
      expressions.print(export.fallback());
      return;
    }
    names(export.names());
    if (!export.names().isEmpty() && export.names().getFirst().member()) {
      source(export.names().getFirst());
    }
  }
}
