package ruchy.compiler.problem;

import java.util.List;
import ruchy.compiler.source.Span;

/// Something that works and could be written better. Always a warning, told by `ruchyc lint` alone.
public sealed interface StyleProblem extends Problem {
  @Override
  default Severity severity() {
    return Severity.WARNING;
  }

  /// `The name of a function is written in snake_case: 'doThing'`
  ///
  /// @param what kind of thing is named: `function`
  /// @param manner how such names are written: `snake_case`
  /// @param better the name in that manner
  record Naming(String what, String manner, String name, String better, Span span)
      implements StyleProblem {
    @Override
    public String code() {
      return "R0401";
    }

    @Override
    public String message() {
      return "The name of " + article() + what + " is written in " + manner + ": '" + name + "'";
    }

    private String article() {
      return "aeiou".indexOf(what.charAt(0)) < 0 ? "a " : "an ";
    }

    @Override
    public String hint() {
      return "such as `" + better + "`";
    }
  }

  /// `The complexity of 'f' is 12, more than 10`: there are so many ways through it
  record Complexity(String name, int complexity, int most, Span span) implements StyleProblem {
    @Override
    public String code() {
      return "R0402";
    }

    @Override
    public String message() {
      return "The complexity of '" + name + "' is " + complexity + ", more than " + most;
    }

    @Override
    public String hint() {
      return "take parts of it out into functions";
    }
  }

  /// `'x' hides another 'x'`: a variable of the same function
  record Shadowing(String name, Span span, Span hidden) implements StyleProblem {
    @Override
    public String code() {
      return "R0403";
    }

    @Override
    public String message() {
      return "'" + name + "' hides another '" + name + "'";
    }

    @Override
    public List<Label> labels() {
      return List.of(new Label(hidden, "declared here"));
    }
  }

  /// `'f' is public and has no comment`
  record Undocumented(String name, Span span) implements StyleProblem {
    @Override
    public String code() {
      return "R0404";
    }

    @Override
    public String message() {
      return "'" + name + "' is public and has no comment";
    }

    @Override
    public String hint() {
      return "`/// ...` before it says what it is for";
    }
  }
}
