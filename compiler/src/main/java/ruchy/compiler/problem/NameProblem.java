package ruchy.compiler.problem;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.source.Span;

/// A name that means nothing here, or more than one thing, or something that is not possible here
/// (L 7.1, L 7.3).
public sealed interface NameProblem extends Problem {
  /// `Undefined variable: totl`
  ///
  /// @param form what is written otherwise here where the name stands, if it is that; else null
  record UndefinedVariable(
      String name, Span span, @Nullable String suggestion, Habits.@Nullable Form form)
      implements NameProblem {
    public UndefinedVariable(String name, Span span, @Nullable String suggestion) {
      this(name, span, suggestion, null);
    }

    @Override
    public String code() {
      return "R0101";
    }

    @Override
    public String message() {
      return "Undefined variable: " + name;
    }

    @Override
    public @Nullable String hint() {
      String habit = Habits.ofName(name);
      if (form != null && suggestion == null) {
        habit = Habits.of(form);
      }
      return habit != null ? habit : Nearest.hint(suggestion);
    }
  }

  /// `Undefined function: http::gett`: a name in call position, or a member of a module or type
  record UndefinedFunction(String name, Span span, @Nullable String suggestion)
      implements NameProblem {
    @Override
    public String code() {
      return "R0102";
    }

    @Override
    public String message() {
      return "Undefined function: " + name;
    }

    @Override
    public @Nullable String hint() {
      String habit = Habits.ofName(name);
      return habit != null ? habit : Nearest.hint(suggestion);
    }
  }

  /// `Undefined variant: Color::Purpel`
  record UndefinedVariant(String name, Span span, @Nullable String suggestion)
      implements NameProblem {
    @Override
    public String code() {
      return "R0103";
    }

    @Override
    public String message() {
      return "Undefined variant: " + name;
    }

    @Override
    public @Nullable String hint() {
      return Nearest.hint(suggestion);
    }
  }

  /// `Duplicate definition: total`: two functions or types of one name in one scope, or one of them
  /// and a `let`
  record DuplicateDefinition(String name, Span span, Span first) implements NameProblem {
    @Override
    public String code() {
      return "R0104";
    }

    @Override
    public String message() {
      return "Duplicate definition: " + name;
    }

    @Override
    public List<Label> labels() {
      return List.of(new Label(first, "first defined here"));
    }
  }

  /// `Undefined variable: x (used before it is initialised)`: top-level code before the `let` (L
  /// 7.3)
  ///
  /// @param cycle how a constant comes to need itself; null if it does not
  record UsedBeforeInitialised(String name, Span span, Span declaration, @Nullable String cycle)
      implements NameProblem {
    public UsedBeforeInitialised(String name, Span span, Span declaration) {
      this(name, span, declaration, null);
    }

    @Override
    public String code() {
      return "R0105";
    }

    @Override
    public String message() {
      return "Undefined variable: " + name + " (used before it is initialised)";
    }

    @Override
    public @Nullable String hint() {
      return cycle;
    }

    @Override
    public List<Label> labels() {
      return List.of(new Label(declaration, "initialised here"));
    }
  }

  /// `Cannot assign to constant 'LIMIT'`: also to a function, which is as constant
  record ConstantAssigned(String name, Span span) implements NameProblem {
    @Override
    public String code() {
      return "R0106";
    }

    @Override
    public String message() {
      return "Cannot assign to constant '" + name + "'";
    }
  }

  /// `Unknown label: 'outer`
  record UnknownLabel(String name, Span span) implements NameProblem {
    @Override
    public String code() {
      return "R0107";
    }

    @Override
    public String message() {
      return "Unknown label: '" + name;
    }
  }

  /// `'break' outside a loop`: closures and task blocks end the reach of a loop (L 10.1)
  record OutsideLoop(String word, Span span) implements NameProblem {
    @Override
    public String code() {
      return "R0108";
    }

    @Override
    public String message() {
      return "'" + word + "' outside a loop";
    }
  }

  /// `'self' outside a method`: also `super` and `Self`
  record OutsideMethod(String word, Span span) implements NameProblem {
    @Override
    public String code() {
      return "R0109";
    }

    @Override
    public String message() {
      return "'" + word + "' outside a method";
    }
  }

  /// `Module not found: shop`
  record ModuleNotFound(String name, Span span) implements NameProblem {
    @Override
    public String code() {
      return "R0110";
    }

    @Override
    public String message() {
      return "Module not found: " + name;
    }
  }

  /// `Circular dependency detected: a -> b -> a`: modules that import each other, or classes that
  /// inherit each other
  record CircularDependency(List<String> names, Span span) implements NameProblem {
    @Override
    public String code() {
      return "R0111";
    }

    @Override
    public String message() {
      return "Circular dependency detected: " + String.join(" -> ", names);
    }
  }

  /// `Unknown standard module: std::htp`
  record UnknownStandardModule(String name, Span span, @Nullable String suggestion)
      implements NameProblem {
    @Override
    public @Nullable String hint() {
      String habit = Habits.ofName(name);
      return habit != null ? habit : Nearest.hint(suggestion);
    }

    @Override
    public String code() {
      return "R0112";
    }

    @Override
    public String message() {
      return "Unknown standard module: " + name;
    }

    @Override
    public Severity severity() {
      return Severity.WARNING;
    }
  }

  /// `Unknown type: Strng`: the place accepts anything
  record UnknownType(String name, Span span, @Nullable String suggestion) implements NameProblem {
    @Override
    public String code() {
      return "R0113";
    }

    @Override
    public String message() {
      return "Unknown type: " + name;
    }

    @Override
    public @Nullable String hint() {
      return Nearest.hint(suggestion);
    }

    @Override
    public Severity severity() {
      return Severity.WARNING;
    }
  }

  /// `The pattern 'Rde' matches anything`: an upper-case name that is no constant and no visible
  /// variant (L 10.3)
  record PatternMatchesAnything(String name, Span span, @Nullable String suggestion)
      implements NameProblem {
    @Override
    public String code() {
      return "R0114";
    }

    @Override
    public String message() {
      return "The pattern '" + name + "' matches anything";
    }

    @Override
    public @Nullable String hint() {
      return suggestion == null ? "no constant or variant has this name" : Nearest.hint(suggestion);
    }

    @Override
    public Severity severity() {
      return Severity.WARNING;
    }
  }

  /// `Alternatives bind different names: x`
  record DifferentNames(String name, Span span) implements NameProblem {
    @Override
    public String code() {
      return "R0115";
    }

    @Override
    public String message() {
      return "Alternatives bind different names: " + name;
    }
  }

  /// `The name 'x' is not used`: a let-in that does without its name (L 5.1)
  record UnusedName(String name, Span span) implements NameProblem {
    @Override
    public String code() {
      return "R0116";
    }

    @Override
    public String message() {
      return "The name '" + name + "' is not used";
    }

    @Override
    public Fix fix() {
      return Fix.unused(span);
    }

    @Override
    public Severity severity() {
      return Severity.WARNING;
    }
  }

  /// `'println' has no effect`: a statement that does nothing, such as the name of a function that
  /// is not called
  record NoEffect(String what, Span span, @Nullable String hint) implements NameProblem {
    @Override
    public String code() {
      return "R0120";
    }

    @Override
    public String message() {
      return "'" + what + "' has no effect";
    }

    @Override
    public Severity severity() {
      return Severity.WARNING;
    }
  }

  /// `Cannot make an instance of abstract class 'Shape'`
  record AbstractInstance(String name, Span span) implements NameProblem {
    @Override
    public String code() {
      return "R0117";
    }

    @Override
    public String message() {
      return "Cannot make an instance of abstract class '" + name + "'";
    }
  }

  /// `Cannot extend final class 'Leaf'`
  record FinalExtended(String name, Span span) implements NameProblem {
    @Override
    public String code() {
      return "R0118";
    }

    @Override
    public String message() {
      return "Cannot extend final class '" + name + "'";
    }
  }

  /// `'http' is a module, not a value`: also types and type parameters
  record NotAValue(String name, String kind, Span span) implements NameProblem {
    @Override
    public String code() {
      return "R0119";
    }

    @Override
    public String message() {
      return "'" + name + "' is a " + kind + ", not a value";
    }
  }

  /// `Undefined function: T::new`: type arguments are ignored (L 5.8), so a type parameter stands
  /// for no type when the program runs
  record OfTypeParameter(String name, String parameter, Span span) implements NameProblem {
    @Override
    public String code() {
      return "R0121";
    }

    @Override
    public String message() {
      return "Undefined function: " + name;
    }

    @Override
    public String hint() {
      return "the type behind '"
          + parameter
          + "' is not known when the program runs: take the function as a parameter";
    }
  }

  /// `Undefined function: Default::default`: nothing tells the type whose default is meant
  record UnknownDefault(Span span) implements NameProblem {
    @Override
    public String code() {
      return "R0122";
    }

    @Override
    public String message() {
      return "Undefined function: Default::default";
    }

    @Override
    public String hint() {
      return "nothing here tells whose default is meant: name the type, as in `i32::default()`";
    }
  }

  /// `Undefined variable: total`: a method that is added to a type uses a variable that is not
  /// around the type, or a function that does, so that instances made elsewhere would lack it
  record BeyondMethod(String name, String what, Span span) implements NameProblem {
    @Override
    public String code() {
      return "R0123";
    }

    @Override
    public String message() {
      return "Undefined " + what + ": " + name;
    }

    @Override
    public String hint() {
      return "a method sees only the variables around its type: "
          + "give it to the method as an argument, or to the type as a field";
    }
  }

  /// `Misplaced export`: in a block, whose names nobody outside can see (L 14.2)
  record MisplacedExport(Span span) implements NameProblem {
    @Override
    public String code() {
      return "R0124";
    }

    @Override
    public String message() {
      return "Misplaced export";
    }

    @Override
    public String hint() {
      return "files and modules have members that others can see, a block has none";
    }
  }
}
