package ruchy.compiler.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.source.Span;

/// What is computed. A node yields one value; nodes that leave (return, break, throw) yield none.
public sealed interface Node {
  Span span();

  // ---- values

  /// An integer (`Long`), float (`Double`), boolean (`Boolean`), string (`String`), or nil (null).
  record Constant(@Nullable Object value, Span span) implements Node {}

  /// A byte, 0 to 255.
  record ByteConstant(int value, Span span) implements Node {}

  /// An atom by its name.
  record AtomConstant(String name, Span span) implements Node {}

  /// A list of bytes.
  record BytesConstant(List<Integer> values, Span span) implements Node {}

  /// An f-string: text and holes in F form (L 1.6).
  record Format(List<Part> parts, Span span) implements Node {}

  /// A piece of an f-string: either `text`, or `value` with an optional spec (L 15.3).
  record Part(@Nullable String text, @Nullable Node value, @Nullable String spec) {}

  /// A list; spread elements are lists whose elements are inserted.
  record ListOf(List<Element> elements, Span span) implements Node {}

  /// `[v; n]`: n copies of v.
  record RepeatOf(Node value, Node count, Span span) implements Node {}

  /// An element of a list, or an argument.
  record Element(Node value, boolean spread) {}

  record TupleOf(List<Node> elements, Span span) implements Node {}

  record SetOf(List<Node> elements, Span span) implements Node {}

  /// `{a: 1, "b": 2}`: an object literal, all keys words or strings, none twice, at least one, no
  /// spread.
  record ObjectOf(List<String> keys, List<Node> values, Span span) implements Node {}

  /// Any other map literal. An entry with a null key is a spread. The last of duplicate keys wins.
  record MapOf(List<Entry> entries, Span span) implements Node {}

  record Entry(@Nullable Node key, Node value) {}

  /// `a..b`; null ends are open.
  record RangeOf(@Nullable Node start, @Nullable Node end, boolean inclusive, Span span)
      implements Node {}

  /// A closure or nested function, made here; it captures `function.captures()`.
  record MakeClosure(Function function, Span span) implements Node {}

  /// A function of the top level, or a method of a user type, as a value.
  record FunctionValue(Function function, Span span) implements Node {}

  /// A library function as a value: `let f = http::get`; or a constant: `math::PI`; owner as in
  /// `CallLibrary`.
  record LibraryValue(String owner, String name, Span span) implements Node {}

  /// A struct or class instance made from fields (no constructor runs): each field of the type in
  /// order; null takes the default. `base` supplies the fields that are absent (L 5.4).
  record MakeInstance(UserType type, List<@Nullable Node> fields, @Nullable Node base, Span span)
      implements Node {}

  /// A class instance made by a constructor: field defaults first, then the body (L 9.2).
  record Construct(UserType type, Function constructor, List<@Nullable Node> arguments, Span span)
      implements Node {}

  /// A variant of an enum of the program with its payload.
  record MakeVariant(UserType.Variant variant, List<Node> payload, Span span) implements Node {}

  /// `Some(v)`, `Ok(v)`, `Err(v)`, `None`: the predeclared variants.
  record MakeOption(OptionForm form, @Nullable Node payload, Span span) implements Node {}

  /// The predeclared variants.
  enum OptionForm {
    SOME,
    NONE,
    OK,
    ERR
  }

  // ---- variables

  /// Reads a variable. `checked`: a global that may not be initialised yet (NameError, L 7.3).
  record Read(Variable variable, boolean checked, Span span) implements Node {}

  /// Assigns a variable that exists already; yields the value.
  record Write(Variable variable, Node value, Span span) implements Node {}

  /// `let`: makes the variable anew (fresh for each execution when captured) and yields its value.
  record Declare(Variable variable, Node value, Span span) implements Node {}

  // ---- operators

  /// An operator that evaluates both sides.
  record Binary(Operator operator, Node left, Node right, Span span) implements Node {}

  /// `-e`, `~e`
  record Unary(Operator operator, Node operand, Span span) implements Node {}

  /// `!e`
  record Not(Node operand, Span span) implements Node {}

  /// `a && b` (`and`) or `a || b`
  record Logical(boolean and, Node left, Node right, Span span) implements Node {}

  /// `a ?? b`
  record Coalesce(Node left, Node right, Span span) implements Node {}

  /// `e?` (L 9.5)
  record Propagate(Node operand, Span span) implements Node {}

  /// `e as T`: the name as written, for messages, and its meaning
  record Cast(Node operand, String typeName, Annotation type, Span span) implements Node {}

  /// A value entering an annotated place: `place` is worded as in L 4.3, `parameter 'x' of f`.
  /// Yields the value, widened.
  record Check(Node value, Annotation type, String place, Span span) implements Node {}

  /// `*e` of a cell (L 7.6)
  record Dereference(Node operand, Span span) implements Node {}

  /// `*e = v`
  record WriteThrough(Node target, Node value, Span span) implements Node {}

  /// A struct copied where L 8.1 copies it (`let`, argument, storing); other values stay
  /// themselves.
  record CopyOf(Node value, Span span) implements Node {}

  // ---- members and elements

  /// `e.name`. `keepsGoing` of a safe access: the chain of `?.` is a `SafeChain`.
  record ReadMember(Node target, String name, Span span) implements Node {}

  record WriteMember(Node target, String name, Node value, Span span) implements Node {}

  /// `e[i]`, `e.0`
  record ReadIndex(Node target, Node index, Span span) implements Node {}

  record WriteIndex(Node target, Node index, Node value, Span span) implements Node {}

  /// `e[a..b]`
  record SliceOf(
      Node target, @Nullable Node start, @Nullable Node end, boolean inclusive, Span span)
      implements Node {}

  /// `a?.b.c(d)`: declares `receiver` as the value of `target`; nil (or `None`) yields nil without
  /// evaluating `chain`, which reads `receiver`.
  record SafeChain(Variable receiver, Node target, Node chain, Span span) implements Node {}

  // ---- calls

  /// A call of a known function of the program: one argument a parameter in order, null where the
  /// default counts. For a rest parameter the last argument is a `ListOf`. For a nested function
  /// `closure` reads the variable that holds it; it is null once it is known that the function
  /// captures nothing.
  record CallFunction(
      Function function, @Nullable Node closure, List<@Nullable Node> arguments, Span span)
      implements Node {
    @Override
    public @Nullable Node closure() {
      return function.captures().isEmpty() ? null : closure;
    }
  }

  /// A call of a library function: owner `""` for globals, `http` for modules, `http::Server` for
  /// types. Named arguments are collected in a last `ObjectOf` (L 5.8).
  record CallLibrary(String owner, String name, List<Element> arguments, Span span)
      implements Node {}

  /// A call of a value. `named`: the last argument is a map of named ones (L 5.8).
  record CallValue(Node callee, List<Element> arguments, boolean named, Span span) implements Node {
    /// A call without named arguments.
    public CallValue(Node callee, List<Element> arguments, Span span) {
      this(callee, arguments, false, span);
    }
  }

  /// `e.name(args)` (L 8.4). `typeArguments`: the turbofish. `named`: the last argument is a map of
  /// named ones, which bind to the parameters of what is called (L 5.8). `wantsResult`: a `parse`
  /// whose context wants a Result (L 17.3).
  record CallMethod(
      Node target,
      String name,
      List<Annotation> typeArguments,
      List<Element> arguments,
      boolean named,
      boolean wantsResult,
      Span span)
      implements Node {
    /// A call without named arguments.
    public CallMethod(
        Node target,
        String name,
        List<Annotation> typeArguments,
        List<Element> arguments,
        boolean wantsResult,
        Span span) {
      this(target, name, typeArguments, arguments, false, wantsResult, span);
    }

    /// The arguments of a call that certainly reaches the method, in the order of its parameters
    /// without `self`, null where the default counts.
    public List<@Nullable Node> of(Function method) {
      List<@Nullable Node> inOrder = named ? ordered(method) : null;
      if (inOrder == null) {
        inOrder = new ArrayList<>();
        for (Element argument : arguments) {
          inOrder.add(argument.value());
        }
      }
      return inOrder;
    }

    /// The arguments in the order of the parameters of a method without `self`, null where the
    /// default counts, if they are named and fit; otherwise null: the call says at run time what is
    /// wrong.
    public @Nullable List<@Nullable Node> ordered(Function method) {
      if (method.hasRest()
          || arguments.stream().anyMatch(Element::spread)
          || !(arguments.getLast().value() instanceof ObjectOf names)) {
        return null;
      }
      List<Function.Parameter> parameters =
          method.parameters().subList(1, method.parameters().size());
      @Nullable Node[] ordered = new Node[parameters.size()];
      int positional = arguments.size() - 1;
      if (positional > ordered.length) {
        return null;
      }
      for (int i = 0; i < positional; i++) {
        ordered[i] = arguments.get(i).value();
      }
      for (int i = 0; i < names.keys().size(); i++) {
        int place = 0;
        while (place < ordered.length && !parameters.get(place).isNamed(names.keys().get(i))) {
          place++;
        }
        if (place == ordered.length || ordered[place] != null) {
          return null;
        }
        ordered[place] = names.values().get(i);
      }
      for (int i = 0; i < ordered.length; i++) {
        if (ordered[i] == null && parameters.get(i).fallback() == null) {
          return null;
        }
      }
      return Arrays.asList(ordered);
    }

    /// Whether this is `text.parse()` with a type or a Result wanted.
    public boolean isTypedParse() {
      return name.equals("parse")
          && arguments.isEmpty()
          && (wantsResult || !typeArguments.isEmpty());
    }
  }

  /// `super.m(args)` or a method called by its type: that function with that receiver as first
  /// argument
  record CallKnownMethod(Function function, List<@Nullable Node> arguments, Span span)
      implements Node {}

  // ---- control

  /// Nodes in order; the value is that of the last; empty is nil.
  record Sequence(List<Node> nodes, Span span) implements Node {}

  /// `if`, ternary: the truth of the condition decides (L 6.5).
  record Conditional(Node condition, Node then, Node otherwise, Span span) implements Node {}

  /// Arms tried in order on the value of `subject`, which is declared here as `value`; no arm:
  /// MatchError unless `exhaustive` was proved, or `otherwise` is given. What a single arm binds
  /// stays bound after it if `otherwise` leaves (`let P = e else { return }`).
  record Match(Variable subject, Node value, List<Arm> arms, @Nullable Node otherwise, Span span)
      implements Node {}

  record Arm(Matcher matcher, @Nullable Node guard, Node body) {}

  /// Takes a value apart and binds the variables; MatchError `Pattern does not match the value: V`.
  /// Yields the value.
  record Destructure(Matcher matcher, Node value, Span span) implements Node {}

  /// A loop that ends only by a `Break`; yields what `Break` yields.
  record Loop(LoopLabel label, Node body, Span span) implements Node {}

  record While(LoopLabel label, Node condition, Node body, Span span) implements Node {}

  /// `for`: one variable, or two for maps and pairs (L 10.2). Patterns are taken apart in the body.
  /// The variables are fresh for each round.
  record ForEach(
      LoopLabel label,
      Variable variable,
      @Nullable Variable second,
      Node iterable,
      Node body,
      Span span)
      implements Node {}

  /// The identity of a loop, for `Break` and `Continue`.
  final class LoopLabel {}

  record Break(LoopLabel label, Node value, Span span) implements Node {}

  record Continue(LoopLabel label, Span span) implements Node {}

  record Return(Node value, Span span) implements Node {}

  record Throw(Node value, Span span) implements Node {}

  /// `try`: the clauses in order; `last` always runs and its value is dropped.
  record Try(Node body, List<Catch> catches, @Nullable Node last, Span span) implements Node {}

  /// One clause: `type` null catches everything. The variable holds the thrown value.
  record Catch(@Nullable Variable variable, @Nullable String type, Node body) {}

  // ---- tasks

  /// `spawn`, `async { }`: starts the closure as a task. `discarded`: its value is not used (L
  /// 12.2).
  record Spawn(Node closure, boolean discarded, Span span) implements Node {
    /// The type of the library whose object it yields.
    public static String type() {
      return "async::Task";
    }
  }

  record Await(Node operand, Span span) implements Node {}

  // ---- what is wrong

  /// Stands where a problem has been reported, so that everything else is looked at too (L 11.4):
  /// its parts are, and its value may be anything. A program that has one never runs.
  record Faulty(List<Node> parts, Span span) implements Node {}
}
