package ruchy.runtime.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The index that the build has written from the runtime's sources.
class LibraryTest {
  private final Library library = Library.load();

  @Test
  void it_knows_overloads_with_their_types() {
    List<LibraryFunction> first = library.functions("list", "first");
    assertEquals(2, first.size());
    assertEquals(List.of(), first.get(0).parameterTypes());
    assertEquals("T?", first.get(0).resultType());
    assertEquals(List.of("integer"), first.get(1).parameterTypes());
    assertEquals("list<T>", first.get(1).resultType());
    assertEquals("ruchy/runtime/member/ListMembers", first.get(1).javaOwner());
    assertTrue(first.get(1).isStatic());
  }

  @Test
  void it_knows_rests_reads_changes_and_aliases() {
    LibraryFunction push = library.functions("list", "push").getLast();
    assertTrue(push.takesRest());
    assertTrue(push.mutates());
    LibraryFunction upper = library.functions("string", "upper").getFirst();
    assertEquals("to_upper", upper.mainName());
    LibraryFunction contains = library.functions("list", "contains").getFirst();
    assertEquals(List.of(-1, 0), contains.readParameters());
  }

  @Test
  void it_knows_modules_types_and_constants() {
    assertTrue(library.isModule("json"));
    assertFalse(library.isModule("string"));
    assertTrue(library.isType("MapEntry"));
    assertEquals("ruchy/runtime/member/MapEntry", library.javaClassOf("MapEntry"));
    assertNull(library.javaClassOf("Nothing"));
    LibraryFunction max = library.functions("u8", "MAX").getFirst();
    assertEquals(LibraryFunction.Kind.CONSTANT, max.kind());
    assertEquals("integer", max.resultType());
  }

  @Test
  void every_owner_has_names_or_is_a_module_or_type() {
    for (String owner : library.owners()) {
      boolean isHeader = library.isModule(owner) || library.isType(owner);
      assertTrue(isHeader || !library.names(owner).isEmpty(), owner);
      assertFalse(library.names(owner).contains(""), owner);
    }
    assertTrue(library.owners().containsAll(library.types()));
    assertTrue(library.owners().containsAll(library.modules()));
  }

  @Test
  void a_name_that_begins_as_another_one_is_not_that_one() {
    assertFalse(library.functions("list", "first").isEmpty());
    assertEquals(List.of(), library.functions("list", "firs"));
    assertEquals(List.of(), library.functions("lis", "first"));
    assertEquals(List.of(), library.functions("list", ""));
    assertFalse(library.isType("MapEntr"));
  }

  @Test
  void unknown_names_have_no_functions() {
    assertEquals(List.of(), library.functions("string", "fly"));
    assertEquals(List.of(), library.functions("nowhere", "len"));
  }

  @Test
  void it_tells_what_a_dynamic_call_may_reach() {
    Set<String> owners = new HashSet<>();
    for (LibraryFunction member : library.membersNamed("len")) {
      owners.add(member.owner());
    }
    assertTrue(owners.containsAll(Set.of("string", "list", "map", "set", "tuple", "range")));
    assertTrue(library.memberNames().contains("len"));
    assertFalse(library.memberNames().contains("println"));
  }

  @Test
  void a_line_reads_back_as_the_function_it_was_written_from() {
    for (String owner : library.owners()) {
      for (String name : library.names(owner)) {
        for (LibraryFunction function : library.functions(owner, name)) {
          Library one = Library.parse(Library.line(function));
          assertEquals(List.of(function), one.functions(owner, name));
        }
      }
    }
  }
}
