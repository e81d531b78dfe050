package ruchy.runtime.index;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Writes the manual of the library: a heading `## OWNER.NAME(PARAMETERS) -> RESULT` for each
/// declaration that programs can name, followed by its other names and its comment. Sections of one
/// owner follow a heading `# OWNER`.
final class ManualWriter {
  private ManualWriter() {}

  static String of(List<Declaration> declarations) {
    List<Declaration> sorted = new ArrayList<>(declarations);
    sorted.removeIf(Declaration::isOfCompiler);
    sorted.sort(
        Comparator.comparing((Declaration declaration) -> declaration.owners().getFirst())
            .thenComparing(declaration -> declaration.names().getFirst())
            .thenComparingInt(declaration -> declaration.parameters().size())
            .thenComparing(Declaration::descriptor));
    StringBuilder out = new StringBuilder();
    String owner = null;
    for (Declaration declaration : sorted) {
      String next = declaration.owners().getFirst();
      if (!next.equals(owner)) {
        out.append("# ").append(next.isEmpty() ? "globals" : next).append("\n\n");
        owner = next;
      }
      section(out, declaration);
    }
    return out.toString();
  }

  private static void section(StringBuilder out, Declaration declaration) {
    out.append("## ").append(heading(declaration)).append("\n\n");
    if (declaration.names().size() > 1) {
      out.append("Also `")
          .append(String.join("`, `", declaration.names().subList(1, declaration.names().size())))
          .append("`.\n\n");
    }
    out.append(declaration.comment()).append("\n\n");
  }

  private static String heading(Declaration declaration) {
    String owner = declaration.owners().getFirst();
    String name = declaration.names().getFirst();
    String beginning =
        switch (declaration.kind()) {
          case GLOBAL -> name;
          case MODULE, ASSOCIATED, CONSTANT -> owner + "::" + name;
          case METHOD, READ, WRITE, TYPE -> owner + "." + name;
        };
    return switch (declaration.kind()) {
      case CONSTANT, READ, TYPE -> beginning + ": " + declaration.resultType();
      case WRITE -> beginning + " = " + declaration.parameters().getFirst().type();
      case GLOBAL, MODULE, ASSOCIATED, METHOD ->
          beginning + parameters(declaration) + " -> " + declaration.resultType();
    };
  }

  private static String parameters(Declaration declaration) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < declaration.parameters().size(); i++) {
      Declaration.Parameter parameter = declaration.parameters().get(i);
      boolean isRest = declaration.takesRest() && i == declaration.parameters().size() - 1;
      texts.add((isRest ? "..." : "") + parameter.name() + ": " + parameter.type());
    }
    return "(" + String.join(", ", texts) + ")";
  }
}
