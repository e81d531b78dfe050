package ruchy.compiler.program;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Nodes, patterns and annotations as forms, and the names by which functions and variables are
/// told apart. For `ProgramPrinter`.
final class NodePrinter {
  private final IdentityHashMap<Variable, String> variables = new IdentityHashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private final IdentityHashMap<Function, String> functions = new IdentityHashMap<>();
  private final IdentityHashMap<Node.LoopLabel, String> labels = new IdentityHashMap<>();

  void name(Function function) {
    String name = function.displayName();
    int count = counts.merge("fun " + name, 1, Integer::sum);
    functions.put(function, count == 1 ? name : name + "#" + count);
  }

  String nameOf(Function function) {
    return functions.getOrDefault(function, "?" + function.displayName());
  }

  String name(Variable variable) {
    return variables.computeIfAbsent(
        variable,
        v -> {
          int count = counts.merge(v.name(), 1, Integer::sum);
          return count == 1 ? v.name() : v.name() + "#" + count;
        });
  }

  String variable(Variable variable) {
    return name(variable)
        + (variable.isCaptured() ? "^" : "")
        + (variable.isReassigned() && !variable.isGlobal() ? "*" : "");
  }

  private static Form word(String word) {
    return new Form(word, List.of());
  }

  private Form list(String head, @Nullable Object... parts) {
    List<Form> forms = new ArrayList<>();
    for (Object part : parts) {
      add(forms, part);
    }
    return new Form(head, forms);
  }

  private void add(List<Form> forms, @Nullable Object part) {
    switch (part) {
      case null -> forms.add(word("-"));
      case Form form -> forms.add(form);
      case Node node -> forms.add(form(node));
      case Node.Element element ->
          forms.add(element.spread() ? list("spread", element.value()) : form(element.value()));
      case Matcher matcher -> forms.add(form(matcher));
      case List<?> list -> list.forEach(each -> add(forms, each));
      default -> forms.add(word(part.toString()));
    }
  }

  private static String quoted(String text) {
    return '"'
        + text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r").replace("\"", "\\\"")
        + '"';
  }

  private String label(Node.LoopLabel label) {
    return labels.computeIfAbsent(label, _ -> "'" + (labels.size() + 1));
  }

  Form form(Node node) {
    return switch (node) {
      case Node.Constant(var value, _) ->
          word(value == null ? "nil" : value instanceof String s ? quoted(s) : value.toString());
      case Node.ByteConstant(int value, _) -> list("byte", value);
      case Node.AtomConstant(String name, _) -> word(":" + name);
      case Node.BytesConstant(var values, _) -> list("bytes", values);
      case Node.Format(var parts, _) -> list("format", parts.stream().map(this::form).toList());
      case Node.ListOf(var elements, _) -> list("list", elements);
      case Node.RepeatOf(var value, var count, _) -> list("repeat", value, count);
      case Node.TupleOf(var elements, _) -> list("tuple", elements);
      case Node.SetOf(var elements, _) -> list("set", elements);
      case Node.ObjectOf(var keys, var values, _) -> {
        List<Form> entries = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
          entries.add(list(keys.get(i) + ":", values.get(i)));
        }
        yield new Form("object", entries);
      }
      case Node.MapOf(var entries, _) ->
          list("map", entries.stream().map(e -> list("entry", e.key(), e.value())).toList());
      case Node.RangeOf(var start, var end, boolean inclusive, _) ->
          list(inclusive ? "range=" : "range", start, end);
      case Node.MakeClosure(var function, _) -> list("closure", nameOf(function));
      case Node.FunctionValue(var function, _) -> list("function", nameOf(function));
      case Node.LibraryValue(var owner, var name, _) -> list("library", library(owner, name));
      case Node.MakeInstance(var type, var fields, var base, _) ->
          base == null
              ? list("make", type.name(), fields)
              : list("make", type.name(), fields, list("base", base));
      case Node.Construct(var type, var constructor, var arguments, _) ->
          list("construct", type.name(), nameOf(constructor), arguments);
      case Node.MakeVariant(var variant, var payload, _) ->
          list("variant", variant.owner().name() + "::" + variant.name(), payload);
      case Node.MakeOption(var form, var payload, _) ->
          payload == null ? word(form.name()) : list(form.name(), payload);
      case Node.Read(var variable, boolean checked, _) ->
          word(name(variable) + (checked ? "?" : ""));
      case Node.Write(var variable, var value, _) -> list("write", name(variable), value);
      case Node.Declare(var variable, var value, _) -> list("declare", variable(variable), value);
      case Node.Binary(var operator, var left, var right, _) ->
          list(operator.name().toLowerCase(Locale.ROOT), left, right);
      case Node.Unary(var operator, var operand, _) ->
          list(operator.name().toLowerCase(Locale.ROOT), operand);
      case Node.Not(var operand, _) -> list("not", operand);
      case Node.Logical(boolean and, var left, var right, _) ->
          list(and ? "and" : "or", left, right);
      case Node.Coalesce(var left, var right, _) -> list("coalesce", left, right);
      case Node.Propagate(var operand, _) -> list("propagate", operand);
      case Node.Cast(var operand, var name, var type, _) ->
          list("cast", operand, quoted(name), annotation(type));
      case Node.Check(var value, var type, var place, _) ->
          list("check", value, annotation(type), quoted(place));
      case Node.Dereference(var operand, _) -> list("dereference", operand);
      case Node.WriteThrough(var target, var value, _) -> list("write-through", target, value);
      case Node.CopyOf(var value, _) -> list("copy", value);
      case Node.ReadMember(var target, var name, _) -> list("member", target, name);
      case Node.WriteMember(var target, var name, var value, _) ->
          list("write-member", target, name, value);
      case Node.ReadIndex(var target, var index, _) -> list("index", target, index);
      case Node.WriteIndex(var target, var index, var value, _) ->
          list("write-index", target, index, value);
      case Node.SliceOf(var target, var start, var end, boolean inclusive, _) ->
          list(inclusive ? "slice=" : "slice", target, start, end);
      case Node.SafeChain(var receiver, var target, var chain, _) ->
          list("safe", name(receiver), target, chain);
      case Node.CallFunction(var function, var closure, var arguments, _) ->
          closure == null
              ? list("call", nameOf(function), arguments)
              : list("call-nested", nameOf(function), closure, arguments);
      case Node.CallLibrary(var owner, var name, var arguments, _) ->
          list("call-library", library(owner, name), arguments);
      case Node.CallValue(var callee, var arguments, var named, _) ->
          list(named ? "call-value-named" : "call-value", callee, arguments);
      case Node.CallMethod call -> {
        List<String> types = call.typeArguments().stream().map(this::annotation).toList();
        yield list(
            (call.named() ? "method-named" : "method")
                + (types.isEmpty() ? "" : types)
                + (call.wantsResult() ? "->Result" : ""),
            call.target(),
            call.name(),
            call.arguments());
      }
      case Node.CallKnownMethod(var function, var arguments, _) ->
          list("call-known", nameOf(function), arguments);
      case Node.Sequence(var nodes, _) -> list("do", nodes);
      case Node.Conditional(var condition, var then, var otherwise, _) ->
          list("if", condition, then, otherwise);
      case Node.Match(var subject, var value, var arms, var otherwise, _) ->
          list(
              "match",
              name(subject),
              value,
              arms.stream().map(this::form).toList(),
              otherwise == null ? List.of() : list("otherwise", otherwise));
      case Node.Destructure(var matcher, var value, _) -> list("destructure", matcher, value);
      case Node.Loop(var label, var body, _) -> list("loop", label(label), body);
      case Node.While(var label, var condition, var body, _) ->
          list("while", label(label), condition, body);
      case Node.ForEach each ->
          list(
              "for",
              label(each.label()),
              variable(each.variable()),
              each.second() == null ? List.of() : variable(each.second()),
              each.iterable(),
              each.body());
      case Node.Break(var label, var value, _) -> list("break", label(label), value);
      case Node.Continue(var label, _) -> list("continue", label(label));
      case Node.Return(var value, _) -> list("return", value);
      case Node.Throw(var value, _) -> list("throw", value);
      case Node.Try attempt ->
          list(
              "try",
              attempt.body(),
              attempt.catches().stream().map(this::form).toList(),
              attempt.last() == null ? List.of() : list("finally", attempt.last()));
      case Node.Spawn(var closure, boolean discarded, _) ->
          list(discarded ? "spawn!" : "spawn", closure);
      case Node.Await(var operand, _) -> list("await", operand);
      case Node.Faulty(var parts, _) -> list("faulty", parts.stream().map(this::form).toList());
    };
  }

  private static String library(String owner, String name) {
    return owner.isEmpty() ? name : owner + "::" + name;
  }

  private Form form(Node.Part part) {
    if (part.text() != null) {
      return word(quoted(part.text()));
    }
    Form value = part.value() == null ? word("-") : form(part.value());
    return part.spec() == null ? value : list("as", value, quoted(part.spec()));
  }

  private Form form(Node.Arm arm) {
    return arm.guard() == null
        ? list("arm", arm.matcher(), arm.body())
        : list("arm", arm.matcher(), list("guard", arm.guard()), arm.body());
  }

  private Form form(Node.Catch clause) {
    return list(
        "catch",
        clause.variable() == null ? "_" : variable(clause.variable()),
        clause.type() == null ? "_" : clause.type(),
        clause.body());
  }

  private Form form(Matcher matcher) {
    return switch (matcher) {
      case Matcher.Anything _ -> word("_");
      case Matcher.Bind(var variable, _) -> word(variable(variable));
      case Matcher.Text(var variable, _) ->
          variable == null ? word("text") : list("text", variable(variable));
      case Matcher.Cell _ -> word("cell");
      case Matcher.Answering(String name, int arguments, _) ->
          list("answering", name + "/" + arguments);
      case Matcher.Alias(var variable, var inner, _) -> list("alias", variable(variable), inner);
      case Matcher.Equal(var value, _) -> list("=", value);
      case Matcher.IntegerRange(var start, var end, boolean inclusive, _) ->
          list(inclusive ? "from=" : "from", start, end);
      case Matcher.CharacterRange(var start, var end, boolean inclusive, _) ->
          list(
              inclusive ? "from=" : "from",
              start == null ? "-" : quoted(start),
              end == null ? "-" : quoted(end));
      case Matcher.OfVariant(var variant, var payload, _) ->
          list("is", variant.owner().name() + "::" + variant.name(), payload);
      case Matcher.OfSome(var payload, _) -> list("some", payload);
      case Matcher.OfNone _ -> word("none");
      case Matcher.OfResult(boolean ok, var payload, _) -> list(ok ? "ok" : "err", payload);
      case Matcher.Tuple(var elements, boolean lists, _) ->
          list(lists ? "tuple-or-list" : "tuple", elements);
      case Matcher.ListOf list -> {
        List<Form> parts = new ArrayList<>();
        list.first().forEach(element -> parts.add(form(element)));
        if (list.open()) {
          parts.add(word(list.rest() == null ? ".." : ".." + variable(list.rest())));
        }
        list.last().forEach(element -> parts.add(form(element)));
        yield new Form("list", parts);
      }
      case Matcher.Fields(var type, var fields, _) -> {
        List<Form> parts = new ArrayList<>();
        if (type != null) {
          parts.add(word(type.name()));
        }
        for (var field : fields) {
          parts.add(
              field.fallback() == null
                  ? list(field.name() + ":", field.matcher())
                  : list(field.name() + ":", field.matcher(), list("or", field.fallback())));
        }
        yield new Form("fields", parts);
      }
      case Matcher.Alternatives(var alternatives, _) -> list("either", alternatives);
    };
  }

  private Form form(Matcher.Element element) {
    return element.fallback() == null
        ? form(element.matcher())
        : list("element", element.matcher(), list("or", element.fallback()));
  }

  String annotation(Annotation annotation) {
    return switch (annotation) {
      case Annotation.Anything _ -> "any";
      case Annotation.OfKind(var kind) -> kind.text();
      case Annotation.ListOf(var element) -> "list<" + annotation(element) + ">";
      case Annotation.SetOf(var element, _) -> "set<" + annotation(element) + ">";
      case Annotation.MapOf(var key, var value, _) ->
          "map<" + annotation(key) + "," + annotation(value) + ">";
      case Annotation.TupleOf(var elements) ->
          "tuple<" + String.join(",", elements.stream().map(this::annotation).toList()) + ">";
      case Annotation.Callable _ -> "function";
      case Annotation.OptionOf(var value) -> "option<" + annotation(value) + ">";
      case Annotation.ResultOf(var value, var error) ->
          "result<" + annotation(value) + "," + annotation(error) + ">";
      case Annotation.OfUserType(var type) -> type.name();
      case Annotation.OfTrait(var name, _) -> name;
      case Annotation.OfLibraryType(var name) -> name;
      case Annotation.Cell(var content) ->
          "cell<" + (content == null ? "any" : annotation(content)) + ">";
    };
  }
}
