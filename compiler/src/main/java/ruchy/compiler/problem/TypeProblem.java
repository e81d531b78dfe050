package ruchy.compiler.problem;

import org.jspecify.annotations.Nullable;
import ruchy.compiler.source.Span;

/// A value that cannot be where it is (L 4.3), or a call that cannot succeed (L 7.4).
public sealed interface TypeProblem extends Problem {
  /// `Type mismatch: expected integer, got string (parameter 'x' of f)`
  record Mismatch(String expected, String actual, String place, Span span) implements TypeProblem {
    @Override
    public String code() {
      return "R0201";
    }

    @Override
    public String message() {
      return "Type mismatch: expected " + expected + ", got " + actual + " (" + place + ")";
    }
  }

  /// `Function expects 2-3 arguments, got 1`; for a library function `callee` is its name. The hint
  /// says how a function of the program is called.
  record ArgumentCount(String callee, String expected, int actual, Span span, @Nullable String hint)
      implements TypeProblem {
    public ArgumentCount(String callee, String expected, int actual, Span span) {
      this(callee, expected, actual, span, null);
    }

    @Override
    public String code() {
      return "R0202";
    }

    @Override
    public String message() {
      return callee + " expects " + expected + " arguments, got " + actual;
    }
  }

  /// `Unknown argument 'x' for function f`
  record UnknownArgument(String name, String function, Span span) implements TypeProblem {
    @Override
    public String code() {
      return "R0203";
    }

    @Override
    public String message() {
      return "Unknown argument '" + name + "' for function " + function;
    }
  }

  /// `Argument 'x' is given twice`
  record RepeatedArgument(String name, Span span) implements TypeProblem {
    @Override
    public String code() {
      return "R0204";
    }

    @Override
    public String message() {
      return "Argument '" + name + "' is given twice";
    }
  }

  /// `Missing required field 'y' for struct Point`
  record MissingField(String name, String type, Span span) implements TypeProblem {
    @Override
    public String code() {
      return "R0205";
    }

    @Override
    public String message() {
      return "Missing required field '" + name + "' for struct " + type;
    }
  }

  /// `Struct Point does not have field 'z'`
  record UnknownField(String name, String type, Span span) implements TypeProblem {
    @Override
    public String code() {
      return "R0206";
    }

    @Override
    public String message() {
      return "Struct " + type + " does not have field '" + name + "'";
    }
  }

  /// `Field 'x' is given twice`
  record RepeatedField(String name, Span span) implements TypeProblem {
    @Override
    public String code() {
      return "R0207";
    }

    @Override
    public String message() {
      return "Field '" + name + "' is given twice";
    }
  }

  /// `Variant Shape::Circle has 1 value, the pattern 2`
  record PayloadCount(String variant, int expected, int actual, Span span) implements TypeProblem {
    @Override
    public String code() {
      return "R0208";
    }

    @Override
    public String message() {
      return "Variant "
          + variant
          + " has "
          + expected
          + (expected == 1 ? " value" : " values")
          + ", the pattern "
          + actual;
    }
  }

  /// `Cannot assign through a reference`: the variable holds a value that never changes (L 7.6)
  record AssignedThroughReference(Span span) implements TypeProblem {
    @Override
    public String code() {
      return "R0209";
    }

    @Override
    public String message() {
      return "Cannot assign through a reference";
    }
  }

  /// `Bad placeholder '{1}': there is no argument 1`: in the format string of a macro (L 15.2)
  record BadPlaceholder(String placeholder, String reason, Span span) implements TypeProblem {
    @Override
    public String code() {
      return "R0210";
    }

    @Override
    public String message() {
      return "Bad placeholder '" + placeholder + "': " + reason;
    }
  }

  /// `Unknown method 'm' on type T`, `Object has no field named 'k'`: raises when it runs
  record NoSuchMember(String message, Span span, @Nullable String hint) implements TypeProblem {
    @Override
    public String code() {
      return "R0220";
    }

    @Override
    public Severity severity() {
      return Severity.WARNING;
    }
  }

  /// `map expects 1 arguments, got 0`, `get expects a function as argument 2, got string`: raises
  /// when it runs
  record ImpossibleCall(String message, Span span, @Nullable String hint) implements TypeProblem {
    @Override
    public String code() {
      return "R0222";
    }

    @Override
    public Severity severity() {
      return Severity.WARNING;
    }
  }

  /// `Cannot subtract integer and string`: raises when it runs
  record ImpossibleOperation(String message, Span span) implements TypeProblem {
    @Override
    public String code() {
      return "R0221";
    }

    @Override
    public Severity severity() {
      return Severity.WARNING;
    }
  }

  /// `Code too large: f`: more than the JVM takes in one method
  record TooLarge(String function, Span span) implements TypeProblem {
    @Override
    public String code() {
      return "R0230";
    }

    @Override
    public String message() {
      return "Code too large: " + function;
    }

    @Override
    public String hint() {
      return "the JVM takes 64 KB of code in one function; divide it into several";
    }
  }

  /// `Too many parameters: f`: more than the JVM takes in one method
  record TooManyParameters(String function, int most, Span span) implements TypeProblem {
    @Override
    public String code() {
      return "R0232";
    }

    @Override
    public String message() {
      return "Too many parameters: " + function;
    }

    @Override
    public String hint() {
      return "a function takes at most "
          + most
          + "; put what belongs together in a struct or a map";
    }
  }

  /// `It is not known which parameters these arguments belong to: the handlers of 'Set' differ`
  record OpenParameters(String why, Span span) implements TypeProblem {
    @Override
    public String code() {
      return "R0231";
    }

    @Override
    public String message() {
      return "It is not known which parameters these arguments belong to: " + why;
    }

    @Override
    public String hint() {
      return "give the arguments one by one, in their order";
    }
  }
}
