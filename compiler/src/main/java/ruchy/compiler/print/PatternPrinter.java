package ruchy.compiler.print;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Pattern;

/// Patterns as source (L 5.10).
final class PatternPrinter {
  private final Output out;
  private final ExpressionPrinter expressions;

  PatternPrinter(Output out, ExpressionPrinter expressions) {
    this.out = out;
    this.expressions = expressions;
  }

  void print(Pattern pattern) {
    if (pattern instanceof Pattern.Alternatives alternatives) {
      for (int i = 0; i < alternatives.alternatives().size(); i++) {
        out.add(i == 0 ? "" : " | ");
        single(alternatives.alternatives().get(i));
      }
    } else {
      single(pattern);
    }
  }

  /// A pattern where alternatives need parentheses.
  void single(Pattern pattern) {
    switch (pattern) {
      case Pattern.Wildcard _ -> out.add("_");
      case Pattern.Rest _ -> out.add("..");
      case Pattern.Literal literal -> expressions.print(literal.value());
      case Pattern.Range range -> range(range);
      case Pattern.Binding binding -> out.add(binding.name().text());
      case Pattern.Alias alias -> {
        out.add(alias.name().text()).add(" @ ");
        single(alias.pattern());
      }
      case Pattern.Path path -> expressions.types().path(path.segments());
      case Pattern.Constructor constructor -> {
        expressions.types().path(constructor.path());
        out.add("(");
        list(constructor.arguments());
        out.add(")");
      }
      case Pattern.Fields fields -> fields(fields);
      case Pattern.Tuple tuple -> {
        out.add("(");
        list(tuple.elements());
        out.add(tuple.elements().size() == 1 ? ",)" : ")");
      }
      case Pattern.ListPattern list -> elements(list.elements());
      case Pattern.Alternatives alternatives -> {
        out.add("(");
        print(alternatives);
        out.add(")");
      }
    }
  }

  private void range(Pattern.Range range) {
    if (range.start() != null) {
      expressions.print(range.start());
    }
    out.add(range.inclusive() ? "..=" : "..");
    if (range.end() != null) {
      expressions.print(range.end());
    }
  }

  private void list(List<Pattern> patterns) {
    for (int i = 0; i < patterns.size(); i++) {
      out.add(i == 0 ? "" : ", ");
      print(patterns.get(i));
    }
  }

  private void fields(Pattern.Fields fields) {
    expressions.types().path(fields.path());
    out.add(fields.path().isEmpty() ? "{" : " {");
    String comma = "";
    for (Pattern.FieldPattern field : fields.fields()) {
      out.add(comma).add(field.name().text());
      if (field.pattern() != null) {
        out.add(": ");
        print(field.pattern());
      }
      fallback(field.fallback());
      comma = ", ";
    }
    out.add(fields.open() ? comma + "..}" : "}");
  }

  private void elements(List<Pattern.ElementPattern> elements) {
    out.add("[");
    String comma = "";
    for (Pattern.ElementPattern element : elements) {
      out.add(comma);
      switch (element) {
        case Pattern.ElementPattern.One one -> {
          print(one.pattern());
          fallback(one.fallback());
        }
        case Pattern.ElementPattern.Rest rest ->
            out.add("..").add(rest.name() == null ? "" : rest.name().text());
      }
      comma = ", ";
    }
    out.add("]");
  }

  private void fallback(@Nullable Expression value) {
    if (value != null) {
      out.add(" = ");
      expressions.print(value);
    }
  }
}
