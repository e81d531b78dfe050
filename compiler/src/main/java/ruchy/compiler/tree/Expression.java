package ruchy.compiler.tree;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.source.Span;

/// What the programmer wrote where a value is expected. Every construct of Ruchy is an expression
/// (L 2.1).
public sealed interface Expression {
  Span span();

  /// Values written down.
  sealed interface Literal extends Expression {}

  /// `42`, `0xFF`, `42i64`
  record IntegerLiteral(long value, Span span) implements Literal {}

  /// `3.14`, `2e8`
  record FloatLiteral(double value, Span span) implements Literal {}

  /// `"text"`, `'text'`, `r"text"`, `"""text"""`: the text with its escapes replaced
  record StringLiteral(String value, Span span) implements Literal {}

  /// `true`, `false`
  record BooleanLiteral(boolean value, Span span) implements Literal {}

  /// `nil`, `null`, `()`
  record NilLiteral(Span span) implements Literal {}

  /// `b'x'`
  record ByteLiteral(int value, Span span) implements Literal {}

  /// `b"text"`
  record BytesLiteral(List<Integer> values, Span span) implements Literal {}

  /// `:name`
  record AtomLiteral(String name, Span span) implements Literal {}

  /// `f"a {e} b {e:spec}"`
  record FormatString(List<FormatPart> parts, Span span) implements Expression {}

  /// A piece of an f-string.
  sealed interface FormatPart {
    /// literal text, escapes and double braces replaced
    record Text(String text) implements FormatPart {}

    /// `{e}`, `{e:spec}`
    record Hole(Expression value, @Nullable String spec) implements FormatPart {}
  }

  /// `name`
  record Name(String text, Span span) implements Expression {}

  /// `self`
  record Self(Span span) implements Expression {}

  /// `super` before `.` or `(`
  record Super(Span span) implements Expression {}

  /// `a::b::c`, `Vec::<i32>::new`, `self::x`, `super::x`; two or more segments
  record Path(List<PathSegment> segments, Span span) implements Expression {}

  /// One segment of a path with its turbofish.
  record PathSegment(Identifier name, List<TypeName> typeArguments) {}

  /// `-e`, `!e`
  record Unary(UnaryOperator operator, Expression operand, Span span) implements Expression {}

  /// `l + r`, `l && r`, `l ?? r`, `x in c`
  record Binary(BinaryOperator operator, Expression left, Expression right, Span span)
      implements Expression {}

  /// `l |> stage`
  record Pipeline(Expression value, Expression stage, Span span) implements Expression {}

  /// `a..b`, `a..=b`, `..b`, `a..`, `..`
  record Range(@Nullable Expression start, @Nullable Expression end, boolean inclusive, Span span)
      implements Expression {}

  /// `c ? a : b`
  record Ternary(Expression condition, Expression then, Expression otherwise, Span span)
      implements Expression {}

  /// `e?`
  record Propagate(Expression operand, Span span) implements Expression {}

  /// `e as T`
  record Cast(Expression operand, TypeName type, Span span) implements Expression {}

  /// `&e`, `&mut e`
  record Reference(Expression operand, boolean mutable, Span span) implements Expression {}

  /// `*e`
  record Dereference(Expression operand, Span span) implements Expression {}

  /// `target = value`
  record Assign(Expression target, Expression value, Span span) implements Expression {}

  /// `target += value`; the operator is the binary one
  record CompoundAssign(BinaryOperator operator, Expression target, Expression value, Span span)
      implements Expression {}

  /// `++x`, `x++`, `--x`, `x--`
  record Increment(Expression target, boolean up, boolean prefix, Span span)
      implements Expression {}

  /// `await e`; `e.await` is a member
  record Await(Expression operand, Span span) implements Expression {}

  /// `spawn e`, `spawn { }`
  record Spawn(Expression operand, Span span) implements Expression {}

  /// `async { }`
  record Async(Block body, Span span) implements Expression {}

  /// `lazy e`
  record Lazy(Expression operand, Span span) implements Expression {}

  /// `actor ! message`, `actor <- message`
  record Send(Expression actor, Expression message, Span span) implements Expression {}

  /// `actor <? message`
  record Ask(Expression actor, Expression message, Span span) implements Expression {}

  /// `e.name`, `e?.name`
  record Member(Expression target, Identifier name, boolean safe, Span span)
      implements Expression {}

  /// `e.0`
  record TupleMember(Expression target, int index, Span span) implements Expression {}

  /// `e.name(args)`, `e?.name(args)`, `e.name::<T>(args)`
  record MethodCall(
      Expression target,
      Identifier name,
      List<TypeName> typeArguments,
      List<Argument> arguments,
      boolean safe,
      Span span)
      implements Expression {}

  /// `callee(args)`; also tuple structs, variants and `Name(field: e)`
  record Call(Expression callee, List<Argument> arguments, Span span) implements Expression {}

  /// `a`, `name: a`, `name = a`, `...a`
  record Argument(@Nullable Identifier name, Expression value, boolean spread, Span span) {
    /// Whether one of the arguments of a call is given by its name.
    public static boolean anyNamed(List<Argument> arguments) {
      for (Argument argument : arguments) {
        if (argument.name() != null) {
          return true;
        }
      }
      return false;
    }
  }

  /// `e[i]`; an index that is a `Range` slices
  record Index(Expression target, Expression index, Span span) implements Expression {}

  /// `e[a:b]`
  record Slice(Expression target, @Nullable Expression start, @Nullable Expression end, Span span)
      implements Expression {}

  /// `name!(args)`, `name![args]`, `name!{args}`
  record MacroCall(Identifier name, List<Argument> arguments, Span span) implements Expression {}

  /// `(a, b)`, `(a,)`
  record TupleLiteral(List<Expression> elements, Span span) implements Expression {}

  /// `[a, ...b]`, `vec![a]` stays a macro call
  record ListLiteral(List<Element> elements, Span span) implements Expression {}

  /// `a` or `...a` in a list
  record Element(Expression value, boolean spread) {}

  /// `[v; n]`, `vec![v; n]`
  record Repeat(Expression value, Expression count, Span span) implements Expression {}

  /// `[e for p in it if c]`
  record ListComprehension(Expression value, List<Clause> clauses, Span span)
      implements Expression {}

  /// `{a, b}`
  record SetLiteral(List<Expression> elements, Span span) implements Expression {}

  /// `{e for p in it}`
  record SetComprehension(Expression value, List<Clause> clauses, Span span)
      implements Expression {}

  /// `{k: v, ...m}`
  record MapLiteral(List<Entry> entries, Span span) implements Expression {}

  /// An entry of a map literal.
  sealed interface Entry {
    /// `key: value`, `key => value`; the key is a string, integer or atom literal (a word is a
    /// string literal)
    record Pair(Literal key, Expression value) implements Entry {}

    /// `...m`
    record Spread(Expression value) implements Entry {}
  }

  /// `{k: v for p in it}`
  record MapComprehension(Expression key, Expression value, List<Clause> clauses, Span span)
      implements Expression {}

  /// `for p in it [if c]`
  record Clause(Pattern pattern, Expression iterable, @Nullable Expression condition, Span span) {}

  /// `S { x: 1, y, ..base }`, `E::C { x: 1 }`; a field without value has its name as value
  record StructLiteral(
      List<Identifier> path, List<FieldValue> fields, @Nullable Expression base, Span span)
      implements Expression {}

  /// `x: e` in a struct literal
  record FieldValue(Identifier name, Expression value) {}

  /// `|a, b| e`, `x => e`, `(a, b) => e`, `\x -> e`
  record Closure(
      boolean async,
      List<Parameter> parameters,
      @Nullable TypeName result,
      Expression body,
      Span span)
      implements Expression {}

  /// `{ a; b }`, `unsafe { }`
  record Block(List<Expression> body, Span span) implements Expression {}

  /// `if c { } else { }`
  record If(Condition condition, Expression then, @Nullable Expression otherwise, Span span)
      implements Expression {}

  /// What `if` and `while` test.
  sealed interface Condition {
    Span span();

    /// a truth value
    record Test(Expression value) implements Condition {
      @Override
      public Span span() {
        return value.span();
      }
    }

    /// `let pattern = value`
    record Matches(Pattern pattern, Expression value, Span span) implements Condition {}
  }

  /// `match e { p if g => e }`
  record Match(Expression value, List<Arm> arms, Span span) implements Expression {}

  /// One arm of a match.
  record Arm(Pattern pattern, @Nullable Expression guard, Expression body, Span span) {}

  /// `'a: while c { }`
  record While(@Nullable Identifier label, Condition condition, Block body, Span span)
      implements Expression {}

  /// `'a: loop { }`
  record Loop(@Nullable Identifier label, Block body, Span span) implements Expression {}

  /// `'a: for p in e { }`; `for a, b in e` has a tuple pattern
  record For(
      @Nullable Identifier label, Pattern pattern, Expression iterable, Block body, Span span)
      implements Expression {}

  /// `try { } catch (e: T) { } finally { }`
  record Try(Block body, List<Catch> catches, @Nullable Block last, Span span)
      implements Expression {}

  /// `catch { }`, `catch e { }`, `catch (e: T) { }`, `catch T(e) { }`
  record Catch(@Nullable Identifier name, @Nullable TypeName type, Block body, Span span) {}

  /// `return e`
  record Return(@Nullable Expression value, Span span) implements Expression {}

  /// `break 'a e`
  record Break(@Nullable Identifier label, @Nullable Expression value, Span span)
      implements Expression {}

  /// `continue 'a`
  record Continue(@Nullable Identifier label, Span span) implements Expression {}

  /// `throw e`
  record Throw(Expression value, Span span) implements Expression {}

  /// `let p: T = e`, `var p = e`, `let p = e else { }`, `let p = e in body`; `visible`: after
  /// `export` or `pub`
  record Let(
      boolean visible,
      Pattern pattern,
      @Nullable TypeName type,
      @Nullable Expression value,
      @Nullable Block otherwise,
      @Nullable Expression in,
      Span span)
      implements Expression {}

  /// a declaration; its value is what it declares
  record Declaration(Item item, Span span) implements Expression {}

  /// `(e)`: kept apart because parentheses end special readings (`(S {})` in a loop head, `(k in
  /// m)`)
  record Parenthesised(Expression inner, Span span) implements Expression {}

  /// where an expression should stand but could not be parsed; a problem has been reported
  record Missing(Span span) implements Expression {}
}
