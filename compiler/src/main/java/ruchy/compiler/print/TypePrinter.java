package ruchy.compiler.print;

import java.util.List;
import ruchy.compiler.tree.Identifier;
import ruchy.compiler.tree.TypeName;

/// Types as source (L 4.1).
final class TypePrinter {
  private final Output out;

  TypePrinter(Output out) {
    this.out = out;
  }

  void print(TypeName type) {
    switch (type) {
      case TypeName.Named named -> {
        path(named.path());
        arguments(named.arguments());
      }
      case TypeName.Reference reference -> {
        out.add(reference.mutable() ? "&mut " : "&");
        grouped(reference.target(), reference.target() instanceof TypeName.Optional);
      }
      case TypeName.Function function -> {
        out.add("fn(");
        list(function.parameters());
        out.add(")");
        if (function.result() != null) {
          out.add(" -> ");
          print(function.result());
        }
      }
      case TypeName.Array array -> {
        out.add("[");
        print(array.element());
        out.add("]");
      }
      case TypeName.Tuple tuple -> {
        out.add("(");
        list(tuple.elements());
        out.add(tuple.elements().size() == 1 ? ",)" : ")");
      }
      case TypeName.Optional optional -> {
        grouped(optional.target(), endsWithResult(optional.target()));
        out.add("?");
      }
      case TypeName.Anything _ -> out.add("_");
    }
  }

  /// The type of a cast, of which `?` is no part.
  void printCast(TypeName type) {
    grouped(type, type instanceof TypeName.Optional || endsWithResult(type));
  }

  /// Whether a `?` after the type would belong to the result of a function.
  private static boolean endsWithResult(TypeName type) {
    return type instanceof TypeName.Function
        || (type instanceof TypeName.Reference reference && endsWithResult(reference.target()));
  }

  private void grouped(TypeName type, boolean isGrouped) {
    out.add(isGrouped ? "(" : "");
    print(type);
    out.add(isGrouped ? ")" : "");
  }

  void path(List<Identifier> path) {
    for (int i = 0; i < path.size(); i++) {
      out.add(i == 0 ? "" : "::").add(path.get(i).text());
    }
  }

  /// `<A, B>`, or nothing
  void arguments(List<TypeName> types) {
    if (!types.isEmpty()) {
      out.add("<");
      list(types);
      out.add(">");
    }
  }

  private void list(List<TypeName> types) {
    for (int i = 0; i < types.size(); i++) {
      out.add(i == 0 ? "" : ", ");
      print(types.get(i));
    }
  }

  /// `<T, U>` of a declaration, or nothing
  void generics(List<Identifier> names) {
    for (int i = 0; i < names.size(); i++) {
      out.add(i == 0 ? "<" : ", ").add(names.get(i).text());
    }
    out.add(names.isEmpty() ? "" : ">");
  }

  /// `: A + B`, or nothing
  void parents(List<TypeName> types) {
    for (int i = 0; i < types.size(); i++) {
      out.add(i == 0 ? ": " : " + ");
      print(types.get(i));
    }
  }
}
