package ruchy.compiler.analyse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.StringEntry;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import ruchy.runtime.library.Library;
import ruchy.runtime.library.LibraryFunction;

/// What the analysis knows of the library stands at its declarations: no class of this room names a
/// function, a module, a type or a room of it.
final class LibraryNamesTest {
  /// Words within a type as declarations write it: `map<string, http::Request>`.
  private static final Pattern WORD = Pattern.compile("[\\w:]+");

  @Test
  void no_class_names_anything_of_the_library() throws IOException, URISyntaxException {
    Library library = Library.load();
    Set<String> names = names(library);
    assertTrue(names.containsAll(List.of("sync", "http", "spawn", "async::Task", "compose")));
    Set<String> faults = new TreeSet<>();
    for (ClassModel type : classes()) {
      for (MethodModel method : type.methods()) {
        for (CodeElement element :
            method.code().stream().flatMap(c -> c.elementStream()).toList()) {
          String text = text(element);
          if (text != null && names.contains(text)) {
            faults.add(type.thisClass().name().stringValue() + ": " + text);
          }
        }
      }
    }
    assertEquals(Set.of(), faults);
  }

  @Test
  void no_class_asks_for_the_room_or_the_class_of_a_function() throws Exception {
    Set<String> faults = new TreeSet<>();
    for (ClassModel type : classes()) {
      for (MethodModel method : type.methods()) {
        for (CodeElement element :
            method.code().stream().flatMap(c -> c.elementStream()).toList()) {
          if (element instanceof InvokeInstruction call
              && call.owner().asInternalName().endsWith("/LibraryFunction")
              && Set.of("room", "javaName", "mainName").contains(call.name().stringValue())) {
            faults.add(type.thisClass().name().stringValue() + ": " + call.name().stringValue());
          }
        }
      }
    }
    assertEquals(Set.of(), faults);
  }

  private static @org.jspecify.annotations.Nullable String text(CodeElement element) {
    return element instanceof ConstantInstruction.LoadConstantInstruction load
            && load.constantEntry() instanceof StringEntry string
        ? string.stringValue()
        : null;
  }

  private static Set<String> names(Library library) {
    Set<String> names = new HashSet<>(library.modules());
    names.addAll(library.types());
    for (String owner : library.owners()) {
      names.add(owner);
      for (String name : library.names(owner)) {
        names.add(name);
        for (LibraryFunction function : library.functions(owner, name)) {
          names.add(function.room());
        }
      }
    }
    names.remove("");
    names.removeAll(wordsOfTypes(library));
    return names;
  }

  /// The words in which declarations write types, and the kinds of receivers; some are names of
  /// functions too. The library's own types are none of them.
  private static Set<String> wordsOfTypes(Library library) {
    Set<String> words = new HashSet<>();
    for (String owner : library.owners()) {
      for (String name : library.names(owner)) {
        for (LibraryFunction function : library.functions(owner, name)) {
          List<String> types = new ArrayList<>(function.parameterTypes());
          types.add(function.resultType());
          for (String type : types) {
            WORD.matcher(type).results().map(MatchResult::group).forEach(words::add);
          }
          if (function.kind() == LibraryFunction.Kind.METHOD) {
            words.add(owner);
          }
        }
      }
    }
    words.removeIf(word -> word.contains("::") || !word.equals(word.toLowerCase(Locale.ROOT)));
    return words;
  }

  private static List<ClassModel> classes() throws IOException, URISyntaxException {
    Path room = Path.of(Analysis.class.getResource("Analysis.class").toURI()).getParent();
    List<ClassModel> classes = new ArrayList<>();
    try (Stream<Path> files = Files.list(room)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        classes.add(ClassFile.of().parse(file));
      }
    }
    assertTrue(classes.size() > 20, "classes");
    return classes;
  }
}
