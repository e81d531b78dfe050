package ruchy.compiler.resolve;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.UserType;
import ruchy.compiler.program.Variable;
import ruchy.compiler.tree.Item;

/// What a name stands for.
sealed interface Binding {
  /// Whether names can stand behind it: `m::f`, `T::new`.
  default boolean isSpace() {
    return false;
  }

  /// A variable or parameter of a function.
  final class Local implements Binding {
    private final Variable variable;
    private final Frame frame;
    private boolean used;

    Local(Variable variable, Frame frame) {
      this.variable = variable;
      this.frame = frame;
    }

    Variable variable() {
      return variable;
    }

    Frame frame() {
      return frame;
    }

    boolean isUsed() {
      return used;
    }

    void markUsed() {
      used = true;
    }
  }

  /// A variable of the top level or of a module.
  record OfGlobal(Global global) implements Binding {}

  /// A function of the top level or of a module.
  record Named(FunctionDeclaration declaration) implements Binding {}

  /// A function that stands in a block.
  record Nested(NestedFunctions.Entry entry) implements Binding {}

  /// A struct, class, enum or actor.
  record OfType(TypeDeclaration type) implements Binding {
    @Override
    public boolean isSpace() {
      return true;
    }
  }

  record OfTrait(TraitDeclaration trait) implements Binding {
    @Override
    public boolean isSpace() {
      return true;
    }
  }

  /// `type A = T`, with the scope in which `T` has its meaning.
  record Alias(Item.TypeAlias tree, Scope scope) implements Binding {
    @Override
    public boolean isSpace() {
      return true;
    }
  }

  /// A type parameter: any type.
  record Generic(String name) implements Binding {
    @Override
    public boolean isSpace() {
      return true;
    }
  }

  record OfVariant(UserType.Variant variant, TypeDeclaration type) implements Binding {}

  /// A function called through its type: `T::f`.
  record Associated(FunctionDeclaration declaration, TypeDeclaration type, Role role)
      implements Binding {}

  /// How a function belongs to its type.
  enum Role {
    STATIC,
    METHOD,
    CONSTRUCTOR
  }

  /// `A::new` of a class or actor without constructor: takes the fields.
  record Maker(TypeDeclaration type) implements Binding {}

  /// `T::m` of a trait: calls the method of its first argument. `parameters`: those that must be
  /// given besides.
  record TraitMethod(String name, int parameters) implements Binding {}

  /// A module of the program; `open`: named by `self`, `super` or `crate`, so that its private
  /// names are visible.
  record OfModule(ModuleDeclaration module, boolean open) implements Binding {
    @Override
    public boolean isSpace() {
      return true;
    }
  }

  /// A field of `self`, visible by its bare name in classes and actors (L 9.2).
  record Field(String name) implements Binding {}

  /// `Some`, `None`, `Ok`, `Err`
  record Predeclared(Node.OptionForm form) implements Binding {}

  /// A standard module, `std` itself included; `known` is false for a part of a `std` path that the
  /// library lacks.
  record LibraryModule(String name, boolean known) implements Binding {
    @Override
    public boolean isSpace() {
      return true;
    }
  }

  /// A type of the library by its full name: `http::Server`, `String`.
  record LibraryType(String name) implements Binding {
    @Override
    public boolean isSpace() {
      return true;
    }
  }

  /// A function or constant of the library.
  record LibraryMember(String owner, String name) implements Binding {}

  /// A name bound by an import; what it stands for is found when it is first looked up.
  final class Imported implements Binding {
    private @Nullable Supplier<@Nullable Binding> search;
    private @Nullable Binding target;

    Imported(Supplier<@Nullable Binding> search) {
      this.search = search;
    }

    /// Finds what the import stands for, so that problems with it are reported even if nothing uses
    /// it.
    void resolve() {
      if (search != null) {
        var once = search;
        search = null;
        target = once.get();
      }
    }

    /// What the import stands for; null if there is no such thing, and while it is searched for.
    @Nullable Binding target() {
      resolve();
      return target;
    }
  }
}
