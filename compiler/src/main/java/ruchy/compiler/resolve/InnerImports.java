package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import ruchy.compiler.lex.TokenKind;
import ruchy.compiler.lex.Tokens;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Item;
import ruchy.compiler.tree.Item.ImportEntry;
import ruchy.compiler.tree.SourceFile;
import ruchy.compiler.tree.TreeParts;

/// The imports that stand in blocks. Their files must be known before any code is resolved, like
/// those of the imports of the top level (L 13.1, L 14.2).
final class InnerImports {
  private final List<ImportEntry> entries = new ArrayList<>();

  private InnerImports() {}

  /// What the blocks of a file import, apart from modules and enums that they declare themselves.
  static List<ImportEntry> of(SourceFile file) {
    var all = new InnerImports();
    if (hasAny(file.tokens())) {
      all.outer(file.body());
    }
    return all.entries;
  }

  /// Whether some word within braces may begin an import.
  private static boolean hasAny(Tokens tokens) {
    int depth = 0;
    for (int i = 0; i < tokens.size(); i++) {
      TokenKind kind = tokens.get(i).kind();
      if (kind == TokenKind.LEFT_BRACE) {
        depth++;
      } else if (kind == TokenKind.RIGHT_BRACE) {
        depth--;
      } else if (depth > 0
          && (kind == TokenKind.USE
              || kind == TokenKind.IMPORT
              || kind == TokenKind.MOD
              || kind == TokenKind.WORD && tokens.get(i).text().equals("module"))) {
        return true;
      }
    }
    return false;
  }

  /// Statements of a file or module, whose own imports are known.
  private void outer(List<Expression> body) {
    for (Expression each : body) {
      if (each instanceof Expression.Declaration(Item item, var _)) {
        switch (item) {
          case Item.Import _, Item.Export _ -> {}
          case Item.Module module -> {
            if (module.body() != null) {
              outer(module.body());
            }
          }
          default -> inner(item, Set.of());
        }
      } else {
        inner(each, Set.of());
      }
    }
  }

  /// A part of a block; `declared` are the names of its modules and enums and of those around it.
  private void inner(Object part, Set<String> declared) {
    switch (part) {
      case Item.Import imports -> {
        for (ImportEntry entry : imports.entries()) {
          if (!entry.path().isEmpty() && isOfFile(entry, declared)) {
            entries.add(entry);
          }
        }
      }
      case Item.Module module -> {
        List<Expression> body = module.body();
        if (body == null) {
          entries.add(entryOf(module));
        } else {
          sequence(body, declared);
        }
      }
      case Expression.Block block -> sequence(block.body(), declared);
      default -> TreeParts.of(part).forEach(each -> inner(each, declared));
    }
  }

  private static boolean isOfFile(ImportEntry entry, Set<String> declared) {
    return entry.file() || !declared.contains(entry.path().getFirst().text());
  }

  private void sequence(List<Expression> body, Set<String> declared) {
    Set<String> names = new HashSet<>(declared);
    for (Expression each : body) {
      if (each instanceof Expression.Declaration(Item item, var _)) {
        switch (item) {
          case Item.Module module when module.body() != null -> names.add(module.name().text());
          case Item.Enum type -> names.add(type.name().text());
          default -> {}
        }
      }
    }
    body.forEach(each -> inner(each, names));
  }

  /// `mod name;` as an import of the file of that name.
  static ImportEntry entryOf(Item.Module module) {
    return new ImportEntry(List.of(module.name()), true, false, false, null, module.span());
  }
}
