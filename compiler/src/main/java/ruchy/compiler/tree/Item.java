package ruchy.compiler.tree;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.source.Span;

/// A declaration (L 3). `generics` are the names of the type parameters, without bounds and
/// lifetimes.
public sealed interface Item {
  Span span();

  /// What stands before an item: `pub`, attributes, decorators and the `///` comment.
  record Modifiers(boolean visible, List<Attribute> attributes, List<String> documentation) {
    public static final Modifiers NONE = new Modifiers(false, List.of(), List.of());
  }

  /// `#[name(...)]` or `@name(...)`; `arguments` is the text between the parentheses or after `=`
  record Attribute(Identifier name, @Nullable String arguments, Span span) {}

  /// `fun f(a, b = 1, ...rest) -> T { body }`; without a name it is a function value; without a
  /// body a signature of a trait or an abstract method. `contracts` are the conditions of
  /// `requires`, `ensures` and so on.
  record Function(
      Modifiers modifiers,
      List<FunctionFlag> flags,
      @Nullable Identifier name,
      List<Identifier> generics,
      List<Parameter> parameters,
      @Nullable TypeName result,
      List<Expression> contracts,
      @Nullable Expression body,
      Span span)
      implements Item {}

  /// Words before `fun`, or in the place of it.
  enum FunctionFlag {
    ASYNC,
    CONST,
    UNSAFE,
    FINAL,
    ABSTRACT,
    STATIC,
    OVERRIDE,
    PRIVATE,
    PROTECTED,
    /// `new` or `init` of a class written without `fun`; a named one has its own name, others are
    /// named `new` or `init`
    CONSTRUCTOR,
    /// `operator +`: the name is the operator's text
    OPERATOR
  }

  /// `struct S { x: T = e, fun m(self) {} }`, `struct P(A, B)` (positional fields named `0`, `1`),
  /// `struct U`
  record Struct(
      Modifiers modifiers,
      Identifier name,
      List<Identifier> generics,
      List<Field> fields,
      List<Function> methods,
      Shape shape,
      Span span)
      implements Item {}

  /// How the fields of a struct or variant are written.
  enum Shape {
    UNIT,
    TUPLE,
    RECORD
  }

  /// `x: T = e` of a struct, class or actor; `static` ones belong to the class
  record Field(
      Modifiers modifiers,
      boolean isStatic,
      Identifier name,
      @Nullable TypeName type,
      @Nullable Expression initial,
      Span span) {}

  /// `class C : Parent + Trait { members }`; `flags` of `sealed final abstract`
  record Class(
      Modifiers modifiers,
      List<FunctionFlag> flags,
      Identifier name,
      List<Identifier> generics,
      List<TypeName> parents,
      List<Field> fields,
      List<Property> properties,
      List<Function> methods,
      List<Constant> constants,
      Span span)
      implements Item {}

  /// `property p: T { get => e, set(v) => e }`
  record Property(
      Identifier name,
      TypeName type,
      @Nullable Expression get,
      @Nullable Identifier setParameter,
      @Nullable Expression set,
      Span span) {}

  /// `enum E { A, B(T), C { x: T }, D = 4 }`
  record Enum(
      Modifiers modifiers,
      Identifier name,
      List<Identifier> generics,
      List<Variant> variants,
      Span span)
      implements Item {}

  /// One variant of an enum; positional payloads are fields named `0`, `1`. `isDefault`: it is
  /// marked as the `#[default]` one
  record Variant(
      boolean isDefault,
      Identifier name,
      Shape shape,
      List<Field> fields,
      @Nullable Long discriminant,
      Span span) {}

  /// `trait T : A + B { type Item fun m(self) }`; `types` are the names of the associated types
  record Trait(
      Modifiers modifiers,
      Identifier name,
      List<Identifier> generics,
      List<TypeName> parents,
      List<Identifier> types,
      List<Function> methods,
      List<Constant> constants,
      Span span)
      implements Item {}

  /// `impl S { }`, `impl T for S { }`; `types` are the names of the associated types
  record Impl(
      List<Identifier> generics,
      @Nullable TypeName trait,
      TypeName target,
      List<Identifier> types,
      List<Function> methods,
      List<Constant> constants,
      Span span)
      implements Item {}

  /// `actor A { x: T = e receive { M(a) => e } fun m() {} }`; a receive handler is a function named
  /// as its message
  record Actor(
      Modifiers modifiers,
      Identifier name,
      List<Field> fields,
      List<Function> handlers,
      List<Function> methods,
      Span span)
      implements Item {}

  /// `mod m { }`; without a body `mod m;`, a file module
  record Module(Modifiers modifiers, Identifier name, @Nullable List<Expression> body, Span span)
      implements Item {}

  /// `type A = T`
  record TypeAlias(
      Modifiers modifiers, Identifier name, List<Identifier> generics, TypeName target, Span span)
      implements Item {}

  /// `const X: T = e`
  record Constant(
      Modifiers modifiers,
      Identifier name,
      @Nullable TypeName type,
      @Nullable Expression value,
      Span span)
      implements Item {}

  /// `static mut X: T = e`: a global variable
  record Static(
      Modifiers modifiers, Identifier name, @Nullable TypeName type, Expression value, Span span)
      implements Item {}

  /// `use a::b::{c, d as e}`, `import a.b as c`, `import "lib/x.ruchy"`, `import {a} from "m"`,
  /// `from m import *`: each bound name is one entry
  record Import(Modifiers modifiers, List<ImportEntry> entries, Span span) implements Item {}

  /// One binding of an import. `path` holds the segments; a string path is the first segment with
  /// `file` set. `all` for `*`, the path is then that of the module. `member`: the last segment is
  /// certainly a member (`import {f} from m`, `from m import f`). `use a::{self}` is the path `a`.
  record ImportEntry(
      List<Identifier> path,
      boolean file,
      boolean all,
      boolean member,
      @Nullable Identifier alias,
      Span span) {}

  /// `export {a, b as c} [from "m"]`, `export default e`; `export fun` and so on are items with
  /// `pub`
  record Export(List<ImportEntry> names, @Nullable Expression fallback, Span span)
      implements Item {}
}
