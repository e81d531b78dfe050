package ruchy.cli.editor;

import java.util.List;
import java.util.Optional;
import ruchy.compiler.format.Style;
import ruchy.compiler.problem.Problem;
import ruchy.compiler.source.Source;
import ruchy.compiler.type.Type;

/// What the language server has done for it.
public interface Workshop {
  /// Errors and warnings of a program, in order.
  List<Problem> check(Source program);

  /// The types of the values whose member of that name the program reads or calls, as far as they
  /// are known; its errors do not matter.
  List<Type> receivers(Source program, String member);

  /// The text of a program, laid out; nothing if it has syntax errors.
  Optional<String> format(Source program, Style style);

  /// The file of a module that a file imports by a path such as `shop::cart`; nothing if there is
  /// none.
  Optional<Source> module(String path, Source importing);
}
