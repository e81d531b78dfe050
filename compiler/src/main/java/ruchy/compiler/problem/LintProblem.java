package ruchy.compiler.problem;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.source.Span;

/// Something that is legal and most likely not meant. Always a warning.
public sealed interface LintProblem extends Problem {
  @Override
  default Severity severity() {
    return Severity.WARNING;
  }

  /// ``match does not cover `Shape::Unit` ``: a value that no arm takes raises MatchError (L 10.3)
  ///
  /// @param missing patterns that would take what is left; one at least
  record MissingVariants(List<String> missing, Span span) implements LintProblem {
    private static final int SHOWN = 3;

    @Override
    public String code() {
      return "R0301";
    }

    @Override
    public String message() {
      var shown = missing.stream().limit(SHOWN).map(each -> "`" + each + "`").toList();
      int rest = missing.size() - shown.size();
      return "match does not cover "
          + String.join(", ", shown)
          + (rest == 0 ? "" : " and " + rest + " more");
    }

    @Override
    public String hint() {
      return "add arms for what is missing, or `_ => ...`";
    }
  }

  /// `This arm is never reached`: earlier arms take all that it matches
  record UnreachableArm(Span span) implements LintProblem {
    @Override
    public String code() {
      return "R0302";
    }

    @Override
    public String message() {
      return "This arm is never reached";
    }

    @Override
    public String hint() {
      return "earlier arms match all that it matches";
    }
  }

  /// `The value of 'total' is never read`: a variable that is only assigned
  record NeverRead(String name, Span span) implements LintProblem {
    @Override
    public String code() {
      return "R0303";
    }

    @Override
    public String message() {
      return "The value of '" + name + "' is never read";
    }
  }

  /// `'len' is a variable here, not the built-in function`: it is called, and holds nothing that
  /// can be called
  record HiddenFunction(String name, Span span, Span declaration) implements LintProblem {
    @Override
    public String code() {
      return "R0304";
    }

    @Override
    public String message() {
      return "'" + name + "' is a variable here, not the built-in function";
    }

    @Override
    public List<Label> labels() {
      return List.of(new Label(declaration, "hidden since here"));
    }
  }

  /// `Both sides of '==' are the same`
  record SameOperands(String operator, Span span) implements LintProblem {
    @Override
    public String code() {
      return "R0305";
    }

    @Override
    public String message() {
      return "Both sides of '" + operator + "' are the same";
    }
  }

  /// `integer and string are never equal`: values of different kinds are unequal (L 6.6)
  record NeverEqual(String left, String right, Span span) implements LintProblem {
    @Override
    public String code() {
      return "R0306";
    }

    @Override
    public String message() {
      return left + " and " + right + " are never equal";
    }
  }

  /// `Some(..) and string are never equal`: what most lookups give is the value itself or nil (L
  /// 9.5)
  ///
  /// @param form `Some`, `Ok` or `Err`
  /// @param other the kind of what it is compared with
  record NeverOption(String form, String other, Span span) implements LintProblem {
    @Override
    public String code() {
      return "R0316";
    }

    @Override
    public String message() {
      return form + "(..) and " + other + " are never equal";
    }

    @Override
    public String hint() {
      return other.endsWith("nil")
          ? "the other side is the value itself, or nil: leave out `" + form + "`"
          : "the other side is the value itself: leave out `" + form + "`";
    }
  }

  /// `This loop never ends: string is always Some(..)`: what is not nil is a `Some` (L 10.3), and
  /// the empty line at the end of an input is not nil (L 16, 19.2)
  ///
  /// @param kind that of the value
  /// @param isLine whether it is one of a stream or of standard input
  record EndlessLoop(String kind, boolean isLine, Span span) implements LintProblem {
    @Override
    public String code() {
      return "R0318";
    }

    @Override
    public String message() {
      return "This loop never ends: " + kind + " is always Some(..)";
    }

    @Override
    public String hint() {
      return isLine
          ? "at the end it gives `\"\"`; `for line in` a stream ends there"
          : "end it with `break`";
    }
  }

  /// ``collect gives a list: write `join("")` ``: a type behind `collect` changes nothing where the
  /// program has a method of its own that is called like that which makes a value of that type
  ///
  /// @param method the call that gives a value of that type
  record CollectsList(String method, Span span) implements LintProblem {
    @Override
    public String code() {
      return "R0317";
    }

    @Override
    public String message() {
      return "collect gives a list here";
    }

    @Override
    public String hint() {
      return "write `." + method + "`";
    }
  }

  /// `sort gives a new list, which is dropped`: it leaves its receiver as it is (L 17.4)
  ///
  /// @param kind that of the receiver and of the result
  /// @param remedy the assignment that was probably meant, or null
  record DroppedResult(String method, String kind, @Nullable String remedy, Span span)
      implements LintProblem {
    @Override
    public String code() {
      return "R0319";
    }

    @Override
    public String message() {
      return method + " gives a new " + kind + ", which is dropped";
    }

    @Override
    public String hint() {
      return remedy == null ? "use what it gives" : "write `" + remedy + "`";
    }
  }

  /// `This condition is an assignment`: of a value that stands there already
  record AssignedCondition(Span span) implements LintProblem {
    @Override
    public String code() {
      return "R0307";
    }

    @Override
    public String message() {
      return "This condition is an assignment";
    }

    @Override
    public String hint() {
      return "did you mean `==`?";
    }
  }

  /// `This condition is always true`: a value that is true or false whatever happens, other than
  /// `true` and `false` themselves (L 6.5)
  record ConstantCondition(boolean value, Span span) implements LintProblem {
    @Override
    public String code() {
      return "R0308";
    }

    @Override
    public String message() {
      return "This condition is always " + value;
    }

    @Override
    public String hint() {
      return value ? "only `false`, `nil` and `None` are false" : "`nil` is false";
    }
  }

  /// `Code after 'return' is never reached`
  record UnreachableCode(String word, Span span) implements LintProblem {
    @Override
    public String code() {
      return "R0309";
    }

    @Override
    public String message() {
      return "Code after '" + word + "' is never reached";
    }
  }

  /// `The parameter 'n' of f is not used`. Callers may give it by its name, so it is not mended.
  record UnusedParameter(String name, String function, Span span) implements LintProblem {
    @Override
    public String code() {
      return "R0310";
    }

    @Override
    public String message() {
      return "The parameter '" + name + "' of " + function + " is not used";
    }
  }

  /// ``Others may have changed `count` since it was read``: a write of what was computed from it
  /// before a wait, so that what other tasks have written meanwhile is lost (L 12.3)
  ///
  /// @param read where it was read
  /// @param pause where the task waits in between
  record StaleValue(String what, Span read, Span pause, Span span) implements LintProblem {
    @Override
    public String code() {
      return "R0312";
    }

    @Override
    public String message() {
      return "Others may have changed `" + what + "` since it was read";
    }

    @Override
    public String hint() {
      return "read and write it after the wait, with no wait between";
    }

    @Override
    public List<Label> labels() {
      return List.of(
          new Label(read, "the value is read here"), new Label(pause, "other tasks run here"));
    }
  }

  /// ``This route is never reached: `/users/:id` takes its requests``: routes are tried in the
  /// order in which they were added (L 19.1)
  ///
  /// @param earlier the path of the route that takes them
  /// @param before where that route is added
  record ShadowedRoute(String earlier, Span span, Span before) implements LintProblem {
    @Override
    public String code() {
      return "R0313";
    }

    @Override
    public String message() {
      return "This route is never reached: `" + earlier + "` takes its requests";
    }

    @Override
    public String hint() {
      return "add it before that one";
    }

    @Override
    public List<Label> labels() {
      return List.of(new Label(before, "its function does not call `next()`"));
    }
  }

  /// `The path '/users/:id' has no parameter 'idd'`, so it is nil (L 19.1)
  ///
  /// @param path null where the function belongs to several
  /// @param nearest the name that was probably meant, or null
  record UnknownParameter(String name, @Nullable String path, @Nullable String nearest, Span span)
      implements LintProblem {
    @Override
    public String code() {
      return "R0314";
    }

    @Override
    public String message() {
      return path == null
          ? "No path of this function has a parameter '" + name + "'"
          : "The path '" + path + "' has no parameter '" + name + "'";
    }

    @Override
    public @Nullable String hint() {
      return nearest == null ? null : "did you mean `" + nearest + "`?";
    }
  }

  /// `'adds' is marked as a test and never run: a test has no parameters`: tests and benches are
  /// functions of the top level or of a module (L 20.4)
  ///
  /// @param mark how it is marked: `test` or `bench`
  /// @param reason what such a function is or has not
  record NeverRun(String name, String mark, Reason reason, Span span) implements LintProblem {
    /// Why a function is not run.
    public enum Reason {
      /// it has parameters
      PARAMETERS,
      /// it belongs to a type or stands in another function
      PLACE
    }

    @Override
    public String code() {
      return "R0315";
    }

    @Override
    public String message() {
      String rule =
          switch (reason) {
            case PARAMETERS -> "has no parameters";
            case PLACE -> "is a function of the top level or of a module";
          };
      return "'" + name + "' is marked as a " + mark + " and never run: a " + mark + " " + rule;
    }
  }
}
