package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import ruchy.compiler.problem.NameProblem.NoEffect;
import ruchy.compiler.problem.Problem;
import ruchy.compiler.problem.Problems;
import ruchy.compiler.problem.SyntaxProblem;
import ruchy.compiler.source.Source;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.SourceFile;

/// Files with syntax errors have names all the same: all problems of a program are reported at once
/// (L 11.4), but one mistake is one problem. So only statements without a syntax error are looked
/// at, and a problem with a name that occurs in the others is not reported, since it may be
/// declared there.
public final class SoundParts {
  private final Set<String> doubtful = new HashSet<>();
  private final Problems problems;

  private SoundParts(Problems problems) {
    this.problems = problems;
  }

  /// Reports what is wrong in the sound parts of the files. `problems` has the syntax errors;
  /// `check` looks at what is left of the program and reports what it finds.
  public static void report(
      List<SourceFile> files, BiConsumer<List<SourceFile>, Problems> check, Problems problems) {
    new SoundParts(problems).run(files, check);
  }

  /// The files without their broken statements. `problems` has the syntax errors.
  public static List<SourceFile> of(List<SourceFile> files, Problems problems) {
    List<Problem> syntax = problems.inOrder();
    return files.stream().map(file -> of(file, syntax, new HashSet<>())).toList();
  }

  private void run(List<SourceFile> files, BiConsumer<List<SourceFile>, Problems> check) {
    List<Problem> syntax = problems.inOrder();
    List<SourceFile> sound = new ArrayList<>();
    for (SourceFile file : files) {
      sound.add(of(file, syntax, doubtful));
    }
    var found = new Problems();
    check.accept(sound, found);
    for (Problem problem : found.inOrder()) {
      if (!isDoubtful(problem, doubtful) && !(problem instanceof NoEffect)) {
        problems.report(problem);
      }
    }
  }

  /// Whether a problem may only be there because something with a syntax error was left out.
  static boolean isDoubtful(Problem problem, Set<String> doubtful) {
    String text = problem.span().text();
    boolean isText = text.startsWith("\"") || text.startsWith("'");
    return !doubtful.isEmpty() && !isText && words(text).stream().anyMatch(doubtful::contains);
  }

  /// The file without its broken statements, whose names are added to `doubtful`. A statement
  /// reaches to the next one; an error at the very start of a statement may belong to the one
  /// before it.
  static SourceFile of(SourceFile file, List<Problem> syntax, Set<String> doubtful) {
    Source source = file.source();
    List<Integer> errors = new ArrayList<>();
    for (Problem problem : syntax) {
      if (problem.span().source() == source && problem.severity() == Problem.Severity.ERROR) {
        errors.add(problem.span().start());
      }
    }
    List<Expression> body = file.body();
    var tree =
        new SoundTree(
            errors, (from, to) -> doubtful.addAll(words(source.text().substring(from, to))));
    List<Expression> sound = new ArrayList<>();
    for (int i = 0; i <= body.size(); i++) {
      int start = i == 0 ? 0 : body.get(i - 1).span().start();
      int end = i == body.size() ? source.text().length() : body.get(i).span().start();
      Expression statement = i == 0 ? null : body.get(i - 1);
      if (errors.stream().anyMatch(error -> error >= start && error <= end)) {
        Expression cut =
            statement == null || isTorn(syntax, source, start, end)
                ? null
                : tree.statement(statement, end);
        if (cut == null) {
          doubtful.addAll(words(source.text().substring(start, end)));
        } else {
          sound.add(cut);
        }
      } else if (statement != null) {
        sound.add(statement);
      }
    }
    return new SourceFile(source, sound, file.tokens());
  }

  /// Whether it is not sure what belongs to what: brackets or quotes are missing.
  private static boolean isTorn(List<Problem> syntax, Source source, int start, int end) {
    for (Problem problem : syntax) {
      int place = problem.span().start();
      boolean isHere = problem.span().source() == source && place >= start && place <= end;
      boolean tears =
          problem instanceof SyntaxProblem.Unclosed
              || problem instanceof SyntaxProblem.Unopened
              || problem instanceof SyntaxProblem.UnterminatedString
              || problem instanceof SyntaxProblem.UnterminatedComment
              || problem instanceof SyntaxProblem.TemplateString
              || problem instanceof SyntaxProblem.UnclosedHole
              || problem instanceof SyntaxProblem.UnopenedHole
              || problem instanceof SyntaxProblem.NestedTooDeeply;
      if (isHere && tears) {
        return true;
      }
    }
    return false;
  }

  /// The names and keywords in a text.
  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    int start = -1;
    for (int i = 0; i <= text.length(); i++) {
      boolean inWord = i < text.length() && Character.isJavaIdentifierPart(text.charAt(i));
      if (inWord && start < 0) {
        start = i;
      } else if (!inWord && start >= 0) {
        if (Character.isJavaIdentifierStart(text.charAt(start))) {
          words.add(text.substring(start, i));
        }
        start = -1;
      }
    }
    return words;
  }
}
