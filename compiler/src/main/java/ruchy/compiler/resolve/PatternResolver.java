package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.problem.NameProblem.DifferentNames;
import ruchy.compiler.problem.NameProblem.PatternMatchesAnything;
import ruchy.compiler.problem.NameProblem.UndefinedVariant;
import ruchy.compiler.problem.SyntaxProblem.SecondRest;
import ruchy.compiler.problem.TypeProblem.PayloadCount;
import ruchy.compiler.problem.TypeProblem.UnknownField;
import ruchy.compiler.program.Matcher;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.UserType;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Identifier;
import ruchy.compiler.tree.Pattern;

/// Patterns: what they compare and what they bind (L 10.3).
final class PatternResolver {
  private final Resolution all;
  private final RangeBounds bounds;

  PatternResolver(Resolution all) {
    this.all = all;
    this.bounds = new RangeBounds(all);
  }

  /// `lists`: a tuple pattern matches lists too, as in `let` and `for`.
  Matcher resolve(Pattern pattern, Binder binder, boolean lists, Scope scope) {
    Span span = pattern.span();
    return switch (pattern) {
      case Pattern.Wildcard _, Pattern.Rest _ -> new Matcher.Anything(span);
      case Pattern.Literal literal ->
          new Matcher.Equal(all.expressions.value(literal.value(), scope), span);
      case Pattern.Range range -> range(range, scope);
      case Pattern.Binding binding -> name(binding, binder, scope);
      case Pattern.Alias alias -> {
        var variable = binder.bind(alias.name());
        Matcher inner = resolve(alias.pattern(), binder, lists, scope);
        yield new Matcher.Alias(variable, inner, span);
      }
      case Pattern.Path path -> path(path, scope);
      case Pattern.Constructor constructor -> constructor(constructor, binder, lists, scope);
      case Pattern.Fields fields -> fields(fields, binder, lists, scope);
      case Pattern.Tuple tuple ->
          new Matcher.Tuple(resolve(tuple.elements(), binder, lists, scope), lists, span);
      case Pattern.ListPattern list -> list(list, binder, lists, scope);
      case Pattern.Alternatives alternatives -> alternatives(alternatives, binder, lists, scope);
    };
  }

  private List<Matcher> resolve(List<Pattern> patterns, Binder binder, boolean lists, Scope scope) {
    List<Matcher> matchers = new ArrayList<>();
    patterns.forEach(pattern -> matchers.add(resolve(pattern, binder, lists, scope)));
    return matchers;
  }

  private Matcher range(Pattern.Range range, Scope scope) {
    Object start = bounds.of(range.start(), scope);
    Object end = bounds.of(range.end(), scope);
    if (start instanceof String || end instanceof String) {
      return new Matcher.CharacterRange(
          character(start), character(end), range.inclusive(), range.span());
    }
    return new Matcher.IntegerRange(integer(start), integer(end), range.inclusive(), range.span());
  }

  private static @Nullable Long integer(@Nullable Object bound) {
    return bound instanceof Long value ? value : null;
  }

  private static @Nullable String character(@Nullable Object bound) {
    return bound instanceof String text ? text : null;
  }

  /// A lower-case name binds; an upper-case one may name a constant, a unit variant or a unit
  /// struct.
  private Matcher name(Pattern.Binding pattern, Binder binder, Scope scope) {
    Identifier name = pattern.name();
    Span span = pattern.span();
    if (Character.isUpperCase(name.text().codePointAt(0))) {
      Binding binding = all.names.find(name.text(), scope);
      Matcher constant = binding == null ? null : constant(binding, name.text(), span, scope);
      if (constant != null) {
        return constant;
      }
      String similar = all.suggestions.visible(name.text(), scope);
      all.report(new PatternMatchesAnything(name.text(), span, similar));
    }
    return new Matcher.Bind(binder.bind(name), span);
  }

  /// What a name or path without payload matches; null if it stands for nothing constant.
  private @Nullable Matcher constant(Binding binding, String name, Span span, Scope scope) {
    return switch (binding) {
      case Binding.OfVariant of -> {
        checkCount(of.variant(), 0, span);
        yield new Matcher.OfVariant(of.variant(), anything(of.variant(), span), span);
      }
      case Binding.Predeclared of when of.form() == Node.OptionForm.NONE ->
          new Matcher.OfNone(span);
      case Binding.OfGlobal global when global.global().variable().isConstant() ->
          new Matcher.Equal(all.names.value(binding, name, span, scope), span);
      case Binding.Local local when local.variable().isConstant() ->
          new Matcher.Equal(all.names.value(binding, name, span, scope), span);
      case Binding.LibraryMember member
          when all.library.isConstant(member.owner(), member.name()) ->
          new Matcher.Equal(all.names.value(binding, name, span, scope), span);
      case Binding.OfType of when InstanceResolver.isUnit(of.type()) ->
          new Matcher.Fields(of.type().type(), List.of(), span);
      default -> null;
    };
  }

  private static List<Matcher> anything(UserType.Variant variant, Span span) {
    List<Matcher> payload = new ArrayList<>();
    variant.payload().forEach(_ -> payload.add(new Matcher.Anything(span)));
    return payload;
  }

  private Matcher path(Pattern.Path path, Scope scope) {
    Binding binding = all.paths.find(path.segments(), scope);
    String text = PathResolver.text(path.segments());
    Matcher matcher = binding == null ? null : constant(binding, text, path.span(), scope);
    if (matcher != null) {
      return matcher;
    }
    List<Matcher> matchers = new ArrayList<>();
    for (var of : named(path.segments(), scope)) {
      checkCount(of.variant(), 0, path.span());
      matchers.add(
          new Matcher.OfVariant(of.variant(), anything(of.variant(), path.span()), path.span()));
    }
    return anyOf(matchers, path.segments(), path.span());
  }

  /// The variants of that name in any enum, if the path before it is no type: only its last name
  /// counts.
  private List<Binding.OfVariant> named(List<Identifier> path, Scope scope) {
    List<Binding.OfVariant> found = new ArrayList<>();
    if (path.size() == 1 || all.paths.find(path.subList(0, path.size() - 1), scope) == null) {
      for (TypeDeclaration type : all.types) {
        UserType.Variant variant = type.variant(path.getLast().text());
        if (variant != null) {
          found.add(new Binding.OfVariant(variant, type));
        }
      }
    }
    return found;
  }

  private Matcher anyOf(List<Matcher> matchers, List<Identifier> path, Span span) {
    if (matchers.size() == 1) {
      return matchers.getFirst();
    }
    if (matchers.isEmpty()) {
      all.report(new UndefinedVariant(PathResolver.text(path), span, suggestion(path)));
      return new Matcher.Anything(span);
    }
    return new Matcher.Alternatives(matchers, span);
  }

  private @Nullable String suggestion(List<Identifier> path) {
    List<String> names = new ArrayList<>();
    for (TypeDeclaration type : all.types) {
      type.type().variants().forEach(variant -> names.add(variant.name()));
    }
    String similar = all.suggestions.among(path.getLast().text(), names);
    if (similar == null || path.size() == 1) {
      return similar;
    }
    return PathResolver.text(path.subList(0, path.size() - 1)) + "::" + similar;
  }

  private void checkCount(UserType.Variant variant, int actual, Span span) {
    int expected = variant.payload().size();
    if (expected != actual) {
      String name = variant.owner() + "::" + variant.name();
      all.report(new PayloadCount(name, expected, actual, span));
    }
  }

  private Matcher constructor(
      Pattern.Constructor pattern, Binder binder, boolean lists, Scope scope) {
    Binding binding = all.paths.find(pattern.path(), scope);
    Span span = pattern.span();
    List<Pattern> arguments = pattern.arguments();
    return switch (binding) {
      case Binding.OfVariant of -> payload(of.variant(), pattern, binder, lists, scope);
      case Binding.Predeclared of -> predeclared(of.form(), pattern, binder, lists, scope);
      case Binding.OfType of when of.type().type().isPositional() -> {
        List<Matcher.Field> fields = new ArrayList<>();
        List<Pattern> parts = full(arguments, of.type().type().visibleFields().size());
        for (int i = 0; i < parts.size(); i++) {
          Matcher matcher = resolve(parts.get(i), binder, lists, scope);
          fields.add(new Matcher.Field(Integer.toString(i), matcher, null));
        }
        int expected = of.type().type().visibleFields().size();
        if (expected != parts.size()) {
          all.report(new PayloadCount(of.type().name(), expected, parts.size(), span));
        }
        yield new Matcher.Fields(of.type().type(), fields, span);
      }
      case null, default -> {
        List<Matcher> matchers = new ArrayList<>();
        for (var of : named(pattern.path(), scope)) {
          matchers.add(payload(of.variant(), pattern, binder, lists, scope));
        }
        if (matchers.isEmpty()) {
          resolve(arguments, binder, lists, scope);
        }
        yield anyOf(matchers, pattern.path(), span);
      }
    };
  }

  private Matcher payload(
      UserType.Variant variant,
      Pattern.Constructor pattern,
      Binder binder,
      boolean lists,
      Scope scope) {
    List<Pattern> arguments = full(pattern.arguments(), variant.payload().size());
    checkCount(variant, arguments.size(), pattern.span());
    return new Matcher.OfVariant(variant, resolve(arguments, binder, lists, scope), pattern.span());
  }

  /// The arguments with a wildcard for each that `..` leaves out.
  private static List<Pattern> full(List<Pattern> arguments, int count) {
    List<Pattern> all = new ArrayList<>();
    for (Pattern argument : arguments) {
      if (argument instanceof Pattern.Rest rest) {
        for (int i = arguments.size() - 1; i < count; i++) {
          all.add(new Pattern.Wildcard(rest.span()));
        }
      } else {
        all.add(argument);
      }
    }
    return all;
  }

  private Matcher predeclared(
      Node.OptionForm form,
      Pattern.Constructor pattern,
      Binder binder,
      boolean lists,
      Scope scope) {
    Span span = pattern.span();
    int expected = form == Node.OptionForm.NONE ? 0 : 1;
    List<Pattern> arguments = full(pattern.arguments(), expected);
    List<Matcher> payload = resolve(arguments, binder, lists, scope);
    if (payload.size() != expected) {
      String name = pattern.path().getLast().text();
      all.report(new PayloadCount(name, expected, payload.size(), span));
      return new Matcher.Anything(span);
    }
    return switch (form) {
      case NONE -> new Matcher.OfNone(span);
      case SOME -> new Matcher.OfSome(payload.getFirst(), span);
      case OK -> new Matcher.OfResult(true, payload.getFirst(), span);
      case ERR -> new Matcher.OfResult(false, payload.getFirst(), span);
    };
  }

  private Matcher fields(Pattern.Fields pattern, Binder binder, boolean lists, Scope scope) {
    Span span = pattern.span();
    if (pattern.path().isEmpty()) {
      return new Matcher.Fields(null, fieldMatchers(pattern, binder, lists, scope), span);
    }
    Binding binding = all.paths.find(pattern.path(), scope);
    if (binding instanceof Binding.Alias alias) {
      binding = all.paths.target(alias);
    }
    return switch (binding) {
      case Binding.OfType of when of.type().type().form() != UserType.Form.ENUM -> {
        UserType type = of.type().type();
        all.typeHeads.ensureHead(of.type());
        for (var field : pattern.fields()) {
          checkField(field.name(), type.name(), type.fields());
        }
        yield new Matcher.Fields(type, fieldMatchers(pattern, binder, lists, scope), span);
      }
      case Binding.OfVariant of -> variantFields(of.variant(), pattern, binder, lists, scope);
      case null, default -> {
        List<Matcher> matchers = new ArrayList<>();
        for (var of : named(pattern.path(), scope)) {
          matchers.add(variantFields(of.variant(), pattern, binder, lists, scope));
        }
        if (matchers.isEmpty()) {
          fieldMatchers(pattern, binder, lists, scope);
        }
        yield anyOf(matchers, pattern.path(), span);
      }
    };
  }

  private void checkField(Identifier name, String owner, List<UserType.Field> fields) {
    if (fields.stream().noneMatch(field -> field.name().equals(name.text()))) {
      all.report(new UnknownField(name.text(), owner, name.span()));
    }
  }

  private List<Matcher.Field> fieldMatchers(
      Pattern.Fields pattern, Binder binder, boolean lists, Scope scope) {
    List<Matcher.Field> fields = new ArrayList<>();
    for (var field : pattern.fields()) {
      Matcher matcher = fieldMatcher(field, binder, lists, scope);
      fields.add(
          new Matcher.Field(field.name().text(), matcher, fallback(field.fallback(), scope)));
    }
    return fields;
  }

  private Matcher fieldMatcher(
      Pattern.FieldPattern field, Binder binder, boolean lists, Scope scope) {
    return field.pattern() == null
        ? new Matcher.Bind(binder.bind(field.name()), field.name().span())
        : resolve(field.pattern(), binder, lists, scope);
  }

  private @Nullable Node fallback(@Nullable Expression fallback, Scope scope) {
    return fallback == null ? null : all.expressions.value(fallback, scope);
  }

  private Matcher variantFields(
      UserType.Variant variant, Pattern.Fields pattern, Binder binder, boolean lists, Scope scope) {
    String name = variant.owner() + "::" + variant.name();
    @Nullable Matcher[] payload = new Matcher[variant.payload().size()];
    for (var field : pattern.fields()) {
      checkField(field.name(), name, variant.payload());
      Matcher matcher = fieldMatcher(field, binder, lists, scope);
      for (int i = 0; i < payload.length; i++) {
        if (variant.payload().get(i).name().equals(field.name().text())) {
          payload[i] = matcher;
        }
      }
    }
    List<Matcher> matchers = new ArrayList<>();
    for (Matcher matcher : Arrays.asList(payload)) {
      matchers.add(Objects.requireNonNullElse(matcher, new Matcher.Anything(pattern.span())));
    }
    return new Matcher.OfVariant(variant, matchers, pattern.span());
  }

  private Matcher list(Pattern.ListPattern pattern, Binder binder, boolean lists, Scope scope) {
    List<Matcher.Element> first = new ArrayList<>();
    List<Matcher.Element> last = new ArrayList<>();
    boolean open = false;
    ruchy.compiler.program.Variable rest = null;
    for (var element : pattern.elements()) {
      switch (element) {
        case Pattern.ElementPattern.One one -> {
          Matcher matcher = resolve(one.pattern(), binder, lists, scope);
          var each = new Matcher.Element(matcher, fallback(one.fallback(), scope));
          (open ? last : first).add(each);
        }
        case Pattern.ElementPattern.Rest dots -> {
          if (open) {
            all.report(new SecondRest(dots.span()));
          }
          open = true;
          rest = dots.name() == null ? rest : binder.bind(dots.name());
        }
      }
    }
    return new Matcher.ListOf(first, open, rest, last, pattern.span());
  }

  private Matcher alternatives(
      Pattern.Alternatives pattern, Binder binder, boolean lists, Scope scope) {
    List<Matcher> matchers = new ArrayList<>();
    Set<String> before = binder.swapNames(new HashSet<>());
    @Nullable Set<String> first = null;
    for (Pattern alternative : pattern.alternatives()) {
      Set<String> names = new HashSet<>();
      binder.swapNames(names);
      matchers.add(resolve(alternative, binder, lists, scope));
      if (first == null) {
        first = names;
      } else if (!first.equals(names)) {
        Set<String> different = new HashSet<>(first);
        names.stream().filter(name -> !different.remove(name)).forEach(different::add);
        String text = String.join(", ", different.stream().sorted().toList());
        all.report(new DifferentNames(text, alternative.span()));
      }
    }
    if (first != null) {
      before.addAll(first);
    }
    binder.swapNames(before);
    return new Matcher.Alternatives(matchers, pattern.span());
  }
}
